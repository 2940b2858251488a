"""One typed or chosen text becomes the value it stands for, or words on what to write instead."""

import json
import re
from typing import Any

from bot.slack.fields import REST, Field, Look
from bot.slack.text import phrase
from bot.slack.wording import form_words as words
from bot.slack.wording import quantities

MOST_DIGITS = 300
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_YES = frozenset({"yes", "y", "true", "on"})
_NO = frozenset({"no", "n", "false", "off"})


class Unreadable(Exception):
    """This text stands for no value of its field; the message says what to write instead."""


def parse(field: Field, typed: str) -> Any:
    """The value of a text that is not blank; raises Unreadable. Whether the value is allowed is the schema's to say."""
    match field.look:
        case Look.TEXT:
            return typed.strip()
        case Look.LONG_TEXT:
            return typed
        case Look.INTEGER:
            return _integer(typed.strip())
        case Look.NUMBER:
            return _number(typed.strip())
        case Look.CHOICE:
            return _choice(field, typed.strip())
        case Look.JSON:
            return _json(field, typed)


def _integer(typed: str) -> int:
    if not _INTEGER.fullmatch(typed) or len(typed) > MOST_DIGITS:
        raise Unreadable(words.WHOLE_NUMBER)
    return int(typed)


def _number(typed: str) -> int | float:
    """A whole number stays whole: 12500 does not become 12500.0."""
    if not _NUMBER.fullmatch(typed) or len(typed) > MOST_DIGITS:
        raise Unreadable(words.ANY_NUMBER)
    value = int(typed) if _INTEGER.fullmatch(typed) else float(typed)
    if value in (float("inf"), float("-inf")):
        raise Unreadable(words.ANY_NUMBER)
    return value


def _choice(field: Field, typed: str) -> Any:
    """A choice by its key, as Slack sends it, or by its label or yes and no, as people type it."""
    for choice in field.choices:
        if typed in (choice.key, choice.label):
            return choice.value
    truth = typed.casefold() in _YES if typed.casefold() in _YES | _NO else None
    for choice in field.choices:
        if typed.casefold() == choice.label.casefold() or (truth is not None and choice.value is truth):
            return choice.value
    raise Unreadable(_choices_in_words(field))


def _choices_in_words(field: Field) -> str:
    if len(field.choices) > 10:
        return words.NO_SUCH_CHOICE
    return words.one_of(quantities.listed([phrase(choice.label, 60) for choice in field.choices], "or"))


def _json(field: Field, typed: str) -> Any:
    try:
        value = json.loads(typed, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable(words.NOT_JSON) from None
    if field.name == REST and not isinstance(value, dict):
        raise Unreadable(words.NOT_AN_OBJECT)
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(name)
