"""A filled form, or the `key=value` texts of a command, become a validated dict or words at the fields to correct."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from bot.slack.forms import validating
from bot.slack.forms.assembling import Answers, assembled
from bot.slack.forms.fields import REST, Field, fields_of
from bot.slack.forms.submitted import said_in
from bot.slack.forms.unwrapping import Schema
from bot.slack.text import shorten, unescape
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


def from_state(schema: Schema, state: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> Filled:
    """The answers in a view's `state.values`; what is blank and optional is left out.

    With the `values` that an edit began with, what was not offered or not changed is kept exactly as it was.
    """
    fields = fields_of(schema, values)
    said = said_in(state)
    filled = _filled(schema, Answers(fields, said, values))
    offered = [each for each in fields if each.id in said]
    return Filled(filled.values, _offered(fields, offered, filled.errors) if offered else filled.errors)


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
    """The answers given with a command; every key must be a field's, or that of an object given whole as JSON."""
    outers = {each.outer.name for each in fields_of(schema) if each.outer}
    fields = fields_of(schema, whole=frozenset(outers & typed.pairs.keys()))
    names = [each.id for each in fields if each.name != REST]
    unknown = {key: words.unknown_key(key, _nearest(key, names)) for key in typed.pairs if key not in names}
    filled = _filled(schema, Answers(fields, {each.id: typed.pairs.get(each.id, "") for each in fields}))
    return Filled(filled.values, {**typed.problems, **unknown, **filled.errors})


def _filled(schema: Schema, answers: Answers) -> Filled:
    read = assembled(schema, answers)
    errors = read.errors | validating.own_complaints(schema, answers.fields, read.found)
    return Filled(read.values, errors or validating.complaints(schema, answers.fields, read.values))


def _offered(fields: Sequence[Field], offered: Sequence[Field], errors: Mapping[str, str]) -> dict[str, str]:
    """The errors, each at an input that is in the form: one about a value that is not shown stands at the last."""
    shown = {each.id for each in offered}
    labels = {each.id: each.label for each in fields}
    told = {key: said for key, said in errors.items() if key in shown}
    for key in errors.keys() - shown:
        told.setdefault(offered[-1].id, words.at(shorten(labels.get(key, key), 60), errors[key]))
    return told


def _nearest(key: str, names: list[str]) -> str:
    return next(iter(get_close_matches(key, names, n=1)), "")
