"""Seats: a reviewer's say, which they may pass on, and which counts once whoever uses it."""

from dataclasses import replace

import pytest

from bot.approvals.commands import Ring
from bot.approvals.eligibility import Person, seat
from bot.approvals.events import Delegated
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    DIRECTOR,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_delegation,
    a_drafted_ask,
    a_policy,
    a_request,
    a_request_that_is,
    a_roster,
    a_roster_with,
    a_tier,
    after,
    an_edit,
    why_refused,
)

TWO_LEADS = a_policy(a_tier("team lead", quorum=2), a_tier("manager"))
THREE_LEADS = a_policy(a_tier("team lead", quorum=3), a_tier("manager"))
AWAY = a_roster_with({LEAD: OUTSIDER})
NOT_STAND_INS = [
    Person(id=LEAD),
    Person(id=SECOND_LEAD),
    Person(id=REQUESTER),
    Person(id=OUTSIDER, is_bot=True),
    Person(id=OUTSIDER, is_guest=True),
    Person(id=OUTSIDER, is_active=False),
    Person(id=OUTSIDER, is_stranger=True),
]


def _passed_on(request: Request | None = None) -> Request:
    """Two leads are needed; the first has passed their seat to an outsider."""
    return after(request or a_request(policy=TWO_LEADS), a_delegation())


def test_a_reviewer_passes_their_seat_on_for_this_request() -> None:
    events = decide(a_request(), a_delegation(reason=" on a plane\n"), NOON)
    assert events == (Delegated(giver=LEAD, to=OUTSIDER, reason="on a plane", at=NOON),)
    settled = after(_passed_on(a_request()), a_click(a_request(), OUTSIDER))
    assert settled.decision
    assert (settled.decision.by, settled.votes[0].behalf) == ((OUTSIDER,), LEAD)


def test_who_votes_in_their_own_seat_votes_on_nobodys_behalf() -> None:
    assert after(a_request(), a_click(a_request())).votes[0].behalf == ""


def test_a_reviewer_and_the_one_they_passed_their_seat_to_count_once() -> None:
    request = _passed_on()
    by_giver = after(request, a_click(request))
    by_both = after(by_giver, a_click(by_giver, OUTSIDER))
    assert (by_both.state, len(by_both.votes)) == (State.OPEN, 2)
    settled = after(by_both, a_click(by_both, SECOND_LEAD))
    assert settled.decision
    assert settled.decision.by == (LEAD, OUTSIDER, SECOND_LEAD)


def test_one_person_named_by_two_absent_reviewers_has_one_seat() -> None:
    roster = a_roster_with({LEAD: OUTSIDER, SECOND_LEAD: OUTSIDER})
    request = a_request(policy=TWO_LEADS)
    once = after(request, a_click(request, OUTSIDER, roster=roster))
    assert once.state is State.OPEN
    assert why_refused(once, a_click(once, OUTSIDER, roster=roster)) is Reason.ALREADY_COUNTED


def test_two_who_hold_the_same_seat_do_not_make_a_quorum() -> None:
    request = _passed_on(a_request(policy=TWO_LEADS))
    roster = a_roster_with({LEAD: DIRECTOR})
    once = after(request, a_click(request, OUTSIDER, roster=roster))
    assert after(once, a_click(once, DIRECTOR, roster=roster)).state is State.OPEN


def test_a_seat_passed_on_is_not_passed_on_again() -> None:
    assert why_refused(_passed_on(), a_delegation(OUTSIDER, DIRECTOR)) is Reason.NOT_ELIGIBLE
    assert why_refused(a_request(), a_delegation(OUTSIDER, DIRECTOR, roster=AWAY)) is Reason.NOT_ELIGIBLE


def test_a_stand_ins_stand_in_has_no_seat() -> None:
    roster = a_roster_with({LEAD: OUTSIDER, OUTSIDER: DIRECTOR})
    assert seat(a_request(), DIRECTOR, roster) == ""
    assert why_refused(a_request(), a_click(a_request(), DIRECTOR, roster=roster)) is Reason.NOT_ELIGIBLE


def test_a_giver_may_choose_somebody_else_and_the_first_choice_counts_no_longer() -> None:
    request = _passed_on()
    voted = after(request, a_click(request, OUTSIDER))
    changed = after(voted, a_delegation(LEAD, DIRECTOR))
    assert [(passed.giver, passed.to) for passed in changed.delegations] == [(LEAD, DIRECTOR)]
    assert after(changed, a_click(changed, SECOND_LEAD)).state is State.OPEN
    assert why_refused(changed, a_click(changed, OUTSIDER)) is Reason.NOT_ELIGIBLE


@pytest.mark.parametrize("to", NOT_STAND_INS, ids=str)
def test_a_seat_is_passed_only_to_a_member_who_could_not_decide_anyway(to: Person) -> None:
    assert why_refused(a_request(), replace(a_delegation(), to=to)) is Reason.NOT_A_STAND_IN


def test_the_requester_is_no_stand_in_even_where_the_policy_lets_them_act() -> None:
    request = a_request(policy=a_policy(requester_may_act=True))
    assert why_refused(request, a_delegation(LEAD, REQUESTER)) is Reason.NOT_A_STAND_IN


def test_the_requester_is_no_stand_in_for_a_reviewer_who_is_away() -> None:
    roster = a_roster_with({LEAD: REQUESTER})
    assert seat(a_request(), REQUESTER, roster) == ""
    assert why_refused(a_request(), a_click(a_request(), REQUESTER, roster=roster)) is Reason.OWN_REQUEST


def test_a_requester_of_the_tier_has_no_seat_to_give() -> None:
    roster = a_roster((LEAD, REQUESTER))
    assert why_refused(a_request(), a_delegation(REQUESTER, OUTSIDER, roster=roster)) is Reason.OWN_REQUEST
    absent = a_roster_with({REQUESTER: OUTSIDER}, (LEAD, REQUESTER))
    assert seat(a_request(), OUTSIDER, absent) == ""


@pytest.mark.parametrize(
    ("person", "reason"),
    [(Person(id=OUTSIDER), Reason.NOT_ELIGIBLE), (Person(id=LEAD, is_guest=True), Reason.NOT_A_MEMBER)],
)
def test_nobody_without_a_seat_passes_one_on(person: Person, reason: Reason) -> None:
    assert why_refused(a_request(), replace(a_delegation(to=DIRECTOR), person=person)) is reason


@pytest.mark.parametrize("state", [State.SETTLED, State.EXPIRED, State.WITHDRAWN])
def test_a_seat_on_a_closed_request_cannot_be_passed_on(state: State) -> None:
    assert why_refused(a_request_that_is(state), a_delegation()) is Reason.ALREADY_CLOSED


def test_the_seat_of_a_reviewer_who_left_the_tier_is_nobodys() -> None:
    left = a_roster((SECOND_LEAD,), (MANAGER,))
    request = _passed_on()
    assert why_refused(request, a_click(request, OUTSIDER, roster=left)) is Reason.NOT_ELIGIBLE
    voted = after(request, a_click(request, OUTSIDER))
    assert after(voted, a_click(voted, SECOND_LEAD, roster=left)).state is State.OPEN


def test_a_stand_in_who_is_gone_has_no_seat_and_their_vote_counts_no_longer() -> None:
    request = _passed_on()
    voted = after(request, a_click(request, OUTSIDER))
    without = a_roster().without(frozenset({OUTSIDER}))
    assert seat(voted, OUTSIDER, without) == ""
    assert after(voted, a_click(voted, SECOND_LEAD, roster=without)).state is State.OPEN


def test_a_reviewer_who_stands_in_for_another_has_the_seat_of_their_own_alone() -> None:
    roster = a_roster_with({LEAD: SECOND_LEAD})
    request = a_request(policy=TWO_LEADS)
    once = after(request, a_click(request, SECOND_LEAD, roster=roster))
    assert (once.state, once.votes[0].behalf) == (State.OPEN, "")


def test_a_stand_in_of_the_next_tier_gets_their_own_seat_when_that_is_asked() -> None:
    request = after(a_request(policy=THREE_LEADS), a_delegation(LEAD, MANAGER))
    assert seat(request, MANAGER, a_roster()) == LEAD
    escalated = after(request, Ring(), NOON + HOUR)
    assert seat(escalated, MANAGER, a_roster()) == MANAGER
    settled = after(escalated, a_click(escalated, MANAGER))
    assert settled.decision
    assert settled.decision.by == (MANAGER,)


def test_a_seat_of_a_tier_that_an_edit_passed_over_is_nobodys() -> None:
    policy = a_policy(a_tier("team lead", limits={"amount": 500.0}), a_tier("manager"))
    request = after(a_request(a_drafted_ask(), policy), a_delegation())
    raised = after(request, an_edit(request, {"amount": 900}, OUTSIDER))
    assert (raised.edits[0].person, raised.votes, raised.tier) == (OUTSIDER, (), 1)
    assert why_refused(raised, a_click(raised, OUTSIDER)) is Reason.NOT_ELIGIBLE


def test_a_stand_in_of_the_tier_below_does_not_fill_the_quorum_of_the_tier_above() -> None:
    policy = a_policy(a_tier("team lead", quorum=2), a_tier("manager"))
    escalated = after(after(a_request(policy=policy), a_delegation()), Ring(), NOON + HOUR)
    assert after(escalated, a_click(escalated, OUTSIDER)).state is State.OPEN


def test_somebody_who_stands_in_may_reject() -> None:
    request = _passed_on()
    rejected = after(request, a_click(request, OUTSIDER, "reject", reason="paid already"))
    assert rejected.decision
    assert (rejected.decision.by, rejected.decision.approved) == ((OUTSIDER,), False)
