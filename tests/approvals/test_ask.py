"""Asks: what is accepted as a question, and what is not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.approvals.ask import (
    APPROVE,
    REJECT,
    Action,
    Alternative,
    Ask,
    Check,
    CheckStatus,
    Draft,
    Fact,
    Kind,
    ReasonRule,
)
from bot.approvals.digests import canonical
from tests.approvals.examples import DRAFT_FORM, ESCALATE, HOLD, a_drafted_ask, an_ask

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
    ("alternatives", [{"label": ""}]),
    ("alternatives", [{"label": "x" * 151}]),
    ("risk", "extreme"),
    ("step", "x" * 121),
    ("draft", {}),
    ("draft", {"values": [1], "form": {}}),
    ("draft", {"values": {"amount": float("nan")}, "form": {}}),
    ("draft", {"values": {"amount": {1, 2}}, "form": {}}),
    ("draft", {"values": {}, "form": {}, "measures": {"amount": 1}}),
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
    {"form": "a text"},
    {"form": {"minimum": float("inf")}},
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
        alternatives=(Alternative(label=HALF, detail=HALF),),
        waiting_costs=HALF,
        step=HALF,
        draft=Draft(values={HALF: [{HALF: HALF}]}, form={HALF: 1}, measures={HALF: HALF}),
        actions=(Action(id="approve", label=HALF, kind=Kind.APPROVE, form={"title": HALF}),),
    )
    text = canonical(ask.model_dump(mode="json"))
    assert (text.count(HALF), text.count(MARK)) == (0, 21)


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


@pytest.mark.parametrize("actions", [(REJECT, HOLD), (HOLD,), (REJECT,)])
def test_an_ask_may_be_a_plain_question_that_nothing_approves(actions: tuple[Action, ...]) -> None:
    assert an_ask(actions=actions).first(Kind.APPROVE) is None


def test_an_ask_that_can_only_be_escalated_is_not_accepted() -> None:
    with pytest.raises(ValidationError, match="needs an action that answers it"):
        an_ask(actions=(ESCALATE,))


def test_an_ask_may_offer_no_action_at_all() -> None:
    assert an_ask(actions=()).actions == ()


def test_an_action_is_found_by_its_id() -> None:
    assert an_ask().action("hold") == HOLD
    assert an_ask().action("explode") is None


def test_an_ask_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        an_ask().__setattr__("title", "Refund 1 000 000.00")


def test_an_action_that_escalates_has_no_form() -> None:
    with pytest.raises(ValidationError, match="takes no form"):
        Action(id="escalate", label="Ask the next tier", kind=Kind.ESCALATE, form={"type": "object"})


def test_values_nested_without_end_are_not_accepted() -> None:
    values: dict[str, Any] = {}
    for _ in range(2_000):
        values = {"in": values}
    with pytest.raises(ValidationError, match="recursion"):
        Draft(values=values, form={})


def test_an_edited_ask_differs_only_in_its_drafts_values_and_the_measures_taken_from_them() -> None:
    ask = a_drafted_ask(amount=120)
    edited = ask.edited({"amount": 100, "note": "half of it"})
    assert edited.draft
    assert (edited.draft.values, edited.draft.form) == ({"amount": 100, "note": "half of it"}, DRAFT_FORM)
    assert edited.measures == {"amount": 100.0, "risk": 0.2}
    assert edited.model_copy(update={"draft": ask.draft, "measures": ask.measures}) == ask


@pytest.mark.parametrize("amount", [-0.01, "100", True, None, [100], {"value": 100}, 10**301, 1e301])
def test_a_measure_whose_value_is_no_number_any_more_is_gone(amount: object) -> None:
    assert a_drafted_ask().edited({"amount": amount}).measures == {"risk": 0.2}
    assert a_drafted_ask().edited({}).measures == {"risk": 0.2}


@pytest.mark.parametrize("amount", [0, 0.0, 1, 1e300, 10**299])
def test_a_measure_is_taken_from_any_number_that_is_not_negative(amount: float) -> None:
    assert a_drafted_ask().edited({"amount": amount}).measures["amount"] == float(amount)


def test_editing_twice_is_editing_once_with_the_latter_values() -> None:
    ask = a_drafted_ask()
    assert ask.edited({"amount": "none"}).edited({"amount": 5}) == ask.edited({"amount": 5})


def test_an_ask_without_a_draft_has_nothing_to_edit() -> None:
    with pytest.raises(ValueError, match="nothing to edit"):
        an_ask().edited({"amount": 100})
