"""Moments and spans of time are read as people say them, or not at all."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.saying_when import NotUnderstood, moment, span

_WARM = """
import sys
from datetime import UTC, datetime
from bot.saying_when import moment, warm_up
warm_up()
loaded = set(sys.modules)
for words in sys.stdin.read().splitlines():
    moment(words, datetime(2026, 11, 20, tzinfo=UTC), "Europe/Berlin")
print(set(sys.modules) - loaded)
"""
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 11, 20, 17, 54, tzinfo=BERLIN)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

SAID = {
    "until Monday": "2026-11-23 00:00",
    "Monday": "2026-11-23 00:00",
    "mon": "2026-11-23 00:00",
    "Mon 9am": "2026-11-23 09:00",
    "mon 9:00": "2026-11-23 09:00",
    "Mon at 9": "2026-11-23 09:00",
    "Sat 23:00": "2026-11-21 23:00",
    "sat 11pm": "2026-11-21 23:00",
    "Sat at 9": "2026-11-21 09:00",
    "until mon 9am": "2026-11-23 09:00",
    "Tuesday the 24th of November": "2026-11-24 00:00",
    "Tues.": "2026-11-24 00:00",
    "back on Thursday": "2026-11-26 00:00",
    "Monday, 9am": "2026-11-23 09:00",
    "9:30 am Monday": "2026-11-23 09:30",
    "thurs at 8": "2026-11-26 08:00",
    "monday morning": "2026-11-23 09:00",
    "by Wednesday at noon": "2026-11-25 12:00",
    "this Sunday": "2026-11-22 00:00",
    "today 18:00": "2026-11-20 18:00",
    "today": "2026-11-20 00:00",
    "this evening": "2026-11-20 18:00",
    "tomorrow": "2026-11-21 00:00",
    "tomorrow 9am": "2026-11-21 09:00",
    "Tomorrow at 9 a.m.": "2026-11-21 09:00",
    "tomorrow 12am": "2026-11-21 00:00",
    "tomorrow 12:15pm": "2026-11-21 12:15",
    "until the day after tomorrow": "2026-11-22 00:00",
    "next Friday": "2026-11-27 00:00",
    "next Monday 9:30": "2026-11-23 09:30",
    "next week": "2026-11-23 00:00",
    "end of week": "2026-11-23 00:00",
    "until the end of the week.": "2026-11-23 00:00",
    "the weekend": "2026-11-21 00:00",
    "end of day": "2026-11-21 00:00",
    "end of month": "2026-12-01 00:00",
    "next month": "2026-12-01 00:00",
    "now": "2026-11-20 17:54",
    "18:00": "2026-11-20 18:00",
    "at 9": "2026-11-21 09:00",
    "5pm": "2026-11-21 17:00",
    "2026-11-30": "2026-11-30 00:00",
    "2026-11-30 17:00": "2026-11-30 17:00",
    "2026-11-30 at 9am": "2026-11-30 09:00",
    "2026-11-30T17:00": "2026-11-30 17:00",
    "2026-11-30T17:00:00Z": "2026-11-30 18:00",
    "2026-11-30T17:00-05:00": "2026-11-30 23:00",
    "2026-05-06": "2026-05-06 00:00",
    "30 Nov 17:00": "2026-11-30 17:00",
    "30 Nov": "2026-11-30 00:00",
    "Nov 30": "2026-11-30 00:00",
    "Mon 30 Nov": "2026-11-30 00:00",
    "until December 24th, noon": "2026-12-24 12:00",
    "the 24th of December": "2026-12-24 00:00",
    "1 March": "2027-03-01 00:00",
    "29 Feb": "2028-02-29 00:00",
    "30 Nov 2020": "2020-11-30 00:00",
    "30.11.2026": "2026-11-30 00:00",
    "11/30/2026": "2026-11-30 00:00",
    "12.12.2026": "2026-12-12 00:00",
    "in 3 days": "2026-11-23 17:54",
    "for 2 weeks": "2026-12-04 17:54",
    "3 days": "2026-11-23 17:54",
    "in two hours": "2026-11-20 19:54",
    "in 1d 2h": "2026-11-21 19:54",
    "in half an hour": "2026-11-20 18:24",
}  # fmt: skip
NOT_SAID = [
    "", " ", ".", "soon", "lorem ipsum", "whenever", "🙂", "9", "10", "24th", "may", "2027", "nov 2027", "1764000000",
    "yesterday", "last friday", "2 hours ago", "friday or monday", "tuesday 99", "tomorrow 9", "from 9:00 10:00",
    "25:00", "12:60", "13pm", "0am", "30 feb", "31 nov", "2026-13-01", "2026-02-30", "2026-02-30 9am",
    "5/6/2026", "5.6.", "6-5-2026", "Tue 30 Nov", "end of week 5pm", "next", "until", "am", "as", "at",
    "in 999999 weeks and 999999 weeks", "Monday 9:00 EST", "monday " * 30,
]  # fmt: skip
SPANS = {
    "45s": timedelta(seconds=45),
    "2h": 2 * HOUR,
    "1h30m": HOUR * 1.5,
    "1h 30 min": HOUR * 1.5,
    "1.5 hours": HOUR * 1.5,
    "90 minutes": HOUR * 1.5,
    "an hour": HOUR,
    "half an hour": HOUR / 2,
    "half a day": 12 * HOUR,
    "by 3 days": 3 * DAY,
    "another day": None,
    "another 2 days": 2 * DAY,
    "for two weeks": 14 * DAY,
    "A day and two hours": DAY + 2 * HOUR,
    "1 day, 2 hours": DAY + 2 * HOUR,
    "366 days": 366 * DAY,
    "367 days": None,
    "999999 weeks": None,
    "0m": None,
    "-5m": None,
    "1 month": None,
    "30": None,
    "h": None,
    "as": None,
    "2h or so": None,
    "soon": None,
    "": None,
}


@pytest.mark.parametrize(("words", "meant"), SAID.items())
def test_a_moment_is_what_people_mean_by_it(words: str, meant: str) -> None:
    found = moment(words, FRIDAY, "Europe/Berlin")
    assert found.tzinfo is UTC
    assert f"{found.astimezone(BERLIN):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize("words", NOT_SAID)
def test_what_could_mean_anything_else_is_not_understood(words: str) -> None:
    with pytest.raises(NotUnderstood, match="say when"):
        moment(words, FRIDAY, "Europe/Berlin")


@pytest.mark.parametrize(("words", "meant"), [item for item in SPANS.items() if item[1]])
def test_a_span_is_the_sum_of_what_is_said(words: str, meant: timedelta) -> None:
    assert span(words) == meant


@pytest.mark.parametrize("words", [words for words, meant in SPANS.items() if not meant])
def test_a_span_that_is_none_or_too_long_is_not_understood(words: str) -> None:
    with pytest.raises(NotUnderstood, match="say how long"):
        span(words)


def test_a_weekday_is_today_only_while_its_hour_is_to_come() -> None:
    assert moment("Fri 17:55", FRIDAY, "Europe/Berlin") == FRIDAY + timedelta(minutes=1)
    assert moment("Fri 17:54", FRIDAY, "Europe/Berlin") == FRIDAY + 7 * DAY
    assert moment("Friday", FRIDAY, "Europe/Berlin") == datetime(2026, 11, 27, tzinfo=BERLIN)


def test_a_day_of_the_year_is_today_only_while_its_hour_is_to_come() -> None:
    assert moment("20 Nov 18:00", FRIDAY, "Europe/Berlin") == datetime(2026, 11, 20, 18, tzinfo=BERLIN)
    assert moment("20 Nov 17:00", FRIDAY, "Europe/Berlin") >= FRIDAY


def test_next_friday_on_a_wednesday_is_not_the_day_after_tomorrow() -> None:
    wednesday = FRIDAY - 2 * DAY
    assert moment("next Friday", wednesday, "Europe/Berlin") == datetime(2026, 11, 27, tzinfo=BERLIN)
    assert moment("Friday", wednesday, "Europe/Berlin") == datetime(2026, 11, 20, tzinfo=BERLIN)


def test_words_are_meant_at_the_clocks_of_whoever_says_them() -> None:
    evening = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert moment("tomorrow", evening, "America/New_York") == datetime(2026, 11, 21, 5, tzinfo=UTC)
    assert moment("tomorrow", evening, "Europe/Berlin") == datetime(2026, 11, 21, 23, tzinfo=UTC)


def test_days_keep_the_time_of_the_day_when_clocks_change_and_hours_do_not() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    assert moment("in a day", saturday, "Europe/Berlin") == datetime(2026, 3, 29, 12, tzinfo=BERLIN)
    assert moment("in 24 hours", saturday, "Europe/Berlin") == datetime(2026, 3, 29, 13, tzinfo=BERLIN)
    assert moment("in 1 day and 24 hours", saturday, "Europe/Berlin") == datetime(2026, 3, 30, 12, tzinfo=BERLIN)
    assert moment("in 23 hours", saturday, "Europe/Berlin") == datetime(2026, 3, 29, 12, tzinfo=BERLIN)


@pytest.mark.parametrize("zone", ["", "Europe/Berlni", "../../etc/passwd", "Europe"])
def test_a_zone_that_nobody_knows_makes_nothing_certain(zone: str) -> None:
    with pytest.raises(NotUnderstood):
        moment("tomorrow 9am", FRIDAY, zone)


def test_once_warm_it_loads_nothing_more_while_somebody_waits() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _WARM], input="\n".join(SAID), capture_output=True, text=True, check=True
    )
    assert told.stdout == "set()\n"


@given(st.text(max_size=120) | st.lists(st.sampled_from(" ".join(SAID).split()), max_size=6).map(" ".join))
@example("9999-12-31 23:59")
@example("in 366 days")
@example("0001-01-01")
@settings(max_examples=300)
def test_whatever_is_typed_is_a_moment_or_not_understood(words: str) -> None:
    for read in (lambda: moment(words, FRIDAY, "America/New_York"), lambda: span(words)):
        try:
            found = read()
        except NotUnderstood:
            continue
        assert isinstance(found, timedelta) or found.tzinfo is UTC


@given(st.timedeltas(timedelta(seconds=1), 366 * DAY))
def test_a_span_said_in_seconds_is_that_span(length: timedelta) -> None:
    seconds = int(length.total_seconds())
    whole = timedelta(seconds=seconds)
    assert span(f"{whole.days}d {whole.seconds}s") == whole
