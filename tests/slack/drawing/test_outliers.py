"""Tests of the rule by which requests of a batch are singled out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Check, CheckStatus, Risk
from bot.approvals.request import Request
from bot.slack.drawing.outliers import oddities
from tests.approvals.examples import a_drafted_ask, a_request, after, an_ask, an_edit
from tests.slack.asks import steadily, waits_for_two


def requests_of(amounts: Sequence[float], **parts: Any) -> list[Request]:
    """One plain request for each amount."""
    plain = {"flags": (), "checks": (), **parts}
    return [
        replace(a_request(an_ask().model_copy(update={**plain, "measures": {"amount": amount}})), id=str(number))
        for number, amount in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("amounts", "odd"),
    [
        ((100, 110, 120, 130), set()),
        ((100, 110, 120, 130, 9000), {"4"}),
        ((0, 100, 110, 120, 130), {"0"}),
        ((10, 10, 10, 10, 11), {"4"}),
        ((10, 10, 10, 10), set()),
        ((1, 1, 9000), set()),
        ((1, 2, 3, 4, 5, 6, 7), set()),
    ],
)
def test_a_number_far_from_the_middle_is_odd_among_at_least_four(amounts: Sequence[float], odd: set[str]) -> None:
    assert set(oddities(requests_of(amounts))) == odd


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"flags": ("new customer",)}, "unusual: new customer"),
        ({"checks": (Check(name="IBAN", status=CheckStatus.FAIL),)}, "check failed: IBAN"),
        ({"risk": Risk.HIGH}, "high risk"),
    ],
)
def test_whatever_is_said_to_be_unusual_is_odd(parts: dict[str, Any], why: str) -> None:
    assert oddities(requests_of((5,), **parts)) == {"0": [why]}


@pytest.mark.parametrize(
    "parts",
    [
        {"flags": ("  ",)},
        {"checks": (Check(name="IBAN", status=CheckStatus.WARN),)},
        {"risk": Risk.MEDIUM},
    ],
)
def test_whatever_is_ordinary_is_not_odd(parts: dict[str, Any]) -> None:
    assert oddities(requests_of((5,), **parts)) == {}


def test_what_was_edited_is_odd() -> None:
    ask = a_drafted_ask().model_copy(update={"flags": (), "checks": ()})
    request = a_request(ask, waits_for_two())
    changed = after(request, an_edit(request, {"amount": 5, "note": "charged twice"}))
    assert oddities([changed]) == {"request-1": ["edited: Amount: 120 → 5"]}


@steadily
@given(st.lists(st.floats(min_value=0, allow_nan=False, allow_infinity=False), min_size=1, max_size=12))
def test_at_least_half_of_them_are_ordinary(amounts: list[float]) -> None:
    assert len(oddities(requests_of(amounts))) <= len(amounts) / 2
