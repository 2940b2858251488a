"""A form drawn: input blocks from a workflow's input schema; each block's id is the name of its property."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from bot.approvals.digests import canonical
from bot.slack import blocks
from bot.slack.answers import INPUT
from bot.slack.blocks import Block
from bot.slack.fields import LONGEST_INPUT, Field, Look, Schema, fields_of
from bot.slack.parsing import Unreadable, parse

FEW = 5
LONGEST_NUMBER = 40
NOTHING: Mapping[str, str] = MappingProxyType({})


def inputs(schema: Schema, typed: Mapping[str, str] = NOTHING) -> list[Block]:
    """One input for each field; values typed before stand in it, else the schema's defaults."""
    return [_input(field, typed.get(field.name)) for field in fields_of(schema)]


def _input(field: Field, typed: str | None) -> Block:
    return blocks.field(field.name, field.label, _element(field, typed), hint=field.hint, optional=field.optional)


def _element(field: Field, typed: str | None) -> Block:
    match field.look:
        case Look.CHOICE:
            return _chooser(field, typed)
        case Look.INTEGER | Look.NUMBER:
            return _number(field, typed)
        case Look.TEXT | Look.LONG_TEXT:
            return _text(field, typed)
        case Look.JSON:
            return _json(field, typed)


def _chooser(field: Field, typed: str | None) -> Block:
    options = {choice.key: blocks.option(choice.label, choice.key) for choice in field.choices}
    kind = "radio_buttons" if len(options) <= FEW else "static_select"
    drawn: Block = {"type": kind, "action_id": INPUT, "options": list(options.values())}
    initial = options.get(_chosen(field, typed))
    return drawn | {"initial_option": initial} if initial else drawn


def _chosen(field: Field, typed: str | None) -> str:
    """The key of the choice to begin with, or nothing."""
    if typed is None:
        return canonical(field.schema["default"]) if "default" in field.schema else ""
    try:
        return canonical(parse(field, typed))
    except Unreadable:
        return ""


def _number(field: Field, typed: str | None) -> Block:
    decimals = field.look is Look.NUMBER
    drawn: Block = {"type": "number_input", "action_id": INPUT, "is_decimal_allowed": decimals}
    texts = {
        "initial_value": _initial_number(field, typed),
        "min_value": _decimal(field.schema.get("minimum")),
        "max_value": _decimal(field.schema.get("maximum")),
    }
    return drawn | {name: shown for name, shown in texts.items() if shown}


def _initial_number(field: Field, typed: str | None) -> str:
    if typed is None:
        return _decimal(field.schema.get("default"))
    try:
        return _decimal(parse(field, typed))
    except Unreadable:
        return ""


def _decimal(value: Any) -> str:
    """A number without an exponent, as Slack wants it; nothing for what is no number or very long."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    shown = format(Decimal(str(value)), "f")
    return shown if len(shown) <= LONGEST_NUMBER else ""


def _text(field: Field, typed: str | None) -> Block:
    longest = min(field.schema.get("maxLength", LONGEST_INPUT), LONGEST_INPUT)
    shortest = min(field.schema.get("minLength", 0), longest)
    drawn = _typing(field.look is Look.LONG_TEXT, typed if typed is not None else field.schema.get("default"), longest)
    bounds = {"min_length": shortest, "max_length": longest}
    return drawn | {name: bound for name, bound in bounds.items() if bound}


def _json(field: Field, typed: str | None) -> Block:
    default = canonical(field.schema["default"]) if field.schema.get("default") is not None else None
    return _typing(True, typed if typed is not None else default, LONGEST_INPUT)


def _typing(multiline: bool, initial: Any, longest: int) -> Block:
    drawn: Block = {"type": "plain_text_input", "action_id": INPUT, "multiline": multiline}
    fits = isinstance(initial, str) and 0 < len(initial) <= longest
    return drawn | {"initial_value": initial} if fits else drawn
