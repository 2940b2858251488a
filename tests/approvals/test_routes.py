"""Routes: conditions on what is asked, by whom, where and when, and whether one takes all that another would."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Ask, Risk
from bot.approvals.calendars import Calendar
from bot.approvals.routes import Bounds, Circumstances, Conditions, During, Requesters, Route
from tests.approvals.examples import NOON, REQUESTER

OFFICE = Calendar(name="office", zone="Europe/Berlin")
MIDNIGHT = datetime.fromisoformat("2026-03-02T23:00+00:00")
USUAL = Circumstances(
    workflow="refund",
    ask=Ask(title="Refund?", step="chargeback", measures={"amount": 500.0, "confidence": 0.9}, risk=Risk.MEDIUM),
    requester=REQUESTER,
    belongs=frozenset({"support", "maya@example.org"}),
    channel="#support",
    now=NOON,
)


def conditions(**said: Any) -> Conditions:
    return Conditions.model_validate(said)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"workflows": "refund"},
        {"workflows": ["deploy", "refund"]},
        {"steps": "chargeback"},
        {"measures": {"amount": {"above": 499.99}}},
        {"measures": {"amount": {"at_most": 500}}},
        {"measures": {"amount": {"above": 100, "at_most": 500}, "confidence": {"above": 0.5}}},
        {"risks": "medium"},
        {"risks": ["high", "medium"]},
        {"requesters": {"groups": "support"}},
        {"requesters": {"groups": ["managers"], "people": ["maya@example.org"]}},
        {"requesters": {"people": [REQUESTER]}},
        {"channels": "#support"},
        {"channels": ["C0123", "#support"]},
        {"during": {"calendar": OFFICE}},
        {"workflows": "refund", "risks": "medium", "channels": "#support"},
    ],
)
def test_conditions_that_are_all_true_hold(said: dict[str, Any]) -> None:
    assert conditions(**said).hold(USUAL)


@pytest.mark.parametrize(
    "said",
    [
        {"workflows": "deploy"},
        {"steps": "voucher"},
        {"measures": {"amount": {"above": 500}}},
        {"measures": {"amount": {"at_most": 499.99}}},
        {"measures": {"risk": {"at_most": 1}}},
        {"measures": {"amount": {"above": 100}, "confidence": {"above": 0.9}}},
        {"risks": ["low", "high"]},
        {"requesters": {"groups": ["managers"]}},
        {"requesters": {"people": ["otto@example.org"]}},
        {"channels": "#approvals"},
        {"during": {"calendar": OFFICE, "working": False}},
        {"workflows": "refund", "risks": "medium", "channels": "#approvals"},
    ],
)
def test_one_condition_that_is_not_true_is_enough_to_not_hold(said: dict[str, Any]) -> None:
    assert not conditions(**said).hold(USUAL)


def test_an_ask_without_risk_is_of_none() -> None:
    ask = USUAL.ask.model_copy(update={"risk": None})
    assert not conditions(risks=["low", "medium", "high"]).hold(replace(USUAL, ask=ask))


def test_at_night_only_what_is_for_the_time_outside_of_working_hours_holds() -> None:
    late = replace(USUAL, now=MIDNIGHT)
    assert conditions(during=During(calendar=OFFICE, working=False)).hold(late)
    assert not conditions(during=During(calendar=OFFICE)).hold(late)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "every request"),
        (
            {"workflows": ["refund", "payout"], "measures": {"amount": {"above": 5000, "at_most": 1e6}}},
            "workflow refund or payout, amount above 5000 and at most 1000000",
        ),
        (
            {"steps": "chargeback", "risks": ["high"], "requesters": {"groups": ["sales"], "people": ["U0123"]}},
            "step chargeback, risk high, asked by U0123 or sales",
        ),
        (
            {"channels": "#support", "during": {"calendar": OFFICE, "working": False}},
            "from #support, outside the hours of office",
        ),
        ({"during": {"calendar": OFFICE}, "measures": {"risk": {"at_most": 0.1}}}, "risk at most 0.1, in the hours of"),
    ],
)
def test_a_route_without_a_name_is_told_by_its_conditions(said: dict[str, Any], words: str) -> None:
    assert Route(when=conditions(**said), policy="p").title.startswith(words)
    assert Route(name="big", when=conditions(**said), policy="p").title == "big"


WIDE_AND_NARROW: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"workflows": "refund"}),
    ({"workflows": ["refund", "deploy"]}, {"workflows": "deploy", "risks": "high"}),
    ({"steps": ["a", "b"]}, {"steps": ["b"], "workflows": "refund"}),
    (
        {"measures": {"amount": {"above": 5}}},
        {"measures": {"amount": {"above": 5, "at_most": 9}, "risk": {"above": 0}}},
    ),
    ({"measures": {"amount": {"above": 5}}}, {"measures": {"amount": {"above": 6}}}),
    ({"measures": {"amount": {"at_most": 5}}}, {"measures": {"amount": {"at_most": 4}}}),
    ({"risks": ["low", "medium"]}, {"risks": "low"}),
    ({"requesters": {"groups": ["a", "b"]}}, {"requesters": {"groups": ["a"]}}),
    ({"channels": ["#a", "#b"]}, {"channels": "#b"}),
    ({"during": {"calendar": OFFICE}}, {"during": {"calendar": OFFICE}, "channels": "#b"}),
]


@pytest.mark.parametrize(("wide", "narrow"), WIDE_AND_NARROW)
def test_wider_conditions_cover_narrower_ones(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    assert conditions(**wide).cover(conditions(**narrow))


@pytest.mark.parametrize(("wide", "narrow"), WIDE_AND_NARROW)
def test_narrower_conditions_do_not_cover_wider_ones(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    assert not conditions(**narrow).cover(conditions(**wide))


_NAMES = st.lists(st.sampled_from(("a", "b")), unique=True, max_size=2)
_NUMBERS = st.sampled_from((0.0, 1.0, 2.0))
_BOUNDS = st.one_of(
    st.builds(Bounds, above=_NUMBERS),
    st.builds(Bounds, at_most=_NUMBERS),
    st.builds(Bounds, above=st.just(0.0), at_most=st.sampled_from((1.0, 2.0))),
)
_CONDITIONS = st.builds(
    Conditions,
    workflows=_NAMES,
    steps=_NAMES,
    measures=st.dictionaries(st.sampled_from(("amount", "risk")), _BOUNDS),
    risks=st.lists(st.sampled_from(Risk), unique=True, max_size=2),
    requesters=st.none() | st.builds(Requesters, groups=st.sampled_from((("a",), ("b",), ("a", "b")))),
    channels=st.lists(st.sampled_from(("#a", "#b")), unique=True, max_size=2),
    during=st.none() | st.builds(During, calendar=st.just(OFFICE), working=st.booleans()),
)
_CIRCUMSTANCES = st.builds(
    Circumstances,
    workflow=st.sampled_from(("a", "b")),
    ask=st.builds(
        Ask,
        title=st.just("?"),
        step=st.sampled_from(("", "a", "b")),
        measures=st.dictionaries(st.sampled_from(("amount", "risk")), st.sampled_from((0.0, 0.5, 1.0, 1.5, 2.5))),
        risk=st.none() | st.sampled_from(Risk),
    ),
    requester=st.just(REQUESTER),
    belongs=st.frozensets(st.sampled_from(("a", "b"))),
    channel=st.sampled_from(("", "#a", "#b")),
    now=st.sampled_from((NOON, MIDNIGHT)),
)


@given(_CONDITIONS, _CONDITIONS, _CIRCUMSTANCES)
def test_what_is_covered_never_holds_alone(wide: Conditions, narrow: Conditions, seen: Circumstances) -> None:
    assert wide.hold(seen) or not (wide.cover(narrow) and narrow.hold(seen))
    assert wide.cover(wide)
