"""Tests of the buttons that answer for all of a batch: what they seal, whom they count, and when they ask twice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.approvals.ask import APPROVE, REJECT, Action, ReasonRule, Risk
from bot.approvals.request import Request
from bot.slack.answers import batch_value
from bot.slack.drawing import batch_buttons
from tests.approvals.examples import a_click, a_request, after, an_ask

FORM = {"type": "object"}


def requests(count: int = 3, *actions: Action, risk: Risk | None = None) -> list[Request]:
    """Like requests that are told apart by their ids."""
    ask = an_ask().model_copy(update={"actions": actions or (APPROVE, REJECT), "risk": risk})
    return [replace(a_request(ask), id=f"request-{number}") for number in range(count)]


def drawn(shown: Sequence[Request]) -> dict[str, dict[str, Any]]:
    """The buttons by their labels."""
    return {button["text"]["text"]: button for button in batch_buttons.for_all("bat_1", shown)}


def test_those_that_are_open_are_counted_and_everything_shown_is_sealed() -> None:
    first, *others = requests(3)
    shown = [after(first, a_click(first)), *others]
    buttons = drawn(shown)
    assert list(buttons) == ["Approve all (2)", "Reject all (2)…"]
    assert [each["value"] for each in buttons.values()] == [
        batch_value("bat_1", action, shown) for action in ("approve", "reject")
    ]


def test_what_needs_values_is_not_offered() -> None:
    assert list(drawn(requests(2, APPROVE, REJECT.model_copy(update={"form": FORM})))) == ["Approve all (2)"]
    assert drawn(requests(2, APPROVE.model_copy(update={"form": FORM}))) == {}


@pytest.mark.parametrize(("rule", "asks_twice"), [(ReasonRule.NONE, True), (ReasonRule.OPTIONAL, False)])
def test_a_high_risk_is_asked_about_twice_unless_a_form_follows_anyway(rule: ReasonRule, asks_twice: bool) -> None:
    approve = APPROVE.model_copy(update={"reason": rule})
    [risky, *_] = drawn(requests(2, approve, REJECT, risk=Risk.HIGH)).values()
    assert ("confirm" in risky) is asks_twice
    [calm, *_] = drawn(requests(2, approve, REJECT)).values()
    assert "confirm" not in calm
