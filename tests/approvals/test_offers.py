"""Offers to undo what was done: who may, until when exactly, and that silence keeps it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.approvals import offers
from bot.approvals.commands import (
    CastVote,
    Command,
    Degrade,
    EscalateNow,
    Extend,
    Open,
    PutQuestion,
    Reopen,
    Ring,
    Seat,
    TakeBack,
)  # fmt: skip
from bot.approvals.deadlines import next_ring
from bot.approvals.decision import Cause
from bot.approvals.eligibility import Person
from bot.approvals.events import Compensated, Effected
from bot.approvals.machine import evolve
from bot.approvals.offers import Done
from bot.approvals.policy import Batching, OnTimeout, Outage, Policy
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from bot.approvals.tier import Reviewers
from tests.approvals.examples import (
    DIRECTOR,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_delegation,
    a_policy,
    a_roster,
    a_roster_with,
    a_tier,
    after,
    an_auto_tier,
    an_origin,
    why_refused,
)  # fmt: skip

MOMENT = timedelta(microseconds=1)
WINDOW = timedelta(minutes=30)
END = NOON + WINDOW
MAY = a_roster((LEAD, SECOND_LEAD, MANAGER, REQUESTER))
RELEASE = Done(key="release", words="Switched search on", result={"revision": 7}, at=NOON, window=WINDOW)


def an_offer(done: Done = RELEASE, policy: Policy | None = None) -> Request:
    """An offer to undo what was done at `NOON`."""
    origin = replace(an_origin(interrupt_id=offers.place_of(done)), dialect=offers.DIALECT, effect=done.key)
    ruled = offers.policy_of(policy or a_policy(), REQUESTER, done.window)
    return after(None, Open(request_id="request-1", origin=origin, ask=offers.ask_of(done), policy=ruled), done.at)


def an_undo(request: Request, by: str = LEAD, **more: Any) -> CastVote:
    return CastVote(
        person=Person(id=by),
        roster=more.get("roster", MAY),
        action="undo",
        digest=request.digest,
        saw_whole=True,
        reason=more.get("reason", ""),
    )


@pytest.mark.parametrize("person", [LEAD, MANAGER, REQUESTER])
def test_one_of_those_who_may_undoes_it_and_so_does_whoever_asked_for_it(person: str) -> None:
    undone = after(an_offer(), an_undo(an_offer(), person, reason="too early"), END - MOMENT)
    assert undone.state is State.SETTLED
    assert undone.decision
    assert (undone.decision.action, undone.decision.by, undone.decision.reason) == ("undo", (person,), "too early")
    assert (undone.decision.cause, undone.decision.approved) == (Cause.VOTES, False)


def test_nobody_else_may() -> None:
    assert why_refused(an_offer(), an_undo(an_offer(), OUTSIDER)) is Reason.NOT_ELIGIBLE


def test_a_stand_in_may_for_whom_they_stand_in_for_the_requester_too() -> None:
    for away in (LEAD, REQUESTER):
        roster = a_roster_with({away: OUTSIDER}, (LEAD, REQUESTER))
        undone = after(an_offer(), an_undo(an_offer(), OUTSIDER, roster=roster))
        assert [(vote.person, vote.behalf) for vote in undone.votes] == [(OUTSIDER, away)]


@pytest.mark.parametrize("late", [timedelta(0), MOMENT, timedelta(days=400)])
def test_at_the_end_of_its_time_and_after_it_is_too_late_whether_the_clock_has_rung_or_not(late: timedelta) -> None:
    assert why_refused(an_offer(), an_undo(an_offer()), END + late) is Reason.TOO_LATE_TO_UNDO
    kept = after(an_offer(), Ring(), END + late)
    assert why_refused(kept, an_undo(kept), END + late) is Reason.ALREADY_CLOSED


def test_it_is_too_late_for_everybody_also_for_those_who_may_not() -> None:
    assert why_refused(an_offer(), an_undo(an_offer(), OUTSIDER), END) is Reason.TOO_LATE_TO_UNDO


def test_silence_keeps_it_and_is_no_vote_to_undo() -> None:
    assert decide(an_offer(), Ring(), END - MOMENT) == ()
    kept = after(an_offer(), Ring(), END)
    assert kept.state is State.EXPIRED
    assert kept.decision
    assert (kept.decision.action, kept.decision.cause, kept.decision.by) == ("keep", Cause.TIMEOUT, ())
    assert kept.ask.action(kept.decision.action) is None


def test_the_clock_rings_for_it_once() -> None:
    assert next_ring(an_offer()) == END
    assert next_ring(after(an_offer(), Ring(), END)) is None


def test_what_is_undone_once_is_offered_no_more() -> None:
    undone = after(an_offer(), an_undo(an_offer()))
    assert why_refused(undone, an_undo(undone, MANAGER)) is Reason.ALREADY_CLOSED
    assert why_refused(undone, an_undo(undone)) is Reason.ALREADY_COUNTED
    assert decide(undone, Ring(), END) == ()


@pytest.mark.parametrize(
    "command",
    [
        a_delegation(LEAD, OUTSIDER, roster=MAY),
        EscalateNow(person=Person(id=LEAD), roster=MAY, because="sooner"),
        Extend(person=Person(id=LEAD), roster=MAY, by=HOUR, because="longer"),
        Reopen(person=Person(id=REQUESTER), roster=MAY, because="again", run_id="run-2"),
        TakeBack(person=Person(id=REQUESTER), because="never mind"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_it_is_neither_handed_over_nor_put_off_nor_taken_back(command: Command) -> None:
    assert why_refused(an_offer(), command) is Reason.IS_AN_OFFER


def test_nobody_is_looked_for_and_no_outage_decides_it() -> None:
    offer = an_offer(policy=a_policy(outage=Outage(after=HOUR)))
    assert decide(offer, Seat(stage=offer.stage, people=frozenset()), NOON) == ()
    assert decide(offer, Degrade(), NOON + HOUR) == ()


def test_people_may_ask_about_it() -> None:
    assert decide(an_offer(), PutQuestion(person=Person(id=OUTSIDER), question="Why?"), NOON)


def test_its_policy_has_one_tier_of_everybody_whom_a_tier_asks_and_nothing_else() -> None:
    ladder = a_policy(
        an_auto_tier(),
        a_tier("team lead", reviewers=Reviewers(groups=("leads",), people=(DIRECTOR,)), limits={"amount": 9}),
        a_tier("manager", reviewers=Reviewers(groups=("leads", "managers"), channels=("#board",)), reminders=(0.5,)),
        fallback=a_policy(name="other"),
        on_timeout=OnTimeout.FALLBACK,
        repeat=2,
        batch=Batching(window=HOUR),
        outage=Outage(after=HOUR),
    )
    policy = offers.policy_of(ladder, REQUESTER, WINDOW)
    [tier] = policy.tiers
    assert tier.reviewers == Reviewers(groups=("leads", "managers"), people=(DIRECTOR, REQUESTER), channels=("#board",))
    assert (tier.sla, tier.quorum, tier.reminders, tier.calendars) == (WINDOW, 1, (), ())
    assert policy == Policy(name="refund", channel="#approvals", tiers=(tier,), requester_may_act=True)


def test_a_policy_may_name_who_may_undo() -> None:
    guarded = a_policy(may_undo=Reviewers(groups=("managers",)))
    [tier] = offers.policy_of(guarded, REQUESTER, WINDOW).tiers
    assert tier.reviewers == Reviewers(groups=("managers",), people=(REQUESTER,))


def test_what_came_of_it_is_told_in_brief() -> None:
    facts = {fact.label: fact.value for fact in offers.ask_of(replace(RELEASE, result={"id": "m-1", "to": [1]})).facts}
    assert facts == {"id": "m-1", "to": "[1]"}
    assert [fact.value for fact in offers.ask_of(replace(RELEASE, result="sent")).facts] == ["sent"]
    assert offers.ask_of(replace(RELEASE, result=None)).facts == ()


@pytest.mark.parametrize("words", ["x" * 151, "long " * 400, "<!channel> \n\n* \u202e" * 40])
def test_words_too_long_for_a_title_are_told_whole_below_it(words: str) -> None:
    ask = offers.ask_of(replace(RELEASE, words=words))
    assert len(ask.title) == 150
    assert ask.summary == words


def test_what_has_no_words_is_called_by_its_key() -> None:
    assert offers.ask_of(replace(RELEASE, words="  ")).title == "release"


@pytest.mark.parametrize("result", [{"": "a", " ": "b", "x" * 200: "y" * 5000}, [[1]], "z" * 5000, {"half": "\ud800"}])
def test_whatever_came_of_it_makes_an_ask(result: Any) -> None:
    assert offers.ask_of(replace(RELEASE, result=result)).facts


def test_each_key_has_a_place_of_its_own_that_no_interrupt_has() -> None:
    places = {offers.place_of(replace(RELEASE, key=key)) for key in ("release", "release ", "x" * 255)}
    assert len(places) == 3
    assert all(place.startswith("undo.") and len(place) <= 64 for place in places)


def test_it_is_known_since_when_it_is_undone() -> None:
    undone = after(an_offer(), an_undo(an_offer()))
    assert offers.undone_at(undone) is None
    done = evolve(undone, Effected(key="release", words="Switched search on", result="", at=NOON))
    assert offers.undone_at(evolve(done, Compensated(key="other", by=(), because="", at=END))) is None
    assert offers.undone_at(evolve(done, Compensated(key="release", by=(LEAD,), because="", at=END))) == END
