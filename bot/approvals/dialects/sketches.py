"""Sketches: objects as authors write them to say what they expect, read as JSON Schema.

`{"plan": "...", "urgency": "low|high" or null, "approved": true|false}` names three fields and their types.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.approvals.dialects import faces, verbs
from bot.approvals.values import JsonObject

_LONGEST = 4000
_DEEPEST = 4
_LONG_TEXT: Final = 3000
_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("str", "string", "text"), "string"),
    **dict.fromkeys(("int", "integer"), "integer"),
    **dict.fromkeys(("float", "number", "decimal"), "number"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
}
_KINDS: Mapping[type, str] = {bool: "boolean", int: "integer", float: "number"}
_OBJECTS = frozenset({"dict", "object"})
_DATES = frozenset({"date", "yyyy-mm-dd", "iso date"})
_OPTIONAL = re.compile(r"^\(?optional\b\)?[\s:,]*|[\s,(]*\boptional\b\)?\s*$", re.IGNORECASE)
_BEGIN = re.compile(r"\{\s*(?:\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|[A-Za-z_]\w*)\s*:")
_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\n]*>)|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<note>\([^()\n]*\))|(?P<dots>\.{3}|…)|(?P<word>[A-Za-z_]\w*)|(?P<mark>[{}\[\]:,|/?]))"
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """An object's fields by name, with those that have to be there and those that may be null."""

    fields: Mapping[str, JsonObject]
    required: frozenset[str]
    nullable: frozenset[str]


class Illegible(ValueError):
    """The sketch cannot be read with certainty."""


@dataclass(frozen=True, slots=True)
class _Field:
    schema: JsonObject
    is_nullable: bool = False
    is_optional: bool = False


def begins(text: str) -> Iterator[re.Match[str]]:
    """Where in a text objects begin that may be sketches."""
    return _BEGIN.finditer(text)


def of_text(text: str) -> Sketch:
    """The sketch that a text begins with; raises Illegible."""
    return _sketch(_Pen(text[:_LONGEST]).fields())


def of_value(value: Mapping[Any, Any]) -> Sketch:
    """An example, with what could stand for each value, or a JSON Schema; raises Illegible."""
    named = {str(name): inner for name, inner in value.items()}
    if named.get("type") == "object" and isinstance(named.get("properties"), Mapping):
        return _of_schema(named)
    return _sketch({name: _of_example(name, inner) for name, inner in named.items()})


def _sketch(fields: Mapping[str, _Field]) -> Sketch:
    nullable = frozenset(name for name, one in fields.items() if one.is_nullable)
    optional = nullable | {name for name, one in fields.items() if one.is_optional or verbs.is_reason(name)}
    schemas = {name: _whole(name, one) for name, one in fields.items()}
    return Sketch(schemas, frozenset(fields) - optional - {"modifications"}, nullable)


def _whole(name: str, one: _Field) -> JsonObject:
    schema: JsonObject = {**one.schema, "title": faces.label_of(name)}
    is_open = one.schema.get("type") == "string" and not {"enum", "format"} & one.schema.keys()
    if is_open and not re.search(r"(?:^|_)(?:id|name|email|code|number|date|phone)$", name.casefold()):
        schema["maxLength"] = _LONG_TEXT
    return {"anyOf": [schema, {"type": "null"}], "title": faces.label_of(name)} if one.is_nullable else schema


def _of_schema(schema: Mapping[str, Any]) -> Sketch:
    """An author's own JSON Schema, each field as it stands there."""
    fields = {str(name): dict(inner) for name, inner in schema["properties"].items() if isinstance(inner, Mapping)}
    required = schema.get("required")
    needed = {name for name in required if isinstance(name, str)} if isinstance(required, list) else set()
    nullable = frozenset(name for name, inner in fields.items() if "null" in json.dumps(inner, default=str))
    if len(fields) < len(schema["properties"]) or "$ref" in json.dumps(fields, default=str):
        raise Illegible("its schema refers to something else")
    return Sketch(fields, frozenset(needed & fields.keys()) - nullable, nullable)


def _of_example(name: str, value: Any) -> _Field:
    """One field of an example: a text says what it is, anything else has its type."""
    if isinstance(value, str):
        return _of_words(value)
    if value is None:
        return _Field({"type": "string"}, is_nullable=True)
    if isinstance(value, list) and len(value) > 1 and all(isinstance(inner, str) for inner in value):
        return _Field({"type": "string", "enum": list(value)})
    kind = "object" if value == {} else _KINDS.get(type(value))
    if kind is None:
        raise Illegible(f"what stands under “{name}” is not said")
    return _Field({"type": kind})


def _of_words(text: str) -> _Field:
    """What a text that stands for a value says of it: its type, the values there are, or what it is about."""
    if len(text) > _LONGEST:
        raise Illegible("it holds a text that is too long")
    said = text.strip().strip("<>").strip()
    bare = _OPTIONAL.sub("", said).strip()
    is_optional = bare != said
    parts = [part.strip().strip("'\"") for part in re.split(r"\||\s+or\s+", bare)]
    kept = [part for part in parts if part.casefold() not in {"null", "none"}]
    is_choice = len(kept) > 1 and all(re.fullmatch(r"[\w-]{1,60}", part) for part in kept)
    if is_choice and {part.casefold() for part in kept} <= {"true", "false", *_TYPES}:
        raise Illegible(f"whether “{text}” is a text or a value is not said")
    if is_choice:
        return _Field({"type": "string", "enum": list(dict.fromkeys(kept))}, len(kept) < len(parts), is_optional)
    if len(kept) < len(parts) and len(kept) == 1:
        return _Field(_named(kept[0]), is_nullable=True, is_optional=is_optional)
    return _Field(_named(bare), is_optional=is_optional)


def _named(said: str) -> JsonObject:
    plain = said.casefold()
    if plain in _TYPES:
        return {"type": _TYPES[plain]}
    if plain in _OBJECTS:
        return {"type": "object"}
    if plain in _DATES:
        return {"type": "string", "format": "date"}
    about = said.strip(" .…_")
    return {"type": "string", "description": about} if about else {"type": "string"}


class _Pen:
    """Reads the sketch at the beginning of a text, token after token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def fields(self, depth: int = 0) -> dict[str, _Field]:
        """The fields of the object that begins here."""
        self._expect("{")
        found: dict[str, _Field] = {}
        while self._peek() != ("mark", "}"):
            kind, name = self._next()
            if kind not in {"text", "word"} or name.startswith("<"):
                raise Illegible("a name is missing")
            self._expect(":")
            found[_bare(name)] = self._field(depth)
            if self._peek() == ("mark", ","):
                self._next()
        self._next()
        return found

    def _field(self, depth: int) -> _Field:
        optional = self._peek() == ("word", "optional")
        if optional:
            self._next()
        parts = [self._part(depth)]
        while self._peek() in {("mark", "|"), ("mark", "/"), ("word", "or")}:
            self._next()
            parts.append(self._part(depth))
        while (token := self._peek())[0] == "note" or token == ("word", "optional"):
            optional = optional or "optional" in self._next()[1]
        one = _merged(parts)
        return _Field(one.schema, one.is_nullable, one.is_optional or optional)

    def _part(self, depth: int) -> tuple[str, _Field]:
        """One of the alternatives for a value, and what kind of token it is."""
        if self._peek() == ("mark", "{") and depth < _DEEPEST:
            inner = _sketch(self.fields(depth + 1))
            needed = sorted(inner.required)
            return "object", _Field({"type": "object", "properties": dict(inner.fields), "required": list(needed)})
        kind, said = self._next()
        if kind == "text":
            return ("named" if said.startswith("<") else "text"), _literal(said)
        if kind == "number":
            return "number", _Field({"type": "number" if "." in said else "integer"})
        if kind == "dots":
            return "dots", _Field({"type": "string"})
        if kind != "word":
            raise Illegible("a list stands in it" if said == "[" else "a value is missing")
        return "word", _word(said)

    def _peek(self) -> tuple[str, str]:
        place = self._place
        token = self._next()
        self._place = place
        return token

    def _next(self) -> tuple[str, str]:
        found = _TOKEN.match(self._text, self._place)
        if not found or not found.lastgroup:
            raise Illegible("it ends too early, or holds what is no value")
        self._place = found.end()
        return found.lastgroup, found[found.lastgroup]

    def _expect(self, mark: str) -> None:
        if self._next() != ("mark", mark):
            raise Illegible(f"a {mark} is missing")


def _literal(said: str) -> _Field:
    one = _of_words(_bare(said))
    return _Field({**one.schema, "said": _bare(said)}, one.is_nullable, one.is_optional)


def _word(said: str) -> _Field:
    plain = said.casefold()
    if plain in {"null", "none"}:
        return _Field({"type": "null"}, is_nullable=True)
    if plain in {"true", "false"}:
        return _Field({"type": "boolean"})
    if plain in _TYPES:
        return _Field({"type": _TYPES[plain]})
    if plain in _OBJECTS:
        return _Field({"type": "object"})
    raise Illegible(f"what “{said}” stands for is not said")


def _merged(parts: Sequence[tuple[str, _Field]]) -> _Field:
    """The alternatives as one field: null makes it nullable, and texts are the values that there are."""
    rest = [(kind, one) for kind, one in parts if one.schema.get("type") != "null"]
    is_nullable = len(rest) < len(parts) or any(one.is_nullable for _, one in rest)
    is_optional = any(one.is_optional for _, one in rest)
    if not rest:
        return _Field({"type": "string"}, is_nullable=True)
    texts = [str(one.schema.get("said", "")) for kind, one in rest if kind == "text"]
    if len(rest) > 1 and len(texts) == len(rest):
        return _Field({"type": "string", "enum": list(dict.fromkeys(texts))}, is_nullable, is_optional)
    schemas = {json.dumps(_unsaid(one.schema), sort_keys=True) for _, one in rest}
    if len(schemas) > 1:
        raise Illegible("a value may be of several types")
    return _Field(_unsaid(rest[0][1].schema), is_nullable, is_optional)


def _unsaid(schema: JsonObject) -> JsonObject:
    return {name: inner for name, inner in schema.items() if name != "said"}


def _bare(text: str) -> str:
    """A quoted text or a name without its quotes."""
    is_quoted = text[:1] in {'"', "'", "<"} and len(text) > 1
    return text[1:-1] if is_quoted else text
