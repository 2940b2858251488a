"""One event of every kind, with every field filled."""

from dataclasses import replace
from datetime import timedelta

from bot.approvals.ask import REJECT
from bot.approvals.calendars import Calendar
from bot.approvals.decision import Cause
from bot.approvals.events import (
    Applied,
    Compensated,
    Delegated,
    Edited,
    Effected,
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
    Repaired,
    Seated,
    Settled,
    Unparked,
    Viewed,
    Voted,
    Withdrawn,
)
from bot.approvals.policy import Batching
from tests.approvals.examples import (
    HOUR,
    IN_INSTALMENTS,
    LEAD,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_decision,
    a_draft,
    a_drafted_ask,
    a_policy,
    a_tier,
    a_vote,
    an_auto_tier,
    an_origin,
)

_POLICY = a_policy(
    an_auto_tier(),
    a_tier("team lead", quorum=2, reminders=(0.5, 0.9)),
    a_tier("manager", calendar=Calendar(name="office", zone="Europe/Berlin"), defer=True, quorum="all"),
    batch=Batching(window=timedelta(minutes=10), most=20),
)
_BEFORE, _AFTER = a_draft().values, a_draft(amount=100.5).values


def one_event_of_each_kind() -> tuple[Event, ...]:
    """Every kind of event once, in no order that could happen; the edit is of a drafted ask."""
    return (*_what_people_do(), *_what_time_does(), *_what_comes_of_it())


def _what_people_do() -> tuple[Event, ...]:
    vote = a_vote(LEAD, IN_INSTALMENTS, reason="seen the invoice", values={"months": 3})
    return (
        Opened(
            request_id="request-1",
            origin=an_origin(node="ask"),
            ask=a_drafted_ask(),
            digest="d" * 64,
            policy=_POLICY,
            tier=1,
            due_at=NOON + HOUR,
            at=NOON,
            routed_by="large refunds",
            parked_until=NOON + HOUR / 2,
        ),
        Voted(vote=replace(vote, behalf=SECOND_LEAD), at=NOON),
        Edited(
            person=LEAD,
            before=_BEFORE,
            after=_AFTER,
            digest="e" * 64,
            first_tier=0,
            tier=0,
            due_at=NOON + HOUR,
            at=NOON,
            parked_until=NOON + HOUR / 2,
        ),
        Delegated(giver=LEAD, to=OUTSIDER, reason="on a plane", at=NOON),
        Viewed(person=LEAD, digest="d" * 64, at=NOON),
        Questioned(person=LEAD, question="Which invoice?", at=NOON),
    )


def _what_time_does() -> tuple[Event, ...]:
    later = NOON + 2 * HOUR
    by_hand = Escalated(tier=1, due_at=later, at=NOON + HOUR, by=LEAD, because="beyond me")
    return (
        Seated(tier=1, round=0, people=(LEAD,), called=(LEAD,), problems=("@reserve is empty",), vacant=True, at=NOON),
        Neared(share=0.5, reminded=True, at=NOON + HOUR / 2),
        replace(by_hand, round=1, vacant=True, parked_until=NOON + HOUR),
        Unparked(at=NOON, due_at=later, parked_until=NOON + HOUR),
        Extended(by=LEAD, because="the books are closed", due_at=later, at=NOON, span=HOUR),
        Overran(count=1, due_at=later, at=NOON + HOUR),
        FellBack(policy=_POLICY, tier=1, due_at=later, at=NOON + HOUR, parked_until=NOON + HOUR / 2),
    )


def _what_comes_of_it() -> tuple[Event, ...]:
    decision = a_decision().model_copy(update={"values": {"months": 3}, "edits": _AFTER})
    return (
        Settled(decision=decision, at=NOON),
        Expired(decision=a_decision(REJECT, cause=Cause.TIMEOUT, by=()), at=NOON),
        Withdrawn(because="the run was cancelled", by=REQUESTER, at=NOON),
        Applied(at=NOON),
        Reopened(by=REQUESTER, because="they paid after all", run_id="run-2", at=NOON),
        Repaired(step="redeliver", by=LEAD, because="the server was down", at=NOON),
        Effected(key="wire", words="Wired 40 EUR to ACME", result="e" * 64, at=NOON),
        Compensated(key="wire", by=(LEAD,), because="the wrong account", at=NOON + HOUR),
    )
