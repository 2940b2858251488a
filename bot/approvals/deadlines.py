"""Deadlines: when a tier's SLA ends, and the shares of it that are worth a word on the way there."""

from datetime import datetime

from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.request import Request

MARKS = (0.25, 0.5, 0.75)


def due_at(policy: Policy, tier: int, now: datetime) -> datetime | None:
    """When the tier asked at `now` runs out of time; None where the policy's last tier waits without end."""
    last = tier == len(policy.tiers) - 1
    if last and policy.on_timeout is OnTimeout.WAIT:
        return None
    return now + policy.tiers[tier].sla


def next_ring(request: Request) -> datetime | None:
    """When the clock has something to do for an open request next: a share of the SLA is used up, or all of it."""
    if request.due_at is None:
        return None
    return min([moment for _, moment in _marks_ahead(request, request.due_at)], default=request.due_at)


def neared(request: Request, now: datetime) -> float:
    """The greatest share of the SLA that is used up by `now` and was not told of yet, or 0."""
    if request.due_at is None:
        return 0.0
    return max([share for share, moment in _marks_ahead(request, request.due_at) if moment <= now], default=0.0)


def is_reminder(request: Request, share: float) -> bool:
    """Whether the policy wants reviewers reminded on the way from the share told last to this one."""
    return any(request.neared < reminder <= share for reminder in request.asked.reminders)


def _marks_ahead(request: Request, due: datetime) -> list[tuple[float, datetime]]:
    """The shares not told of yet with their moments; one that is no time at all, in a tiny SLA, is left out."""
    shares = {*MARKS, *request.asked.reminders}
    ahead = [(share, _moment(request, due, share)) for share in shares if share > request.neared]
    return [(share, moment) for share, moment in ahead if moment > request.tier_asked_at]


def _moment(request: Request, due: datetime, share: float) -> datetime:
    return min(request.tier_asked_at + share * (due - request.tier_asked_at), due)
