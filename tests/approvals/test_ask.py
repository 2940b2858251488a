"""Asks: what is accepted as a question, and what is not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Check, CheckStatus, Fact, Kind, ReasonRule
from bot.approvals.digests import canonical
from tests.approvals.examples import HOLD, an_ask

BAD_FIELDS: list[tuple[str, Any]] = [
    ("title", ""),
    ("title", "x" * 151),
    ("summary", None),
    ("flags", "not a list"),
    ("facts", [{"label": "Customer"}]),
    ("checks", [{"name": "Lint", "status": "maybe"}]),
    ("measures", {"amount": "a lot"}),
    ("measures", {"amount": float("nan")}),
    ("measures", {"amount": float("inf")}),
    ("measures", {"amount": -0.01}),
    ("measures", {"amount": 120.0, "risk": -1}),
    ("actions", [{"id": "approve", "label": "Approve", "kind": "perhaps"}]),
    ("colour", "red"),
]
BAD_ACTIONS: list[dict[str, Any]] = [
    {"id": ""},
    {"id": "Approve"},
    {"id": "1st"},
    {"id": "approve now"},
    {"id": "approve\n"},
    {"id": "a" * 41},
    {"label": ""},
    {"label": "x" * 31},
    {"reason": "perhaps"},
    {"style": "danger"},
]
HALF = "\ud83d"
MARK = "\ufffd"
TEXTS: list[tuple[str, str]] = [
    ("", ""),
    (HALF, MARK),
    (f"paid{HALF}twice", f"paid{MARK}twice"),
    ("\udc00\ud800", MARK * 2),
    ("\ud83d\ude00", "\U0001f600"),
    ("\U0001f600 \ufeff\x00é", "\U0001f600 \ufeff\x00é"),
]


def test_an_ask_needs_only_a_title_and_then_offers_approve_and_reject() -> None:
    assert Ask(title="Deploy").actions == (APPROVE, REJECT)


def test_a_rejection_takes_a_reason_by_default_and_an_approval_does_not() -> None:
    assert REJECT.reason is ReasonRule.REQUIRED
    assert APPROVE.reason is ReasonRule.NONE


@pytest.mark.parametrize(("field", "value"), BAD_FIELDS)
def test_a_wrong_field_is_not_accepted(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Ask.model_validate({"title": "Deploy", field: value})


@pytest.mark.parametrize("change", BAD_ACTIONS)
def test_a_wrong_action_is_not_accepted(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Action.model_validate({"id": "approve", "label": "Approve", "kind": "approve"} | change)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("named", Kind)
def test_an_action_named_after_a_kind_is_of_that_kind(named: Kind, kind: Kind) -> None:
    if named is kind:
        assert Action(id=named, label="Go ahead", kind=kind).kind is kind
        return
    with pytest.raises(ValidationError, match="must be of that kind"):
        Action(id=named, label="Go ahead", kind=kind)


@pytest.mark.parametrize("kind", Kind)
def test_an_action_with_a_name_of_its_own_may_be_of_any_kind(kind: Kind) -> None:
    assert Action(id="reject_later", label="Reject later", kind=kind).kind is kind


def test_half_a_character_is_replaced_wherever_an_ask_has_text() -> None:
    ask = Ask(
        title=HALF,
        summary=HALF,
        flags=(HALF,),
        facts=(Fact(label=HALF, value=HALF),),
        checks=(Check(name=HALF, status=CheckStatus.PASS, detail=HALF),),
        measures={HALF: 1.0},
        notice=HALF,
        actions=(Action(id="approve", label=HALF, kind=Kind.APPROVE),),
    )
    text = canonical(ask.model_dump(mode="json"))
    assert (text.count(HALF), text.count(MARK)) == (0, 10)


@pytest.mark.parametrize(("written", "kept"), TEXTS)
def test_only_half_characters_are_replaced(written: str, kept: str) -> None:
    assert Ask(title="Deploy", summary=written).summary == kept


@given(st.text())
def test_a_text_of_whole_characters_is_kept_as_it_is(text: str) -> None:
    assert Ask(title="Deploy", summary=text).summary == text


@pytest.mark.parametrize("length", [0, 81])
def test_facts_and_checks_need_a_short_label(length: int) -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate({"label": "x" * length, "value": "1"})
    with pytest.raises(ValidationError):
        Check.model_validate({"name": "x" * length, "status": "pass"})


def test_two_actions_may_not_share_an_id() -> None:
    with pytest.raises(ValidationError, match="two actions share an id"):
        an_ask(actions=(APPROVE, Action(id="approve", label="Approve too", kind=Kind.APPROVE)))


def test_actions_without_one_that_approves_are_not_accepted() -> None:
    with pytest.raises(ValidationError, match="needs an action that approves"):
        an_ask(actions=(REJECT, HOLD))


def test_an_ask_may_offer_no_action_at_all() -> None:
    assert an_ask(actions=()).actions == ()


def test_an_action_is_found_by_its_id() -> None:
    assert an_ask().action("hold") == HOLD
    assert an_ask().action("explode") is None


def test_an_ask_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        an_ask().__setattr__("title", "Refund 1 000 000.00")
