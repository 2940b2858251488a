"""The machine, asked to count a vote: what it causes, and why it may be refused."""

from dataclasses import replace

import pytest

from bot.approvals.ask import APPROVE, REJECT, Action, Kind, ReasonRule
from bot.approvals.commands import Ring, Withdraw
from bot.approvals.eligibility import Person
from bot.approvals.events import Settled, Voted
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_policy,
    a_request,
    a_request_that_is,
    a_roster,
    a_tier,
    after,
    an_ask,
    why_refused,
)

ALREADY_COUNTED = Reason.ALREADY_COUNTED
TWO_LEADS = a_policy(a_tier("team lead", quorum=2))
TWO_LEADS_THEN_A_MANAGER = a_policy(a_tier("team lead", quorum=2), a_tier("manager"))
IN_PART = Action(id="approve_in_part", label="Approve in part", kind=Kind.APPROVE, reason=ReasonRule.OPTIONAL)


def test_a_first_approval_settles_where_one_is_enough() -> None:
    request = a_request()
    voted, settled = decide(request, a_click(request), NOON)
    assert isinstance(voted, Voted)
    assert isinstance(settled, Settled)
    assert (voted.vote.person, voted.vote.digest, voted.vote.at) == (LEAD, request.digest, NOON)
    assert (settled.decision.by, settled.decision.approved) == ((LEAD,), True)


@pytest.mark.parametrize("action", ["reject", "hold"])
def test_the_words_of_a_vote_are_kept_without_the_space_around_them(action: str) -> None:
    decided = after(a_request(), a_click(a_request(), action=action, reason=" paid twice\n"))
    assert decided.decision
    assert (decided.votes[0].reason, decided.decision.reason) == ("paid twice", "paid twice")


def test_half_a_character_in_the_words_of_a_vote_is_replaced() -> None:
    held = after(a_request(), a_click(a_request(), action="hold", reason="not \ud83d now"))
    assert held.votes[0].reason == "not \ufffd now"


def test_words_with_an_action_that_takes_none_are_dropped() -> None:
    settled = after(a_request(), a_click(a_request(), reason="words nobody asked for"))
    assert settled.decision
    assert (settled.votes[0].reason, settled.decision.reason) == ("", "")


def test_two_approvals_settle_where_two_are_needed() -> None:
    request = a_request(policy=TWO_LEADS)
    once = after(request, a_click(request))
    twice = after(once, a_click(once, SECOND_LEAD))
    assert (once.state, once.decision) == (State.OPEN, None)
    assert twice.decision
    assert twice.decision.by == (LEAD, SECOND_LEAD)


def test_a_person_may_change_their_mind_while_the_request_is_open() -> None:
    request = a_request(policy=TWO_LEADS)
    approved = after(request, a_click(request))
    rejected = after(approved, a_click(approved, action="reject", reason="it was paid back"))
    assert [vote.action for vote in rejected.votes] == ["reject"]
    assert rejected.decision
    assert rejected.decision.reason == "it was paid back"


def test_a_person_may_change_from_one_approving_action_to_another_and_back() -> None:
    request = a_request(an_ask(actions=(APPROVE, IN_PART, REJECT)), TWO_LEADS)
    for action in ("approve", "approve_in_part", "approve"):
        request = after(request, a_click(request, action=action))
        assert [(vote.person, vote.action) for vote in request.votes] == [(LEAD, action)]
    assert request.state is State.OPEN


def test_somebody_who_left_the_tier_between_two_approvals_counts_no_longer() -> None:
    assert _approved_by_one_who_left().state is State.OPEN


def test_a_click_that_settles_now_counts_though_the_same_vote_stands_already() -> None:
    request = _approved_by_one_who_left()
    assert why_refused(request, a_click(request, SECOND_LEAD, roster=a_roster((SECOND_LEAD,)))) is ALREADY_COUNTED
    for person in (LEAD, SECOND_LEAD):
        settled = after(request, a_click(request, person))
        assert settled.decision
        assert set(settled.decision.by) == {LEAD, SECOND_LEAD}


def test_one_lead_is_not_enough_where_two_are_needed_even_after_the_sla() -> None:
    request = after(a_request(policy=TWO_LEADS_THEN_A_MANAGER), Ring(), NOON + HOUR)
    once = after(request, a_click(request))
    assert once.state is State.OPEN
    assert why_refused(once, a_click(once)) is ALREADY_COUNTED
    for person in (SECOND_LEAD, MANAGER):
        twice = after(once, a_click(once, person))
        assert twice.decision
        assert twice.decision.by == (LEAD, person)


def test_a_vote_that_stands_does_not_settle_by_the_escalation_alone() -> None:
    voted = after(a_request(policy=TWO_LEADS_THEN_A_MANAGER), a_click(a_request(policy=TWO_LEADS_THEN_A_MANAGER)))
    escalated = after(voted, Ring(), NOON + HOUR)
    assert (escalated.state, escalated.votes) == (State.OPEN, voted.votes)
    assert why_refused(escalated, a_click(escalated)) is ALREADY_COUNTED


def test_a_vote_for_an_unknown_request_is_refused() -> None:
    assert why_refused(None, a_click(a_request())) is Reason.UNKNOWN_REQUEST


@pytest.mark.parametrize("state", [State.SETTLED, State.EXPIRED, State.WITHDRAWN])
def test_a_vote_on_a_closed_request_is_refused(state: State) -> None:
    request = a_request_that_is(state)
    assert why_refused(request, a_click(request, SECOND_LEAD)) is Reason.ALREADY_CLOSED


def test_the_same_click_again_is_refused_as_counted_before_and_after_it_settled() -> None:
    request = a_request(policy=TWO_LEADS)
    once = after(request, a_click(request))
    assert why_refused(once, a_click(once)) is ALREADY_COUNTED
    twice = after(once, a_click(once, SECOND_LEAD))
    assert why_refused(twice, a_click(twice)) is ALREADY_COUNTED


def test_a_vote_that_did_not_make_the_decision_was_not_counted() -> None:
    request = a_request(policy=TWO_LEADS)
    once = after(request, a_click(request))
    rejected = after(once, a_click(once, SECOND_LEAD, "reject", reason="too risky"))
    assert why_refused(rejected, a_click(rejected)) is Reason.ALREADY_CLOSED


def test_a_vote_that_had_lapsed_when_others_decided_was_not_counted() -> None:
    request = _approved_by_one_who_left()
    settled = after(request, a_click(request, MANAGER, roster=a_roster((SECOND_LEAD, MANAGER))))
    assert settled.decision
    assert settled.decision.by == (SECOND_LEAD, MANAGER)
    assert why_refused(settled, a_click(settled, SECOND_LEAD)) is ALREADY_COUNTED
    assert why_refused(settled, a_click(settled)) is Reason.ALREADY_CLOSED


@pytest.mark.parametrize("action", ["reject", "hold"])
def test_the_click_that_decided_is_refused_as_counted_when_it_comes_again(action: str) -> None:
    decided = after(a_request(), a_click(a_request(), action=action, reason="too risky"))
    assert why_refused(decided, a_click(decided, action=action)) is ALREADY_COUNTED
    assert why_refused(decided, a_click(decided)) is Reason.ALREADY_CLOSED


def test_a_vote_that_stands_when_the_request_ends_otherwise_was_not_counted() -> None:
    once = after(a_request(policy=TWO_LEADS), a_click(a_request(policy=TWO_LEADS)))
    expired = after(once, Ring(), NOON + HOUR)
    withdrawn = after(once, Withdraw(because="the run was cancelled", by=REQUESTER))
    for closed in (expired, withdrawn):
        assert why_refused(closed, a_click(closed)) is Reason.ALREADY_CLOSED


def test_an_outsiders_vote_is_refused() -> None:
    request = a_request()
    assert why_refused(request, a_click(request, OUTSIDER)) is Reason.NOT_ELIGIBLE


def test_the_requesters_own_vote_is_refused() -> None:
    request = a_request()
    assert why_refused(request, a_click(request, REQUESTER, roster=a_roster((REQUESTER,)))) is Reason.OWN_REQUEST


def test_the_requesters_own_vote_counts_where_the_policy_says_so() -> None:
    request = a_request(policy=a_policy(requester_may_act=True))
    settled = after(request, a_click(request, REQUESTER, roster=a_roster((REQUESTER,))))
    assert settled.decision
    assert settled.decision.by == (REQUESTER,)


def test_a_bots_vote_is_refused() -> None:
    click = replace(a_click(a_request()), person=Person(id=LEAD, is_bot=True))
    assert why_refused(a_request(), click) is Reason.NOT_A_MEMBER


def test_a_vote_on_a_card_that_showed_something_else_is_refused() -> None:
    request = a_request()
    assert why_refused(request, replace(a_click(request), digest="0" * 64)) is Reason.STALE_CARD


def test_an_outsider_on_a_stale_card_learns_only_that_they_may_not() -> None:
    request = a_request()
    assert why_refused(request, replace(a_click(request, OUTSIDER), digest="0" * 64)) is Reason.NOT_ELIGIBLE


def test_an_action_that_the_ask_does_not_offer_is_refused() -> None:
    request = a_request()
    assert why_refused(request, a_click(request, action="explode")) is Reason.UNKNOWN_ACTION


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_a_rejection_without_words_is_refused(reason: str) -> None:
    request = a_request()
    assert why_refused(request, a_click(request, action="reject", reason=reason)) is Reason.REASON_MISSING


def test_a_neutral_answer_settles_and_is_no_consent() -> None:
    request = a_request()
    held = after(request, a_click(request, action="hold"))
    assert held.decision
    assert (held.decision.kind, held.decision.approved) == (Kind.NEUTRAL, False)


def _approved_by_one_who_left() -> Request:
    """Two leads approved, of whom the first was in no group any more when the second did."""
    request = a_request(policy=TWO_LEADS)
    once = after(request, a_click(request))
    return after(once, a_click(once, SECOND_LEAD, roster=a_roster((SECOND_LEAD,))))
