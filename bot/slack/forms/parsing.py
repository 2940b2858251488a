"""What was typed or chosen becomes the value it stands for, or words on what to write instead."""

import json
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from bot.slack.forms.fields import REST, Field
from bot.slack.forms.formats import TIME
from bot.slack.forms.looks import SEVERAL, Look
from bot.slack.forms.showing import Said
from bot.slack.text import shorten
from bot.slack.wording import form_words as words
from bot.slack.wording import quantities

MOST_DIGITS = 300
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_MENTION = re.compile(r"<[@#]([A-Z0-9]+)(\|[^>]*)?>")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
_YES = frozenset({"yes", "y", "true", "on"})
_NO = frozenset({"no", "n", "false", "off"})


class Unreadable(Exception):
    """This stands for no value of its field; the message says what to write instead."""


def parse(field: Field, said: Said) -> Any:
    """The value of what is not blank; raises Unreadable. Whether the value is allowed is the schema's to say."""
    if field.look in SEVERAL:
        return [_item(field, item) for item in (_listed(said) if isinstance(said, str) else said)]
    if isinstance(said, tuple):
        raise Unreadable(words.ONE_VALUE)
    read = _READERS.get(field.look)
    return read(field, said) if read else said.strip()


def _listed(typed: str) -> list[str]:
    """The items of a typed list: JSON, or with commas between them."""
    if not typed.strip().startswith("["):
        return [item.strip() for item in typed.split(",") if item.strip()]
    items = _loaded(typed)
    return [item if isinstance(item, str) else json.dumps(item) for item in items]


def _item(field: Field, said: str) -> Any:
    return _choice(field, said) if field.look is Look.CHOICES else _id(field, said)


def _id(_: Field, said: str) -> str:
    """A person or a channel, by id or as Slack writes a mention."""
    found = _MENTION.fullmatch(said.strip())
    return found[1] if found else said.strip()


def _integer(_: Field, typed: str) -> int:
    digits = typed.strip()
    if not _INTEGER.fullmatch(digits) or len(digits) > MOST_DIGITS:
        raise Unreadable(words.WHOLE_NUMBER)
    return int(digits)


def _number(_: Field, typed: str) -> int | float:
    """A whole number stays whole: 12500 does not become 12500.0; and no digit is lost unsaid."""
    digits = typed.strip()
    if not _NUMBER.fullmatch(digits) or len(digits) > MOST_DIGITS:
        raise Unreadable(words.ANY_NUMBER)
    return int(digits) if _INTEGER.fullmatch(digits) else _decimal(digits)


def _decimal(typed: str) -> float:
    value = float(typed)
    if not math.isfinite(value):
        raise Unreadable(words.ANY_NUMBER)
    if Decimal(str(value)) != Decimal(typed):
        raise Unreadable(words.TOO_EXACT)
    return value


def _choice(field: Field, said: str) -> Any:
    """A choice by its key, as Slack sends it, or by its label or yes and no, as people type it."""
    typed = said.strip()
    truths = [is_yes for is_yes, texts in ((True, _YES), (False, _NO)) if typed.casefold() in texts]
    found = [
        *(choice for choice in field.choices if typed == choice.key),
        *(choice for choice in field.choices if typed == choice.label),
        *(choice for choice in field.choices if typed.casefold() == choice.label.casefold()),
        *(choice for choice in field.choices if any(choice.value is truth for truth in truths)),
    ]
    if found:
        return found[0].value
    raise Unreadable(_choices_in_words(field))


def _choices_in_words(field: Field) -> str:
    if len(field.choices) > 10:
        return words.NO_SUCH_CHOICE
    return words.one_of(quantities.listed([shorten(choice.label, 60) for choice in field.choices], "or"))


def _time(field: Field, said: str) -> str:
    """A picked time knows no seconds and no offset: it takes them from how the field's times are written."""
    if not _CLOCK.fullmatch(said.strip()):
        return said.strip()
    examples = [field.initial, field.schema.get("default"), *field.schema.get("examples", ())]
    like = next((found for found in map(_as_time, examples) if found), None)
    seconds = ":00" if like is None or like[2] else ""
    return f"{said.strip()}{seconds}{like[3] or '' if like else ''}"


def _as_time(example: Any) -> re.Match[str] | None:
    return TIME.fullmatch(example) if isinstance(example, str) else None


def _json(field: Field, typed: str) -> Any:
    value = _loaded(typed)
    if field.name != REST:
        return value
    if not isinstance(value, dict):
        raise Unreadable(words.NOT_AN_OBJECT)
    return value


def _loaded(typed: str) -> Any:
    try:
        return json.loads(typed, parse_constant=_refused, parse_float=_decimal, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise Unreadable(words.NOT_JSON) from None


def _refused(name: str) -> Any:
    raise ValueError(name)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these pairs; a name that came twice would lose a value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable(words.NAME_TWICE)
    return found


_READERS: Mapping[Look, Callable[[Field, str], Any]] = MappingProxyType(
    {
        Look.LONG_TEXT: lambda _, said: said,
        Look.INTEGER: _integer,
        Look.NUMBER: _number,
        Look.CHOICE: _choice,
        Look.JSON: _json,
        Look.TIME: _time,
        Look.PERSON: _id,
        Look.CHANNEL: _id,
    }
)
