"""Tests that a refusal says why and who may, in words for one person that ping nobody."""

from dataclasses import replace

import pytest

from bot.approvals.ask import Kind
from bot.approvals.commands import Ring, TakeBack, Withdraw
from bot.approvals.decision import Cause
from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason
from bot.approvals.request import Reopening, Request, State
from bot.approvals.tier import Reviewers, Tier
from bot.slack import text
from bot.slack.drawing import asking
from bot.slack.drawing.refusing import Reach, refusal
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    a_click,
    a_decision,
    a_policy,
    a_request,
    a_tier,
    after,
    an_ask,
    an_auto_tier,
)
from tests.slack.asks import SOON, a_voted, escalated, expired
from tests.slack.hostile import HOSTILE

BESIDES_ANSWERING = {
    Reason.UNKNOWN_REQUEST,
    Reason.ALREADY_CLOSED,
    Reason.OWN_REQUEST,
    Reason.NOT_ELIGIBLE,
    Reason.NOT_A_MEMBER,
    Reason.NOT_A_STAND_IN,
    Reason.REQUESTERS_DELEGATE,
    Reason.REASON_MISSING,
    Reason.EXTENDED_ENOUGH,
    Reason.NOT_REOPENABLE,
    Reason.ALREADY_REOPENED,
    Reason.AWAY_THEMSELVES,
    Reason.NOT_YOURS,
    Reason.LOOKUP_FAILED,
}


def a_rejected(reason: str = "paid back already") -> Request:
    """A request that somebody rejected."""
    request = a_request()
    return after(request, a_click(request, action="reject", reason=reason), SOON)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("request_or_none", [None, a_request(), a_rejected(), expired(an_ask())])
def test_every_reason_has_words_whatever_became_of_the_request(reason: Reason, request_or_none: Request | None) -> None:
    words = refusal(reason, request_or_none, OUTSIDER)
    assert words.endswith(".")
    assert "<!subteam" not in words
    assert 40 < len(words) < 1500


def test_a_late_click_hears_who_was_first_what_they_chose_when_and_why() -> None:
    words = refusal(Reason.ALREADY_CLOSED, a_rejected(), LEAD)
    for said in (f"<@{LEAD}>", "*Reject*", text.moment(SOON, exact=True), "paid back already", "not counted"):
        assert said in words


def test_a_late_click_hears_of_limits_silence_and_withdrawal() -> None:
    within = a_request(an_ask(amount=20), a_policy(an_auto_tier(), a_tier()))
    assert "within the policy's limits" in refusal(Reason.ALREADY_CLOSED, within)
    assert "it was not decided in time" in refusal(Reason.ALREADY_CLOSED, expired(an_ask()))
    gone = after(a_request(), Withdraw(because="the run was cancelled", by="program"))
    assert "the run was cancelled" in refusal(Reason.ALREADY_CLOSED, gone)


def unvoted(kind: Kind, cause: Cause) -> Request:
    """A request that the policy decided, as nobody voted."""
    decision = a_decision(cause=cause, by=()).model_copy(update={"kind": kind})
    return replace(a_request(), state=State.EXPIRED, decision=decision)


@pytest.mark.parametrize(
    ("kind", "cause", "told"),
    [
        (Kind.APPROVE, Cause.TIMEOUT, "it was not decided in time, and the policy approved it, as its risk is low"),
        (Kind.REJECT, Cause.OUTAGE, "Slack could not be reached for too long, so the policy rejected it"),
        (Kind.APPROVE, Cause.OUTAGE, "Slack could not be reached for too long, and the policy approved it"),
    ],
)
def test_a_late_click_hears_what_the_policy_decided_unvoted_and_why(kind: Kind, cause: Cause, told: str) -> None:
    assert told in refusal(Reason.ALREADY_CLOSED, unvoted(kind, cause))


def test_who_stands_in_for_the_requester_hears_who_decides_instead() -> None:
    reach = Reach({"team-lead": "S0LEADS"}, "C0APPROVALS")
    words = refusal(Reason.REQUESTERS_DELEGATE, a_request(), OUTSIDER, reach)
    assert "You stand in for whoever asked for this" in words
    assert "<!subteam^S0LEADS> (team lead)" in words
    assert "<#C0APPROVALS>" in words


def test_who_wants_more_time_than_there_may_be_hears_how_much_that_is() -> None:
    assert "extended by 1 h in all" in refusal(Reason.EXTENDED_ENOUGH, a_request())
    bounded = a_policy().model_copy(update={"extend_at_most": HOUR / 2})
    assert "extended by 30 min in all" in refusal(Reason.EXTENDED_ENOUGH, a_request(policy=bounded))


def test_what_is_open_or_approved_is_not_looked_at_again() -> None:
    approved = after(a_request(), a_click(a_request()))
    assert "still open" in refusal(Reason.NOT_REOPENABLE, a_request())
    assert "This was approved" in refusal(Reason.NOT_REOPENABLE, approved)


def test_who_wants_another_look_twice_hears_who_asked_for_the_first_and_where_it_is() -> None:
    reopening = Reopening(by=REQUESTER, because="new facts", run_id="run-<2>", at=SOON)
    words = refusal(Reason.ALREADY_REOPENED, replace(a_rejected(), reopening=reopening))
    assert f"<@{REQUESTER}> has asked for another look already, {text.moment(SOON, exact=True)}" in words
    assert "run-&lt;2&gt; gives it" in words


def test_the_requester_hears_who_decides_instead() -> None:
    words = refusal(Reason.OWN_REQUEST, a_request(), REQUESTER)
    assert "You asked for this yourself" in words
    assert "@team-lead (team lead)" in words


def test_an_outsider_hears_who_may() -> None:
    assert "This is for @team-lead (team lead) to decide" in refusal(Reason.NOT_ELIGIBLE, a_request(), OUTSIDER)


def test_an_outsider_hears_in_real_mentions_how_to_reach_those_who_may() -> None:
    reach = Reach({"team-lead": "S0LEADS"}, "C0APPROVALS")
    words = refusal(Reason.NOT_ELIGIBLE, a_request(), OUTSIDER, reach)
    assert "<!subteam^S0LEADS> (team lead)" in words
    assert "You can reach them in <#C0APPROVALS>" in words
    assert "<#C0APPROVALS>" in refusal(Reason.OWN_REQUEST, a_request(), REQUESTER, reach)
    assert "<#C0APPROVALS>" not in refusal(Reason.LOOKUP_FAILED, a_request(), OUTSIDER, reach)


def test_a_channel_that_is_no_id_stays_plain_words() -> None:
    assert "in #approvals &lt;!here&gt;," in refusal(
        Reason.NOT_ELIGIBLE, a_request(), OUTSIDER, Reach({}, "#approvals <!here>")
    )


def test_what_its_requester_took_back_is_told_with_who_and_why() -> None:
    gone = after(a_request(), TakeBack(person=Person(id=REQUESTER), because="found <another> way"), SOON)
    words = refusal(Reason.ALREADY_CLOSED, gone, LEAD)
    assert f"withdrawn by <@{REQUESTER}>, {text.moment(SOON, exact=True)}" in words
    assert "found &lt;another&gt; way" in words


def test_a_reason_that_is_a_sentence_does_not_end_twice() -> None:
    gone = after(a_request(), TakeBack(person=Person(id=REQUESTER), because="Not needed any more."), SOON)
    assert "nothing was decided: Not needed any more. Your" in refusal(Reason.ALREADY_CLOSED, gone, LEAD)


def test_after_an_escalation_both_tiers_may() -> None:
    later = after(a_request(), Ring(), NOON + HOUR)
    assert "@manager (manager) or @team-lead (team lead)" in refusal(Reason.NOT_ELIGIBLE, later, OUTSIDER)


def test_a_tier_of_very_many_groups_is_summed_up() -> None:
    words = refusal(Reason.NOT_ELIGIBLE, escalated(an_ask()), OUTSIDER)
    assert "22 more" in words


def test_reviewers_are_named_by_handle_id_or_address_and_an_auto_tier_has_none() -> None:
    people = Reviewers(groups=("leads",), people=("U0MANAGER", "dora@example.com"))
    tier = Tier(name="both", reviewers=people)
    assert asking.reviewers(tier) == "@leads, <@U0MANAGER> or dora@example.com"
    known = {"leads": "S0LEADS", "dora@example.com": "U0DORA"}
    assert asking.reviewers(tier, known) == "<!subteam^S0LEADS>, <@U0MANAGER> or <@U0DORA>"
    assert asking.reviewers(an_auto_tier()) == "nobody had to be asked"


def test_a_vote_that_stands_is_named() -> None:
    words = refusal(Reason.ALREADY_COUNTED, a_voted(an_ask()), LEAD)
    assert "Your *Approve* is counted already" in words
    assert "1 of the 2 approvals" in words
    assert "this is decided" in refusal(Reason.ALREADY_COUNTED, a_rejected(), LEAD)
    assert "Your *answer* is counted" in refusal(Reason.ALREADY_COUNTED, a_voted(an_ask()), MANAGER)


def test_a_failed_lookup_says_that_nothing_was_counted_and_to_try_again() -> None:
    words = refusal(Reason.LOOKUP_FAILED, a_request())
    assert "not counted" in words
    assert "try again" in words


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("request_or_none", [None, a_request(), a_rejected(), expired(an_ask())])
def test_what_was_no_answer_is_never_said_not_to_be_counted(reason: Reason, request_or_none: Request | None) -> None:
    told = refusal(reason, request_or_none, OUTSIDER, is_answer=False)
    if reason in BESIDES_ANSWERING:
        assert "Nothing was changed." in told
        assert "counted" not in told
    answered = refusal(reason, request_or_none, OUTSIDER)
    assert answered.replace("Your answer was not counted.", "Nothing was changed.") == told


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_reasons_are_harmless(words: str) -> None:
    if words.strip() and "\ud800" not in words:
        told = refusal(Reason.ALREADY_CLOSED, a_rejected(words), LEAD)
        assert told.count("<") == 2
        assert len(told) < 1000


def test_whoever_cannot_stand_in_for_an_absence_is_not_said_to_decide_a_request_anyway() -> None:
    told = refusal(Reason.NOT_A_STAND_IN, None)
    assert "Only another active, full member" in told
    assert "this anyway" not in told
    assert "this anyway" in refusal(Reason.NOT_A_STAND_IN, a_request())
