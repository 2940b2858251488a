"""What is supposed is read from the command line's words, and every mistake in them is told at once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.approvals.ask import Risk, Urgency
from bot.approvals.routing import PolicyBook
from bot.faults import Misconfigured, Mistake
from bot.simulating.supposing import Words, suppose
from tests.approvals.examples import a_policy
from tests.simulating.looking import SATURDAY, supposed


def mistakes(**words: Any) -> list[Mistake]:
    """What is wrong with these words."""
    with pytest.raises(Misconfigured) as wrong:
        supposed(**{"workflow": "refund", **words})
    return wrong.value.mistakes


def test_everything_that_was_said_is_supposed() -> None:
    found = supposed(
        "refund",
        amount="30000",
        measures=["confidence=0.8", " loss = 2 "],
        risk="high",
        urgency="high",
        step="goodwill",
        requester="@support",
        channel="#support",
        at="Fri 17:55",
        zone="America/New_York",
    )
    assert found.ask.measures == {"amount": 30000, "confidence": 0.8, "loss": 2}
    assert (found.ask.risk, found.ask.urgency, found.ask.step) == (Risk.HIGH, Urgency.HIGH, "goodwill")
    assert (found.requester, found.channel) == ("support", "#support")
    assert found.at == datetime(2026, 11, 27, 22, 55, tzinfo=UTC)


def test_what_is_left_out_is_now_by_the_calendars_of_the_policies() -> None:
    found = supposed("refund")
    assert found.at == SATURDAY.replace(second=0)
    assert found.zone.key == "Europe/London"
    assert found.ask.measures == {}


def test_without_a_calendar_times_are_in_utc() -> None:
    book = PolicyBook({"refund": a_policy()})
    assert suppose(Words(workflow="refund"), book, {"refund"}, SATURDAY).zone.key == "UTC"


def test_every_mistake_is_told_at_once() -> None:
    found = mistakes(
        workflow="refnd", amount="lots", measures=["risk"], channel="support", at="soon", zone="Europe/Lodon"
    )
    assert [mistake.where for mistake in found] == [
        "--zone",
        "--workflow",
        "--channel",
        "--measure",
        "--amount",
        "--at",
    ]


def test_an_unknown_workflow_is_told_with_the_nearest_one() -> None:
    [mistake] = mistakes(workflow="refnd")
    assert mistake.wrong == "there is no workflow named refnd"
    assert mistake.remedy == "did you mean refund?"
    assert mistakes(workflow="x")[0].remedy == "write one of deploy, refund"


def test_an_unknown_zone_is_told_with_the_nearest_one() -> None:
    [mistake] = mistakes(zone="Europe/Lodon")
    assert mistake.remedy == "write Europe/London"


def test_a_time_that_nobody_understands_is_told_with_what_can_be_written() -> None:
    [mistake] = mistakes(at="banana")
    assert "banana" in mistake.wrong
    assert "Friday 17:55" in mistake.remedy


@pytest.mark.parametrize("written", ["risk", "risk=", "risk=high", "=1", "risk=-1", "risk=nan", "risk=inf", ""])
def test_a_measure_that_is_no_number_is_a_mistake(written: str) -> None:
    [mistake] = mistakes(measures=[written])
    assert mistake.where == "--measure"
    assert "gives no number" in mistake.wrong


@pytest.mark.parametrize("written", ["", "30k", "-1", "1,000", "1e999"])
def test_an_amount_that_is_no_number_is_a_mistake(written: str) -> None:
    [mistake] = mistakes(amount=written)
    assert mistake.where == "--amount"


def test_a_measure_that_is_given_twice_is_a_mistake() -> None:
    assert [mistake.where for mistake in mistakes(measures=["amount=1", "risk=1", "risk=2"], amount="3")] == [
        "--measure",
        "--amount",
    ]


@pytest.mark.parametrize("at", ["9999-12-31 23:00", "1800-01-01 10:00"])
def test_a_moment_beyond_all_calendars_is_a_mistake(at: str) -> None:
    [mistake] = mistakes(at=at)
    assert mistake.where == "--at"
    assert "too far from now" in mistake.wrong
