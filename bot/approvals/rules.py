"""The rules: `decide` turns a command into the events it causes, and may refuse."""

from datetime import datetime
from typing import assert_never

from bot.approvals import casting, deadlines, ladder, sitting, stepping_in, unvoted
from bot.approvals.commands import (
    CastVote,
    Command,
    Degrade,
    Delegate,
    EscalateNow,
    Extend,
    MarkApplied,
    NoteView,
    Open,
    PutQuestion,
    Reopen,
    Ring,
    Seat,
    TakeBack,
    Withdraw,
)
from bot.approvals.digests import digest_of
from bot.approvals.events import Applied, Event, Expired, Opened, Questioned, Settled, Viewed, Withdrawn
from bot.approvals.machine import evolve
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.approvals.routing import first_tier
from bot.approvals.values import whole


def decide(request: Request | None, command: Command, now: datetime) -> tuple[Event, ...]:
    """The events the command causes at `now`, perhaps none; raises Refused where the rules forbid it."""
    if isinstance(command, Open):
        return _open(command, now)
    if request is None:
        raise Refused(Reason.UNKNOWN_REQUEST)
    match command:
        case CastVote():
            return casting.vote(request, command, now)
        case Delegate() | EscalateNow() | Extend() | Reopen():
            return stepping_in.step_in(request, command, now)
        case NoteView() | PutQuestion() | TakeBack():
            return _heard(request, command, now)
        case Ring() | Seat() | Degrade() | Withdraw() | MarkApplied():
            return _noticed(request, command, now)
        case _:
            assert_never(command)


def _open(command: Open, now: datetime) -> tuple[Event, ...]:
    tier = first_tier(command.policy, command.ask, command.at_least)
    asked = command.policy.tiers[tier]
    term = None if asked.auto else deadlines.term(asked, command.ask, now)
    opened = Opened(
        request_id=command.request_id,
        origin=command.origin,
        ask=command.ask,
        digest=digest_of(command.ask),
        policy=command.policy,
        tier=tier,
        due_at=term.due_at if term else None,
        at=now,
        routed_by=command.routed_by,
        parked_until=term.parked_until if term else None,
    )
    if term:
        return (opened,)
    return (opened, Settled(decision=unvoted.within_limits(evolve(None, opened), now), at=now))


def _heard(request: Request, command: NoteView | PutQuestion | TakeBack, now: datetime) -> tuple[Event, ...]:
    """What people may do to an open request without a seat."""
    if isinstance(command, NoteView):
        return _view(request, command, now)
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)
    match command:
        case PutQuestion():
            if not command.person.may_act:
                raise Refused(Reason.NOT_A_MEMBER, request)
            return (Questioned(person=command.person.id, question=whole(command.question).strip(), at=now),)
        case TakeBack():
            if request.is_offer:
                raise Refused(Reason.IS_AN_OFFER, request)
            if command.person.id != request.origin.requester:
                raise Refused(Reason.NOT_YOURS, request)
            return _withdraw(request, command.because, command.person.id, now)


def _view(request: Request, command: NoteView, now: datetime) -> tuple[Event, ...]:
    """Reading is noted once for each person and content, while the request is open and the content stands."""
    stands = request.state is State.OPEN and command.digest == request.digest
    if not stands or request.has_viewed(command.person.id):
        return ()
    return (Viewed(person=command.person.id, digest=command.digest, at=now),)


def _noticed(
    request: Request, command: Ring | Seat | Degrade | Withdraw | MarkApplied, now: datetime
) -> tuple[Event, ...]:
    """What the program notices by itself."""
    match command:
        case Ring():
            return ladder.ring(request, now)
        case Seat():
            return sitting.sit(request, command, now)
        case Degrade():
            return _degrade(request, now)
        case Withdraw():
            return _withdraw(request, command.because, command.by, now)
        case MarkApplied():
            return () if request.applied_at or request.decision is None else (Applied(at=now),)


def _degrade(request: Request, now: datetime) -> tuple[Event, ...]:
    """The policy decides what nobody could be shown; not what somebody saw after all, nor what waits to be asked."""
    acted = (request.votes, request.views, request.edits, request.delegations, request.climbs, request.extensions)
    if request.state is not State.OPEN or request.policy.outage is None or request.parked_until or any(acted):
        return ()
    return (Expired(decision=unvoted.without_slack(request, now), at=now),)


def _withdraw(request: Request, because: str, by: str, now: datetime) -> tuple[Event, ...]:
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)
    return (Withdrawn(because=whole(because).strip(), by=whole(by), at=now),)
