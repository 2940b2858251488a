"""The two machines: legal moves as tables, and `evolve`, which folds one event into the request.

Whatever moves a request is in the table here; what a command causes, or why not, is in `rules`, and what an event does
to the request in `bookkeeping`. The diagrams in docs/states.md are drawn from the two tables.
"""

from enum import StrEnum

from bot.approvals import bookkeeping
from bot.approvals.events import (
    Applied,
    Delegated,
    Edited,
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
    },
    State.SETTLED: {Applied: State.SETTLED, Reopened: State.SETTLED},
    State.EXPIRED: {Applied: State.EXPIRED, Reopened: State.EXPIRED},
    State.WITHDRAWN: {Reopened: State.WITHDRAWN},
}


class RunState(StrEnum):
    """Where a run stands; `RUN_MOVES` holds the legal moves between these."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


RUN_MOVES: dict[RunState, frozenset[RunState]] = {
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.CANCELLED}),
    RunState.RUNNING: frozenset({RunState.WAITING, RunState.FINISHED, RunState.FAILED, RunState.CANCELLED}),
    RunState.WAITING: frozenset({RunState.RUNNING, RunState.CANCELLED}),
    RunState.FINISHED: frozenset(),
    RunState.FAILED: frozenset(),
    RunState.CANCELLED: frozenset(),
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
