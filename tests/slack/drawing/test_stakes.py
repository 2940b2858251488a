"""Tests that a card tells the risk and the measures, and none of them twice."""

from typing import Any

import pytest

from bot.approvals.ask import Draft, Fact, Risk, Urgency
from bot.slack.drawing.cards import draw
from bot.slack.drawing.chapters import chapters
from bot.slack.drawing.stakes import untold
from tests.approvals.examples import a_request, an_ask
from tests.slack.drawing.reading import PINGING, seen

AMOUNT = {"type": "object", "properties": {"amount": {"type": "number", "title": "Amount"}}}


@pytest.mark.parametrize(
    "parts",
    [
        {"facts": (Fact(label="Amount", value="120 EUR"),)},
        {"facts": (Fact(label="amount", value="120.00"),)},
        {"draft": Draft(values={"amount": 120}, form=AMOUNT)},
    ],
)
def test_a_measure_in_the_figures_of_a_fact_or_of_the_draft_is_not_told_again(parts: dict[str, Any]) -> None:
    ask = an_ask().model_copy(update=parts)
    assert untold(ask) == {"risk": 0.2}
    assert "amount 120" not in seen(draw(a_request(ask), PINGING))


@pytest.mark.parametrize("fact", [Fact(label="Amount", value="121"), Fact(label="Days", value="120")])
def test_a_measure_in_other_figures_or_of_another_name_is_told(fact: Fact) -> None:
    ask = an_ask().model_copy(update={"facts": (fact,)})
    assert "amount 120" in seen(draw(a_request(ask), PINGING))


def test_a_high_urgency_is_told_and_an_ordinary_one_is_not() -> None:
    urgent = draw(a_request(an_ask().model_copy(update={"urgency": Urgency.HIGH})), PINGING)
    assert "Urgency: \nhigh ⚠" in seen(urgent)
    assert "Urgency: high" in urgent.text
    ordinary = draw(a_request(), PINGING)
    assert "Urgency" not in seen(ordinary) + ordinary.text


def test_a_high_urgency_is_among_everything_that_is_asked() -> None:
    told = [chapter.heading for chapter in chapters(an_ask().model_copy(update={"urgency": Urgency.HIGH}))]
    assert "Urgency" in told
    assert "Urgency" not in [chapter.heading for chapter in chapters(an_ask())]


def test_the_measure_of_the_risk_stands_beside_the_risk() -> None:
    shown = seen(draw(a_request(an_ask().model_copy(update={"risk": Risk.MEDIUM})), PINGING))
    assert "Risk: \nmedium (0.2)" in shown
    assert "risk 0.2" not in shown
