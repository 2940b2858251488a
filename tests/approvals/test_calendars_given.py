"""Calendars are given to tiers by their names in the policies file, and written out once a request keeps its policy."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.approvals.calendars import Calendar
from bot.approvals.tier import Tier

OFFICE = Calendar(name="office", zone="Europe/Berlin")
OVERSEAS = Calendar(name="overseas", zone="America/New_York")
BOOK = {"office": OFFICE, "overseas": OVERSEAS}


def a_tier(calendar: Any, book: dict[str, Calendar] | None = None) -> Tier:
    fields = {"name": "lead", "reviewers": {"groups": ["leads", "heads"]}, "calendar": calendar}
    return Tier.model_validate(fields, context={"calendars": BOOK if book is None else book})


def test_a_name_stands_for_the_calendar_of_the_whole_tier() -> None:
    assert a_tier("office").calendar == OFFICE


def test_each_reviewer_may_have_a_calendar_of_their_own() -> None:
    tier = a_tier({"leads": "office", "heads": "overseas"})
    assert tier.calendar == {"leads": OFFICE, "heads": OVERSEAS}
    assert tier.calendars == (OFFICE, OVERSEAS)


def test_a_tier_without_a_calendar_works_all_the_time() -> None:
    assert a_tier(None).calendars == ()


@pytest.mark.parametrize(
    ("calendar", "words"),
    [
        ("offise", "there is no calendar named offise; did you mean office?"),
        ("moon", "there is no calendar named moon"),
        ({"leads": "moon"}, "there is no calendar named moon"),
        ({"zone": "Europe/Berlin"}, "there is no calendar named Europe/Berlin"),
        ({}, "name a calendar, or one for each reviewer who has their own"),
    ],
)
def test_a_calendar_that_is_not_in_the_book_is_a_mistake(calendar: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=words) as refused:
        a_tier(calendar)
    assert len(refused.value.errors()) == 1


def test_without_a_book_no_name_is_known() -> None:
    with pytest.raises(ValidationError, match="there is no calendar named office"):
        a_tier("office", {})
    with pytest.raises(ValidationError, match="there is no calendar named office"):
        Tier.model_validate({"name": "lead", "reviewers": {"groups": ["leads"]}, "calendar": "office"})


@pytest.mark.parametrize("calendar", ["office", {"leads": "office", "heads": "overseas"}, None])
def test_a_tier_on_file_keeps_its_calendars_without_the_book(calendar: Any) -> None:
    tier = a_tier(calendar)
    assert Tier.model_validate_json(tier.model_dump_json()) == tier
    assert Tier.model_validate(tier.model_dump()) == tier
