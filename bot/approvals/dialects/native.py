"""The native dialect: what `bot.review.ask` sends and takes back."""

from typing import Any

from pydantic import ValidationError

from bot.approvals.ask import Ask
from bot.approvals.decision import Decision
from bot.approvals.dialects import shapes
from bot.approvals.dialects.payloads import Malformed, Part, Payload, Reading
from bot.approvals.dialects.shapes import Reply, Take

NAME = "native"
_KEY = "countersign.ask"


def payload(ask: Ask) -> dict[str, Any]:
    """The interrupt payload that carries an ask."""
    return {_KEY: ask.model_dump(mode="json")}


def read(given: Payload) -> Reading | None:
    """The ask in a payload, or None where it is of another dialect; raises Malformed for a broken one."""
    if not (isinstance(given.value, dict) and set(given.value) == {_KEY}):
        return None
    try:
        ask = Ask.model_validate(given.value[_KEY])
    except ValidationError as error:
        raise Malformed.by(error) from None
    return Reading(NAME, (Part(ask, reply(ask)),))


def reply(ask: Ask) -> Reply:
    """Whatever is decided, the workflow gets the whole decision, also one that no action of the ask stands for."""
    kinds = ("approve", "reject")
    whole = Take(take=shapes.Part.DECISION)
    return Reply(answers=dict.fromkeys([*kinds, *(action.id for action in ask.actions)], whole))


def answer(decision: Decision) -> dict[str, Any]:
    """The value the workflow is resumed with."""
    return decision.model_dump(mode="json")
