"""The input for numbers, with bounds as far as Slack knows them."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from bot.slack.blocks import Block
from bot.slack.forms.fields import Field
from bot.slack.forms.looks import Look
from bot.slack.forms.showing import LONGEST_NUMBER, Said

SAFE_DIGITS = 15
LARGEST_BOUND = 10**25
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def number_input(field: Field, said: Said) -> Block | None:
    """The element with what stands in it; None where it would not show that digit for digit."""
    decimals = field.look is Look.NUMBER
    drawn: Block = {"type": "number_input", "is_decimal_allowed": decimals}
    bounds = {"min_value": _lowest(field), "max_value": _highest(field)}
    if isinstance(said, str) and said:
        if not _is_safe(said, decimals):
            return None
        drawn["initial_value"] = said
        bounds = {} if _is_outside(Decimal(said), *bounds.values()) else bounds
    elif _is_outside(bounds["min_value"], None, bounds["max_value"]):
        bounds = {}
    texts = {name: format(bound, "f") for name, bound in bounds.items() if bound is not None}
    return drawn | {name: text for name, text in texts.items() if len(text) <= LONGEST_NUMBER}


def _is_safe(said: str, decimals: bool) -> bool:
    """Whether an input for numbers shows this digit for digit, though it may keep it as a double."""
    whole = said.lstrip("-").isdecimal()
    is_short = len(said) <= SAFE_DIGITS if whole else decimals and len(said) <= LONGEST_NUMBER
    return is_short and _PLAIN_NUMBER.fullmatch(said) is not None


def _is_outside(value: Decimal | None, lowest: Decimal | None, highest: Decimal | None) -> bool:
    if value is None:
        return False
    return (lowest is not None and value < lowest) or (highest is not None and value > highest)


def _lowest(field: Field) -> Decimal | None:
    """Slack's bounds are inclusive; between a decimal and a bound it must not reach, the check decides."""
    least, beyond = (_decimal(field.schema.get(name)) for name in ("minimum", "exclusiveMinimum"))
    if field.look is Look.INTEGER:
        least = least and least.to_integral_value(ROUND_CEILING)
        beyond = None if beyond is None else beyond.to_integral_value(ROUND_FLOOR) + 1
    return max((bound for bound in (least, beyond) if bound is not None), default=None)


def _highest(field: Field) -> Decimal | None:
    most, below = (_decimal(field.schema.get(name)) for name in ("maximum", "exclusiveMaximum"))
    if field.look is Look.INTEGER:
        most = most and most.to_integral_value(ROUND_FLOOR)
        below = None if below is None else below.to_integral_value(ROUND_CEILING) - 1
    return min((bound for bound in (most, below) if bound is not None), default=None)


def _decimal(bound: Any) -> Decimal | None:
    """A bound that decimals reckon with exactly."""
    return Decimal(str(bound)) if isinstance(bound, int | float) and abs(bound) < LARGEST_BOUND else None
