"""The two machines: legal moves as tables, and `evolve`, which keeps the books: one event folded into the request.

Whatever moves a request is in the table here; what a command causes, or why not, is in `rules`. The diagrams in
docs/states.md are drawn from the two tables.
"""

from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from bot.approvals import ballot
from bot.approvals.events import (
    Applied,
    Delegated,
    Edited,
    Escalated,
    Event,
    Expired,
    Neared,
    Opened,
    Questioned,
    Settled,
    Viewed,
    Voted,
    Withdrawn,
)
from bot.approvals.request import Climb, Delegation, Edit, Request, State, View

MOVES: dict[State | None, dict[type[Event], State]] = {
    None: {Opened: State.OPEN},
    State.OPEN: {
        Voted: State.OPEN,
        Edited: State.OPEN,
        Delegated: State.OPEN,
        Viewed: State.OPEN,
        Questioned: State.OPEN,
        Neared: State.OPEN,
        Escalated: State.OPEN,
        Settled: State.SETTLED,
        Expired: State.EXPIRED,
        Withdrawn: State.WITHDRAWN,
    },
    State.SETTLED: {Applied: State.SETTLED},
    State.EXPIRED: {Applied: State.EXPIRED},
    State.WITHDRAWN: {},
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
        return _opened(event, state)
    if request is None:
        raise IllegalMove("only Opened starts a request")
    return replace(_booked(request, event), state=state, seq=request.seq + 1)


def fold(events: list[Event]) -> Request:
    """The request that the events tell; raises IllegalMove for a story that cannot have happened."""
    request: Request | None = None
    for event in events:
        request = evolve(request, event)
    if request is None:
        raise IllegalMove("no events")
    return request


def _opened(event: Opened, state: State) -> Request:
    return Request(
        id=event.request_id,
        origin=event.origin,
        ask=event.ask,
        digest=event.digest,
        first_digest=event.digest,
        policy=event.policy,
        first_tier=event.tier,
        tier=event.tier,
        state=state,
        opened_at=event.at,
        asked_at=event.at,
        due_at=event.due_at,
        seq=1,
    )


def _booked(request: Request, event: Event) -> Request:
    match event:
        case Voted() | Edited() | Delegated() | Viewed() | Questioned():
            return _heard(request, event)
        case Neared():
            return replace(request, neared=event.share)
        case Escalated():
            return _escalated(request, event)
        case Settled() | Expired():
            return replace(request, decision=event.decision, due_at=None)
        case Withdrawn():
            return replace(
                request,
                due_at=None,
                withdrawn_because=event.because,
                withdrawn_by=event.by,
                withdrawn_at=event.at,
            )
        case Applied():
            return replace(request, applied_at=event.at)
        case Opened():
            raise IllegalMove("a request opens once")
        case _:
            assert_never(event)


def _escalated(request: Request, event: Escalated) -> Request:
    climb = (Climb(by=event.by, because=event.because, at=event.at),) if event.by else ()
    climbs = (*request.climbs, *climb)
    return replace(request, tier=event.tier, due_at=event.due_at, asked_at=event.at, neared=0.0, climbs=climbs)


def _heard(request: Request, event: Voted | Edited | Delegated | Viewed | Questioned) -> Request:
    """What a person did to an open request."""
    match event:
        case Voted():
            return replace(request, votes=ballot.cast(request.votes, event.vote))
        case Edited():
            return _edited(request, event)
        case Delegated():
            passed = Delegation(giver=event.giver, to=event.to, at=event.at, reason=event.reason)
            others = tuple(earlier for earlier in request.delegations if earlier.giver != event.giver)
            return replace(request, delegations=(*others, passed))
        case Viewed():
            return replace(request, views=(*request.views, View(event.person, event.digest)))
        case Questioned():
            return request


def _edited(request: Request, event: Edited) -> Request:
    """The request with its draft changed; a tier that is asked because of it has its SLA before it."""
    edit = Edit(person=event.person, before=event.before, after=event.after, at=event.at)
    after = replace(
        request,
        ask=request.ask.edited(event.after),
        digest=event.digest,
        edits=(*request.edits, edit),
        votes=(),
        first_tier=event.first_tier,
        tier=event.tier,
        due_at=event.due_at,
    )
    return after if event.tier == request.tier else replace(after, asked_at=event.at, neared=0.0)
