"""The rules: `decide` turns a command into the events it causes, and may refuse."""

from datetime import datetime
from typing import assert_never

from bot.approvals import casting, deadlines
from bot.approvals.ask import Kind
from bot.approvals.commands import (
    CastVote,
    Command,
    Delegate,
    MarkApplied,
    NoteView,
    Open,
    PutQuestion,
    Ring,
    TakeBack,
    Withdraw,
)
from bot.approvals.decision import Cause, Decision
from bot.approvals.digests import digest_of
from bot.approvals.eligibility import objection, seat
from bot.approvals.events import (
    Applied,
    Delegated,
    Escalated,
    Event,
    Expired,
    Neared,
    Opened,
    Questioned,
    Settled,
    Viewed,
    Withdrawn,
)
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
        case Delegate() | NoteView() | PutQuestion() | TakeBack():
            return _heard(request, command, now)
        case Ring():
            return _ring(request, now)
        case Withdraw():
            return _withdraw(request, command.because, command.by, now)
        case MarkApplied():
            return _mark_applied(request, now)
        case _:
            assert_never(command)


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
        due_at=None if auto else deadlines.due_at(command.policy, tier, now),
        at=now,
    )
    if not auto:
        return (opened,)
    decision = _policys(evolve(None, opened), Kind.APPROVE, Cause.LIMITS, now)
    return (opened, Settled(decision=decision, at=now))


def _heard(request: Request, command: Delegate | NoteView | PutQuestion | TakeBack, now: datetime) -> tuple[Event, ...]:
    """What people may do to an open request besides deciding it."""
    if isinstance(command, NoteView):
        return _view(request, command, now)
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)
    match command:
        case Delegate():
            return _delegate(request, command, now)
        case PutQuestion():
            if not command.person.may_act:
                raise Refused(Reason.NOT_A_MEMBER, request)
            return (Questioned(person=command.person.id, question=whole(command.question).strip(), at=now),)
        case TakeBack():
            if command.person.id != request.origin.requester:
                raise Refused(Reason.NOT_YOURS, request)
            return _withdraw(request, command.because, command.person.id, now)


def _view(request: Request, command: NoteView, now: datetime) -> tuple[Event, ...]:
    """Reading is noted once for each person and content, while the request is open and the content stands."""
    stands = request.state is State.OPEN and command.digest == request.digest
    if not stands or request.has_viewed(command.person.id):
        return ()
    return (Viewed(person=command.person.id, digest=command.digest, at=now),)


def _delegate(request: Request, command: Delegate, now: datetime) -> tuple[Event, ...]:
    """A seat is passed on by its reviewer alone, and only to somebody who could not decide anyway."""
    reason = objection(request, command.person, command.roster)
    if reason:
        raise Refused(reason, request)
    if seat(request, command.person.id, command.roster) != command.person.id:
        raise Refused(Reason.NOT_ELIGIBLE, request)
    if any((passed.giver, passed.to) == (command.person.id, command.to.id) for passed in request.delegations):
        raise Refused(Reason.ALREADY_COUNTED, request)
    is_requester = command.to.id == request.origin.requester
    if is_requester or not command.to.may_act or seat(request, command.to.id, command.roster):
        raise Refused(Reason.NOT_A_STAND_IN, request)
    reason_given = whole(command.reason).strip()
    return (Delegated(giver=command.person.id, to=command.to.id, reason=reason_given, at=now),)


def _ring(request: Request, now: datetime) -> tuple[Event, ...]:
    if request.state is not State.OPEN or request.due_at is None:
        return ()
    if now < request.due_at:
        share = deadlines.neared(request, now)
        reminded = deadlines.is_reminder(request, share)
        return (Neared(share=share, reminded=reminded, at=now),) if share else ()
    if request.next_tier is None:
        return (Expired(decision=_policys(request, Kind.REJECT, Cause.TIMEOUT, now), at=now),)
    tier = request.tier + 1
    return (Escalated(tier=tier, due_at=deadlines.due_at(request.policy, tier, now), at=now),)


def _withdraw(request: Request, because: str, by: str, now: datetime) -> tuple[Event, ...]:
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)
    return (Withdrawn(because=whole(because).strip(), by=whole(by), at=now),)


def _mark_applied(request: Request, now: datetime) -> tuple[Event, ...]:
    return () if request.applied_at or request.decision is None else (Applied(at=now),)


def _policys(request: Request, kind: Kind, cause: Cause, now: datetime) -> Decision:
    """A decision nobody voted for: the ask's first action of that kind, or else the kind itself."""
    action = request.ask.first(kind)
    return Decision(
        request_id=request.id,
        digest=request.digest,
        action=action.id if action else kind.value,
        kind=kind,
        cause=cause,
        tier=request.asked.name,
        at=now,
        edits=casting.edits_of(request),
    )
