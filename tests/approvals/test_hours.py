"""Days, hours, holidays and zones are read as operators write them, and each mistake is said in words."""

from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.approvals.calendars import Calendar
from bot.approvals.hours import DAYS, read_days, read_hours

DAYS_WRITTEN: list[tuple[Any, tuple[str, ...]]] = [
    ("mon-fri", DAYS[:5]),
    ("Mon - Fri, Sun", (*DAYS[:5], "sun")),
    (["sat", "mon"], ("mon", "sat")),
    (["mon-wed", "tue-thu"], DAYS[:4]),
    ("fri-mon", ("mon", "fri", "sat", "sun")),
    ("mon-mon", ("mon",)),
    (("mon-sun",), DAYS),
]
HOURS_WRITTEN: list[tuple[Any, tuple[str, ...]]] = [
    ("9:00-17:00", ("09:00-17:00",)),
    ("13:00 – 17:00, 08:00-12:00", ("08:00-12:00", "13:00-17:00")),
    (["09:00-17:00", "9:00-17:00"], ("09:00-17:00",)),
    ("22:00-06:00", ("22:00-06:00",)),
    ("00:00-24:00", ("00:00-24:00",)),
    ("18:00-00:00", ("18:00-00:00",)),
]
MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "at least 1 character"),
    ({"zone": "Europe/Berln"}, "there is no time zone named Europe/Berln; write Europe/Berlin"),
    ({"zone": "moon"}, "there is no time zone named moon; write a name such as Europe/Berlin"),
    ({"zone": ""}, "there is no time zone"),
    ({"zone": "Europe"}, "there is no time zone named Europe"),
    ({"zone": "../../etc/passwd"}, "there is no time zone"),
    ({"zone": "Europe/Berlin\0"}, "there is no time zone"),
    ({"days": ["monday"]}, "there is no day 'monday'; write mon, tue, wed, thu, fri, sat, sun, or a range such as"),
    ({"days": "mon-fry"}, "there is no day 'fry'"),
    ({"days": "mon-wed-fri"}, "there is no day 'wed-fri'"),
    ({"days": []}, "name at least one day, or the calendar is never open"),
    ({"days": ""}, "there is no day ''"),
    ({"days": [1, 2]}, "days are written like mon-fri, or as a list"),
    ({"days": 5}, "days are written like mon-fri, or as a list"),
    ({"hours": []}, "name at least one span of hours, or the calendar is never open"),
    ({"hours": 540}, "hours are written like 09:00-17:00, or as a list"),
    ({"hours": "9-17"}, "'9-17' is no span of hours; write it like 09:00-17:00"),
    ({"hours": "09:00-17:60"}, "'09:00-17:60' holds a time that no clock shows"),
    ({"hours": "09:00-24:01"}, "no clock shows"),
    ({"hours": "24:00-06:00"}, "no clock shows"),
    ({"hours": "09:00-09:00"}, "'09:00-09:00' ends when it begins; write 00:00-24:00 for the whole day"),
    ({"days": "mon", "hours": "09:00-09:30"}, "the calendar is open for less than an hour a week"),
    ({"holidays": "2026-12-25"}, "holidays are a list of dates such as 2026-12-25"),
    ({"holidays": {"country": "DE"}}, "holidays are a list of dates"),
    ({"holidays": ["2026-02-30"]}, "'2026-02-30' is no holiday; write its date"),
    ({"holidays": [20261225]}, "20261225 is no holiday"),
    ({"holidays": [datetime(2026, 12, 25, 9)]}, "is no holiday"),  # noqa: DTZ001 (as YAML reads a time without its zone)
    ({"holidays": [date.fromordinal(740_000 + day) for day in range(2001)]}, "at most 2000 items"),
    ({"opens": "09:00"}, "Extra inputs are not permitted"),
]


@pytest.mark.parametrize(("written", "days"), DAYS_WRITTEN)
def test_days_are_names_and_ranges(written: Any, days: tuple[str, ...]) -> None:
    assert read_days(written) == days


@pytest.mark.parametrize(("written", "hours"), HOURS_WRITTEN)
def test_hours_are_one_span_or_several(written: Any, hours: tuple[str, ...]) -> None:
    assert read_hours(written) == hours


@pytest.mark.parametrize(("fields", "words"), MISTAKES)
def test_a_mistake_in_a_calendar_is_said_in_words(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Calendar.model_validate({"name": "office", "zone": "Europe/Berlin", **fields})
    assert [words in error["msg"] for error in refused.value.errors()] == [True]


def test_half_an_hour_on_two_days_is_a_calendar() -> None:
    calendar = Calendar(name="short", zone="UTC", days=("mon", "tue"), hours=("09:00-09:30",))
    assert calendar.hours == ("09:00-09:30",)


def test_holidays_are_kept_once_and_in_order() -> None:
    calendar = Calendar(name="office", zone="UTC", holidays=("2026-12-26", date(2026, 12, 25), "2026-12-25"))
    assert calendar.holidays == (date(2026, 12, 25), date(2026, 12, 26))
