"""Bookkeeping: what each event does to the request; it asks nothing and refuses nothing."""

from dataclasses import replace
from typing import assert_never

from bot.approvals import ballot, deadlines
from bot.approvals.events import (
    Applied,
    Compensated,
    Delegated,
    Edited,
    Effected,
    Escalated,
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
from bot.approvals.request import Climb, Deed, Delegation, Edit, Extension, Reopening, Request, Seating, State, View

_Heard = Voted | Edited | Delegated | Viewed | Questioned
_Asked = Escalated | Unparked | FellBack | Seated
_Timed = Neared | Extended | Overran
_Closing = Settled | Expired | Withdrawn | Applied | Reopened
_Acted = Effected | Compensated


def opened(event: Opened, state: State) -> Request:
    """The request as it begins."""
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
        asked_at=event.parked_until or event.at,
        due_at=event.due_at,
        seq=1,
        routed_by=event.routed_by,
        top=event.tier,
        parked_until=event.parked_until,
    )


def booked(request: Request, event: _Heard | _Asked | _Timed | _Closing | _Acted | Repaired, state: State) -> Request:
    """The request after the event, in the state that the event led to."""
    match event:
        case Voted() | Edited() | Delegated() | Viewed() | Questioned():
            after = _heard(request, event)
        case Escalated() | Unparked() | FellBack() | Seated():
            after = _asked(request, event)
        case Neared() | Extended() | Overran():
            after = _timed(request, event)
        case Settled() | Expired() | Withdrawn() | Applied() | Reopened():
            after = _closed(request, event)
        case Effected() | Compensated():
            after = replace(request, deeds=_acted(request, event))
        case Repaired():
            after = request
        case _:
            assert_never(event)
    return replace(after, state=state, seq=request.seq + 1)


def _heard(request: Request, event: _Heard) -> Request:
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
        due_at=event.due_at,
    )
    return after if event.tier == request.tier else _put_to(after, event, max(request.top, event.tier))


def _asked(request: Request, event: _Asked) -> Request:
    """Who is asked now, and who of them there is."""
    match event:
        case Escalated():
            return _escalated(request, event)
        case Unparked():
            due = event.due_at or request.due_at
            asked_at = event.parked_until or event.at
            return replace(request, parked_until=event.parked_until, asked_at=asked_at, due_at=due)
        case FellBack():
            fallbacks = (*request.fallbacks, request.policy.name)
            begun = replace(request, policy=event.policy, fallbacks=fallbacks, first_tier=event.tier, round=0)
            return _put_to(replace(begun, seatings=()), event, event.tier)
        case Seated():
            return _seated(request, event)


def _escalated(request: Request, event: Escalated) -> Request:
    """The request with another tier asked, perhaps in a new round, and who wanted that."""
    by_hand = Climb(
        by=event.by, because=event.because, at=event.at, round=request.round, fallbacks=len(request.fallbacks)
    )
    climbs = (*request.climbs, by_hand) if event.by else request.climbs
    begun = replace(request, round=event.round or request.round, climbs=climbs)
    return _put_to(begun, event, max(request.top, event.tier))


def _put_to(request: Request, event: Edited | Escalated | FellBack, top: int) -> Request:
    """The request put to the event's tier, which has all its time before it."""
    return replace(
        request,
        tier=event.tier,
        top=top,
        due_at=event.due_at,
        asked_at=event.parked_until or event.at,
        parked_until=event.parked_until,
        neared=0.0,
    )


def _seated(request: Request, event: Seated) -> Request:
    seating = Seating(
        tier=event.tier,
        round=event.round,
        count=len(event.people),
        at=event.at,
        called=event.called,
        problems=event.problems,
        vacant=event.vacant,
    )
    return replace(request, seatings=(*request.seatings, seating))


def _timed(request: Request, event: _Timed) -> Request:
    """How much time there is, and how much of it people were told is gone."""
    match event:
        case Neared():
            return replace(request, neared=event.share)
        case Extended():
            return _extended(request, event)
        case Overran():
            return replace(request, overruns=event.count, due_at=event.due_at, asked_at=event.at, neared=0.0)


def _extended(request: Request, event: Extended) -> Request:
    """The request with more time; the shares of it that are not used up any more will be told anew."""
    extension = Extension(
        by=event.by,
        because=event.because,
        before=request.due_at or event.at,
        after=event.due_at,
        at=event.at,
        span=event.span,
        stage=request.stage,
    )
    longer = replace(request, due_at=event.due_at, neared=0.0, extensions=(*request.extensions, extension))
    return replace(longer, neared=deadlines.neared(longer, event.at))


def _closed(request: Request, event: _Closing) -> Request:
    """How it ended, and what became of that."""
    match event:
        case Settled() | Expired():
            return replace(request, decision=event.decision, due_at=None, parked_until=None)
        case Withdrawn():
            ended = replace(request, due_at=None, parked_until=None, withdrawn_at=event.at)
            return replace(ended, withdrawn_because=event.because, withdrawn_by=event.by)
        case Applied():
            return replace(request, applied_at=event.at)
        case Reopened():
            reopening = Reopening(by=event.by, because=event.because, run_id=event.run_id, at=event.at)
            return replace(request, reopening=reopening)


def _acted(request: Request, event: _Acted) -> tuple[Deed, ...]:
    """What the run did, with what of it was undone."""
    match event:
        case Effected():
            return (*request.deeds, Deed(key=event.key, words=event.words, result=event.result, at=event.at))
        case Compensated():
            return tuple(_undone(deed, event) if deed.key == event.key else deed for deed in request.deeds)


def _undone(deed: Deed, event: Compensated) -> Deed:
    return replace(deed, undone_at=event.at, undone_by=event.by, undone_because=event.because)
