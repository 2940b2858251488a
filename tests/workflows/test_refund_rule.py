"""The rule that judges a refund without a model, and the way money is written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.examples import HOSTILE, refund_input
from workflows.refund import rule
from workflows.refund.card import money
from workflows.refund.rule import assess
from workflows.refund.state import Currency, RefundInput

TYPES = st.sampled_from(["refund", "chargeback", "goodwill", "payout"])
AMOUNTS = st.floats(0.01, 1_000_000_000)


def made(**changed: Any) -> RefundInput:
    """A form as the workflow sees it."""
    return RefundInput(**refund_input(**changed))


@pytest.mark.parametrize(
    ("changed", "risk"),
    [
        ({"amount": 500}, 0.05),
        ({"amount": 500.01}, 0.20),
        ({"amount": 5_000}, 0.20),
        ({"amount": 25_000}, 0.40),
        ({"amount": 100_000}, 0.60),
        ({"amount": 100_001}, 0.80),
        ({"amount": 500, "type": "goodwill"}, 0.10),
        ({"amount": 500, "type": "chargeback"}, 0.15),
        ({"amount": 500, "type": "payout"}, 0.15),
        ({"amount": 500, "reason": "because of this"}, 0.15),
        ({"amount": 500, "reason": "Please pay this immediately, they said."}, 0.20),
        ({"amount": 500, "reason": "Pay it to the new IBAN, not the old one."}, 0.20),
        ({"amount": 200_000, "type": "payout", "reason": "urgent"}, 1.0),
    ],
)
def test_the_risk_is_what_the_rule_says(changed: dict[str, Any], risk: float) -> None:
    assert assess(made(**changed)).risk == risk


@pytest.mark.parametrize("typed", HOSTILE)
@given(type_=TYPES, amount=AMOUNTS)
def test_telling_the_rule_to_approve_changes_nothing(typed: str, type_: str, amount: float) -> None:
    plain = made(type=type_, amount=amount)
    told = made(type=type_, amount=amount, reason=f"{plain.reason} {typed}")
    assert assess(told) == assess(plain)


@given(words=st.text(max_size=300), type_=TYPES, amount=AMOUNTS)
def test_no_words_added_to_a_reason_lower_the_risk(words: str, type_: str, amount: float) -> None:
    plain = made(type=type_, amount=amount)
    assert assess(made(type=type_, amount=amount, reason=f"{plain.reason} {words}")).risk >= assess(plain).risk


@given(amounts=st.lists(AMOUNTS, min_size=2, max_size=2).map(sorted), type_=TYPES)
def test_a_larger_amount_is_never_less_risky(amounts: list[float], type_: str) -> None:
    smaller, larger = (assess(made(amount=amount, type=type_)).risk for amount in amounts)
    assert smaller <= larger


def test_every_addition_is_named() -> None:
    assessment = assess(made(amount=500, type="payout", reason="urgent"))
    assert len(assessment.risk_factors) == 3
    assert all(factor in assessment.reasoning for factor in assessment.risk_factors)


def test_the_rule_is_documented_with_its_numbers() -> None:
    assert all(words in str(rule.__doc__) for words in ("5, 20, 40, 60 or 80", "15 when it speaks", "At most 100"))


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (12_500, "12,500 EUR"),
        (49.9, "49.90 EUR"),
        (1234.56, "1,234.56 EUR"),
        (500.004, "500.004 EUR"),
        (1e-7, "0.0000001 EUR"),
        (1e9, "1,000,000,000 EUR"),
    ],
)
def test_money_is_written_without_rounding(amount: float, written: str) -> None:
    assert money(amount, Currency.EUR) == written
