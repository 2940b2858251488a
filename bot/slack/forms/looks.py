"""What a property's schema looks like in a form, and which values can be chosen for it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from bot.approvals.digests import canonical
from bot.slack.forms.unwrapping import Schema, unwrapped
from bot.slack.text import shorten
from bot.slack.wording import form_words as words

MOST_CHOICES = 100
LONGEST_KEY = 150
LONGEST_LABEL = 75
LONG_TEXT = 150
UNFAITHFUL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MULTILINE = re.compile(r"\b(multi-?lines?|several lines|paragraphs?|long text)\b", re.IGNORECASE)


class Look(StrEnum):
    """What a field looks like."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    ADDRESS = "address"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    PERSON = "person"
    PEOPLE = "people"
    CHANNEL = "channel"
    CHANNELS = "channels"
    JSON = "json"


SEVERAL = frozenset({Look.CHOICES, Look.PEOPLE, Look.CHANNELS})
_FORMATS: Mapping[Any, Look] = MappingProxyType(
    {
        "email": Look.EMAIL,
        "uri": Look.ADDRESS,
        "date": Look.DATE,
        "time": Look.TIME,
        "date-time": Look.MOMENT,
        "slack-user": Look.PERSON,
        "slack-channel": Look.CHANNEL,
    }
)
_PLURALS: Mapping[Look, Look] = MappingProxyType(
    {Look.CHOICE: Look.CHOICES, Look.PERSON: Look.PEOPLE, Look.CHANNEL: Look.CHANNELS}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be chosen; `key` is its one JSON text."""

    label: str
    value: Any

    @property
    def key(self) -> str:
        """The text that stands for the value in Slack."""
        return canonical(self.value)


def look_of(schema: Schema, root: Schema) -> tuple[Look, tuple[Choice, ...]]:
    """The look of an unwrapped schema and, where it is a matter of choosing, the choices."""
    if schema.get("type") != "array":
        choices = _choices(schema)
        return (Look.CHOICE, choices) if choices else (_single(schema), ())
    items = schema.get("items")
    inner, nullable = unwrapped(items, root) if isinstance(items, Mapping) else ({}, True)
    if nullable or "prefixItems" in schema or inner.get("type") in ("array", "boolean"):
        return Look.JSON, ()
    look, choices = look_of(inner, root)
    return _PLURALS.get(look, Look.JSON), choices


def _choices(schema: Schema) -> tuple[Choice, ...]:
    """All values there are, or nothing where Slack cannot tell them all apart."""
    if schema.get("type") == "boolean" and "enum" not in schema and "const" not in schema:
        return (Choice(words.YES, True), Choice(words.NO, False))
    titled = _titled(schema)
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    unique = {choice.key: choice for choice in titled or [Choice(_label(value), value) for value in values]}
    choices = _distinct(list(unique.values()))
    fit = len(choices) <= MOST_CHOICES and all(_is_key(choice.key) for choice in choices)
    return tuple(choices) if fit and len({_shown(choice.label) for choice in choices}) == len(choices) else ()


def _is_key(text: str) -> bool:
    """Whether Slack takes the text as an option's value and gives it back as it was."""
    return len(text) <= LONGEST_KEY and not UNFAITHFUL.search(text)


def _titled(schema: Schema) -> list[Choice]:
    """The choices of a schema that lists its values one by one, as constants with a title of their own."""
    parts: Sequence[Any] = schema.get("oneOf") or schema.get("anyOf") or ()
    if not all(isinstance(part, Mapping) and "const" in part for part in parts):
        return []
    return [Choice(str(part.get("title", _label(part["const"]))), part["const"]) for part in parts]


def _distinct(choices: list[Choice]) -> list[Choice]:
    """Choices whose labels would look the same, such as 1 and "1", are shown as JSON."""
    counts = Counter(_shown(choice.label) for choice in choices)
    return [Choice(choice.key, choice.value) if counts[_shown(choice.label)] > 1 else choice for choice in choices]


def _shown(label: str) -> str:
    return shorten(label, LONGEST_LABEL)


def _label(value: Any) -> str:
    if value is None:
        return words.NONE
    return value if isinstance(value, str) else canonical(value)


def _single(schema: Schema) -> Look:
    values = schema.get("enum", ())
    kind = "string" if values and all(isinstance(value, str) for value in values) else schema.get("type")
    match kind:
        case "string":
            return _FORMATS.get(schema.get("format"), Look.LONG_TEXT if _is_long(schema) else Look.TEXT)
        case "integer":
            return Look.INTEGER
        case "number":
            return Look.NUMBER
        case _:
            return Look.JSON


def _is_long(schema: Schema) -> bool:
    return schema.get("maxLength", 0) > LONG_TEXT or bool(_MULTILINE.search(str(schema.get("description", ""))))
