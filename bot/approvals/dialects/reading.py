"""Chooses the dialect of a payload, and composes the answer in the same dialect."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.approvals.ask import Ask
from bot.approvals.decision import Decision
from bot.approvals.dialects import native, unknown


@dataclass(frozen=True, slots=True)
class Reading:
    """A payload understood: the ask it holds and the dialect its answer must be in."""

    dialect: str
    ask: Ask


def read(value: Any) -> Reading:
    """Read an interrupt's payload; one that no dialect can read becomes an ask without actions."""
    try:
        ask = native.read(value)
    except ValidationError:
        ask = None
    return Reading(native.NAME, ask) if ask else Reading(unknown.NAME, unknown.read(value))


def answer(dialect: str, decision: Decision) -> Any | None:
    """The value to resume with, or None where this dialect has no answer and the run must end instead."""
    return native.answer(decision) if dialect == native.NAME else None
