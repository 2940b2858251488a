"""Shapes: every kind of answer is filled in from the decision, and nothing else is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.approvals.ask import APPROVE, REJECT, Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.dialects import shapes
from bot.approvals.dialects.shapes import AsJson, Const, Fields, Items, Part, Reply, Shape, Take, Words
from tests.approvals.examples import NOON, a_decision
from tests.approvals.strategies import finite_json_values

SHAPES: TypeAdapter[Shape] = TypeAdapter(Shape)
REASON, VALUES, EDITS = (Take(take=part) for part in (Part.REASON, Part.VALUES, Part.EDITS))
MAYBE = Take(take=Part.REASON, optional=True)


def decided(**fields: Any) -> Decision:
    """An approval with these fields."""
    return a_decision().model_copy(update=fields)


def filled(shape: Shape, decision: Decision, draft: dict[str, Any] | None = None) -> Any:
    """What the shape comes to, after it was kept as JSON as a request keeps it."""
    kept = Reply.model_validate_json(Reply(answers={"approve": shape, "reject": shape}).model_dump_json())
    assert kept.answers["approve"] == shape
    return shapes.answer(kept, decision, draft)


TAKEN: list[tuple[Take, Any]] = [
    (Take(take=Part.REQUEST), "request-1"),
    (Take(take=Part.ACTION), "approve"),
    (Take(take=Part.REASON), "as agreed"),
    (Take(take=Part.BY), "U1, U2"),
    (Take(take=Part.CAUSE), "votes"),
    (Take(take=Part.AT), NOON.isoformat()),
    (Take(take=Part.VALUES), {"months": 3, "note": None}),
    (Take(take=Part.VALUES, name="months"), 3),
    (Take(take=Part.VALUES, name="note"), None),
    (Take(take=Part.VALUES, name="note", optional=True), None),
    (Take(take=Part.VALUES, name="gone", optional=True), None),
    (Take(take=Part.EDITS), {"amount": 90}),
    (Take(take=Part.EDITS, name="amount"), 90),
]
MADE: list[tuple[Shape, Any]] = [
    *[(Const(const=value), value) for value in (True, False, 0, 1.5, "", "{reason}", {}, [None], {"take": "reason"})],
    (Words(words=(Const(const="edit:"), REASON)), "edit:as agreed"),
    (Words(words=(Const(const=1), Const(const=True), Const(const=None), MAYBE, VALUES)), "1trueas agreed{}"),
    (Fields(fields={"type": Const(const="reject"), "message": MAYBE}), {"type": "reject", "message": "as agreed"}),
    (Fields(fields={}), {}),
    (Items(items=(Const(const=1), MAYBE, Items(items=()))), [1, "as agreed", []]),
    (AsJson(as_json=Fields(fields={"é": MAYBE})), '{"é": "as agreed"}'),
]


@pytest.mark.parametrize(("take", "expected"), TAKEN)
def test_every_part_of_a_decision_can_be_taken(take: Take, expected: object) -> None:
    decision = decided(by=("U1", "U2"), values={"months": 3, "note": None}, edits={"amount": 90})
    assert filled(take, decision, {"amount": 120}) == expected


@pytest.mark.parametrize(("shape", "expected"), MADE)
def test_every_shape_is_filled_in(shape: Shape, expected: object) -> None:
    answer = filled(shape, a_decision())
    assert (answer, type(answer)) == (expected, type(expected))


def test_a_whole_decision_is_taken_as_json() -> None:
    assert Decision.model_validate(filled(Take(take=Part.DECISION), a_decision(REJECT))) == a_decision(REJECT)


def test_where_nobody_voted_the_policy_answered() -> None:
    assert filled(Take(take=Part.BY), a_decision(cause=Cause.LIMITS, by=())) == "policy"


def test_without_an_edit_the_draft_stands_as_it_was_asked() -> None:
    assert filled(EDITS, a_decision(), {"amount": 120}) == {"amount": 120}
    assert filled(EDITS, a_decision()) == {}


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_optional_part_that_is_empty_leaves_no_trace(empty: str) -> None:
    fields = Fields(fields={"type": Const(const="reject"), "message": MAYBE})
    said = {"type": "reject"} if not empty else {"type": "reject", "message": empty}
    assert filled(fields, decided(reason=empty)) == said
    assert filled(Items(items=(MAYBE,)), decided(reason="")) == []
    assert filled(Words(words=(Const(const="no:"), MAYBE)), decided(reason="")) == "no:"


@pytest.mark.parametrize("value", [None, "", 0, False, [], {}])
def test_what_people_put_into_an_optional_field_goes_along_whatever_it_is(value: object) -> None:
    fields = Fields(fields={"note": Take(take=Part.VALUES, name="note", optional=True)})
    assert filled(fields, decided(values={"note": value})) == {"note": value}
    assert filled(fields, decided(values={})) == {}


def test_a_field_that_is_needed_and_missing_leaves_no_answer() -> None:
    needed = Take(take=Part.VALUES, name="months")
    for shape in (needed, Fields(fields={"months": needed}), Words(words=(Const(const="in "), needed))):
        with pytest.raises(KeyError):
            filled(shape, a_decision())


def test_an_action_without_a_shape_has_no_answer() -> None:
    with pytest.raises(KeyError):
        shapes.answer(Reply(answers={"approve": Const(const=True)}), a_decision(REJECT))


def test_edits_are_answered_with_a_shape_of_their_own() -> None:
    reply = Reply(answers={"approve": Const(const="as asked"), "reject": Const(const="no")}, edited={"approve": EDITS})
    edited = {"edits": {"amount": 90}}
    assert shapes.answer(reply, a_decision()) == "as asked"
    assert shapes.answer(reply, decided(**edited)) == {"amount": 90}
    assert shapes.answer(reply, a_decision(REJECT).model_copy(update=edited)) == "no"


def test_answers_to_parts_are_put_together_in_their_order() -> None:
    assert shapes.whole(Reply(answers={}, parts="decisions"), [{"type": "reject"}, 2]) == {
        "decisions": [{"type": "reject"}, 2]
    }
    assert shapes.whole(Reply(answers={}), [0]) == 0


def test_two_answers_to_a_question_that_takes_one_are_an_error() -> None:
    with pytest.raises(ValueError, match="too many values"):
        shapes.whole(Reply(answers={}), [1, 2])


BAD: list[dict[str, Any]] = [
    {},
    {"const": 1, "take": "reason"},
    {"const": "\ud83d"},
    {"const": {"\ud83d": 1}},
    {"const": float("nan")},
    {"const": 10**5000},
    {"const": {1: 2}},
    {"take": "everything"},
    {"take": "reason", "name": "length"},
    {"take": "values", "name": "\ud83d"},
    {"fields": {"\ud83d": {"const": 1}}},
    {"words": [{"items": []}]},
]


@pytest.mark.parametrize("shape", BAD)
def test_what_is_no_shape_is_not_accepted(shape: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SHAPES.validate_python(shape)


def _shapes() -> st.SearchStrategy[Shape]:
    takes = st.builds(Take, take=st.sampled_from(Part), optional=st.booleans())
    fields = st.builds(Take, take=st.sampled_from((Part.VALUES, Part.EDITS)), name=st.text(), optional=st.just(True))
    leaves = st.builds(Const, const=finite_json_values) | takes | fields
    return st.recursive(
        leaves | st.builds(Words, words=st.lists(st.builds(Const, const=st.text()) | takes, max_size=3).map(tuple)),
        lambda inner: (
            st.builds(Fields, fields=st.dictionaries(st.text(), inner, max_size=3))
            | st.builds(Items, items=st.lists(inner, max_size=3).map(tuple))
            | st.builds(AsJson, as_json=inner)
        ),
        max_leaves=6,
    )


@given(_shapes(), st.text())
def test_any_shape_is_kept_as_json_and_fills_in(shape: Shape, reason: str) -> None:
    filled(shape, decided(reason=reason), {"amount": 120})


@given(finite_json_values)
def test_nothing_is_looked_for_in_what_an_agent_wrote(value: Any) -> None:
    """Whatever looks like a shape, or like a place for words, stays what it is."""
    hostile = {"const": value, "take": "reason", "text": "{reason} %(reason)s $reason", "fields": {"take": "decision"}}
    assert filled(Const(const=hostile), a_decision(APPROVE)) == hostile


def test_a_decision_of_any_kind_is_filled_in_by_its_action_alone() -> None:
    decision = a_decision().model_copy(update={"kind": Kind.NEUTRAL})
    assert shapes.answer(Reply(answers={"approve": REASON}), decision) == "as agreed"
