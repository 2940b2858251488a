"""What must hold of consent in every story, in words other than the rules' own: who counts, and how many it takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.approvals import ballot
from bot.approvals.ask import REJECT, Ask, Kind, Risk
from bot.approvals.commands import CastVote, Ring
from bot.approvals.decision import Cause, Decision
from bot.approvals.digests import canonical
from bot.approvals.eligibility import Roster
from bot.approvals.events import Edited, Settled, Voted
from bot.approvals.policy import OnTimeout, Policy, WithoutSlack
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State, View
from bot.approvals.tier import Count, Tier
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
from tests.approvals.strategies import PLAIN, policies

PEOPLE = st.sampled_from((LEAD, SECOND_LEAD, MANAGER, DIRECTOR))
VOTERS = st.lists(PEOPLE, min_size=1, max_size=4, unique=True)
ROSTERS = st.builds(
    lambda roster, groups: replace(roster, groups=groups),
    st.builds(a_roster, *[st.frozensets(PEOPLE, max_size=2)] * 5),
    st.dictionaries(st.sampled_from(("team-lead", "reserve", "board")), st.frozensets(PEOPLE, max_size=2)),
)
FIRMLY = st.just({"on_timeout": OnTimeout.REJECT})


@dataclass(frozen=True)
class _Rung:
    """One tier of a request, as a roster has it."""

    number: int
    roster: Roster
    request: Request

    @property
    def people(self) -> set[str]:
        """Everybody of this tier and of those above it that were asked."""
        rungs = range(self.number, self.request.highest + 1)
        return {who for rung in rungs for who in self.roster.members.get(rung, ())}


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
    for turn, click, request in _counted_clicks(story):
        decision = _decided_in(turn)
        counted = {click.person.id, *(decision.by if decision else ())}
        assert request.origin.requester not in counted or _requester_may(request, click.roster)


@given(any_stories)
def test_nobody_who_stands_in_for_the_requester_counts_unless_the_requester_would(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        decision = _decided_in(turn)
        for person in {click.person.id, *(decision.by if decision else ())}:
            stands_in = click.roster.stand_ins.get(request.origin.requester) == person
            assert not stands_in or _requester_may(request, click.roster)


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
        if decision and decision.kind is not Kind.NEUTRAL:
            seats = {_seat_of(person, click.roster, request) for person in decision.by}
            tiers = [request.policy.tiers[tier] for tier in _tiers_asked(request)]
            wanted = [tier.quorum if decision.approved else tier.rejections for tier in tiers]
            assert len(seats) >= min(1 if number == "all" else number for number in wanted)


@given(any_stories)
def test_what_an_edit_put_to_a_higher_tier_is_never_settled_by_the_lower_ones_alone(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        decision = _decided_in(turn)
        if decision and request.edits and not request.fallbacks:
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


@given(any_stories)
def test_rejections_settle_as_soon_as_they_are_as_many_as_a_tier_asked_wants_and_never_before(story: Story) -> None:
    for turn, click, request in _counted_clicks(story):
        cast = next(vote for vote in request.votes if vote.person == click.person.id)
        if cast.kind is Kind.REJECT:
            against = {
                vote.person for vote in request.votes if (vote.kind, vote.digest) == (Kind.REJECT, request.digest)
            }
            seated = {person for person in against if _seat_of(person, click.roster, request)}
            decision = _decided_in(turn)
            assert (decision is not None) == _rejected(seated, click.roster, request)
            assert decision is None or set(decision.by) == seated


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


@settings(max_examples=200)
@given(policies(), st.integers(0, 4), VOTERS, ROSTERS)
def test_rejections_settle_exactly_where_they_are_as_many_as_a_tier_asked_wants(
    policy: Policy, escalations: int, voters: list[str], roster: Roster
) -> None:
    request = _escalated(policy, escalations)
    votes = tuple(a_vote(voter, REJECT, digest=request.digest) for voter in voters)
    decision = ballot.outcome(replace(request, votes=votes), roster)
    against = {voter for voter in voters if _seat_of(voter, roster, request)}
    assert (decision is not None) == _rejected(against, roster, request)
    assert decision is None or set(decision.by) == against


@given(any_stories)
def test_the_same_click_is_counted_again_only_where_it_settles(story: Story) -> None:
    for turn, click, _ in _counted_clicks(story):
        before = turn.before.votes if turn.before else ()
        stood = [(vote.person, vote.action, vote.digest, canonical(vote.values)) for vote in before]
        cast = (click.person.id, click.action, click.digest, canonical(click.values))
        is_edit = any(isinstance(event, Edited) for event in turn.events)  # which voids what stood
        assert is_edit or _decided_in(turn) or cast not in stood


@given(any_stories)
def test_whatever_approves_without_votes_is_limits_that_hold_or_a_policy_that_says_so_of_low_risk(story: Story) -> None:
    decision = story.end.decision
    if decision and decision.approved and not decision.by:
        by_limits = decision.cause is Cause.LIMITS and _decides_alone(story.end.asked, story.end)
        assert by_limits or _may_approve_by_silence(story.end, decision.cause)


@given(policies(FIRMLY, PLAIN))
def test_no_escalation_lets_fewer_decide_than_their_own_tier_needs(policy: Policy) -> None:
    request = _escalated(policy, 0)
    reviewers = (LEAD, SECOND_LEAD, MANAGER)[: request.quorum]
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


def _may_approve_by_silence(request: Request, cause: Cause) -> bool:
    policy = request.policy
    timely = cause is Cause.TIMEOUT and policy.on_timeout is OnTimeout.APPROVE
    cut_off = cause is Cause.OUTAGE and policy.outage and policy.outage.then is WithoutSlack.ALLOW_LOW_RISK
    spoken_against = request.edits or any(vote.kind is Kind.REJECT for vote in request.votes)
    somebody_was_there = cut_off or any(not seating.vacant for seating in request.seatings)
    return bool((timely or cut_off) and request.ask.risk is Risk.LOW and not spoken_against and somebody_was_there)


def _has_a_quorum(people: set[str], roster: Roster, request: Request) -> bool:
    seats = {_seat_of(person, roster, request) or "" for person in people}
    return any(_is_quorum(rung, seats, roster, request) for rung in _tiers_asked(request))


def _is_quorum(rung: int, seats: set[str], roster: Roster, request: Request) -> bool:
    tier = request.policy.tiers[rung]
    if not _are_enough(tier.quorum, seats, _Rung(rung, roster, request)):
        return False
    if any(len(seats & roster.groups.get(group, set())) < count for group, count in tier.at_least.items()):
        return False
    return not tier.distinct_groups or _tells_apart(seats, _Rung(rung, roster, request))


def _are_enough(wanted: Count, seats: set[str], at: _Rung) -> bool:
    if wanted == "all":
        own = at.roster.members.get(at.number, frozenset()) - _barred(at.request, at.roster)
        return own != set() and own <= seats
    return len(seats & at.people) >= wanted


def _tells_apart(seats: set[str], at: _Rung) -> bool:
    """Whether as many seats as the quorum wants can each be given a group of their own, by trying every way."""
    tiers = at.request.policy.tiers
    asked = [tier.reviewers for tier in tiers[at.number : at.request.highest + 1] if tier.reviewers]
    groups = sorted({group for reviewers in asked for group in reviewers.groups})
    quorum = tiers[at.number].quorum
    return any(
        all(seat in at.roster.groups.get(group, ()) for group, seat in zip(some, chosen, strict=True))
        for some in combinations(groups, 1 if quorum == "all" else quorum)
        for chosen in permutations(seats & at.people, len(some))
    )


def _rejected(people: set[str], roster: Roster, request: Request) -> bool:
    seats = {_seat_of(person, roster, request) or "" for person in people}
    tiers = request.policy.tiers
    return any(
        _are_enough(tiers[rung].rejections, seats, _Rung(rung, roster, request)) for rung in _tiers_asked(request)
    )


def _in_a_tier_from(lowest: int, person: str, roster: Roster, request: Request) -> bool:
    held = _seat_of(person, roster, request)
    return any(held in members for tier, members in roster.members.items() if lowest <= tier <= request.highest)


def _seat_of(person: str, roster: Roster, request: Request) -> str | None:
    """Whose say this person has: their own where they are asked, or that of the first who is and has named them."""
    barred = _barred(request, roster)
    asked = {who for tier, who in _members(roster) if tier in _tiers_asked(request)} - barred
    if person in barred | roster.gone:
        return None
    if person in asked:
        return person
    named = [passed.giver for passed in request.delegations if passed.to == person]
    named += [reviewer for reviewer, stand_in in roster.stand_ins.items() if stand_in == person]
    return next((reviewer for reviewer in named if reviewer in asked), None)


def _barred(request: Request, roster: Roster) -> set[str]:
    requester = request.origin.requester
    given = {passed.to for passed in request.delegations if passed.giver == requester}
    standing_in = {roster.stand_ins[requester]} if requester in roster.stand_ins else set()
    return set() if _requester_may(request, roster) else {requester} | given | standing_in


def _requester_may(request: Request, roster: Roster) -> bool:
    return request.policy.requester_may_act is True or request.origin.requester in roster.self_signers


def _tiers_asked(request: Request) -> list[int]:
    """From the first to the highest that was asked, less those that a later one ended; and the one asked now."""
    tiers = request.policy.tiers
    every = range(request.first_tier, request.highest + 1)
    ended = [tier for tier in every if not all(tiers[later].earlier_may_act for later in range(tier + 1, every.stop))]
    return [tier for tier in every if tier not in ended or tier >= request.tier]


def _members(roster: Roster) -> Iterator[tuple[int, str]]:
    yield from ((tier, person) for tier, members in roster.members.items() for person in members)
