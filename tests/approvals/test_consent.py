"""What must hold of consent in every story, in words other than the rules' own: who counts, and how many it takes."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.approvals import ballot
from bot.approvals.ask import Ask, Kind
from bot.approvals.commands import CastVote, Ring
from bot.approvals.decision import Cause, Decision
from bot.approvals.digests import canonical
from bot.approvals.eligibility import Roster
from bot.approvals.events import Edited, Settled, Voted
from bot.approvals.policy import Policy, Tier
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State, View
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
from tests.approvals.stories import Story, Turn, any_stories
from tests.approvals.strategies import policies

PEOPLE = st.sampled_from((LEAD, SECOND_LEAD, MANAGER, DIRECTOR))
VOTERS = st.lists(PEOPLE, min_size=1, max_size=4, unique=True)
ROSTERS = st.builds(a_roster, *[st.frozensets(PEOPLE, max_size=2)] * 5)


@given(any_stories)
def test_nobody_ineligible_ever_counts(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        person = click.person
        assert not (person.is_bot or person.is_guest or person.is_stranger)
        assert person.is_active
        decision = _decided_in(turn)
        assert all(_seat_of(who, click.roster, request) for who in {person.id, *(decision.by if decision else ())})


@given(any_stories)
def test_the_requester_never_counts_unless_the_policy_says_so(story: Story) -> None:
    counted = {vote.person for vote in story.end.votes} | set(story.end.decision.by if story.end.decision else ())
    assert story.end.origin.requester not in counted or story.end.policy.requester_may_act


@given(any_stories)
def test_a_vote_tells_whose_seat_it_was_cast_in(story: Story) -> None:
    for _, click, request in _counted_clicks(story):
        vote = next(vote for vote in request.votes if vote.person == click.person.id)
        assert (vote.behalf or vote.person) == _seat_of(vote.person, click.roster, request)
        assert vote.behalf != vote.person


@given(any_stories)
def test_no_seat_counts_twice(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        decision = _decided_in(turn)
        if decision and decision.approved:
            seats = {_seat_of(person, click.roster, request) for person in decision.by}
            fewest = min(request.policy.tiers[tier].quorum for tier in request.tiers_asked)
            assert len(seats) >= fewest


@given(any_stories)
def test_what_an_edit_put_to_a_higher_tier_is_never_settled_by_the_lower_ones_alone(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        decision = _decided_in(turn)
        if decision and request.edits:
            fitting = next(index for index, tier in enumerate(request.policy.tiers) if tier.holds(request.ask))
            assert request.first_tier >= fitting
            assert all(_in_a_tier_from(fitting, who, click.roster, request) for who in decision.by)


@given(any_stories)
def test_an_edit_is_made_by_somebody_who_had_a_seat_before_it(story: Story) -> None:
    for turn in story.turns:
        if isinstance(turn.command, CastVote) and any(isinstance(event, Edited) for event in turn.events):
            assert turn.before
            assert turn.command.person.may_act
            assert _seat_of(turn.command.person.id, turn.command.roster, turn.before)


@given(any_stories)
def test_nobody_approves_what_they_were_not_shown_whole(story: Story) -> None:
    for turn, click, _ in _counted_clicks(story):
        action = turn.before.ask.action(click.action) if turn.before else None
        if turn.before and action and action.kind is Kind.APPROVE:
            assert click.saw_whole or View(click.person.id, click.digest) in turn.before.views


@given(any_stories)
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
    asked = {voter for voter in voters if _seat_of(voter, roster, request)}
    assert (decision is not None) == _has_a_quorum(asked, roster, request)
    assert decision is None or set(decision.by) == asked


@given(any_stories)
def test_the_same_click_is_counted_again_only_where_it_settles(story: Story) -> None:
    for turn, click, _ in _counted_clicks(story):
        before = turn.before.votes if turn.before else ()
        stood = [(vote.person, vote.action, vote.digest, canonical(vote.values)) for vote in before]
        cast = (click.person.id, click.action, click.digest, canonical(click.values))
        assert _decided_in(turn) or cast not in stood


@given(any_stories)
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
    """Those who approved what stands by the clicked action, filled in alike, and have a seat."""
    approval = (Kind.APPROVE, click.action, request.digest)
    filled_in = next(vote.values for vote in request.votes if vote.person == click.person.id)
    alike = [vote for vote in request.votes if canonical(vote.values) == canonical(filled_in)]
    people = {vote.person for vote in alike if (vote.kind, vote.action, vote.digest) == approval}
    return {person for person in people if _seat_of(person, click.roster, request)}


def _has_a_quorum(people: set[str], roster: Roster, request: Request) -> bool:
    seats = {_seat_of(person, roster, request) for person in people}
    return any(
        sum(any(seat in roster.members.get(higher, ()) for higher in range(tier, request.tier + 1)) for seat in seats)
        >= request.policy.tiers[tier].quorum
        for tier in range(request.first_tier, request.tier + 1)
    )


def _in_a_tier_from(lowest: int, person: str, roster: Roster, request: Request) -> bool:
    held = _seat_of(person, roster, request)
    return any(held in members for tier, members in roster.members.items() if lowest <= tier <= request.tier)


def _seat_of(person: str, roster: Roster, request: Request) -> str | None:
    """Whose say this person has: their own where they are asked, or that of the first who is and has named them."""
    asked = {who for tier, who in _members(roster) if request.first_tier <= tier <= request.tier}
    barred = set() if request.policy.requester_may_act else {request.origin.requester}
    if person in barred | roster.gone:
        return None
    if person in asked:
        return person
    named = [passed.giver for passed in request.delegations if passed.to == person]
    named += [reviewer for reviewer, stand_in in roster.stand_ins.items() if stand_in == person]
    return next((reviewer for reviewer in named if reviewer in asked - barred), None)


def _members(roster: Roster) -> Iterator[tuple[int, str]]:
    yield from ((tier, person) for tier, members in roster.members.items() for person in members)
