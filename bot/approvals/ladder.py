"""The ladder: what time does to an open request, from parking it to the end of its last tier."""

from dataclasses import replace
from datetime import datetime

from bot.approvals import deadlines, unvoted
from bot.approvals.events import Escalated, Event, Expired, FellBack, Neared, Overran, Unparked
from bot.approvals.policy import OnTimeout
from bot.approvals.request import Request, State
from bot.approvals.routing import first_tier


def ring(request: Request, now: datetime) -> tuple[Event, ...]:
    """The one step that is due at `now`, if any: whoever is asked then has their whole SLA, however late the clock."""
    if request.state is not State.OPEN or request.due_at is None:
        return ()
    if request.parked_until:
        return (_unpark(request, now),) if request.parked_until <= now else ()
    if now < request.due_at:
        share = deadlines.neared(request, now)
        return (Neared(share=share, reminded=deadlines.is_reminder(request, share), at=now),) if share else ()
    return (_climb(request, now) or _end(request, now),)


def escalate(request: Request, now: datetime, *, by: str = "", because: str = "", vacant: bool = False) -> Escalated:
    """The next tier is asked at `now`; there has to be one."""
    escalated = _ask(request, (request.tier + 1, request.round), now)
    return replace(escalated, by=by, because=because, vacant=vacant)


def pass_over(request: Request, now: datetime) -> Escalated | FellBack | None:
    """What follows a tier that cannot decide: the next tier, or the policy to fall back on; None where nobody is left.

    The ladder is not begun again before its time.
    """
    if request.next_tier:
        return escalate(request, now, vacant=True)
    return _fall_back(request, now) if request.round >= request.policy.repeat else None


def _climb(request: Request, now: datetime) -> Escalated | None:
    """The next tier is asked, or the ladder begun again; None at the end of both."""
    if request.next_tier:
        return escalate(request, now)
    if request.round < request.policy.repeat:
        return _ask(request, (request.first_tier, request.round + 1), now)
    return None


def _end(request: Request, now: datetime) -> Event:
    """Nobody decided up to the end of the last tier, and the policy says what that means."""
    fallen_back = _fall_back(request, now)
    if fallen_back:
        return fallen_back
    if request.policy.on_timeout is OnTimeout.WAIT:
        due = deadlines.term(request.asked, request.ask, now).due_at
        return Overran(count=request.overruns + 1, due_at=due, at=now)
    return Expired(decision=unvoted.at_timeout(request, now), at=now)


def _fall_back(request: Request, now: datetime) -> FellBack | None:
    """The ladder of the policy to fall back on begins, at the lowest tier that asks people and may decide the ask."""
    policy = request.policy.fallback
    if policy is None:
        return None
    tier = first_tier(policy, request.ask, sum(tier.auto for tier in policy.tiers))
    term = deadlines.term(policy.tiers[tier], request.ask, now)
    return FellBack(policy=policy, tier=tier, due_at=term.due_at, at=now, parked_until=term.parked_until)


def _ask(request: Request, rung: tuple[int, int], now: datetime) -> Escalated:
    """The tier of that number is asked, in the round of that number."""
    tier, of_round = rung
    term = deadlines.term(request.policy.tiers[tier], request.ask, now)
    return Escalated(tier=tier, round=of_round, due_at=term.due_at, at=now, parked_until=term.parked_until)


def _unpark(request: Request, now: datetime) -> Unparked:
    """People are asked now; where the clock comes so late that nobody works any more, they are when they next do."""
    term = deadlines.remaining_term(request, now)
    return Unparked(at=now, due_at=term.due_at, parked_until=term.parked_until)
