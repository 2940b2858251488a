"""The two machines: legal moves as tables, `decide` (the rules, may refuse) and `evolve` (the books, may not).

Whatever moves a request lives in this file. `decide` turns a command into the events it causes; `evolve` folds one
event into the request. The diagrams in docs/states.md are drawn from the two tables.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from bot.approvals import ballot
from bot.approvals.ask import Kind, ReasonRule, whole
from bot.approvals.commands import CastVote, Command, MarkApplied, Open, Ring, Withdraw
from bot.approvals.deadlines import due_at
from bot.approvals.decision import Cause, Decision
from bot.approvals.digests import digest_of
from bot.approvals.eligibility import objection
from bot.approvals.events import Applied, Escalated, Event, Expired, Opened, Settled, Voted, Withdrawn
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State, Vote
from bot.approvals.routing import first_tier

MOVES: dict[State | None, dict[type[Event], State]] = {
    None: {Opened: State.OPEN},
    State.OPEN: {
        Voted: State.OPEN,
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


def decide(request: Request | None, command: Command, now: datetime) -> tuple[Event, ...]:
    """The events the command causes at `now`, perhaps none; raises Refused where the rules forbid it."""
    match command:
        case Open():
            return _open(command, now)
        case _ if request is None:
            raise Refused(Reason.UNKNOWN_REQUEST)
        case CastVote():
            return _vote(request, command, now)
        case Ring():
            return _ring(request, now)
        case Withdraw():
            return _withdraw(request, command, now)
        case MarkApplied():
            return _mark_applied(request, now)
        case _:
            assert_never(command)


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


def _open(command: Open, now: datetime) -> tuple[Event, ...]:
    tier = first_tier(command.policy, command.ask)
    auto = command.policy.tiers[tier].auto
    opened = Opened(
        request_id=command.request_id,
        origin=command.origin,
        ask=command.ask,
        digest=digest_of(command.ask),
        policy=command.policy,
        tier=tier,
        due_at=None if auto else due_at(command.policy, tier, now),
        at=now,
    )
    if not auto:
        return (opened,)
    decision = _policys(evolve(None, opened), Kind.APPROVE, Cause.LIMITS, now)
    return (opened, Settled(decision=decision, at=now))


def _vote(request: Request, command: CastVote, now: datetime) -> tuple[Event, ...]:
    _refuse_unless_it_counts(request, command)
    action = request.ask.action(command.action)
    if action is None:
        raise Refused(Reason.UNKNOWN_ACTION, request)
    if action.reason is ReasonRule.REQUIRED and not command.reason.strip():
        raise Refused(Reason.REASON_MISSING, request)
    vote = Vote(
        person=command.person.id,
        action=action.id,
        kind=action.kind,
        digest=command.digest,
        at=now,
        reason="" if action.reason is ReasonRule.NONE else whole(command.reason).strip(),
    )
    voted = Voted(vote=vote, at=now)
    decision = ballot.outcome(evolve(request, voted), command.roster)
    if decision:
        return (voted, Settled(decision=decision, at=now))
    if _stands(request, command):
        raise Refused(Reason.ALREADY_COUNTED, request)
    return (voted,)


def _refuse_unless_it_counts(request: Request, command: CastVote) -> None:
    """The order matters: what became of the card is said first, then who may, then what they saw."""
    if request.state is not State.OPEN:
        deciders = request.decision.by if request.decision else ()
        made_it = command.person.id in deciders and _stands(request, command)
        raise Refused(Reason.ALREADY_COUNTED if made_it else Reason.ALREADY_CLOSED, request)
    reason = objection(request, command.person, command.roster)
    if reason:
        raise Refused(reason, request)
    if command.digest != request.digest:
        raise Refused(Reason.STALE_CARD, request)


def _stands(request: Request, command: CastVote) -> bool:
    """Whether this person's vote for this action, on this content, is among the votes: the same click again."""
    same = (command.person.id, command.action, command.digest)
    return any((vote.person, vote.action, vote.digest) == same for vote in request.votes)


def _ring(request: Request, now: datetime) -> tuple[Event, ...]:
    if request.state is not State.OPEN or request.due_at is None or now < request.due_at:
        return ()
    if request.next_tier is None:
        return (Expired(decision=_policys(request, Kind.REJECT, Cause.TIMEOUT, now), at=now),)
    tier = request.tier + 1
    return (Escalated(tier=tier, due_at=due_at(request.policy, tier, now), at=now),)


def _withdraw(request: Request, command: Withdraw, now: datetime) -> tuple[Event, ...]:
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)
    return (Withdrawn(because=command.because, by=command.by, at=now),)


def _mark_applied(request: Request, now: datetime) -> tuple[Event, ...]:
    return () if request.applied_at or request.decision is None else (Applied(at=now),)


def _policys(request: Request, kind: Kind, cause: Cause, now: datetime) -> Decision:
    """A decision nobody voted for: the ask's first action of that kind, or else the kind itself."""
    action = next((action.id for action in request.ask.actions if action.kind is kind), kind.value)
    return Decision(
        request_id=request.id,
        digest=request.digest,
        action=action,
        kind=kind,
        cause=cause,
        tier=request.asked.name,
        at=now,
    )


def _opened(event: Opened, state: State) -> Request:
    return Request(
        id=event.request_id,
        origin=event.origin,
        ask=event.ask,
        digest=event.digest,
        policy=event.policy,
        first_tier=event.tier,
        tier=event.tier,
        state=state,
        opened_at=event.at,
        due_at=event.due_at,
        seq=1,
    )


def _booked(request: Request, event: Event) -> Request:
    match event:
        case Voted():
            return replace(request, votes=ballot.cast(request.votes, event.vote))
        case Escalated():
            return replace(request, tier=event.tier, due_at=event.due_at)
        case Settled() | Expired():
            return replace(request, decision=event.decision, due_at=None)
        case Withdrawn():
            return replace(request, withdrawn_because=event.because, due_at=None)
        case Applied():
            return replace(request, applied_at=event.at)
        case Opened():
            raise IllegalMove("a request opens once")
        case _:
            assert_never(event)
