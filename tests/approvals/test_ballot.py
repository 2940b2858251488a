"""The ballot: a later vote replaces an earlier one, and a quorum of like votes decides."""

from dataclasses import replace

import pytest

from bot.approvals import ballot
from bot.approvals.ask import REJECT, Action, Kind
from bot.approvals.commands import Ring
from bot.approvals.decision import Cause
from bot.approvals.eligibility import Roster
from bot.approvals.request import Request, Vote
from tests.approvals.examples import (
    DIRECTOR,
    HOLD,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_policy,
    a_request,
    a_roster,
    a_tier,
    a_vote,
    after,
    an_ask,
)

IN_PART = Action(id="approve_in_part", label="Approve in part", kind=Kind.APPROVE)
EVERYBODY = a_roster((LEAD, SECOND_LEAD, MANAGER))
LADDER = a_roster((LEAD, SECOND_LEAD), (MANAGER,), (DIRECTOR,))

# The quorum of each tier asked so far, who approved, and whether that carries.
ESCALATED: list[tuple[tuple[int, ...], tuple[str, ...], bool]] = [
    ((2, 1), (LEAD,), False),
    ((2, 1), (LEAD, SECOND_LEAD), True),
    ((2, 1), (MANAGER,), True),
    ((2, 1), (LEAD, MANAGER), True),
    ((2, 2), (MANAGER,), False),
    ((2, 2), (LEAD, MANAGER), True),
    ((3, 2), (LEAD, MANAGER), False),
    ((3, 2), (LEAD, SECOND_LEAD), False),
    ((3, 2), (LEAD, SECOND_LEAD, MANAGER), True),
    ((1, 2), (LEAD,), True),
    ((1, 2), (MANAGER,), True),
    ((2, 2, 1), (MANAGER,), False),
    ((2, 2, 1), (DIRECTOR,), True),
    ((3, 2, 2), (LEAD, DIRECTOR), False),
    ((3, 2, 2), (MANAGER, DIRECTOR), True),
    ((2,), (LEAD, MANAGER), False),
    ((2, 3), (LEAD, DIRECTOR), False),
]


def test_a_vote_is_added_after_those_before_it() -> None:
    first, second = a_vote(LEAD), a_vote(SECOND_LEAD)
    assert ballot.cast((first,), second) == (first, second)


def test_a_later_vote_of_the_same_person_takes_the_place_of_the_earlier() -> None:
    approval, other, rejection = a_vote(LEAD), a_vote(SECOND_LEAD), a_vote(LEAD, REJECT)
    assert ballot.cast((approval, other), rejection) == (other, rejection)


@pytest.mark.parametrize("action", [REJECT, HOLD])
def test_one_rejection_or_neutral_answer_decides_alone(action: Action) -> None:
    request = _voted(a_vote(LEAD), a_vote(SECOND_LEAD, action, reason="too risky"), quorum=3)
    decision = ballot.outcome(request, EVERYBODY)
    assert decision
    assert (decision.action, decision.kind, decision.by) == (action.id, action.kind, (SECOND_LEAD,))
    assert (decision.reason, decision.cause, decision.approved) == ("too risky", Cause.VOTES, False)


@pytest.mark.parametrize(("voters", "quorum"), [((LEAD,), 2), ((LEAD, SECOND_LEAD), 3)])
def test_approvals_short_of_the_quorum_decide_nothing(voters: tuple[str, ...], quorum: int) -> None:
    assert ballot.outcome(_voted(*map(a_vote, voters), quorum=quorum), EVERYBODY) is None


def test_a_quorum_of_approvals_decides_and_tells_who_made_it_and_why() -> None:
    request = _voted(a_vote(LEAD, reason="paid twice"), a_vote(MANAGER), a_vote(SECOND_LEAD, reason="agreed"), quorum=3)
    decision = ballot.outcome(request, EVERYBODY)
    assert decision
    assert (decision.by, decision.reason) == ((LEAD, MANAGER, SECOND_LEAD), "paid twice\nagreed")
    assert (decision.request_id, decision.digest, decision.tier) == (request.id, request.digest, "team lead")
    assert (decision.cause, decision.at, decision.approved) == (Cause.VOTES, NOON, True)


def test_approvals_by_different_actions_do_not_add_up() -> None:
    assert ballot.outcome(_voted(a_vote(LEAD), a_vote(SECOND_LEAD, IN_PART), quorum=2), EVERYBODY) is None


def test_a_decision_names_only_those_whose_votes_made_it() -> None:
    votes = (a_vote(MANAGER, IN_PART), a_vote(OUTSIDER, reason="me too"), a_vote(LEAD), a_vote(SECOND_LEAD))
    decision = ballot.outcome(_voted(*votes, quorum=2), EVERYBODY)
    assert decision
    assert (decision.by, decision.reason) == ((LEAD, SECOND_LEAD), "")


def test_approvals_of_something_else_than_what_stands_do_not_count() -> None:
    request = _voted(a_vote(LEAD), a_vote(SECOND_LEAD), quorum=2)
    stale = replace(request.votes[0], digest="0" * 64)
    assert ballot.outcome(replace(request, votes=(stale, request.votes[1])), EVERYBODY) is None


def test_approvals_by_people_who_are_not_eligible_any_more_do_not_count() -> None:
    request = _voted(a_vote(LEAD), a_vote(SECOND_LEAD), quorum=2)
    assert ballot.outcome(request, EVERYBODY.without(frozenset({LEAD}))) is None


@pytest.mark.parametrize(("quorums", "voters", "carries"), ESCALATED)
def test_a_tier_asked_carries_by_its_own_people_and_those_above(
    quorums: tuple[int, ...], voters: tuple[str, ...], carries: bool
) -> None:
    decision = ballot.outcome(_escalated(quorums, voters), LADDER)
    assert (decision.by if decision else ()) == (voters if carries else ())


@pytest.mark.parametrize("voters", [(MANAGER, LEAD), (LEAD, MANAGER)])
def test_a_decision_after_an_escalation_tells_all_who_agreed_and_the_tier_asked_last(voters: tuple[str, ...]) -> None:
    decision = ballot.outcome(_escalated((3, 1), voters), LADDER)
    assert decision
    assert (decision.by, decision.tier) == (voters, "tier 1")


def test_a_person_of_two_tiers_counts_once() -> None:
    request = _escalated((2, 2), (LEAD,))
    assert ballot.outcome(request, a_roster((LEAD, SECOND_LEAD), (LEAD, MANAGER))) is None


def test_a_person_who_moved_up_counts_for_the_tier_they_are_in_now() -> None:
    request = _escalated((2, 1), (LEAD,))
    assert ballot.outcome(request, a_roster((SECOND_LEAD,), (LEAD,)))


@pytest.mark.parametrize("roster", [a_roster((LEAD, REQUESTER)), a_roster((LEAD,), (REQUESTER,)), Roster({})])
def test_the_requesters_approval_fills_no_quorum_of_any_tier(roster: Roster) -> None:
    assert ballot.outcome(_escalated((2, 1), (REQUESTER,)), roster) is None
    assert ballot.outcome(_escalated((2, 2), (REQUESTER, LEAD)), roster) is None


def test_the_people_of_a_tier_that_was_passed_over_fill_no_quorum() -> None:
    policy = a_policy(a_tier("lead", limits={"amount": 1.0}), a_tier("manager"), a_tier("director", quorum=2))
    request = after(a_request(policy=policy), Ring(), NOON + HOUR)
    by_lead, by_manager = (replace(request, votes=(a_vote(who, digest=request.digest),)) for who in (LEAD, MANAGER))
    assert ballot.outcome(by_lead, LADDER) is None
    assert ballot.outcome(by_manager, LADDER)


def _voted(*votes: Vote, quorum: int) -> Request:
    request = a_request(an_ask(), a_policy(a_tier("team lead", quorum=quorum)))
    return replace(request, votes=tuple(replace(vote, digest=request.digest) for vote in votes))


def _escalated(quorums: tuple[int, ...], voters: tuple[str, ...]) -> Request:
    """A request that has asked a tier of each quorum in turn, with these approvals."""
    request = a_request(
        policy=a_policy(*(a_tier(f"tier {tier}", quorum=quorum) for tier, quorum in enumerate(quorums)))
    )
    for tier in range(1, len(quorums)):
        request = after(request, Ring(), NOON + tier * HOUR)
    return replace(request, votes=tuple(a_vote(voter, digest=request.digest) for voter in voters))
