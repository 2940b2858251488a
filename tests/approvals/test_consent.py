"""What must hold of consent in every story, in words other than the rules' own: who counts, and how many it takes."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.approvals import ballot
from bot.approvals.ask import Ask, Kind
from bot.approvals.commands import CastVote, Ring
from bot.approvals.decision import Cause, Decision
from bot.approvals.eligibility import Roster
from bot.approvals.events import Settled, Voted
from bot.approvals.policy import Policy, Tier
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from tests.approvals.examples import (
    DIRECTOR,
    LEAD,
    MANAGER,
    NOON,
    SECOND_LEAD,
    a_click,
    a_request,
    a_roster,
    a_vote,
    after,
    why_refused,
)
from tests.approvals.stories import Story, Turn, stories
from tests.approvals.strategies import policies

PEOPLE = st.sampled_from((LEAD, SECOND_LEAD, MANAGER, DIRECTOR))
VOTERS = st.lists(PEOPLE, min_size=1, max_size=4, unique=True)
ROSTERS = st.builds(a_roster, *[st.frozensets(PEOPLE, max_size=2)] * 5)


@given(stories())
def test_nobody_ineligible_ever_counts(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        person = click.person
        assert not (person.is_bot or person.is_guest or person.is_stranger)
        assert person.is_active
        decision = _decided_in(turn)
        assert _belonging({person.id, *(decision.by if decision else ())}, click.roster, request, request.first_tier)


@given(stories())
def test_the_requester_never_counts_unless_the_policy_says_so(story: Story) -> None:
    counted = {vote.person for vote in story.end.votes} | set(story.end.decision.by if story.end.decision else ())
    assert story.end.origin.requester not in counted or story.end.policy.requester_may_act


@given(stories())
def test_votes_approve_as_soon_as_a_tier_asked_has_its_quorum_and_never_before(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        cast = next(vote for vote in request.votes if vote.person == click.person.id)
        if cast.kind is Kind.APPROVE:
            agreeing = _sound_approvals(request, click)
            decision = _decided_in(turn)
            assert (decision is not None) == _has_a_quorum(agreeing, click.roster, request)
            assert decision is None or set(decision.by) == agreeing


@settings(max_examples=200)
@given(policies(), st.integers(0, 4), VOTERS, ROSTERS)
def test_approvals_carry_exactly_where_a_tier_asked_has_its_quorum(
    policy: Policy, escalations: int, voters: list[str], roster: Roster
) -> None:
    request = _escalated(policy, escalations)
    votes = tuple(a_vote(voter, digest=request.digest) for voter in voters)
    decision = ballot.outcome(replace(request, votes=votes), roster)
    asked = {voter for voter in voters if _belonging({voter}, roster, request, request.first_tier)}
    assert (decision is not None) == _has_a_quorum(asked, roster, request)
    assert decision is None or set(decision.by) == asked


@given(stories())
def test_the_same_click_is_counted_again_only_where_it_settles(story: Story) -> None:
    for turn, click, _ in _counted_clicks(story):
        stood = {(vote.person, vote.action, vote.digest) for vote in turn.before.votes} if turn.before else set()
        assert _decided_in(turn) or (click.person.id, click.action, click.digest) not in stood


@given(stories())
def test_whatever_approves_is_votes_or_limits_that_hold(story: Story) -> None:
    decision = story.end.decision
    if decision and decision.approved:
        assert decision.cause is (Cause.VOTES if decision.by else Cause.LIMITS)
        assert decision.by or _decides_alone(story.end.asked, story.end)


@given(policies())
def test_no_escalation_lets_fewer_decide_than_their_own_tier_needs(policy: Policy) -> None:
    request = _escalated(policy, 0)
    reviewers = (LEAD, SECOND_LEAD, MANAGER)[: request.asked.quorum]
    roster = Roster({request.first_tier: frozenset(reviewers)})
    *too_few, last = reviewers
    for person in too_few:
        request = after(request, a_click(request, person, roster=roster))
    while request.next_tier and request.due_at:
        request = after(request, Ring(), request.due_at)
    assert request.state is State.OPEN
    assert all(
        why_refused(request, a_click(request, person, roster=roster)) is Reason.ALREADY_COUNTED for person in too_few
    )
    settled = after(request, a_click(request, last, roster=roster), request.due_at or NOON)
    assert settled.decision
    assert settled.decision.by == reviewers


def _escalated(policy: Policy, times: int) -> Request:
    """A request that escalated so often, or as far as its policy goes."""
    request = a_request(Ask(title="Measured by nothing"), policy)
    for _ in range(times):
        if request.next_tier and request.due_at:
            request = after(request, Ring(), request.due_at)
    return request


def _counted_clicks(story: Story) -> Iterator[tuple[Turn, CastVote, Request]]:
    for turn in story.turns:
        if isinstance(turn.command, CastVote) and turn.after and any(isinstance(e, Voted) for e in turn.events):
            yield turn, turn.command, turn.after


def _decided_in(turn: Turn) -> Decision | None:
    return next((event.decision for event in turn.events if isinstance(event, Settled)), None)


def _decides_alone(tier: Tier, request: Request) -> bool:
    measures = request.ask.measures
    return tier.auto and all(measures.get(name, float("inf")) <= limit for name, limit in tier.limits.items())


def _sound_approvals(request: Request, click: CastVote) -> set[str]:
    """Those who approved by the clicked action what stands, and are in a tier asked so far."""
    approval = (Kind.APPROVE, click.action, request.digest)
    people = {vote.person for vote in request.votes if (vote.kind, vote.action, vote.digest) == approval}
    return {person for person in people if _belonging({person}, click.roster, request, request.first_tier)}


def _has_a_quorum(people: set[str], roster: Roster, request: Request) -> bool:
    return any(
        sum(_belonging({person}, roster, request, tier) for person in people) >= request.policy.tiers[tier].quorum
        for tier in range(request.first_tier, request.tier + 1)
    )


def _belonging(people: set[str], roster: Roster, request: Request, lowest: int) -> bool:
    """Whether the roster has each of these people in some tier from the lowest to the one asked last."""
    found = {tier: members for tier, members in roster.members.items() if lowest <= tier <= request.tier}
    return all(any(person in members for members in found.values()) for person in people)
