"""The machines: legal moves as tables, and `evolve`, which folds one event into the request.

Whatever moves a request is in the table here; what a command causes, or why not, is in `rules`, and what an event does
to the request in `bookkeeping`. The diagrams in docs/states.md are drawn from the tables.
"""

from enum import StrEnum

from bot.approvals import bookkeeping
from bot.approvals.events import (
    Applied,
    Compensated,
    Delegated,
    Edited,
    Effected,
    Escalated,
    Event,
    Expired,
    Extended,
    FellBack,
    Neared,
    Opened,
    Overran,
    Questioned,
    Reopened,
    Repaired,
    Seated,
    Settled,
    Unparked,
    Viewed,
    Voted,
    Withdrawn,
)
from bot.approvals.request import Request, State

MOVES: dict[State | None, dict[type[Event], State]] = {
    None: {Opened: State.OPEN},
    State.OPEN: {
        Seated: State.OPEN,
        Voted: State.OPEN,
        Edited: State.OPEN,
        Delegated: State.OPEN,
        Viewed: State.OPEN,
        Questioned: State.OPEN,
        Neared: State.OPEN,
        Escalated: State.OPEN,
        Unparked: State.OPEN,
        Extended: State.OPEN,
        Overran: State.OPEN,
        FellBack: State.OPEN,
        Settled: State.SETTLED,
        Expired: State.EXPIRED,
        Withdrawn: State.WITHDRAWN,
        Effected: State.OPEN,
        Compensated: State.OPEN,
        Repaired: State.OPEN,
    },
    State.SETTLED: {
        Applied: State.SETTLED,
        Reopened: State.SETTLED,
        Effected: State.SETTLED,
        Compensated: State.SETTLED,
        Repaired: State.SETTLED,
    },
    State.EXPIRED: {
        Applied: State.EXPIRED,
        Reopened: State.EXPIRED,
        Effected: State.EXPIRED,
        Compensated: State.EXPIRED,
        Repaired: State.EXPIRED,
    },
    State.WITHDRAWN: {Reopened: State.WITHDRAWN, Compensated: State.WITHDRAWN, Repaired: State.WITHDRAWN},
}


class RunState(StrEnum):
    """Where a run stands; `RUN_MOVES` holds the legal moves between these."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def has_ended(self) -> bool:
        """Whether nothing drives it any more; only an operator's repair leads out of it."""
        return self in {RunState.FINISHED, RunState.FAILED, RunState.CANCELLED}


RUN_MOVES: dict[RunState, frozenset[RunState]] = {
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.CANCELLED}),
    RunState.RUNNING: frozenset({RunState.WAITING, RunState.FINISHED, RunState.FAILED, RunState.CANCELLED}),
    RunState.WAITING: frozenset({RunState.RUNNING, RunState.CANCELLED, RunState.QUEUED}),
    RunState.FINISHED: frozenset(),
    RunState.FAILED: frozenset({RunState.QUEUED}),
    RunState.CANCELLED: frozenset(),
}


class EffectState(StrEnum):
    """Where something that a run does once stands; `EFFECT_MOVES` holds the legal moves between these."""

    BEGUN = "begun"
    DOUBTFUL = "doubtful"
    DROPPED = "dropped"
    DONE = "done"
    UNDOING = "undoing"
    STUCK = "stuck"
    UNDONE = "undone"
    LEFT = "left"


EFFECT_MOVES: dict[EffectState, frozenset[EffectState]] = {
    EffectState.BEGUN: frozenset({EffectState.DONE, EffectState.DOUBTFUL, EffectState.DROPPED}),
    EffectState.DOUBTFUL: frozenset({EffectState.BEGUN, EffectState.DONE}),
    EffectState.DROPPED: frozenset({EffectState.BEGUN}),
    EffectState.DONE: frozenset({EffectState.UNDOING}),
    EffectState.UNDOING: frozenset({EffectState.UNDONE, EffectState.STUCK}),
    EffectState.STUCK: frozenset({EffectState.UNDOING, EffectState.UNDONE, EffectState.LEFT}),
    EffectState.UNDONE: frozenset(),
    EffectState.LEFT: frozenset(),
}


class IllegalMove(Exception):
    """An event arrived that the table does not allow; the books are wrong and nothing was changed."""


def evolve(request: Request | None, event: Event) -> Request:
    """The request after the event; raises IllegalMove where the table has no such move."""
    state = MOVES[request.state if request else None].get(type(event))
    if state is None:
        raise IllegalMove(f"{type(event).__name__} on a request that is {request.state if request else 'not there'}")
    if isinstance(event, Opened):
        return bookkeeping.opened(event, state)
    if request is None:
        raise IllegalMove("only Opened starts a request")
    return bookkeeping.booked(request, event, state)


def fold(events: list[Event]) -> Request:
    """The request that the events tell; raises IllegalMove for a story that cannot have happened."""
    request: Request | None = None
    for event in events:
        request = evolve(request, event)
    if request is None:
        raise IllegalMove("no events")
    return request
