"""LangChain's middleware asking for one tool call: actions and forms from its schema, one decision as the answer."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from langchain.agents.middleware.human_in_the_loop import DecisionType, _decision_schema
from langchain_core.tools import tool
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.approvals.ask import Kind
from bot.approvals.dialects import hitl_call, schema_parts
from bot.approvals.dialects.payloads import Malformed, Part, Payload
from tests.approvals.dialects.readings import Schema, answer, composed, kinds, silent, the_part
from tests.approvals.dialects.specimens import DECISIONS, EVERYTHING, REFUND, call

A, J, N = Kind.APPROVE, Kind.REJECT, Kind.NEUTRAL
ALLOWED: list[tuple[tuple[DecisionType, ...], dict[str, Kind]]] = [
    (("approve",), {"approve": A}),
    (("edit",), {"edit": A}),
    (("reject",), {"reject": J}),
    (("respond",), {"respond": N}),
    (("approve", "edit", "reject"), {"approve": A, "reject": J}),
    (("edit", "respond"), {"edit": A, "respond": N}),
    (("approve", "edit", "reject", "respond"), {"approve": A, "reject": J, "respond": N}),
]


class Address(BaseModel):
    street: str
    zip: str | None = None


@tool
def refund(order_id: str, amount: float, to: Address | None = None) -> str:
    """Give money back."""
    return f"{order_id} {amount} {to}"


def checker(*allowed: DecisionType) -> TypeAdapter[Any]:
    """The middleware's own check of an answer."""
    return TypeAdapter(_decision_schema(allowed, "refund", refund))


def a_part(*allowed: DecisionType, **more: Any) -> Part:
    """The refund as the middleware asks about it, with these decisions allowed."""
    return the_part(call(**more), checker(*allowed).json_schema())


@pytest.mark.parametrize(("allowed", "expected"), ALLOWED)
def test_there_is_an_action_for_each_decision_that_the_schema_allows(
    allowed: tuple[DecisionType, ...], expected: dict[str, Kind]
) -> None:
    part = a_part(*allowed)
    assert kinds(part.ask) == expected
    assert part.ask.title == "refund: Refund needs sign-off"


def test_every_answer_passes_the_middlewares_own_check() -> None:
    part = a_part("approve", "edit", "reject", "respond")
    edits = {"order_id": "A1", "amount": 9, "to": {"street": "Main St"}}
    answers = [
        answer(part, "approve"),
        answer(part, "approve", edits=edits),
        answer(part, "reject"),
        answer(part, "reject", reason="too much"),
        answer(part, "respond", reason="because"),
        composed(part, silent()),
    ]
    assert answers == [
        {"type": "approve"},
        {"type": "edit", "edited_action": {"name": "refund", "args": edits}},
        {"type": "reject"},
        {"type": "reject", "message": "too much"},
        {"type": "respond", "message": "because"},
        {"type": "reject"},
    ]
    check = checker("approve", "edit", "reject", "respond")
    for each in answers:
        assert check.validate_python(each) == each


@pytest.mark.parametrize("allowed", EVERYTHING)
def test_where_one_decision_is_allowed_its_answer_fits(allowed: DecisionType) -> None:
    [action] = a_part(allowed).ask.actions
    answered = answer(a_part(allowed), action.id, reason="because")
    assert checker(allowed).validate_python(answered) == answered


def test_the_form_of_an_edit_is_the_tools_own_schema_with_all_that_it_refers_to() -> None:
    draft = a_part("approve", "edit").ask.draft
    assert draft
    assert draft.values == REFUND["args"]
    assert draft.measures == {"amount": "amount"}
    assert draft.form["$defs"] == {"Address": Address.model_json_schema()}
    judge = Draft202012Validator(draft.form)
    assert judge.is_valid({"order_id": "A1", "amount": 1.5, "to": {"street": "Main St"}})
    assert not judge.is_valid({"order_id": "A1", "amount": 1.5, "to": {"zip": "1"}})


def test_edits_that_do_not_fit_the_tool_are_refused_by_the_library_and_nothing_else_is_called() -> None:
    part = a_part("approve", "edit")
    with pytest.raises(ValidationError):
        checker("approve", "edit").validate_python(answer(part, "approve", edits={"amount": "a lot"}))
    assert answer(part, "approve", edits={"name": "delete"})["edited_action"]["name"] == "refund"


def test_a_number_that_the_tool_does_not_take_holds_no_limit() -> None:
    """An agent that makes up an argument must not get below a limit by it."""
    args = {"order_id": "A1", "amount": 5000, "risk": 0}
    assert a_part("approve", "edit", args=args).ask.measures == {"amount": 5000.0}
    assert a_part("approve", args=args).ask.measures == {"amount": 5000.0, "risk": 0.0}


def test_a_tool_that_does_not_say_what_it_takes_is_edited_by_what_it_was_called_with() -> None:
    schema = TypeAdapter(_decision_schema(("approve", "edit"), "refund", None)).json_schema()
    draft = the_part(call(), schema).ask.draft
    assert draft
    assert list(schema_parts.properties(draft.form)) == ["order_id", "amount"]


def changed(change: Callable[[Schema], object]) -> Schema:
    """The schema of the decisions with something about it changed."""
    schema = copy.deepcopy(DECISIONS)
    change(schema["$defs"])
    return schema


def test_a_decision_that_holds_more_than_is_known_is_told_and_not_offered() -> None:
    schema = changed(lambda defs: defs["Approve"]["properties"].update(seal={"type": "string"}))
    ask = the_part(call(), schema).ask
    assert kinds(ask) == {"edit": A, "reject": J}
    assert ask.notice.endswith("'approve'.")


BROKEN: list[tuple[dict[str, Any], Schema, str]] = [
    (call(name="delete"), DECISIONS, "an edit of 'delete' would call another tool"),
    (call(name=""), DECISIONS, "name: "),
    (call(args=[1]), DECISIONS, "args: "),
    (call(args={"amount": float("inf")}), DECISIONS, "args"),
    (call(description=None), DECISIONS, "description: "),
    (call(), changed(lambda defs: defs.pop("EditedAction")), "which is none of its definitions"),
    (call(), changed(lambda defs: defs.pop("Money")), "which is none of its definitions"),
    (call(), changed(lambda defs: defs["EditedAction"]["properties"].pop("name")), "would call another tool"),
    (call(), changed(lambda defs: defs.update(Money={"$ref": "#/oneOf/0"})), "which is none of its definitions"),
    (call(), changed(lambda defs: defs.update(Edit={"$ref": "#/$defs/Edit"})), "refers to itself without an end"),
    (call(), {**DECISIONS, "default": float("nan")}, "is no JSON"),
]


@pytest.mark.parametrize(("value", "schema", "told"), BROKEN)
def test_a_broken_question_is_shown_with_what_is_wrong_and_not_answered(
    value: dict[str, Any], schema: Schema, told: str
) -> None:
    with pytest.raises(Malformed) as raised:
        hitl_call.read(Payload(value, schema))
    assert told in str(raised.value)
    part = the_part(value, schema)
    assert told in part.ask.notice
    assert part.reply is None


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (call(), None),
        (call(), {"type": "boolean"}),
        (call(type="approval"), DECISIONS),
        ({"type": "tool_approval", "tool": "refund"}, DECISIONS),
        ([call()], DECISIONS),
        ("refund", DECISIONS),
    ],
)
def test_other_payloads_are_left_to_others(value: Any, schema: Schema | None) -> None:
    assert hitl_call.read(Payload(value, schema)) is None
