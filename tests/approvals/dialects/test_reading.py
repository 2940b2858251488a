"""Reading: the dialect is chosen by the payload, and the answer is given in the same."""

from typing import Any

import pytest
from hypothesis import given

from bot.approvals.ask import REJECT, Ask
from bot.approvals.decision import Decision
from bot.approvals.dialects import native, reading, unknown
from tests.approvals.examples import a_decision, an_ask
from tests.approvals.strategies import asks, json_values, odd_values

BROKEN: list[Any] = [
    None,
    {},
    {"title": ""},
    {"title": "Deploy", "colour": "red"},
    {"title": "Deploy", "colour\ud83d": "red"},
    {"title": "Deploy", (1, 2): 3},
    {"title": "Deploy", "measures": {"amount": -1}},
    {"title": "Deploy", "measures": {"\ud83d": "a lot"}},
]


@given(asks())
def test_a_native_payload_is_read_as_native(ask: Ask) -> None:
    assert reading.read(native.payload(ask)) == reading.Reading("native", ask)


def test_a_native_ask_without_actions_is_still_native() -> None:
    assert reading.read(native.payload(an_ask(actions=()))).dialect == native.NAME


@given(json_values)
def test_anything_else_is_read_as_unknown(value: Any) -> None:
    assert reading.read(value) == reading.Reading("unknown", unknown.read(value))


@given(odd_values)
def test_a_value_that_is_no_json_is_read_too(value: Any) -> None:
    assert reading.read(value).dialect == unknown.NAME
    assert reading.read({"countersign.ask": value}).dialect == unknown.NAME


def test_a_native_payload_with_half_a_character_can_be_answered() -> None:
    read = reading.read({"countersign.ask": {"title": "Deploy \ud83d"}})
    assert (read.dialect, read.ask.title) == (native.NAME, "Deploy \ufffd")


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_native_payload_is_shown_and_cannot_be_answered(content: object) -> None:
    read = reading.read({"countersign.ask": content})
    assert read.dialect == unknown.NAME
    assert read.ask.actions == ()


@pytest.mark.parametrize("decision", [a_decision(), a_decision(REJECT)])
def test_a_native_answer_is_the_decision(decision: Decision) -> None:
    assert Decision.model_validate(reading.answer("native", decision)) == decision


@pytest.mark.parametrize("dialect", ["unknown", "", "Native", "another"])
def test_no_other_dialect_has_an_answer(dialect: str) -> None:
    assert reading.answer(dialect, a_decision()) is None
