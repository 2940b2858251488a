"""What the clock brings about in every story: a next step, an end in time, and nothing by ringing once too often."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.commands import Ring
from bot.approvals.deadlines import MARKS, next_ring
from bot.approvals.events import Escalated, Neared
from bot.approvals.policy import OnTimeout
from bot.approvals.request import Request, State
from tests.approvals.examples import HOUR
from tests.approvals.stories import Story, any_stories, busy_stories, rings, stories, take_turn

MICROSECOND = timedelta(microseconds=1)
REJECTING = st.just(OnTimeout.REJECT)
LATER = st.sampled_from((HOUR / 4, HOUR / 2, HOUR, 3 * HOUR)) | st.timedeltas(timedelta(0), timedelta(days=3))
LONG_AFTER = timedelta(days=1000)


@given(stories(REJECTING) | busy_stories(REJECTING))
def test_every_request_settles_when_the_clock_moves_on(story: Story) -> None:
    request, now, rung = story.end, story.ended_at, 0
    while (moment := next_ring(request)) is not None:
        now, rung = max(now, moment), rung + 1
        request = _rung(request, now)
    assert request.state is not State.OPEN
    assert rung <= sum(1 + len({*MARKS, *tier.reminders}) for tier in request.policy.tiers)


@given(stories(REJECTING, punctual=True) | busy_stories(REJECTING, punctual=True))
def test_every_request_closes_within_the_slas_of_its_tiers_whatever_people_do(story: Story) -> None:
    *_, last = [*story.turns, *rings(story.end, story.ended_at + LONG_AFTER)]
    assert last.after
    assert last.after.closed_at
    assert last.after.closed_at <= _end_of_slas(story, len(story.end.policy.tiers))


@given(stories(punctual=True) | busy_stories(punctual=True))
def test_no_tier_is_given_more_time_than_its_sla_and_those_before_it_allow(story: Story) -> None:
    for turn in story.turns:
        request = turn.after
        if request and request.due_at:
            assert turn.now < request.due_at <= request.tier_asked_at + request.asked.sla
            assert request.due_at <= _end_of_slas(story, request.tier + 1)


@given(any_stories)
def test_an_open_request_has_a_next_step_or_a_policy_that_waits(story: Story) -> None:
    for turn in story.turns:
        request = turn.after
        if request and request.state is not State.OPEN:
            assert request.due_at is None
            assert request.closed_at is not None
        elif request and request.due_at is None:
            assert request.next_tier is None
            assert request.policy.on_timeout is OnTimeout.WAIT


@given(any_stories)
def test_the_next_ring_is_there_exactly_where_something_is_due_and_never_after_it(story: Story) -> None:
    for turn in story.turns:
        assert turn.after
        moment = next_ring(turn.after)
        assert (moment is None) == (turn.after.due_at is None)
        assert moment is None or turn.after.due_at is None or moment <= turn.after.due_at


@given(any_stories)
def test_ringing_before_the_next_ring_does_nothing(story: Story) -> None:
    moment = next_ring(story.end)
    assert moment is None or take_turn(story.end, Ring(), moment - MICROSECOND).events == ()


@given(any_stories)
def test_after_ringing_when_it_is_time_the_next_ring_is_later(story: Story) -> None:
    request = story.end
    while (moment := next_ring(request)) is not None:
        request = _rung(request, moment)
        following = next_ring(request)
        assert following is None or following > moment


@given(any_stories, LATER)
def test_ringing_twice_equals_ringing_once(story: Story, later: timedelta) -> None:
    once = take_turn(story.end, Ring(), story.ended_at + later)
    twice = take_turn(once.after, Ring(), story.ended_at + later)
    assert twice.events == ()
    assert twice.after == once.after


@given(any_stories)
def test_ringing_before_the_sla_ends_tells_one_share_and_changes_nothing_else(story: Story) -> None:
    request = story.end
    if request.due_at is not None:
        turn = take_turn(request, Ring(), request.due_at - MICROSECOND)
        assert turn.after
        assert len(turn.events) <= 1
        assert all(isinstance(event, Neared) for event in turn.events)
        assert (turn.after.tier, turn.after.due_at, turn.after.votes) == (request.tier, request.due_at, request.votes)


@given(any_stories)
def test_a_share_is_told_once_for_each_tier_and_only_ever_a_greater_one(story: Story) -> None:
    told = 0.0
    for turn in story.turns:
        told = 0.0 if turn.before and turn.after and turn.before.tier != turn.after.tier else told
        for event in turn.events:
            if isinstance(event, Neared):
                assert turn.before
                assert told < event.share < 1
                due = any(told < reminder <= event.share for reminder in turn.before.asked.reminders)
                assert event.reminded is due
                told = event.share


@given(any_stories)
def test_the_alarm_never_escalates_before_the_sla_ends(story: Story) -> None:
    for turn in story.turns:
        if any(isinstance(event, Escalated) and not event.by for event in turn.events):
            assert turn.before
            assert turn.before.due_at
            assert turn.before.due_at <= turn.now


def _rung(request: Request, now: datetime) -> Request:
    turn = take_turn(request, Ring(), now)
    assert turn.after is not None
    assert turn.after != request
    return turn.after


def _end_of_slas(story: Story, tiers: int) -> datetime:
    """When the SLAs of all tiers up to that number would have ended, each begun at the end of the one before."""
    first = story.turns[0].after
    assert first
    return first.opened_at + sum((tier.sla for tier in first.policy.tiers[first.first_tier : tiers]), timedelta(0))
