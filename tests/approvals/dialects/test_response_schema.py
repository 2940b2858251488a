"""`response_schema`: buttons and forms from the schema, and answers that fit it."""

import dataclasses
from enum import Enum
from typing import Annotated, Any, Literal, NotRequired

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field, TypeAdapter
from typing_extensions import TypedDict

from bot.approvals.ask import Kind
from bot.approvals.dialects import response_schema, schema_parts
from bot.approvals.dialects.payloads import Malformed, Part, Payload
from tests.approvals.dialects.mangling import mangled
from tests.approvals.dialects.readings import Schema, answer, composed, decided, kinds, silent, the_part
from tests.approvals.dialects.specimens import DECISIONS

A, J, N = Kind.APPROVE, Kind.REJECT, Kind.NEUTRAL


class Money(BaseModel):
    amount: float = Field(ge=0)
    currency: Literal["EUR", "USD"] = "EUR"


class Approve(BaseModel):
    kind: Literal["approve"]
    note: str | None = None


class Change(BaseModel):
    """Another sum is paid out."""

    kind: Literal["change"]
    money: Money


class Reject(BaseModel):
    kind: Literal["reject"] = "reject"
    why: str


class Verdict(TypedDict):
    approved: bool
    notes: NotRequired[str]


@dataclasses.dataclass
class Review:
    decision: Literal["approve", "reject", "hold"]
    reviewer: str
    limit: int | None = 5


class Colour(Enum):
    RED = 1
    BLUE = 2


class Empty(BaseModel):
    pass


Tagged = Annotated[Approve | Change | Reject, Field(discriminator="kind")]


def a_part(kind: Any, value: Any = "Refund?") -> Part:
    """The question as LangGraph sends it when its answer has to be of this type."""
    return the_part(value, TypeAdapter(kind).json_schema())


BUTTONS: list[tuple[Any, dict[str, Kind]]] = [
    (bool, {"yes": A, "no": J}),
    (Annotated[bool, Field(title="Approved")], {"approve": A, "reject": J}),
    (Annotated[bool, Field(title="Urgent")], {"urgent_yes": N, "urgent_no": N}),
    (Literal["approve", "reject"], {"approve": A, "reject": J}),
    (Literal["red", "blue"], {"red": N, "blue": N}),
    (Literal["escalate", "neutral", "reject"], {"answer_escalate": N, "neutral": N, "reject": J}),
    (Literal["a b", "a_b", "A B"], {"a_b": N, "a_b_2": N, "a_b_3": N}),
    (Colour, {"option_1": N, "option_2": N}),
    (Literal["approve"] | None, {"approve": A}),
    (Tagged, {"approve": A, "change": A, "reject": J}),
    (Approve | Reject, {"approve": A, "reject": J}),
    (Approve | Change | Reject | Literal["later", "no"], {"approve": A, "change": A, "reject": J, "later": N, "no": J}),
    (Money | Empty, {"money": N, "empty": N}),
    (Verdict, {"approve": A, "reject": J}),
    (Review, {"approve": A, "reject": J, "hold": N}),
    (Approve, {"approve": A}),
    (str, {"answer": N}),
    (int | str, {"answer": N}),
    (list[Money], {"answer": N}),
    (Money, {"answer": N}),
    (dict[str, Any], {"answer": N}),
    (Any, {"answer": N}),
    (Empty, {"answer": N}),
]
FILLED: dict[str, Any] = {
    "answer": "Ada",
    "amount": 5,
    "currency": "EUR",
    "money": {"amount": 9.5},
    "why": "too much",
    "reviewer": "Ada",
}
ANSWERS: list[tuple[Any, str, Any, Any]] = [
    (bool, "yes", {}, True),
    (bool, "no", {}, False),
    (Literal["approve", "reject"], "reject", {}, "reject"),
    (Colour, "option_2", {}, 2),
    (Literal["a b", "a_b", "A B"], "a_b_2", {}, "a_b"),
    (Tagged, "approve", {}, {"kind": "approve"}),
    (Tagged, "approve", {"note": "fine"}, {"kind": "approve", "note": "fine"}),
    (Tagged, "change", {"money": {"amount": 1}}, {"kind": "change", "money": {"amount": 1}}),
    (Tagged, "reject", {"why": ""}, {"kind": "reject", "why": ""}),
    (Money | Empty, "empty", {}, {}),
    (Money | Empty, "money", {"amount": 1}, {"amount": 1}),
    (Verdict, "approve", {}, {"approved": True}),
    (Verdict, "reject", {"notes": "no"}, {"approved": False, "notes": "no"}),
    (Review, "hold", {"reviewer": "Ada"}, {"decision": "hold", "reviewer": "Ada"}),
    (
        Review,
        "approve",
        {"reviewer": "Ada", "limit": None},
        {"decision": "approve", "reviewer": "Ada", "limit": None},
    ),
    (str, "answer", {"answer": "Ada"}, "Ada"),
    (str, "answer", {"answer": ""}, ""),
    (int | str, "answer", {"answer": 0}, 0),
    (list[Money], "answer", {"answer": [{"amount": 1}]}, [{"amount": 1}]),
    (Money, "answer", {"amount": 1, "currency": "USD"}, {"amount": 1, "currency": "USD"}),
    (dict[str, Any], "answer", {"answer": {"any": [1]}}, {"any": [1]}),
    (Empty, "answer", {}, {}),
]


@pytest.mark.parametrize(("kind", "expected"), BUTTONS)
def test_there_is_a_button_for_each_way_of_answering(kind: Any, expected: dict[str, Kind]) -> None:
    assert kinds(a_part(kind).ask) == expected


@pytest.mark.parametrize(("kind", "action", "values", "expected"), ANSWERS)
def test_every_answer_is_what_the_type_takes(kind: Any, action: str, values: dict[str, Any], expected: Any) -> None:
    part = a_part(kind)
    taken = part.ask.action(action)
    assert taken
    assert Draft202012Validator(taken.form or {"maxProperties": 0}).is_valid(values)
    answered = answer(part, action, values=values)
    assert (answered, type(answered)) == (expected, type(expected))
    TypeAdapter(kind).validate_python(answered)


@pytest.mark.parametrize("kind", [each[0] for each in BUTTONS])
def test_a_form_stands_by_itself_and_what_fits_it_fits_the_schema(kind: Any) -> None:
    schema = TypeAdapter(kind).json_schema()
    part = the_part("Refund?", schema)
    for action in part.ask.actions:
        Draft202012Validator.check_schema(action.form)
        needed = schema_parts.required(action.form)
        values = {name: FILLED[name] for name in needed}
        if "answer" in values and schema.get("type") in ("array", "object"):
            values["answer"] = [] if schema["type"] == "array" else {}
        assert Draft202012Validator(action.form).is_valid(values)
        assert Draft202012Validator(schema).is_valid(answer(part, action.id, values=values))


def test_silence_is_answered_by_a_refusal_that_needs_no_words_and_by_no_other() -> None:
    assert composed(a_part(Verdict), _silence(a_part(Verdict))) == {"approved": False}
    for kind in (Tagged, Review, str, Literal["red", "blue"]):
        with pytest.raises(KeyError):
            composed(a_part(kind), _silence(a_part(kind)))


def _silence(part: Part) -> Any:
    """What the policy rejects by: the first action that does, if there is one."""
    action = part.ask.first(J)
    return silent().model_copy(update={"action": action.id}) if action else silent()


def test_the_payload_is_shown_and_its_numbers_are_measures_where_an_approval_needs_nothing_more() -> None:
    value = {"question": "Refund?", "amount": 120, "customer": "Ada", "risk": True}
    ask = a_part(Verdict, value).ask
    assert ask.title == "Refund?"
    assert {fact.label: fact.value for fact in ask.facts} == {"Amount": "120", "Customer": "Ada", "Risk": "true"}
    assert ask.measures == {"amount": 120.0}
    for kind in (Review, str, Literal["red", "blue"]):
        assert a_part(kind, value).ask.measures == {}


def test_what_the_author_says_of_an_answer_is_told() -> None:
    facts = {fact.label: fact.value for fact in a_part(Tagged).ask.facts}
    assert facts == {"Answer: Change": "Another sum is paid out."}


def test_a_word_that_has_no_room_on_its_button_is_told_whole() -> None:
    long = "approve this only for customers of long standing"
    ask = the_part("Refund?", {"enum": [long, "no"]}).ask
    assert ask.actions[0].label == "Approve this only for custome…"
    assert [(fact.label, fact.value) for fact in ask.facts] == [("Answer: Approve this only for custome…", long)]


def test_buttons_that_would_say_the_same_are_numbered() -> None:
    labels = [action.label for action in a_part(Literal["a b", "a_b", "c"]).ask.actions]
    assert labels == ["1. a b", "2. a b", "3. c"]


NAMED: list[tuple[Schema, dict[str, Kind]]] = [
    ({"oneOf": [{"const": 1, "title": "Approve"}, {"const": 2, "title": "Red"}]}, {"approve": A, "red": N}),
    ({"oneOf": [{"const": "reject", "title": "Approve"}, {"const": "no"}]}, {"answer_approve": N, "no": J}),
    ({"anyOf": [{"type": "string"}, {"const": "approve"}]}, {"answer": N}),
    ({"anyOf": [{"type": "string", "title": "Note"}, {"const": "approve"}]}, {"note": N, "approve": A}),
    ({"enum": [None]}, {"answer": N}),
    ({"enum": []}, {"answer": N}),
    ({"enum": ["approve", None, 1.5, {"a": 1}, True, ""]}, {}),
    ({"enum": [str(number) for number in range(20)]}, {f"option_{number}": N for number in range(20)}),
    ({"enum": [str(number) for number in range(21)]}, {"answer": N}),
    ({"type": "object", "properties": {"ok": {"type": "boolean"}}}, {"ok_yes": A, "ok_no": J}),
    ({"type": "object", "properties": {"isApproved": {"type": "boolean"}}}, {"approve": A, "reject": J}),
    ({"type": "object", "properties": {"approval": {"type": "boolean"}}}, {"approve": A, "reject": J}),
    ({"type": "object", "properties": {"approval": {"const": True}}}, {"approve": A}),
    ({"type": "object", "properties": {"urgent": {"type": "boolean"}}}, {"answer": N}),
    ({"type": "object", "properties": {"rejected": {"type": "boolean"}}}, {"answer": N}),
    ({"type": "object", "properties": {"type": {"enum": ["bug", "wish"]}}}, {"bug": N, "wish": N}),
    (
        {"type": "object", "properties": {"type": {"enum": ["bug", "wish"]}, "action": {"enum": ["accept", "stop"]}}},
        {"accept": A, "stop": J},
    ),
    (
        {"type": "object", "properties": {"approved": {"type": "boolean"}, "action": {"enum": ["accept", "stop"]}}},
        {"answer": N},
    ),
    ({"properties": {"approved": {"type": "boolean"}}, "minProperties": 1}, {"answer": N}),
    ({"type": "object", "properties": {"a": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"answer": N}),
    ({"$ref": "#/$defs/Yes", "$defs": {"Yes": {"const": "yes"}}}, {"yes": A}),
    ({"allOf": [{"enum": ["yes", "no"]}]}, {"yes": A, "no": J}),
]


@pytest.mark.parametrize(("schema", "expected"), [each for each in NAMED if each[1]])
def test_only_what_clearly_is_consent_approves(schema: Schema, expected: dict[str, Kind]) -> None:
    assert kinds(the_part("Refund?", schema).ask) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"amount": {"type": "number"}}, A),
        ({"feedback": {"type": "string"}, "amount": {"type": "number"}}, A),
        ({"feedback": {"type": "string"}}, N),
        ({}, N),
    ],
)
def test_writing_what_is_to_be_instead_is_consent_to_it_and_no_limit_does_so(fields: Schema, expected: Kind) -> None:
    schema = {"type": "object", "properties": {"decision": {"enum": ["modify", "reject"]}, **fields}}
    ask = the_part({"question": "Refund?", "cost": 5}, schema).ask
    assert kinds(ask) == {"modify": expected, "reject": J}
    assert ask.measures == {}


def test_null_is_no_answer_and_every_other_value_is_given_as_it_is() -> None:
    values = ["approve", None, 1.5, {"a": 1}, True, ""]
    part = the_part("Refund?", {"enum": values})
    assert [answer(part, action.id) for action in part.ask.actions] == ["approve", 1.5, {"a": 1}, True, ""]


def test_a_branch_that_has_further_rules_is_answered_by_people_alone() -> None:
    rules = {"title": "Reject", "properties": {"why": {"type": "string"}}, "minProperties": 1}
    part = the_part("Refund?", {"oneOf": [rules, {"const": "approve"}]})
    assert kinds(part.ask) == {"answer_reject": N, "approve": A}
    assert answer(part, "answer_reject", values={"why": "no"}) == {"why": "no"}


BROKEN: list[tuple[Schema, str]] = [
    ({"enum": [float("nan")]}, "is no JSON"),
    ({"enum": [10**5000]}, "is no JSON"),
    ({"enum": [b"yes"]}, "is no JSON"),
    ({1: 2}, "is no JSON"),  # type: ignore[dict-item]
    ({"enum": ["\ud83d"]}, "half characters"),
    ({"$ref": "https://example.com/schema"}, "none of its definitions"),
    ({"$ref": "#"}, "none of its definitions"),
    ({"$ref": "#/$defs/Gone", "$defs": {}}, "none of its definitions"),
    ({"$ref": "#/$defs/A/properties/b", "$defs": {"A": {}}}, "cannot be followed"),
    ({"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/A"}}}, "without an end"),
    ({"$ref": "#/$defs/A", "$defs": {"A": True}}, "cannot be followed"),
    ({"properties": {"a": {"$ref": "#/properties/b"}, "b": {}}}, "none of its definitions"),
]


@pytest.mark.parametrize(("schema", "told"), BROKEN)
def test_a_schema_that_cannot_be_used_is_told_and_not_answered(schema: Schema, told: str) -> None:
    with pytest.raises(Malformed, match=told):
        response_schema.read(Payload("Refund?", schema))
    assert told in the_part("Refund?", schema).ask.notice


def test_what_only_looks_like_a_reference_is_left_alone() -> None:
    data = {"$ref": "#/nowhere"}
    schema = {"properties": {"enum": {"enum": [data]}, "$ref": {"type": "string"}, "x": {"default": data}}}
    part = the_part("Refund?", schema)
    assert answer(part, "answer", values={"$ref": "a"}) == {"enum": data, "$ref": "a"}


def test_a_payload_without_a_schema_is_left_to_others() -> None:
    assert response_schema.read(Payload("Refund?")) is None


@given(mangled(Payload("Refund?", DECISIONS)))
def test_a_policy_has_no_answer_for_a_form_that_nobody_filled_in(given: Payload) -> None:
    offered = [(part, action) for part in _parts(given) for action in part.ask.actions if action.kind is not N]
    for part, action in offered:
        if action.form.get("required"):
            with pytest.raises(KeyError):
                composed(part, decided(action))


def _parts(given: Payload) -> tuple[Part, ...]:
    try:
        read = response_schema.read(given)
    except Malformed:
        return ()
    return read.parts if read else ()


@given(st.lists(st.text(), min_size=1, max_size=20, unique=True))
def test_any_words_can_be_offered_and_are_given_back_as_they_are(words: list[str]) -> None:
    part = the_part("Which?", {"enum": words})
    assert [answer(part, action.id) for action in part.ask.actions] == words
    assert len({action.label for action in part.ask.actions}) == len(words)
