"""What the clock brings about in every story: a next step, an end in time, and nothing by ringing once too often."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Urgency
from bot.approvals.calendars import after, opening
from bot.approvals.commands import Ring, Seat
from bot.approvals.deadlines import next_ring
from bot.approvals.events import Escalated, Extended, FellBack, Neared, Seated
from bot.approvals.policy import Policy
from bot.approvals.request import Request, State
from bot.approvals.tier import Tier
from tests.approvals.examples import HOUR
from tests.approvals.stories import Story, any_stories, busy_stories, long_stories, rings, stories, take_turn
from tests.approvals.strategies import ENDING, WAITING

MICROSECOND = timedelta(microseconds=1)
LATER = st.sampled_from((HOUR / 4, HOUR / 2, HOUR, 3 * HOUR)) | st.timedeltas(timedelta(0), timedelta(days=3))
LONG_AFTER = timedelta(days=1000)
ENDED = stories(ENDING) | busy_stories(ENDING) | long_stories(ENDING)
ENDED_IN_TIME = (
    stories(ENDING, punctual=True) | busy_stories(ENDING, punctual=True) | long_stories(ENDING, punctual=True)
)
WAITED = long_stories(WAITING, punctual=True)


@given(ENDED)
def test_every_request_settles_when_the_clock_moves_on(story: Story) -> None:
    request, now, rung = story.end, story.ended_at, 0
    while (moment := next_ring(request)) is not None:
        now, rung = max(now, moment), rung + 1
        request = _rung(request, now)
        assert rung < 1000
    assert request.state is not State.OPEN


@given(ENDED_IN_TIME)
def test_every_request_closes_within_the_time_of_its_ladders_whatever_people_do(story: Story) -> None:
    *_, last = [*story.turns, *rings(story.end, story.ended_at + LONG_AFTER)]
    assert last.after
    assert last.after.closed_at
    assert last.after.closed_at <= latest_end(story)


@given(ENDED_IN_TIME | WAITED)
def test_no_stage_is_given_more_time_than_it_and_those_before_it_allow(story: Story) -> None:
    latest = dict(latest_ends(story))
    for turn in story.turns:
        request = turn.after
        if request and request.due_at and not request.overruns:
            assert turn.now < request.due_at <= latest[request.stage]


@given(WAITED)
def test_a_policy_that_waits_comes_to_its_end_in_time_and_tells_so_again_and_again(story: Story) -> None:
    request, overruns, now = story.end, story.end.overruns, story.ended_at
    while request.state is State.OPEN and request.overruns < overruns + 2:
        moment = next_ring(request)
        assert moment
        now = max(now, moment)
        request = _rung(request, now)
        if request.overruns == 1 and not overruns:
            assert now <= latest_end(story)
    assert request.state is not State.OPEN or request.due_at


@given(any_stories)
def test_an_open_request_has_a_next_step(story: Story) -> None:
    for turn in story.turns:
        assert turn.after
        assert (turn.after.state is State.OPEN) == (turn.after.due_at is not None) == (turn.after.closed_at is None)


@given(any_stories)
def test_the_next_ring_is_there_exactly_where_something_is_due_and_never_after_it(story: Story) -> None:
    for turn in story.turns:
        assert turn.after
        moment = next_ring(turn.after)
        assert (moment is None) == (turn.after.due_at is None)
        assert moment is None or turn.after.due_at is None or moment <= turn.after.due_at


@given(any_stories)
def test_nobody_is_asked_while_a_request_is_parked_and_everybody_when_that_is_over(story: Story) -> None:
    for turn in story.turns:
        if turn.after and turn.after.parked_until:
            tier = turn.after.asked
            assert tier.defer
            assert turn.after.ask.urgency is not Urgency.HIGH
            assert next_ring(turn.after) == turn.after.parked_until == opening(tier.calendars, turn.after.parked_until)
        if turn.before and turn.before.parked_until:
            assert not any(isinstance(event, Seated | Neared) for event in turn.events)


@given(any_stories)
def test_ringing_before_the_next_ring_does_nothing(story: Story) -> None:
    moment = next_ring(story.end)
    assert moment is None or take_turn(story.end, Ring(), moment - MICROSECOND).events == ()


@given(any_stories)
def test_after_ringing_when_it_is_time_the_next_ring_is_later(story: Story) -> None:
    request, overruns = story.end, story.end.overruns
    while (moment := next_ring(request)) is not None and request.overruns < overruns + 3:
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
    if request.due_at is not None and not request.parked_until:
        turn = take_turn(request, Ring(), request.due_at - MICROSECOND)
        assert turn.after
        assert len(turn.events) <= 1
        assert all(isinstance(event, Neared) for event in turn.events)
        assert (turn.after.tier, turn.after.due_at, turn.after.votes) == (request.tier, request.due_at, request.votes)


@given(any_stories)
def test_a_share_is_told_once_for_each_stage_and_only_ever_a_greater_one_unless_there_is_more_time(
    story: Story,
) -> None:
    for turn in story.turns:
        for event in turn.events:
            if isinstance(event, Neared):
                assert turn.before
                assert turn.before.neared < event.share < 1
                assert not turn.before.overruns


@given(any_stories)
def test_the_alarm_never_escalates_before_the_sla_ends(story: Story) -> None:
    for turn in story.turns:
        by_time = [event for event in turn.events if isinstance(event, Escalated) and not event.by and not event.vacant]
        if by_time:
            assert turn.before
            assert turn.before.due_at
            assert turn.before.due_at <= turn.now


@given(any_stories)
def test_only_a_tier_that_cannot_decide_is_passed_over_before_its_time(story: Story) -> None:
    for turn in story.turns:
        if isinstance(turn.command, Seat) and len(turn.events) > 1:
            assert turn.before
            quorum = turn.before.asked.quorum
            assert len(turn.command.people) < (1 if quorum == "all" else quorum)
            assert isinstance(turn.events[1], Escalated | FellBack)


def _rung(request: Request, now: datetime) -> Request:
    turn = take_turn(request, Ring(), now)
    assert turn.after is not None
    assert turn.after != request
    return turn.after


def latest_end(story: Story) -> datetime:
    """The latest moment at which the last of its ladders ends."""
    *_, (_, moment) = latest_ends(story)
    return moment


def latest_ends(story: Story) -> Iterator[tuple[str, datetime]]:
    """When each stage ends at the latest: each begins with the end of the one before, and has all its time.

    That is its SLA, of the time that counts, what people added to it, and the time for which it is parked.
    """
    opened = story.turns[0].after
    assert opened
    moment = opened.opened_at
    for stage, tier in _stages(opened):
        waits = tier.defer and opened.ask.urgency is not Urgency.HIGH
        begins = opening(tier.calendars, moment) if waits else moment
        moment = after(tier.calendars, begins, tier.sla)
        for extended in _extensions(story, stage):
            moment = after(tier.calendars, moment, extended.span)
        yield stage, moment


def _stages(opened: Request) -> Iterator[tuple[str, Tier]]:
    """Every stage that a request may come to, each tier that asks people as often as the ladder is climbed."""
    for number, policy in enumerate(_policies(opened.policy)):
        lowest = 0 if number else opened.first_tier
        for of_round, (rung, tier) in product(range(policy.repeat + 1), enumerate(policy.tiers)):
            if rung >= lowest and not tier.auto:
                yield f"{number}.{of_round}.{rung}", tier


def _policies(policy: Policy | None) -> Iterator[Policy]:
    while policy:
        yield policy
        policy = policy.fallback


def _extensions(story: Story, stage: str) -> Iterator[Extended]:
    for turn in story.turns:
        if turn.before and turn.before.stage == stage:
            yield from (event for event in turn.events if isinstance(event, Extended))
