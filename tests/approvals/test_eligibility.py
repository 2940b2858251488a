"""Eligibility: who may decide, judged by the roster of the moment."""

from dataclasses import replace

import pytest

from bot.approvals.commands import Ring
from bot.approvals.eligibility import Person, Roster, eligible, objection, seat
from bot.approvals.policy import OnTimeout
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
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
    a_roster,
    a_roster_with,
    a_tier,
    after,
    why_refused,
)

NOT_MEMBERS = [
    Person(id=LEAD, is_bot=True),
    Person(id=LEAD, is_active=False),
    Person(id=LEAD, is_guest=True),
    Person(id=LEAD, is_stranger=True),
]


def test_a_roster_joins_the_tiers_it_is_asked_for() -> None:
    roster = a_roster((LEAD,), (MANAGER,), (OUTSIDER,))
    assert roster.of(range(2)) == {LEAD, MANAGER}
    assert roster.of(range(0)) == frozenset()


def test_a_tier_that_was_not_looked_up_has_nobody() -> None:
    assert Roster({}).of(range(3)) == frozenset()


def test_members_of_the_tier_asked_are_eligible_and_those_above_are_not_yet() -> None:
    assert eligible(a_request(), a_roster()) == {LEAD, SECOND_LEAD}
    assert objection(a_request(), Person(id=LEAD), a_roster()) is None
    assert objection(a_request(), Person(id=MANAGER), a_roster()) is Reason.NOT_ELIGIBLE


def test_after_an_escalation_those_asked_before_stay_eligible() -> None:
    assert eligible(_escalated(), a_roster()) == {LEAD, SECOND_LEAD, MANAGER}


def test_a_tier_below_the_first_is_never_eligible() -> None:
    policy = a_policy(a_tier("team lead", limits={"amount": 1.0}), a_tier("manager"))
    request = a_request(policy=policy)
    assert objection(request, Person(id=LEAD), a_roster()) is Reason.NOT_ELIGIBLE
    assert objection(request, Person(id=MANAGER), a_roster()) is None


def test_an_outsider_is_not_eligible() -> None:
    assert objection(a_request(), Person(id=OUTSIDER), a_roster()) is Reason.NOT_ELIGIBLE


def test_a_roster_without_some_people_has_them_in_no_tier() -> None:
    roster = a_roster((LEAD, SECOND_LEAD), (LEAD, MANAGER), ())
    gone = frozenset({LEAD, OUTSIDER})
    assert roster.without(gone) == replace(a_roster((SECOND_LEAD,), (MANAGER,), ()), gone=gone)
    assert roster.of(range(3)) == {LEAD, SECOND_LEAD, MANAGER}


def test_a_roster_without_nobody_is_the_same_roster() -> None:
    assert a_roster().without(frozenset()) == a_roster()


def test_an_active_full_member_may_act() -> None:
    assert Person(id=OUTSIDER).may_act


@pytest.mark.parametrize("person", NOT_MEMBERS)
def test_nobody_else_may_act(person: Person) -> None:
    assert not person.may_act


@pytest.mark.parametrize("person", NOT_MEMBERS)
def test_bots_guests_strangers_and_people_who_left_may_not_decide(person: Person) -> None:
    assert objection(a_request(), person, a_roster()) is Reason.NOT_A_MEMBER


def test_the_requester_may_not_decide_even_as_a_member_of_the_tier() -> None:
    roster = a_roster((LEAD, REQUESTER))
    assert eligible(a_request(), roster) == {LEAD}
    assert objection(a_request(), Person(id=REQUESTER), roster) is Reason.OWN_REQUEST


def test_the_requester_may_decide_where_the_policy_says_so_and_the_roster_has_them() -> None:
    request = a_request(policy=a_policy(requester_may_act=True))
    assert objection(request, Person(id=REQUESTER), a_roster((LEAD, REQUESTER))) is None
    assert objection(request, Person(id=REQUESTER), a_roster()) is Reason.NOT_ELIGIBLE


def test_only_those_whom_the_policy_names_sign_for_what_they_asked_for_themselves() -> None:
    request = a_request(policy=a_policy(requester_may_act=("ada@example.com",)))
    roster = a_roster((LEAD, REQUESTER))
    assert objection(request, Person(id=REQUESTER), roster) is Reason.OWN_REQUEST
    named = replace(roster, self_signers=frozenset({REQUESTER}))
    assert objection(request, Person(id=REQUESTER), named) is None
    others = replace(roster, self_signers=frozenset({LEAD}))
    assert objection(request, Person(id=REQUESTER), others) is Reason.OWN_REQUEST


def test_a_reviewer_who_stands_in_for_the_requester_may_not_decide() -> None:
    roster = a_roster_with({REQUESTER: LEAD})
    assert eligible(a_request(), roster) == {SECOND_LEAD}
    assert objection(a_request(), Person(id=LEAD), roster) is Reason.REQUESTERS_DELEGATE
    assert seat(a_request(), LEAD, roster) == ""


def test_nobody_stands_in_for_a_reviewer_who_stands_in_for_the_requester() -> None:
    roster = a_roster_with({REQUESTER: LEAD, LEAD: OUTSIDER})
    assert objection(a_request(), Person(id=OUTSIDER), roster) is Reason.NOT_ELIGIBLE


def test_whoever_stands_in_for_a_requester_who_may_decide_may_too() -> None:
    request = a_request(policy=a_policy(requester_may_act=True))
    roster = a_roster_with({REQUESTER: OUTSIDER}, (REQUESTER,))
    assert seat(request, OUTSIDER, roster) == REQUESTER


def test_the_vote_of_somebody_who_came_to_stand_in_for_the_requester_counts_no_longer() -> None:
    request = a_request(policy=a_policy(a_tier("lead", quorum=2)))
    voted = after(request, a_click(request))
    roster = a_roster_with({REQUESTER: LEAD}, (LEAD, SECOND_LEAD, MANAGER))
    assert after(voted, a_click(voted, SECOND_LEAD, roster=roster)).state is State.OPEN


def test_a_reviewer_who_left_the_group_is_not_eligible_any_more() -> None:
    assert objection(a_request(), Person(id=LEAD), a_roster((SECOND_LEAD,), (MANAGER,))) is Reason.NOT_ELIGIBLE


def test_an_empty_roster_makes_nobody_eligible() -> None:
    assert eligible(_escalated(), Roster({})) == frozenset()


def test_a_roster_of_the_ladder_before_lets_nobody_decide_on_the_one_to_fall_back_on() -> None:
    rescue = a_policy(a_tier("duty officer"), name="rescue")
    policy = a_policy(a_tier("lead"), on_timeout=OnTimeout.FALLBACK, fallback=rescue)
    fallen = after(a_request(policy=policy), Ring(), NOON + HOUR)
    assert eligible(fallen, a_roster()) == frozenset()
    assert why_refused(fallen, a_click(fallen)) is Reason.LOOKUP_FAILED
    assert seat(fallen, LEAD, replace(a_roster(), fallbacks=1)) == LEAD


def _escalated() -> Request:
    return after(a_request(), Ring(), NOON + HOUR)
