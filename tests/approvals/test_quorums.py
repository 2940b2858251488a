"""Quorums: everybody, so many from each group, each from another group, and so many rejections."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.approvals import ballot
from bot.approvals.ask import REJECT, Action, Kind
from bot.approvals.commands import Ring
from bot.approvals.eligibility import Roster
from bot.approvals.quorums import matched
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
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
    a_click,
    a_policy,
    a_request,
    a_roster,
    a_roster_with,
    a_tier,
    a_vote,
    after,
    an_ask,
    why_refused,
)

LEADS = frozenset({LEAD, SECOND_LEAD})
GROUPS: Mapping[str, frozenset[str]] = {"payments": LEADS, "security": frozenset({SECOND_LEAD, MANAGER})}
OF_TWO_GROUPS = Reviewers(groups=("payments", "security"))
APART = a_tier(quorum=2, reviewers=OF_TWO_GROUPS, distinct_groups=True)
ONE_OF_SECURITY = a_tier(quorum=2, reviewers=OF_TWO_GROUPS, at_least={"security": 1})
STOP = Action(id="stop", label="Stop", kind=Kind.REJECT)


def _roster(*members: tuple[str, ...]) -> Roster:
    return replace(a_roster(*members), groups=GROUPS)


def _carries(voters: tuple[str, ...], roster: Roster, *tiers: Any, rung: int = 0, **policy: Any) -> bool:
    request = a_request(policy=a_policy(*tiers, **policy))
    for number in range(rung):
        request = after(request, Ring(), NOON + (number + 1) * HOUR)
    votes = tuple(a_vote(voter, digest=request.digest) for voter in voters)
    return ballot.outcome(replace(request, votes=votes), roster) is not None


@pytest.mark.parametrize(
    ("voters", "carries"), [((LEAD,), False), ((SECOND_LEAD,), False), ((LEAD, SECOND_LEAD), True)]
)
def test_where_all_have_to_approve_nobody_may_be_missing(voters: tuple[str, ...], carries: bool) -> None:
    assert _carries(voters, a_roster((LEAD, SECOND_LEAD)), a_tier(quorum="all")) is carries


def test_all_are_those_who_may_decide_so_the_requester_is_not_waited_for() -> None:
    assert _carries((LEAD,), a_roster((LEAD, REQUESTER)), a_tier(quorum="all"))


def test_all_are_those_who_belong_to_the_tier_when_the_votes_are_added_up() -> None:
    assert _carries((LEAD,), a_roster((LEAD,)), a_tier(quorum="all"))


def test_nobody_above_makes_up_for_one_of_all_and_nobody_is_no_quorum() -> None:
    tiers = a_tier("lead", quorum="all"), a_tier("manager", quorum=2)
    assert not _carries((LEAD, MANAGER), a_roster(tuple(LEADS), (MANAGER,)), *tiers, rung=1)
    assert not _carries((MANAGER,), a_roster((), (MANAGER,)), *tiers, rung=1)


def test_a_stand_in_signs_for_the_one_who_is_away_where_all_have_to() -> None:
    roster = a_roster_with({LEAD: OUTSIDER}, (LEAD, SECOND_LEAD))
    assert _carries((OUTSIDER, SECOND_LEAD), roster, a_tier(quorum="all"))


@pytest.mark.parametrize(
    ("voters", "carries"),
    [
        ((LEAD, SECOND_LEAD), True),  # the second lead is of security as well
        ((LEAD, MANAGER), True),
        ((SECOND_LEAD, MANAGER), True),
        ((LEAD, DIRECTOR), False),
        ((SECOND_LEAD,), False),
    ],
)
def test_the_second_vote_is_to_come_from_another_group(voters: tuple[str, ...], carries: bool) -> None:
    assert _carries(voters, _roster((LEAD, SECOND_LEAD, MANAGER, DIRECTOR)), APART) is carries


def test_two_of_one_group_alone_are_not_apart() -> None:
    roster = replace(_roster((LEAD, SECOND_LEAD)), groups={"payments": LEADS})
    assert not _carries((LEAD, SECOND_LEAD), roster, APART)


def test_somebody_of_a_group_above_makes_up_the_other_group() -> None:
    board = {"payments": LEADS, "board": frozenset({DIRECTOR})}
    roster = replace(a_roster(tuple(LEADS), (DIRECTOR,)), groups=board)
    tiers = APART, a_tier("board", quorum=2)
    assert _carries((LEAD, DIRECTOR), roster, *tiers, rung=1)
    assert not _carries((LEAD, SECOND_LEAD), roster, *tiers, rung=1)


@pytest.mark.parametrize(
    ("members", "most"),
    [
        ({}, 0),
        ({"a": "1", "b": "1"}, 1),
        ({"a": "12", "b": "1"}, 2),
        ({"a": "123", "b": "12", "c": "1"}, 3),
        ({"a": "12", "b": "12", "c": "12"}, 2),
        ({"a": "", "b": "12"}, 1),
    ],
)
def test_a_member_is_picked_for_as_many_groups_as_can_be(members: dict[str, str], most: int) -> None:
    assert matched({group: frozenset(people) for group, people in members.items()}) == most


@pytest.mark.parametrize(
    ("voters", "carries"), [((LEAD, DIRECTOR), False), ((LEAD, MANAGER), True), ((MANAGER,), False)]
)
def test_so_many_votes_have_to_come_from_a_group(voters: tuple[str, ...], carries: bool) -> None:
    assert _carries(voters, _roster((LEAD, SECOND_LEAD, MANAGER, DIRECTOR)), ONE_OF_SECURITY) is carries


def test_a_group_that_was_not_looked_up_gave_no_votes() -> None:
    assert not _carries((LEAD, MANAGER), a_roster((LEAD, MANAGER)), ONE_OF_SECURITY)


def _for_two_rejections(**more: Any) -> Request:
    tiers = a_tier("lead", rejections=2, **more), a_tier("manager")
    return a_request(an_ask(actions=(*an_ask().actions, STOP)), a_policy(*tiers))


def test_one_rejection_of_two_leaves_it_open_and_the_same_again_is_refused() -> None:
    request = _for_two_rejections()
    click = a_click(request, action="reject", reason="too much")
    once = after(request, click)
    assert (once.state, len(once.votes)) == (State.OPEN, 1)
    assert why_refused(once, click) is Reason.ALREADY_COUNTED


def test_two_rejections_settle_by_whatever_action_they_reject() -> None:
    once = after(_for_two_rejections(), a_click(_for_two_rejections(), action="reject", reason="too much"))
    settled = after(once, a_click(once, SECOND_LEAD, "stop"))
    assert settled.decision
    assert (settled.decision.action, settled.decision.kind) == ("stop", Kind.REJECT)
    assert (settled.decision.by, settled.decision.reason) == ((LEAD, SECOND_LEAD), "too much")


def test_a_rejection_that_settles_nothing_does_not_keep_the_others_from_approving() -> None:
    once = after(_for_two_rejections(), a_click(_for_two_rejections(), action="reject", reason="too much"))
    settled = after(once, a_click(once, SECOND_LEAD))
    assert settled.decision
    assert (settled.decision.approved, settled.decision.by) == (True, (SECOND_LEAD,))


def test_a_neutral_answer_settles_alone() -> None:
    assert after(_for_two_rejections(), a_click(_for_two_rejections(), action="hold")).state is State.SETTLED


def test_a_seat_rejects_once_whoever_votes_in_it() -> None:
    roster = a_roster_with({LEAD: OUTSIDER})
    request = a_request(policy=a_policy(a_tier("lead", rejections=2)))
    for person in (LEAD, OUTSIDER):
        request = after(request, a_click(request, person, "reject", roster=roster, reason="no"))
    assert request.state is State.OPEN


def test_one_of_the_next_tier_rejects_alone_where_that_is_enough_there() -> None:
    escalated = after(_for_two_rejections(), Ring(), NOON + HOUR)
    by_lead = after(escalated, a_click(escalated, action="reject", reason="no"))
    by_manager = after(escalated, a_click(escalated, MANAGER, "reject", reason="no"))
    assert (by_lead.state, by_manager.state) == (State.OPEN, State.SETTLED)


def test_where_all_have_to_reject_one_who_does_not_keeps_it_open() -> None:
    request = a_request(policy=a_policy(a_tier("lead", rejections="all")))
    once = after(request, a_click(request, action="reject", reason="no"))
    assert once.state is State.OPEN
    assert after(once, a_click(once, SECOND_LEAD, "reject", reason="no")).state is State.SETTLED


def test_rejections_of_what_was_edited_since_do_not_add_up() -> None:
    stale = a_vote(LEAD, REJECT, digest="0" * 64)
    request = _for_two_rejections()
    latest = a_vote(SECOND_LEAD, REJECT, digest=request.digest)
    assert ballot.outcome(replace(request, votes=(stale, latest)), a_roster()) is None


def test_a_tier_may_end_what_those_before_it_may() -> None:
    request = a_request(policy=a_policy(a_tier("lead"), a_tier("manager", earlier_may_act=False)))
    escalated = after(request, Ring(), NOON + HOUR)
    assert list(escalated.tiers_asked) == [1]
    assert why_refused(escalated, a_click(escalated)) is Reason.NOT_ELIGIBLE
    assert after(escalated, a_click(escalated, MANAGER)).state is State.SETTLED
