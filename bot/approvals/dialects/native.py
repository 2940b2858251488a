"""The native dialect: what `bot.review.ask` sends and takes back."""

from typing import Any

from bot.approvals.ask import Ask
from bot.approvals.decision import Decision

NAME = "native"
_KEY = "countersign.ask"


def payload(ask: Ask) -> dict[str, Any]:
    """The interrupt payload that carries an ask."""
    return {_KEY: ask.model_dump(mode="json")}


def read(value: Any) -> Ask | None:
    """The ask in a payload, or None where it is of another dialect; raises ValidationError for a broken one."""
    return Ask.model_validate(value[_KEY]) if isinstance(value, dict) and set(value) == {_KEY} else None


def answer(decision: Decision) -> dict[str, Any]:
    """The value the workflow is resumed with."""
    return decision.model_dump(mode="json")
