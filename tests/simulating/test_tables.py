"""The tables of whole ladders, as they are kept in goldens/: week-ends, holidays, clock changes, fallbacks, repeats."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.simulating.outlook_table import table
from tests.simulating.looking import HERE, ahead
from tests.slack.line import line

GOLDENS = HERE / "goldens"
ALONE: Mapping[str, dict[str, Any]] = {
    "a_week_end_and_a_fallback_that_waits": {
        "workflow": "refund",
        "amount": "30000",
        "at": "2026-11-20 17:55",
        "requester": "@support",
        "channel": "#support",
        "step": "refund",
    },
    "christmas": {"workflow": "refund", "amount": "30000", "at": "2026-12-24 17:30"},
    "high_urgency_at_christmas": {"workflow": "refund", "amount": "30000", "at": "2026-12-24 17:30", "urgency": "high"},
    "another_time_zone": {"workflow": "refund", "amount": "300", "at": "Fri 17:55", "zone": "America/New_York"},
    "a_repeat_in_turns": {"workflow": "deploy", "at": "2026-11-20 16:55"},
    "clocks_are_put_back": {"workflow": "deploy", "at": "2026-10-24 23:30"},
    "clocks_are_put_forward": {"workflow": "deploy", "at": "2027-03-27 23:30"},
    "within_limits": {"workflow": "refund", "amount": "20"},
    "approved_by_silence": {"workflow": "refund", "step": "goodwill", "risk": "low", "at": "now"},
    "over_new_year": {"workflow": "refund", "amount": "30000", "at": "2026-12-31 17:30"},
}
ASKED: Mapping[str, dict[str, Any]] = {
    "a_group_that_is_not_there": {"requester": "rhea@northwind-trading.example", "channel": "#support"},
    "the_requester_is_needed": {
        "requester": "dora@northwind-trading.example",
        "amount": "30000",
        "at": "2026-11-20 12:00",
    },
    "one_may_sign_for_oneself": {"requester": "tom@northwind-trading.example", "step": "goodwill", "risk": "low"},
    "a_stranger": {"requester": "nobody@elsewhere.example", "amount": "300"},
}


def test_every_golden_is_compared() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == {*ALONE, *ASKED}


@pytest.mark.parametrize("name", ALONE)
async def test_a_ladder_without_slack(name: str) -> None:
    drawn = table(await ahead(**ALONE[name]))
    assert f"{drawn}\n" == (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ASKED)
async def test_a_ladder_with_the_people_of_the_workspace(name: str) -> None:
    async with line() as slack:
        drawn = table(await ahead("refund", slack.members, **ASKED[name]))
    assert f"{drawn}\n" == (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")
