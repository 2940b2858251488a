"""A filled form, or the `key=value` texts of a command, become a validated dict or words at the fields to correct."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from bot.slack import validating
from bot.slack.answers import INPUT
from bot.slack.fields import REST, Field, Look, Schema, fields_of
from bot.slack.parsing import Unreadable, parse
from bot.slack.text import unescape
from bot.slack.wording import form_words as words

_WORD = re.compile(r"""([^\s=]+)=(?:"([^"]*)"|“([^”]*)”|'([^']*)'|(\S*))(?!\S)|(\S+)""")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: values that fit the schema, or else errors by field (block id)."""

    values: dict[str, Any]
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """The pairs of a command line, and what about it cannot be read."""

    pairs: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def from_state(schema: Schema, state: Mapping[str, Any]) -> Filled:
    """The answers in a view's `state.values`; what is blank and optional is left out."""
    return _filled(schema, {name: _said(inputs.get(INPUT) or {}) for name, inputs in state.items()})


def read_pairs(line: str) -> Typed:
    """The `key=value` pairs of a slash command's text, in Slack's escaping; quotes hold several words together."""
    typed = Typed()
    for key, *values, stray in _WORD.findall(unescape(line)):
        if stray:
            typed.problems[stray] = words.not_a_pair(stray)
        elif key in typed.pairs:
            typed.problems[key] = words.twice(key)
        else:
            typed.pairs[key] = "".join(values)
    return typed


def from_pairs(schema: Schema, typed: Typed) -> Filled:
    """The answers given with a command; every key must be a field's."""
    names = [each.name for each in fields_of(schema) if each.name != REST]
    unknown = {key: words.unknown_key(key, _nearest(key, names)) for key in typed.pairs if key not in names}
    filled = _filled(schema, typed.pairs)
    return Filled(filled.values, {**typed.problems, **unknown, **filled.errors})


def _said(answer: Mapping[str, Any]) -> str:
    option = answer.get("selected_option")
    said = option.get("value") if option else answer.get("value")
    return said if isinstance(said, str) else ""


def _filled(schema: Schema, texts: Mapping[str, str]) -> Filled:
    fields = fields_of(schema)
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in fields:
        try:
            values |= _value(each, texts.get(each.name, ""))
        except Unreadable as unreadable:
            errors[each.name] = str(unreadable)
    return Filled(values, errors | validating.complaints(schema, fields, values, complete=not errors))


def _value(each: Field, said: str) -> dict[str, Any]:
    """The field's part of the values: nothing where it is blank and optional, null where null is its blank."""
    if not _is_blank(each, said):
        value = parse(each, said)
        return value if each.name == REST else {each.name: value}
    if not each.required:
        return {}
    if each.nullable:
        return {each.name: None}
    raise Unreadable(words.MISSING)


def _is_blank(each: Field, said: str) -> bool:
    """An empty text is a choice where the schema lists it, and blank everywhere else."""
    return not said.strip() and not (each.look is Look.CHOICE and said)


def _nearest(key: str, names: list[str]) -> str:
    return next(iter(get_close_matches(key, names, n=1)), "")
