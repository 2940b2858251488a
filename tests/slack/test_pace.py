"""One channel takes one message at a time; what comes sooner is told how long to wait."""

import asyncio

import pytest

from bot.slack.pace import Pace


class Watch:
    """A stopwatch that a test moves."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def watch() -> Watch:
    """The time in which the pace is kept."""
    return Watch()


def test_the_second_message_within_a_second_waits_for_the_rest_of_it(watch: Watch) -> None:
    pace = Pace(1, watch)
    assert pace.take("C1") == 0
    watch.time += 0.25
    assert pace.take("C1") == 0.75


def test_a_refused_turn_is_not_taken(watch: Watch) -> None:
    pace = Pace(1, watch)
    pace.take("C1")
    assert [pace.take("C1") for _ in range(3)] == [1, 2, 3]
    watch.time += 1
    assert pace.take("C1") == 0


def test_channels_do_not_wait_for_one_another(watch: Watch) -> None:
    pace = Pace(1, watch)
    assert [pace.take(channel) for channel in ("C1", "C2", "C3")] == [0, 0, 0]


def test_a_channel_that_is_held_back_takes_nothing_for_so_long(watch: Watch) -> None:
    pace = Pace(1, watch)
    pace.hold_back("C1", 30)
    watch.time += 10
    assert (pace.take("C1"), pace.take("C2")) == (20, 0)
    watch.time += 20
    assert pace.take("C1") == 0


def test_holding_back_never_brings_a_turn_forward(watch: Watch) -> None:
    pace = Pace(1, watch)
    pace.hold_back("C1", 30)
    pace.hold_back("C1", 5)
    assert pace.take("C1") == 30


def test_without_a_pace_nothing_waits(watch: Watch) -> None:
    pace = Pace(0, watch)
    assert [pace.take("C1") for _ in range(5)] == [0] * 5


def test_very_many_places_keep_their_turns_apart(watch: Watch) -> None:
    pace = Pace(1, watch)
    for number in range(1500):
        pace.take(f"C{number}")
    watch.time += 0.5
    assert [pace.take(f"C{number}") for number in (0, 1499, 1500)] == [0.5, 0.5, 0]
    watch.time += 0.5
    assert [pace.take(f"C{number}") for number in (0, 1499, 1500)] == [0, 0, 0.5]


async def test_the_loops_own_clock_is_kept_where_none_is_given() -> None:
    pace = Pace(0.02)
    assert pace.take("C1") == 0
    while wait := pace.take("C1"):
        assert 0 < wait <= 0.02
        await asyncio.sleep(wait)
