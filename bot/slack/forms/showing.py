"""What an input can hold of a value, in the form in which Slack takes it and gives it back."""

import json
import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.approvals.digests import canonical
from bot.slack.forms.fields import ABSENT, LONGEST_INPUT, Field
from bot.slack.forms.formats import TIME, is_channel, is_date, is_moment, is_person, is_time
from bot.slack.forms.looks import UNFAITHFUL, Look

Said = str | tuple[str, ...]

LONGEST_NUMBER = 40
MOST_BITS = 900
LENGTH_TO_MINUTES = len("2026-01-31T14:30")
FIRST_MOMENT, LAST_MOMENT = 1_000_000_000, 9_999_999_999
_BLANKS = (ABSENT, None, "")


def held(field: Field, value: Any) -> Said | None:
    """What stands in the field's input for the value, blank for none; None where the input cannot hold the value."""
    match field.look:
        case Look.CHOICE:
            return _chosen(field, value)
        case Look.CHOICES | Look.PEOPLE | Look.CHANNELS:
            return _several(field, value)
        case Look.JSON:
            return _json(field, value)
        case _ if value in _BLANKS:
            return ""
        case Look.INTEGER | Look.NUMBER:
            return _number(value)
        case _:
            return _text(field.look, value) if isinstance(value, str) else None


def is_blank(said: Said) -> bool:
    """Whether nothing was put in."""
    return not (said.strip() if isinstance(said, str) else said)


def is_same(field: Field, said: Said) -> bool:
    """Whether this is what the field began with, as far as its input tells values apart.

    Pickers know no seconds, lists no order, and line ends are Slack's to choose.
    """
    began = held(field, field.initial)
    if isinstance(said, tuple) or isinstance(began, tuple):
        return isinstance(said, tuple) and set(said) == set(began or ())
    if began is not None and field.look is Look.MOMENT:
        return said in (began, f"{began[:LENGTH_TO_MINUTES]}:00Z")
    return began is not None and _with_one_line_end(said) == _with_one_line_end(began)


def _with_one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _chosen(field: Field, value: Any) -> str | None:
    key = "" if value is ABSENT else _one_text(value)
    if key in {choice.key for choice in field.choices}:
        return key
    return "" if value in _BLANKS else None


def _several(field: Field, value: Any) -> Said | None:
    """A list is held where each of its items is, and none twice."""
    if value in _BLANKS:
        return ()
    if not isinstance(value, list):
        return None
    said = tuple(_item(field, item) for item in value)
    return tuple(filter(None, said)) if all(said) and len(set(said)) == len(said) else None


def _item(field: Field, item: Any) -> str:
    if field.look is Look.CHOICES:
        return _chosen(field, item) or ""
    fits = is_person if field.look is Look.PEOPLE else is_channel
    return item if isinstance(item, str) and fits(item) else ""


def _number(value: Any) -> str | None:
    """Without an exponent where that is short enough."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        return None
    plain = format(Decimal(str(value)), "f").removesuffix(".0")
    return plain if isinstance(value, int) or len(plain) <= LONGEST_NUMBER else repr(value)


def _is_finite(value: float) -> bool:
    return value.bit_length() <= MOST_BITS if isinstance(value, int) else math.isfinite(value)


def _text(look: Look, value: str) -> str | None:
    match look:
        case Look.DATE:
            return value if is_date(value) else None
        case Look.TIME:
            return _clock(value)
        case Look.MOMENT:
            since = seconds(value)
            return None if since is None else moment(since)
        case Look.PERSON:
            return value if is_person(value) else None
        case Look.CHANNEL:
            return value if is_channel(value) else None
        case _:
            return value if len(value) <= LONGEST_INPUT and not UNFAITHFUL.search(value) else None


def _clock(value: str) -> str | None:
    found = TIME.fullmatch(value) if is_time(value) else None
    return found[1] if found else None


def seconds(value: str) -> int | None:
    """Since 1970, where an input can hold it; a time without its zone is no moment."""
    at = datetime.fromisoformat(value.upper()) if is_moment(value) else None
    if at is None or at.tzinfo is None or not FIRST_MOMENT <= at.timestamp() <= LAST_MOMENT:
        return None
    return int(at.timestamp())


def moment(since: int) -> str:
    """The RFC 3339 text of a time in seconds since 1970."""
    return datetime.fromtimestamp(since, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(field: Field, value: Any) -> str | None:
    """Indented where that fits; null is blank, except in an edit of what knows no null of its own."""
    if value is ABSENT or (value is None and (field.nullable or not field.editing)):
        return ""
    return _one_text(value, indent=2) or _one_text(value) or None


def _one_text(value: Any, indent: int | None = None) -> str:
    """The JSON of a value; nothing where it has none or none that Slack would give back as it was."""
    try:
        text = json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False) if indent else canonical(value)
    except (TypeError, ValueError, RecursionError):
        return ""
    return "" if len(text) > LONGEST_INPUT or UNFAITHFUL.search(text) else text
