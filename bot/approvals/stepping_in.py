"""Stepping in: what people do about a request besides deciding it, each with a reason and on the audit trail."""

from datetime import datetime, timedelta
from typing import assert_never

from bot.approvals import deadlines, ladder
from bot.approvals.commands import Delegate, EscalateNow, Extend, Reopen
from bot.approvals.eligibility import Person, Roster, barred, objection, seat
from bot.approvals.events import Delegated, Event, Extended, Reopened
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.approvals.values import whole

_ONE_FORM = timedelta(minutes=1)


def step_in(request: Request, command: Delegate | EscalateNow | Extend | Reopen, now: datetime) -> tuple[Event, ...]:
    """The events that stepping in causes; raises Refused where this person may not, or gives no reason.

    What only offers to undo something is neither handed over nor put off, nor put before anybody else.
    """
    if request.is_offer:
        raise Refused(Reason.IS_AN_OFFER, request)
    if isinstance(command, Reopen):
        return _reopen(request, command, now)
    if request.state is not State.OPEN:
        raise Refused(Reason.ALREADY_CLOSED, request)
    _refuse_outsiders(request, command.person, command.roster)
    match command:
        case Delegate():
            return _hand_over(request, command, now)
        case EscalateNow():
            _reason(request, command.because)
            return escalate(request, command, now)
        case Extend():
            return _extend(request, command, now)
        case _:
            assert_never(command)


def escalate(request: Request, wanted: EscalateNow, now: datetime) -> tuple[Event, ...]:
    """The next tier is asked now; only one that is asked now can want that, and each person once in a round.

    So two clicks at once never put a request up by two tiers. Raises Refused.
    """
    held = seat(request, wanted.person.id, wanted.roster)
    below = wanted.roster.of(range(request.first_tier, request.tier))
    if request.has_escalated(wanted.person.id) or held not in _asked_now(request, wanted.roster) - below:
        raise Refused(Reason.ALREADY_ESCALATED, request)
    if request.next_tier is None:
        raise Refused(Reason.NO_NEXT_TIER, request)
    return (ladder.escalate(request, now, by=wanted.person.id, because=whole(wanted.because).strip()),)


def _hand_over(request: Request, command: Delegate, now: datetime) -> tuple[Event, ...]:
    """A seat is passed on by its reviewer alone, to somebody who is there and could not decide anyway."""
    giver, to = command.person.id, command.to.id
    if seat(request, giver, command.roster) != giver:
        raise Refused(Reason.NOT_ELIGIBLE, request)
    if any((passed.giver, passed.to) == (giver, to) for passed in request.delegations):
        raise Refused(Reason.ALREADY_COUNTED, request)
    is_no_choice = not command.to.may_act or to in barred(request, command.roster) | {request.origin.requester}
    if is_no_choice or seat(request, to, command.roster):
        raise Refused(Reason.NOT_A_STAND_IN, request)
    if to in command.roster.stand_ins:
        raise Refused(Reason.AWAY_THEMSELVES, request)
    return (Delegated(giver=giver, to=to, reason=_reason(request, command.reason), at=now),)


def _extend(request: Request, command: Extend, now: datetime) -> tuple[Event, ...]:
    """The deadline is put off by a seat of the tier that has it, and by no more in all than the policy allows."""
    if seat(request, command.person.id, command.roster) not in _asked_now(request, command.roster):
        raise Refused(Reason.NOT_ELIGIBLE, request)
    because = _reason(request, command.because)
    if command.by <= timedelta(0):
        raise Refused(Reason.VALUES_MISSING, request)
    if _has_extended(request, command, because, now):
        raise Refused(Reason.ALREADY_COUNTED, request)
    at_most = request.policy.extend_at_most or request.asked.sla
    so_far = sum((extension.span for extension in request.extensions), timedelta(0))
    due_at = deadlines.put_off(request, command.by) if command.by <= at_most - so_far else None
    if due_at is None:
        raise Refused(Reason.EXTENDED_ENOUGH, request)
    return (Extended(by=command.person.id, because=because, due_at=due_at, at=now, span=command.by),)


def _has_extended(request: Request, command: Extend, because: str, now: datetime) -> bool:
    """Whether this is the same form again: Slack may deliver it twice, and each time would add to the deadline."""
    wanted = (command.person.id, because, command.by, request.stage)
    return any(
        (extension.by, extension.because, extension.span, extension.stage) == wanted and now - extension.at < _ONE_FORM
        for extension in request.extensions
    )


def _reopen(request: Request, command: Reopen, now: datetime) -> tuple[Event, ...]:
    """What was not approved gets one other look, if its requester wants that or somebody who could have decided it."""
    if request.state is State.OPEN or (request.decision and request.decision.approved):
        raise Refused(Reason.NOT_REOPENABLE, request)
    if request.reopening:
        raise Refused(Reason.ALREADY_REOPENED, request)
    if command.person.id != request.origin.requester or not command.person.may_act:
        _refuse_outsiders(request, command.person, command.roster)
    because = _reason(request, command.because)
    return (Reopened(by=command.person.id, because=because, run_id=command.run_id, at=now),)


def _refuse_outsiders(request: Request, person: Person, roster: Roster) -> None:
    reason = objection(request, person, roster)
    if reason:
        raise Refused(reason, request)


def _reason(request: Request, words: str) -> str:
    """The reason given, as it is kept; raises Refused where there is none."""
    given = whole(words).strip()
    if not given:
        raise Refused(Reason.REASON_MISSING, request)
    return given


def _asked_now(request: Request, roster: Roster) -> frozenset[str]:
    return roster.of(range(request.tier, request.tier + 1))
