"""Deadlines: when a tier is asked, when its SLA ends, and the shares of it that are worth a word on the way there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.approvals.ask import Ask, Urgency
from bot.approvals.calendars import after, opening
from bot.approvals.request import Request
from bot.approvals.tier import Tier

MARKS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Term:
    """The time that a tier has: until `parked_until` nobody is asked, and at `due_at` its SLA ends."""

    parked_until: datetime | None
    due_at: datetime


def term(tier: Tier, ask: Ask, now: datetime, span: timedelta | None = None) -> Term:
    """The time that a tier has which is put to an ask at `now`; its SLA, or else `span` of the time that it counts.

    One that defers is parked until its people work next, unless the ask's urgency is high.
    """
    defers = tier.defer and ask.urgency is not Urgency.HIGH
    begins = opening(tier.calendars, now) if defers else now
    return Term(begins if begins > now else None, after(tier.calendars, begins, tier.sla if span is None else span))


def remaining_term(request: Request, now: datetime) -> Term:
    """The time that a parked request's tier has from `now`: all that it was given, extensions among it."""
    return term(request.asked, request.ask, now, request.given)


def put_off(request: Request, by: timedelta) -> datetime | None:
    """When the SLA would end with so much more of the time that it counts; None where nothing is due."""
    return after(request.asked.calendars, request.due_at, by) if request.due_at else None


def next_ring(request: Request) -> datetime | None:
    """When the clock has something to do for an open request next: people work again, or a share of the SLA is used."""
    if request.due_at is None:
        return None
    ahead = (moment for _, moment in _marks_ahead(request, request.due_at))
    return request.parked_until or next(ahead, request.due_at)


def neared(request: Request, now: datetime) -> float:
    """The greatest share of the SLA that is used up by `now` and was not told of yet, or 0."""
    used = 0.0
    for share, moment in _marks_ahead(request, request.due_at) if request.due_at else ():
        if moment > now:
            break
        used = share
    return used


def is_reminder(request: Request, share: float) -> bool:
    """Whether the policy wants reviewers reminded on the way from the share told last to this one."""
    return any(request.neared < reminder <= share for reminder in _reminders(request))


def _marks_ahead(request: Request, due: datetime) -> Iterator[tuple[float, datetime]]:
    """The shares not told of yet with their moments, the next one first; it reckons no further than it is asked.

    One that is no time at all, in a tiny SLA, is left out. After the end of a ladder that waits there are none: then
    every SLA that ends is a reminder by itself. Nobody is waited for to undo something, so there are none then either.
    """
    if request.overruns or request.is_offer:
        return
    asked_at, given = request.tier_asked_at, request.given
    for share in sorted(share for share in {*MARKS, *_reminders(request)} if share > request.neared):
        moment = min(after(request.asked.calendars, asked_at, share * given), due)
        if moment > asked_at:
            yield share, moment


def _reminders(request: Request) -> tuple[float, ...]:
    """The tier's reminders as shares of the time that it has; one before that time begins is left out."""
    given, reminders = request.given, request.asked.reminders
    shares = (1 - reminder / given if isinstance(reminder, timedelta) else reminder for reminder in reminders)
    return tuple(share for share in shares if share > 0)
