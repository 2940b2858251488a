"""Holidays are dates: a country's, those listed besides, and without those that are none."""

from datetime import date, datetime
from typing import Any

import pytest

from bot import holidaybook
from bot.approvals.calendars import Calendar

CHRISTMAS = date(2026, 12, 25)
MISTAKES: list[tuple[Any, str]] = [
    ({}, "name the country of the holidays"),
    ({"subdivision": "BE"}, "name the country of the holidays"),
    ({"subdivision": "BE", "dates": []}, "name the country of the holidays"),
    ({"land": "DE"}, "holidays have no field land; write country, subdivision, dates or except"),
    ({"country": "Germany"}, "no holidays are known of a country 'Germany'; did you mean DE?"),
    ({"country": "Untied Kingdom"}, "did you mean GB?"),
    ({"country": "de"}, "did you mean DE?"),
    ({"country": "QQ"}, "write its code, such as DE"),
    ({"country": False}, 'put it in quotes, such as country: "NO"'),
    ({"country": 49}, "a country is written as its code"),
    ({"country": "CA", "subdivision": True}, "YAML reads this subdivision as yes or no"),
    ({"country": "AT", "subdivision": 9}, 'a subdivision is written as its code, such as subdivision: "9"'),
    ({"country": "DE", "subdivision": "be"}, "DE has no subdivision 'be'; did you mean BE?"),
    ({"country": "DE", "subdivision": "Berlin"}, "DE has no subdivision 'Berlin'; known are Augsburg, BB, BE, BW"),
    ({"country": "DE", "dates": "2026-12-24"}, r"the dates of holidays are listed, such as dates: \[2026-12-24\]"),
    ({"country": "DE", "except": CHRISTMAS}, "the except of holidays are listed"),
    (["2026-02-30"], "'2026-02-30' is no holiday; write its date, such as 2026-12-25"),
    ([20261224], "20261224 is no holiday"),
    ([datetime(2026, 12, 24, 12)], "is no holiday"),  # noqa: DTZ001 (as YAML reads a time without its zone)
    ("2026-12-24", "the dates of holidays are listed"),
    (7, "the dates of holidays are listed"),
]


def test_a_country_has_its_public_holidays_in_each_of_the_years() -> None:
    found = holidaybook.dates({"country": "DE"}, (2026, 2027))
    assert {CHRISTMAS, date(2026, 10, 3), date(2027, 3, 26)} <= set(found)
    assert {day.year for day in found} == {2026, 2027}
    assert list(found) == sorted(set(found))


def test_a_subdivision_has_holidays_of_its_own() -> None:
    womens_day = date(2026, 3, 8)
    assert womens_day in holidaybook.dates({"country": "DE", "subdivision": "BE"}, [2026])
    assert womens_day not in holidaybook.dates({"country": "DE", "subdivision": "BY"}, [2026])


def test_dates_are_added_to_those_of_the_country_and_exceptions_taken_out() -> None:
    spec = {"country": "DE", "dates": [date(2026, 12, 24), "2030-01-02"], "except": ["2026-12-25"]}
    found = holidaybook.dates(spec, [2026])
    assert {date(2026, 12, 24), date(2030, 1, 2)} <= set(found)
    assert CHRISTMAS not in found


def test_a_list_of_dates_is_enough() -> None:
    assert holidaybook.dates(["2026-12-25", CHRISTMAS, "2026-01-01"], [2026]) == (date(2026, 1, 1), CHRISTMAS)
    assert holidaybook.dates({"dates": [CHRISTMAS]}, [2026]) == (CHRISTMAS,)


def test_the_dates_are_what_a_calendar_takes() -> None:
    found = holidaybook.dates({"country": "US", "subdivision": "NY"}, [2026, 2027, 2028])
    calendar = Calendar(name="new york", zone="America/New_York", holidays=found)
    assert calendar.holidays == found


@pytest.mark.parametrize(("spec", "words"), MISTAKES)
def test_a_mistake_is_said_in_words_with_what_comes_nearest(spec: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        holidaybook.dates(spec, [2026])
