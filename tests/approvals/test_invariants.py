"""What must hold in every story, whatever the policy, the people and the order of things."""

import json
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Ask, Kind
from bot.approvals.commands import CastVote, Delegate, EscalateNow, Reopen
from bot.approvals.decision import Cause
from bot.approvals.digests import digest_of
from bot.approvals.events import Applied, Expired, Reopened, Settled, Voted, Withdrawn, from_json, kind_of, to_json
from bot.approvals.machine import fold
from bot.approvals.policy import Policy
from bot.approvals.request import Request, State
from tests.approvals.examples import LEAD, SECOND_LEAD, a_click, a_request, a_roster, an_opening
from tests.approvals.stories import Story, any_stories, take_turn, tell
from tests.approvals.strategies import PLAIN, policies


@given(any_stories)
def test_a_request_settles_at_most_once_and_what_it_settled_as_is_final(story: Story) -> None:
    endings = [event for event in story.events if isinstance(event, Settled | Expired | Withdrawn)]
    assert len(endings) == (story.end.state is not State.OPEN)
    assert sum(isinstance(event, Applied) for event in story.events) <= 1
    assert sum(isinstance(event, Reopened) for event in story.events) <= 1
    for turn in story.turns:
        if turn.before and turn.before.state is not State.OPEN:
            assert all(isinstance(event, Applied | Reopened) for event in turn.events)
            assert _verdict(turn.after) == _verdict(turn.before)


@given(any_stories)
def test_a_refused_command_changes_nothing_and_is_refused_again(story: Story) -> None:
    for turn in story.turns:
        assert repr(turn.before) == turn.before_in_words
        if turn.refused:
            assert turn.events == ()
            assert turn.refused.request == turn.after == turn.before
            again = take_turn(turn.before, turn.command, turn.now)
            assert again.refused
            assert again.refused.reason is turn.refused.reason


@given(any_stories)
def test_a_click_delivered_twice_is_refused_the_second_time(story: Story) -> None:
    for turn in story.turns:
        if isinstance(turn.command, CastVote | Delegate | EscalateNow | Reopen):
            assert take_turn(turn.after, turn.command, turn.now).refused


@given(any_stories)
def test_folding_the_events_gives_the_request(story: Story) -> None:
    assert fold(story.events) == story.end
    assert story.end.seq == len(story.events)


@given(any_stories)
def test_events_read_back_from_their_json_give_the_request(story: Story) -> None:
    stored = [(kind_of(event), json.dumps(to_json(event))) for event in story.events]
    assert fold([from_json(kind, json.loads(text)) for kind, text in stored]) == story.end


@given(any_stories)
def test_nobody_counts_twice(story: Story) -> None:
    voters = [vote.person for vote in story.end.votes]
    deciders = story.end.decision.by if story.end.decision else ()
    assert len(voters) == len(set(voters))
    assert len(deciders) == len(set(deciders))


@given(any_stories)
def test_the_digest_of_a_request_is_that_of_what_stands(story: Story) -> None:
    for turn in story.turns:
        assert turn.after
        assert turn.after.digest == digest_of(turn.after.ask)
        assert turn.after.question_digest == story.question_digest


@given(any_stories)
def test_a_decision_is_on_what_stands_and_so_is_every_vote_that_made_it(story: Story) -> None:
    decision = story.end.decision
    if decision:
        assert decision.digest == story.end.digest == digest_of(story.end.ask)
        made_it = [vote for vote in story.end.votes if vote.person in decision.by]
        assert len(made_it) == len(decision.by)
        assert all(vote.digest == decision.digest for vote in made_it)
        assert all(vote.kind is decision.kind for vote in made_it)
        alike = [vote for vote in made_it if (vote.action, vote.values) == (decision.action, decision.values)]
        assert alike == made_it or decision.kind is Kind.REJECT
        assert bool(decision.by) == (decision.cause is Cause.VOTES)


@given(any_stories)
def test_the_workflow_can_make_what_was_signed_for_from_its_own_question_and_the_edits(story: Story) -> None:
    decision = story.end.decision
    if decision:
        signed = story.question if decision.edits is None else story.question.edited(decision.edits)
        assert digest_of(signed) == decision.digest
        assert (decision.edits is not None) == bool(story.end.edits)


@given(any_stories)
def test_every_vote_is_counted_on_the_content_that_stood_then(story: Story) -> None:
    for turn in story.turns:
        for event in turn.events:
            if isinstance(event, Voted):
                assert turn.after
                assert event.vote.digest == turn.after.digest


@given(any_stories)
def test_a_request_never_goes_down_the_ladder_unless_that_begins_anew(story: Story) -> None:
    opened = [turn.after for turn in story.turns if turn.after]
    for before, after in pairwise(opened):
        assert _at(after) >= _at(before)
        assert len(after.fallbacks) > len(before.fallbacks) or after.first_tier >= before.first_tier
        assert after.first_tier <= after.tier < len(after.policy.tiers)
        assert not after.asked.auto or after.decision


@given(any_stories)
def test_a_decision_is_of_the_kind_of_the_action_it_names_and_never_an_escalation(story: Story) -> None:
    decision = story.end.decision
    offered = story.end.ask.action(decision.action) if decision else None
    assert not (decision and offered) or decision.kind is offered.kind
    assert not decision or decision.kind is not Kind.ESCALATE


@given(policies(besides=PLAIN), st.permutations(("approve", "reject")))
def test_two_opposite_votes_in_any_order_give_one_decision(policy: Policy, order: list[str]) -> None:
    opened = an_opening(Ask(title="Measured by nothing"), policy)
    request = a_request(opened.ask, policy)
    roster = a_roster(*[(LEAD, SECOND_LEAD)] * len(policy.tiers))
    clicks = [
        a_click(request, person, action, roster=roster, reason="seen the invoice")
        for person, action in zip((LEAD, SECOND_LEAD), order, strict=True)
    ]
    story = tell(opened, [(timedelta(0), click) for click in clicks])
    first = "reject" if request.quorum > 1 else order[0]
    assert sum(isinstance(event, Settled) for event in story.events) == 1
    assert story.end.decision
    assert story.end.decision.action == first


@given(any_stories)
def test_the_stage_changes_exactly_when_somebody_else_is_asked_or_asked_again(story: Story) -> None:
    for turn in story.turns:
        if turn.before and turn.after:
            stands = (turn.before.policy, turn.before.round, turn.before.tier) == (
                turn.after.policy,
                turn.after.round,
                turn.after.tier,
            )
            assert (turn.before.stage == turn.after.stage) == stands


@given(any_stories)
def test_a_policy_is_frozen_until_its_ladder_ends_and_the_one_it_names_follows(story: Story) -> None:
    for turn in story.turns:
        if turn.before and turn.after and turn.before.policy != turn.after.policy:
            assert turn.after.policy == turn.before.policy.fallback
            assert turn.after.fallbacks == (*turn.before.fallbacks, turn.before.policy.name)


def _at(request: Request) -> tuple[int, int, int]:
    return (len(request.fallbacks), request.round, request.tier)


def _verdict(request: Request | None) -> tuple[object, ...]:
    """Everything about a closed request but whether its answer was applied."""
    assert request is not None
    return (
        request.state,
        request.decision,
        request.votes,
        request.edits,
        request.withdrawn_because,
        request.tier,
        request.due_at,
        request.closed_at,
    )
