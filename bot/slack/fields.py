"""A workflow's input schema as the fields of a form: which can be shown, as what, and which cannot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.approvals.digests import canonical
from bot.slack.wording import form_words as words

Schema = Mapping[str, Any]

REST = ":rest"
MOST_FIELDS = 90
MOST_CHOICES = 100
LONGEST_KEY = 150
LONGEST_NAME = 200
LONG_TEXT = 150
LONGEST_INPUT = 3000
_MULTILINE = re.compile(r"\b(multi-?lines?|several lines|paragraphs?|long text)\b", re.IGNORECASE)


class Look(StrEnum):
    """What a field looks like."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be chosen; `key` is its one JSON text."""

    label: str
    value: Any

    @property
    def key(self) -> str:
        """The text that stands for the value in Slack."""
        return canonical(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One property of the input; `schema` is its own, with references followed and null set aside."""

    name: str
    label: str
    hint: str
    look: Look
    required: bool
    nullable: bool
    schema: Schema
    choices: tuple[Choice, ...] = ()

    @property
    def optional(self) -> bool:
        """Whether it may be left blank."""
        return self.nullable or not self.required


def fields_of(schema: Schema) -> tuple[Field, ...]:
    """The fields of a JSON Schema object; properties beyond what a modal holds share one field of JSON at the end."""
    root, _ = _flat(schema, schema)
    properties: Mapping[str, Any] = root.get("properties", {})
    required = set(root.get("required", ()))
    shown = [name for name in properties if name.strip() and len(name) <= LONGEST_NAME and name != REST][:MOST_FIELDS]
    fields = tuple(_field(name, properties[name], name in required, schema) for name in shown)
    over = set(properties) - set(shown)
    return (*fields, _rest(bool(over & required))) if over else fields


def _field(name: str, said: Any, required: bool, root: Schema) -> Field:
    """Label and hint are the property's own words: those of a definition it refers to are about the type."""
    own: Schema = said if isinstance(said, Mapping) else {}
    schema, nullable = _flat(own, root)
    choices = _choices(schema)
    look = Look.CHOICE if choices else _look(schema)
    return Field(
        name=name,
        label=str(own.get("title") or name.replace("_", " ").capitalize()),
        hint=_hint(str(own.get("description", "")), look, schema),
        look=look,
        required=required,
        nullable=nullable,
        schema=schema,
        choices=choices,
    )


def _hint(description: str, look: Look, schema: Schema) -> str:
    if look is Look.JSON:
        return f"{description} {words.JSON_HINT}".strip()
    too_long = look is Look.LONG_TEXT and schema.get("maxLength", 0) > LONGEST_INPUT
    return f"{description} {words.fits_here(LONGEST_INPUT)}".strip() if too_long else description


def _rest(required: bool) -> Field:
    return Field(
        name=REST,
        label=words.REST,
        hint=words.REST_HINT,
        look=Look.JSON,
        required=required,
        nullable=False,
        schema={"type": "object"},
    )


def _flat(schema: Schema, root: Schema) -> tuple[Schema, bool]:
    """The schema with references, a lone allOf and an alternative to null merged in, and whether null is allowed."""
    nullable = False
    for _ in range(20):
        inner, rest, is_null = _one_step(schema, root)
        nullable = nullable or is_null
        if inner is None:
            break
        schema = {**inner, **rest}
    return schema, nullable


def _one_step(schema: Schema, root: Schema) -> tuple[Schema | None, Schema, bool]:
    """The schema that this one wraps, if any; what it says besides; and whether it allows null by itself."""
    for key in ("$ref", "allOf", "anyOf", "oneOf", "type"):
        if key not in schema:
            continue
        inner, is_null = _unwrap(key, schema[key], root)
        if inner is not None:
            return inner, {name: value for name, value in schema.items() if name != key}, is_null
    return None, {}, False


def _unwrap(key: str, value: Any, root: Schema) -> tuple[Schema | None, bool]:
    if key == "$ref":
        return _referred(value, root), False
    if not isinstance(value, list):
        return None, False
    kept = [part for part in value if part not in ("null", {"type": "null"})]
    if len(kept) != 1:
        return None, False
    inner = {"type": kept[0]} if key == "type" else kept[0]
    return (inner if isinstance(inner, Mapping) else None), len(kept) < len(value)


def _referred(reference: Any, root: Schema) -> Schema | None:
    """What a reference within the schema points to; None for any other."""
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    found: Any = root
    for step in reference[2:].split("/"):
        found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _choices(schema: Schema) -> tuple[Choice, ...]:
    if schema.get("type") == "boolean" and "enum" not in schema and "const" not in schema:
        return (Choice(words.YES, True), Choice(words.NO, False))
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    choices = tuple(Choice(value if isinstance(value, str) else canonical(value), value) for value in values)
    fit = len(choices) <= MOST_CHOICES and all(len(choice.key) <= LONGEST_KEY for choice in choices)
    return choices if fit else ()


def _look(schema: Schema) -> Look:
    values = schema.get("enum", ())
    kind = "string" if values and all(isinstance(value, str) for value in values) else schema.get("type")
    match kind:
        case "string":
            return Look.LONG_TEXT if _is_long(schema) else Look.TEXT
        case "integer":
            return Look.INTEGER
        case "number":
            return Look.NUMBER
        case _:
            return Look.JSON


def _is_long(schema: Schema) -> bool:
    return schema.get("maxLength", 0) > LONG_TEXT or bool(_MULTILINE.search(str(schema.get("description", ""))))
