"""Payloads that state the object they expect: as an example, as a schema, or in the words of their instructions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.approvals.dialects import author, keyed, options, options_as_text, sketches
from bot.approvals.dialects.keyed import Answer, Role
from bot.approvals.dialects.options import Offer, Option
from bot.approvals.dialects.payloads import Payload, Reading
from bot.approvals.dialects.sketches import Illegible, Sketch
from bot.approvals.dialects.unsure import Unsure
from bot.approvals.values import JsonObject

NAME: Final = "stated"
JSON: Final = "json_text"  # the object goes back as a text that holds it as JSON
_EXPECTED = re.compile(
    r"(?:expected|required)_(?:response|answer|reply|format|input)(?:_(?:format|schema|shape))?"
    r"|(?:response|answer|reply|resume|output)_(?:format|schema|shape|example|template|structure)"
    r"|(?:respond|reply|answer|resume)_with|example_(?:response|answer|reply)"
)
_DIRECTIVE = r"\b(?:respond|reply|answer|resume|return|provide|submit)\b"
_BEFORE = re.compile(rf"{_DIRECTIVE}[^{{}}]{{0,160}}$", re.IGNORECASE)
_NEAR = 200  # characters, more than what _BEFORE looks at
_DICT = re.compile(r"\b(?:dict|dictionary)\b|\bresume\s*=\s*$", re.IGNORECASE)
_JSON = re.compile(r"\bjson\b", re.IGNORECASE)
_KEYS = re.compile(
    rf"{_DIRECTIVE}[^.\n{{}}]{{0,80}}?\b(?P<what>dict|dictionary|json|object|mapping)\b(?P<rest>[^.\n{{}}]*)",
    re.IGNORECASE,
)
_KEY = re.compile(r"(?P<q>['\"`]?)\b(?P<key>[A-Za-z_]{2,40})\b(?P=q)(?:\s*\((?P<values>[^()]*)\))?")
_VALUE = re.compile(r"[\w-]{2,60}")
_NO_VALUES = frozenset({"or", "and", "str", "string", "bool", "boolean", "one", "of", "either", "the", "verb", "text"})

_CHOICES = ("action", "decision", "choice", "verdict")
_MAYBE_CHOICES = ("status", "response", "type", "outcome", "answer", "approval")
_CONSENTS = (
    "approved",
    "is_approved",
    "approve",
    "accepted",
    "accept",
    "confirmed",
    "confirm",
    "proceed",
    "authorized",
)
_WORDS = (
    "feedback",
    "comment",
    "comments",
    "reason",
    "notes",
    "note",
    "message",
    "explanation",
    "rationale",
    "remarks",
)
_WHO = (
    "reviewer",
    "user",
    "approver",
    "reviewed_by",
    "approved_by",
    "decided_by",
    "reviewer_id",
    "user_id",
    "approver_id",
)
_CHANGES = (
    "modified_parameters",
    "modified_params",
    "modified_args",
    "updated_parameters",
    "edited_parameters",
    "edits",
)


@dataclass(frozen=True, slots=True)
class _Stated:
    """The object that a payload states, as a sketch, and whether it is wanted as JSON text."""

    sketch: Sketch
    as_json: bool


def read(given: Payload) -> Reading | None:
    """The buttons and fields for the object that the payload states, in a field or in its instructions."""
    stated = _found(_statements(given.value))
    return _reading(given.value, stated) if stated else None


def read_question(given: Payload) -> Reading | None:
    """The same for an object that the question itself states, in one place, with no other verbs than are listed."""
    texts = author.questions_of(given.value)
    stated = _found(one for text in texts for one in _once(_in_text(text)))
    if stated is None:
        return None
    verbs, listed = _verbs(stated.sketch), options.listed(given.value)
    if listed and verbs and verbs != {option.verb for option in listed.options}:
        raise Unsure("its question and its list name different answers")
    return _reading(given.value, stated)


def read_as_json(given: Payload) -> Reading:
    """The same where the configuration says that it is wanted as JSON text; raises Unsure where none is there."""
    texts = (*author.instructions_of(given.value), *author.questions_of(given.value), *_said(given.value))
    stated = _found(one for text in texts for one in _in_text(text, told=True))
    if stated is None:
        raise Unsure("no JSON object stands in its instructions", JSON)
    return _reading(given.value, replace(stated, as_json=True))


def _reading(value: Any, stated: _Stated) -> Reading:
    answer = _answer(stated)
    choice = answer.key(Role.CHOICE)
    offer = _offer(value, stated.sketch.fields[choice], choice) if choice else None
    no_verbs = keyed.CONSENTING if answer.decides else Offer(())
    return keyed.reading(value, JSON if stated.as_json else NAME, answer, offer or no_verbs)


def _verbs(sketch: Sketch) -> set[str]:
    """The words that it gives for its verb."""
    return {value for name in sketch.fields if author.plain(name) in _CHOICES for value in _values(sketch.fields[name])}


def _offer(value: Any, schema: JsonObject, choice: str) -> Offer:
    """The verbs that its answer may hold: as stated with it, or else as the payload offers them."""
    if values := _values(schema):
        return Offer(options.distinct(Option(one) for one in values))
    offer = options_as_text.offered_by(value)
    if offer is None:
        raise Unsure(f"what “{choice}” may be is not said")
    if any(option.text is not None for option in offer.options):
        raise Unsure("where in its answer the text belongs that people write is not said")
    return offer


def _values(schema: JsonObject) -> list[str]:
    inner = schema.get("anyOf")
    first = inner[0] if isinstance(inner, list) and inner else None
    values = schema.get("enum") or (first.get("enum") if isinstance(first, dict) else None)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _answer(stated: _Stated) -> Answer:
    """The role of each field; the first of its kind has it, and the others are fields of the form."""
    sketch, roles = stated.sketch, dict[str, Role]()
    for name, schema in sketch.fields.items():
        role = _role(author.plain(name), schema)
        is_taken = role in roles.values() or (role is Role.CONSENT and Role.CHOICE in roles.values())
        roles[name] = Role.VALUE if is_taken else role
    decides = {Role.CHOICE, Role.CONSENT} & set(roles.values())
    if not decides:
        roles = dict.fromkeys(roles, Role.VALUE)
    return Answer(
        roles=roles,
        schemas=sketch.fields,
        required=sketch.required,
        nullable=sketch.nullable,
        as_json=stated.as_json,
    )


def _role(name: str, schema: JsonObject) -> Role:
    plain, kind = name, schema.get("type")
    if plain in _CHOICES or (_values(schema) and plain in (*_MAYBE_CHOICES, *_CONSENTS)):
        return Role.CHOICE
    if plain in _CONSENTS and kind == "boolean":
        return Role.CONSENT
    if plain in _CHANGES and kind in {"object", None}:
        return Role.CHANGES
    is_text = kind == "string" and not _values(schema)
    return Role.WORDS if is_text and plain in _WORDS else Role.WHO if is_text and plain in _WHO else Role.VALUE


def _found(statements: Iterable[_Stated]) -> _Stated | None:
    try:
        return next(iter(statements), None)
    except Illegible as why:
        raise Unsure(f"the answer that it describes cannot be read, as {why}") from None


def _statements(value: Any) -> Iterator[_Stated]:
    """What its own fields state, then what its instructions do."""
    for name, inner in value.items() if isinstance(value, Mapping) else ():
        if _EXPECTED.fullmatch(author.plain(name)) and isinstance(inner, Mapping) and inner:
            yield _Stated(sketches.of_value(inner), as_json=False)
    for text in (*_said(value), *author.instructions_of(value)):
        yield from _in_text(text)


def _said(value: Any) -> list[str]:
    """The texts of fields that are there to say what the answer has to be."""
    fields = value.items() if isinstance(value, Mapping) else ()
    said = (inner for name, inner in fields if _EXPECTED.fullmatch(author.plain(name)))
    return [f"Respond with {author.looked_into(inner)}" for inner in said if isinstance(inner, str)]


def _in_text(text: str, *, told: bool = False) -> Iterator[_Stated]:
    """The objects that a text describes where it says how to respond, or else the one whose keys it names."""
    end = 0
    for begun in sketches.begins(text):
        before = text[end : begun.start()]
        if told or _BEFORE.search(before[-_NEAR:]):
            yield _Stated(sketches.of_text(text[begun.start() :]), told or _is_json(before))
            end = begun.end()
    if not end:
        named = ((match, _by_keys(match["rest"])) for match in _KEYS.finditer(text))
        yield from (_Stated(sketch, told or _is_json(match[0])) for match, sketch in named if sketch)


def _once(statements: Iterable[_Stated]) -> Iterator[_Stated]:
    """The one statement of a text that may quote an agent; of two, one is not its own, and Unsure is raised."""
    found = list(statements)
    if len(found) > 1:
        raise Unsure("it says in more than one place what the answer has to be")
    yield from found


def _is_json(before: str) -> bool:
    """Whether the words before an object ask for it as JSON text; raises Unsure where they do not say."""
    if _DICT.search(before):
        return False
    if _JSON.search(before):
        return True
    raise Unsure("whether its answer is an object, or a text of JSON, is not said", JSON)


def _by_keys(text: str) -> Sketch | None:
    """The object whose keys a sentence names, as far as these are known ones; None where none of them decides."""
    known = {*_CHOICES, *_CONSENTS, *_WORDS, *_WHO, *_CHANGES}
    found = {match["key"]: match["values"] or "" for match in _KEY.finditer(text) if match["key"].casefold() in known}
    fields = {name: _schema(name.casefold(), values) for name, values in found.items()}
    decides = any(name.casefold() in (*_CHOICES, *_CONSENTS) for name in fields)
    return Sketch(fields, frozenset(), frozenset()) if decides else None


def _schema(name: str, values: str) -> JsonObject:
    said = [value for value in _VALUE.findall(values) if value.casefold() not in _NO_VALUES]
    if name in _CONSENTS and {value.casefold() for value in said} <= {"true", "false"}:
        return {"type": "boolean"}
    if name in _CHANGES:
        return {"type": "object"}
    return {"type": "string", "enum": list(said)} if len(said) > 1 else {"type": "string"}
