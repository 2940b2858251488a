"""A form drawn: blocks from a JSON Schema; each input's block id is the id of its field."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.forms import explaining
from bot.slack.forms.elements import element, typing
from bot.slack.forms.fields import LONGEST_INPUT, Field, fields_of
from bot.slack.forms.looks import Look
from bot.slack.forms.parsing import Unreadable, parse
from bot.slack.forms.showing import Said, held
from bot.slack.forms.soundness import flaw
from bot.slack.forms.unwrapping import Schema
from bot.slack.text import phrase, shorten
from bot.slack.wording import form_words as words

ROOM = 200_000
ROOM_FOR_EACH = 1_800
LONGEST_LABEL = 100
NOTHING: Mapping[str, str] = MappingProxyType({})


def inputs(schema: Schema, typed: Mapping[str, str] = NOTHING, values: Mapping[str, Any] | None = None) -> list[Block]:
    """The blocks of a form, at most 92: its inputs, and notes on what they do not show.

    In the inputs stand the texts `typed` before, by field id; else, for an edit, the `values`; else the schema's
    defaults. What an input cannot hold is not offered: a note says so, and that it stays as it is.
    """
    if typed or values is not None:
        return _drawn(schema, typed, values)
    try:
        return list(_blank(json.dumps(schema)))
    except (TypeError, ValueError, RecursionError):
        return _drawn(schema, typed, values)


@lru_cache(maxsize=64)
def _blank(schema: str) -> tuple[Block, ...]:
    """The blocks of a form nobody has filled in, which are the same each time."""
    return tuple(_drawn(json.loads(schema), NOTHING, None))


def _drawn(schema: Schema, typed: Mapping[str, str], values: Mapping[str, Any] | None) -> list[Block]:
    wrong = flaw(schema)
    drawn = [blocks.context(words.broken(phrase(wrong, 300)))] if wrong else []
    fields = fields_of(schema, values)
    shared = ROOM - ROOM_FOR_EACH * len(fields)
    for before, field in zip([None, *fields], fields, strict=False):
        heading = _heading(field.outer) if field.outer and not (before and before.outer is field.outer) else []
        block = _block(field, typed.get(field.id), ROOM_FOR_EACH + max(shared, 0))
        shared -= max(_weight([*heading, block]) - ROOM_FOR_EACH, 0)
        drawn += [*heading, block]
    return drawn


def _heading(outer: Field) -> list[Block]:
    """What an object is about, above its properties."""
    about = words.about(phrase(outer.label, 60), phrase(outer.description, 300))
    return [blocks.context(about)] if outer.description.strip() else []


def _block(field: Field, typed: str | None, room: int) -> Block:
    """The fullest version of a field that there is room for."""
    said = held(field, field.initial) if typed is None else _retyped(field, typed)
    if said is None:
        return _note(field, _why_not(field))
    drawn = element(field, said)
    bare = _note(field, words.NO_ROOM) if field.editing and said else _input(field, typing(field, ""), "")
    versions = (_input(field, drawn, explaining.hint(field)), _input(field, drawn, ""), bare)
    return next((version for version in versions if _weight(version) <= room), bare)


def _retyped(field: Field, typed: str) -> Said:
    """What stands in the input for a typed text: its value or, where it has none that can be shown, the text itself."""
    try:
        shown = held(field, parse(field, typed))
    except Unreadable:
        shown = None
    return typed if shown is None else shown


def _input(field: Field, drawn: Block, hint: str) -> Block:
    return blocks.field(field.id, shorten(field.label, LONGEST_LABEL), drawn, hint=hint, optional=field.optional)


def _note(field: Field, why: str) -> Block:
    said = words.kept if field.editing else words.kept_default
    return blocks.context(said(phrase(field.label, LONGEST_LABEL), why))


def _why_not(field: Field) -> str:
    """Why the value of a field cannot be shown."""
    if field.choices:
        return words.NOT_OFFERED
    is_long = isinstance(field.initial, str) and len(field.initial) > LONGEST_INPUT
    return words.TOO_LONG if is_long or field.look is Look.JSON else words.OTHER_KIND


def _weight(drawn: Any) -> int:
    """How many bytes it is at most on its way to Slack."""
    return len(json.dumps(drawn))
