"""What people type when they go away is taken as they mean it, at the clocks of their own time zone."""

from datetime import UTC, datetime

import pytest

from bot.saying_when import NotUnderstood
from bot.slack.listening.absences import times

FRIDAY_EVENING = datetime(2026, 11, 20, 17, 55, tzinfo=UTC)


def at(text: str) -> datetime:
    """A moment in UTC, as `2026-11-20 17:55`."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("until Monday", None, "2026-11-23 00:00"),
        ("till tomorrow 9am", None, "2026-11-21 09:00"),
        ("Until end of day", None, "2026-11-21 00:00"),
        ("for 2h", None, "2026-11-20 19:55"),
        ("for 3 days", None, "2026-11-23 17:55"),
        ("from Mon to Fri", "2026-11-23 00:00", "2026-11-28 00:00"),
        ("From Monday through Friday", "2026-11-23 00:00", "2026-11-28 00:00"),
        ("from Mon until Fri", "2026-11-23 00:00", "2026-11-27 00:00"),
        ("from Mon - Tue", "2026-11-23 00:00", "2026-11-25 00:00"),
        ("from tomorrow 9am to tomorrow 11am", "2026-11-21 09:00", "2026-11-21 11:00"),
        ("from Fri to Mon", "2026-11-27 00:00", "2026-12-01 00:00"),
        ("from Monday 9am till 5pm", "2026-11-23 09:00", "2026-11-23 17:00"),
        ("from 24 Dec to 2 Jan", "2026-12-24 00:00", "2027-01-03 00:00"),
        ("from Monday to end of week", "2026-11-23 00:00", "2026-11-30 00:00"),
    ],
)
def test_what_is_said_of_an_absence_is_when_it_begins_and_ends(said: str, since: str | None, until: str) -> None:
    assert times(said, FRIDAY_EVENING, "UTC") == (at(since) if since else None, at(until))


def test_a_day_ends_when_it_does_where_that_person_is() -> None:
    assert times("from Mon to Tue", FRIDAY_EVENING, "America/New_York") == (
        at("2026-11-23 05:00"),
        at("2026-11-25 05:00"),
    )


def test_a_day_on_which_the_clocks_change_is_away_as_a_whole() -> None:
    summer_ends = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)
    assert times("from Sat to Sun", summer_ends, "Europe/Berlin") == (at("2026-10-23 22:00"), at("2026-10-25 23:00"))


@pytest.mark.parametrize("said", ["", "soon", "from Mon", "from Mon to never", "from to", "until", "x" * 5000])
def test_what_names_no_time_is_not_guessed(said: str) -> None:
    with pytest.raises(NotUnderstood):
        times(said, FRIDAY_EVENING, "UTC")


@pytest.mark.parametrize(
    "said", ["Monday", "on Monday", "tomorrow", "next week", "this afternoon", "17:00", "24 Dec", "2026-12-24"]
)
def test_a_day_away_is_not_taken_for_the_days_until_then(said: str) -> None:
    with pytest.raises(NotUnderstood):
        times(said, FRIDAY_EVENING, "UTC")
