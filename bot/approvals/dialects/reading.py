"""Chooses the dialect of a payload, and composes the answer that its author expects."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from bot.approvals.ask import Ask
from bot.approvals.decision import Decision
from bot.approvals.dialects import (
    agent_inbox,
    foreign,
    hitl_batched,
    hitl_call,
    native,
    plain,
    response_schema,
    shapes,
    unknown,
)
from bot.approvals.dialects.payloads import Malformed, Payload, Reading
from bot.approvals.dialects.shapes import Reply
from bot.approvals.dialects.told import Told, read_as


class _Origin(Protocol):
    @property
    def dialect(self) -> str: ...

    @property
    def reply(self) -> Reply | None: ...


class Asked(Protocol):
    """A request, as far as its answer depends on it; requests keep replies, so they are not known here by name."""

    @property
    def ask(self) -> Ask:
        """What people were asked."""

    @property
    def origin(self) -> _Origin:
        """Where it came from."""


_Read = Callable[[Payload], Reading | None]

# In the order of how surely each knows its own; the first that reads a payload is the one that answers.
_FORMAL: tuple[_Read, ...] = (
    native.read,
    hitl_call.read,
    response_schema.read,
    hitl_batched.read,
    agent_inbox.read,
    foreign.read,
)


def read(given: Payload, told: Told | None = None) -> Reading:
    """Read an interrupt's payload; one that no dialect can answer becomes an ask without actions.

    `told` is what the configuration says of the workflow's questions. It is for those whose shape alone cannot tell:
    the formal dialects know their own, and a workflow may ask in one of these besides.
    """
    informal: _Read = partial(read_as, told) if told else plain.read
    try:
        found = (dialect(given) for dialect in (*_FORMAL, informal))
        return next((reading for reading in found if reading), None) or unknown.read(given)
    except Malformed as broken:
        return unknown.read(given, str(broken))


def answer(request: Asked, decision: Decision) -> Any | None:
    """The answer to the request's part, or None where this dialect has no such answer and the run must end instead."""
    reply = request.origin.reply
    if reply is None:  # of a release that knew the native dialect only
        return native.answer(decision) if request.origin.dialect == native.NAME else None
    draft = request.ask.draft.values if request.ask.draft else None
    try:
        return shapes.answer(reply, decision, draft)
    except KeyError:
        return None


def whole(requests: Sequence[Asked], answers: Sequence[Any]) -> Any:
    """The answers to all parts of one question, in their order, as the value that its interrupt is resumed with."""
    reply = requests[0].origin.reply
    return shapes.whole(reply, answers) if reply else answers[0]
