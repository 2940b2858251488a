"""What must hold in every story, whatever the policy, the people and the order of things."""

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Ask
from bot.approvals.commands import Ring
from bot.approvals.events import Applied, Expired, Settled, Withdrawn, from_json, kind_of, to_json
from bot.approvals.machine import fold
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.request import Request, State
from tests.approvals.examples import LEAD, SECOND_LEAD, a_click, a_request, a_roster, an_opening
from tests.approvals.stories import Story, Turn, stories, take_turn, tell
from tests.approvals.strategies import policies

MICROSECOND = timedelta(microseconds=1)
REJECTING = st.just(OnTimeout.REJECT)


@given(stories())
def test_a_request_settles_at_most_once_and_what_it_settled_as_is_final(story: Story) -> None:
    endings = [event for event in story.events if isinstance(event, Settled | Expired | Withdrawn)]
    assert len(endings) == (story.end.state is not State.OPEN)
    assert sum(isinstance(event, Applied) for event in story.events) <= 1
    for turn in story.turns:
        if turn.before and turn.before.state is not State.OPEN:
            assert all(isinstance(event, Applied) for event in turn.events)
            assert _verdict(turn.after) == _verdict(turn.before)


@given(stories())
def test_a_refused_command_changes_nothing_and_is_refused_again(story: Story) -> None:
    for turn in story.turns:
        assert repr(turn.before) == turn.before_in_words
        if turn.refused:
            assert turn.events == ()
            assert turn.refused.request == turn.after == turn.before
            again = take_turn(turn.before, turn.command, turn.now)
            assert again.refused
            assert again.refused.reason is turn.refused.reason


@given(stories())
def test_folding_the_events_gives_the_request(story: Story) -> None:
    assert fold(story.events) == story.end
    assert story.end.seq == len(story.events)


@given(stories())
def test_events_read_back_from_their_json_give_the_request(story: Story) -> None:
    stored = [(kind_of(event), json.dumps(to_json(event))) for event in story.events]
    assert fold([from_json(kind, json.loads(text)) for kind, text in stored]) == story.end


@given(stories())
def test_nobody_counts_twice(story: Story) -> None:
    voters = [vote.person for vote in story.end.votes]
    deciders = story.end.decision.by if story.end.decision else ()
    assert len(voters) == len(set(voters))
    assert len(deciders) == len(set(deciders))


@given(stories())
def test_a_decision_is_of_the_kind_of_the_action_it_names(story: Story) -> None:
    decision = story.end.decision
    offered = story.end.ask.action(decision.action) if decision else None
    assert not (decision and offered) or decision.kind is offered.kind


@given(stories(on_timeout=REJECTING))
def test_every_request_settles_when_the_clock_moves_on(story: Story) -> None:
    request, now, rings = story.end, story.ended_at, 0
    while request.due_at is not None:
        now, rings = max(now, request.due_at), rings + 1
        request = _rung(request, take_turn(request, Ring(), now))
    assert request.state is not State.OPEN
    assert rings <= len(request.policy.tiers)


@given(stories())
def test_an_open_request_has_a_next_step_or_a_policy_that_waits(story: Story) -> None:
    for turn in story.turns:
        request = turn.after
        if request and request.state is not State.OPEN:
            assert request.due_at is None
        elif request and request.due_at is None:
            assert request.next_tier is None
            assert request.policy.on_timeout is OnTimeout.WAIT


@given(stories(), st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)))
def test_ringing_twice_equals_ringing_once(story: Story, later: timedelta) -> None:
    once = take_turn(story.end, Ring(), story.ended_at + later)
    twice = take_turn(once.after, Ring(), story.ended_at + later)
    assert twice.events == ()
    assert twice.after == once.after


@given(stories())
def test_ringing_before_the_sla_ends_does_nothing(story: Story) -> None:
    if story.end.due_at is not None:
        assert take_turn(story.end, Ring(), story.end.due_at - MICROSECOND).events == ()


@given(policies(), st.permutations(("approve", "reject")))
def test_two_opposite_votes_in_any_order_give_one_decision(policy: Policy, order: list[str]) -> None:
    opened = an_opening(Ask(title="Measured by nothing"), policy)
    request = a_request(opened.ask, policy)
    roster = a_roster(*[(LEAD, SECOND_LEAD)] * len(policy.tiers))
    clicks = [
        a_click(request, person, action, roster=roster, reason="seen the invoice")
        for person, action in zip((LEAD, SECOND_LEAD), order, strict=True)
    ]
    story = tell(opened, [(timedelta(0), click) for click in clicks])
    first = "reject" if request.asked.quorum > 1 else order[0]
    assert sum(isinstance(event, Settled) for event in story.events) == 1
    assert story.end.decision
    assert story.end.decision.action == first


def _verdict(request: Request | None) -> tuple[object, ...]:
    """Everything about a closed request but whether its answer was applied."""
    assert request is not None
    return request.state, request.decision, request.votes, request.withdrawn_because, request.tier, request.due_at


def _rung(request: Request, turn: Turn) -> Request:
    assert turn.after is not None
    assert turn.after != request
    return turn.after
