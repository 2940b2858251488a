"""Tests that what people fill in becomes typed, validated values, or words at the right field."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.slack import filling
from bot.slack.fields import REST, Look, fields_of
from bot.slack.filling import Filled
from bot.slack.forms import inputs
from tests.slack.asks import steadily
from tests.slack.hostile import HOSTILE
from tests.slack.schemas import Answered, answered, typed_text
from tests.slack.test_forms import Everything


def state(**said: str | None) -> dict[str, Any]:
    """A view's `state.values` with these texts typed."""
    return {name: {"value": {"type": "plain_text_input", "value": value}} for name, value in said.items()}


def chosen(**said: str | None) -> dict[str, Any]:
    """A view's `state.values` with these options chosen."""
    options = {name: {"value": value} if value is not None else None for name, value in said.items()}
    return {name: {"value": {"type": "radio_buttons", "selected_option": option}} for name, option in options.items()}


def one(schema: Mapping[str, Any], said: str | None, *, required: bool = True) -> Filled:
    """One property, filled in with a typed text."""
    whole = {"type": "object", "properties": {"x": schema}, "required": ["x"] if required else []}
    return filling.from_state(whole, state(x=said))


@pytest.mark.parametrize(
    ("schema", "said", "value"),
    [
        ({"type": "number"}, "12500", 12500),
        ({"type": "number"}, "12500.50", 12500.5),
        ({"type": "number"}, " -0.5 ", -0.5),
        ({"type": "number"}, "1e3", 1000.0),
        ({"type": "integer"}, "+7", 7),
        ({"type": "string"}, " Ada ", "Ada"),
        ({"type": "string"}, "007", "007"),
        ({"type": "string", "maxLength": 500}, "  two\n lines ", "  two\n lines "),
        ({"type": "array"}, '["a", 1]', ["a", 1]),
        ({"type": "object"}, '{"a": {"b": null}}', {"a": {"b": None}}),
        ({}, "true", True),
        ({"type": "string", "format": "date"}, "2026-01-31", "2026-01-31"),
        ({"type": "string", "format": "date-time"}, "2026-01-31T14:30:00Z", "2026-01-31T14:30:00Z"),
        ({"type": "string", "format": "time"}, "14:30:00", "14:30:00"),
        ({"type": "string", "format": "email"}, "a@b.example", "a@b.example"),
        ({"type": "string", "format": "uri"}, "https://example.com/x", "https://example.com/x"),
        ({"type": "string", "format": "unknown"}, "anything", "anything"),
    ],
)
def test_a_text_becomes_a_value_of_its_type(schema: dict[str, Any], said: str, value: Any) -> None:
    filled = one(schema, said)
    assert filled == Filled({"x": value}, {})
    assert type(filled.values["x"]) is type(value)


@pytest.mark.parametrize(
    ("schema", "said", "words"),
    [
        ({"type": "integer"}, "12.5", "whole number such as 12500"),
        ({"type": "integer"}, "12.0", "whole number"),
        ({"type": "integer"}, "١٢", "whole number"),
        ({"type": "integer"}, "9" * 400, "whole number"),
        ({"type": "integer"}, "12,500", "whole number"),
        ({"type": "number"}, "12,500.00", "without thousands separators"),
        ({"type": "number"}, "1e999", "plain number"),
        ({"type": "number"}, "nan", "plain number"),
        ({"type": "number"}, "Infinity", "plain number"),
        ({"type": "number", "minimum": 5}, "4", "at least 5"),
        ({"type": "number", "maximum": 5}, "6", "at most 5"),
        ({"type": "number", "exclusiveMinimum": 0}, "0", "greater than 0"),
        ({"type": "number", "exclusiveMaximum": 9}, "9", "smaller than 9"),
        ({"type": "integer", "multipleOf": 5}, "7", "multiple of 5"),
        ({"type": "string", "minLength": 3}, "ab", "at least 3 characters"),
        ({"type": "string", "maxLength": 1}, "ab", "at most 1 character"),
        ({"type": "string", "pattern": "^TX", "examples": ["TX-1"]}, "AB", "Write: TX-1"),
        ({"type": "string", "pattern": "^TX", "description": "Such as TX-2"}, "AB", "Write: Such as TX-2"),
        ({"type": "string", "pattern": "^TX"}, "AB", "Write: ^TX"),
        ({"type": "string", "format": "date"}, "31.1.2026", "a date such as 2026-01-31"),
        ({"type": "string", "format": "date-time"}, "2026-01-31", "a date and time"),
        ({"type": "string", "format": "date-time"}, "Tomorrow", "a date and time"),
        ({"type": "string", "format": "time"}, "noon", "a time such as"),
        ({"type": "string", "format": "email"}, "ada", "name@example.com"),
        ({"type": "string", "format": "uri"}, "example.com", "full web address"),
        ({"type": "array"}, "a, b", "This is not JSON"),
        ({"type": "array"}, "[NaN]", "This is not JSON"),
        ({"type": "array"}, "[" * 2900, "This is not JSON"),
        ({"type": "array"}, "{}", "a JSON list"),
        ({"type": "array", "items": {"type": "integer"}}, '["a"]', "whole number"),
        ({"type": "array", "uniqueItems": True}, "[1, 1]", "This does not fit"),
        ({"enum": [f"value {n}" for n in range(101)]}, "nothing", "Write one of: value 0"),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "1.5", "This does not fit"),
        ({"type": "string"}, " ", "This is needed"),
        ({"type": "string"}, None, "This is needed"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field_with_what_to_write_instead(
    schema: dict[str, Any], said: str | None, words: str
) -> None:
    assert words in one(schema, said).errors["x"]


def test_every_field_that_is_wrong_is_told_at_once() -> None:
    schema = Everything.model_json_schema()
    errors = filling.from_state(schema, state(name="x", amount="much", count="9", address="{}")).errors
    assert set(errors) == {"name", "amount", "count", "address", "essay", "diff", "agreed"}


def test_what_is_blank_and_optional_is_left_out_and_null_where_it_must_be_something() -> None:
    schema = Everything.model_json_schema()
    said = state(name="Ada", essay="e", diff="d", amount="1", address='{"street": "s"}', nullable=None, maybe="")
    filled = filling.from_state(schema, said | chosen(agreed="true", speed=None))
    assert filled.errors == {}
    assert filled.values["nullable"] is None
    assert set(filled.values) == {"name", "essay", "diff", "amount", "address", "nullable", "agreed"}
    Everything.model_validate(filled.values)


@pytest.mark.parametrize(("key", "value"), [("true", True), ("false", False)])
def test_yes_and_no_are_booleans(key: str, value: bool) -> None:
    schema = {"properties": {"agreed": {"type": "boolean"}}, "required": ["agreed"]}
    assert filling.from_state(schema, chosen(agreed=key)) == Filled({"agreed": value}, {})


def test_choices_keep_their_types() -> None:
    schema = {"properties": {"x": {"enum": [1, 1.5, "1", True, None, ""]}}}
    for choice in fields_of(schema)[0].choices:
        filled = filling.from_state(schema, chosen(x=choice.key))
        assert filled.errors == {}
        assert type(filled.values["x"]) is type(choice.value)


def test_a_choice_that_is_not_offered_is_refused() -> None:
    schema = {"properties": {"x": {"enum": ["a", "b"]}}}
    assert "a or b" in filling.from_state(schema, chosen(x='"c"')).errors["x"]
    many = {"properties": {"x": {"enum": [*range(20)]}}}
    assert "not one of the choices" in filling.from_state(many, chosen(x="99")).errors["x"]


def test_values_without_a_field_come_from_the_field_for_the_rest() -> None:
    properties = {f"field_{number}": {"type": "integer"} for number in range(95)}
    schema = {"properties": properties, "required": ["field_93"]}
    assert filling.from_state(schema, state(**{REST: '{"field_93": 7}'})) == Filled({"field_93": 7}, {})
    assert "JSON object" in filling.from_state(schema, state(**{REST: "[]"})).errors[REST]
    assert REST in filling.from_state(schema, state(**{REST: '{"field_94": 7}'})).errors
    assert REST in filling.from_state(schema, state(**{REST: '{"field_93": "x"}'})).errors


def test_what_the_schema_forbids_as_a_whole_is_told_at_the_last_field() -> None:
    schema = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "maxProperties": 1}
    assert set(filling.from_state(schema, state(a="1", b="2")).errors) == {"b"}


@pytest.mark.parametrize(
    "broken",
    [
        {"$ref": "https://127.0.0.1:9/schema"},
        {"$ref": "#/$defs/Missing"},
        {"$ref": "#/properties/x"},
        {"type": "string", "pattern": "("},
        {"type": "strin"},
    ],
)
def test_a_schema_that_cannot_be_applied_lets_nothing_pass(broken: dict[str, Any]) -> None:
    errors = one(broken, '"text"').errors
    assert "I cannot check this" in errors["x"]
    assert len(errors["x"]) < 300


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("", {}),
        ("amount=12500 customer=ACME", {"amount": "12500", "customer": "ACME"}),
        ('reason="paid twice" a=b', {"reason": "paid twice", "a": "b"}),
        ("reason=“paid twice”", {"reason": "paid twice"}),
        ("reason='it is' b=", {"reason": "it is", "b": ""}),
        ("customer=A&amp;B x=&lt;@U1&gt;", {"customer": "A&B", "x": "<@U1>"}),
        ("q=a=b", {"q": "a=b"}),
        ('x="a"b', {"x": '"a"b'}),
    ],
)
def test_pairs_are_read_as_people_type_them(line: str, pairs: dict[str, str]) -> None:
    typed = filling.read_pairs(line)
    assert (typed.pairs, typed.problems) == (pairs, {})


def test_what_is_no_pair_is_told() -> None:
    assert "“please”" in filling.read_pairs("please a=1").problems["please"]
    assert "twice" in filling.read_pairs("a=1 a=2").problems["a"]


def test_pairs_become_values_like_a_form() -> None:
    schema = {
        "properties": {"amount": {"type": "number"}, "speed": {"enum": ["slow", "fast"]}, "ok": {"type": "boolean"}}
    }
    typed = filling.read_pairs("amount=12500 speed=Fast ok=y")
    assert filling.from_pairs(schema, typed) == Filled({"amount": 12500, "speed": "fast", "ok": True}, {})


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    schema = {"properties": {"amount": {"type": "number"}}}
    filled = filling.from_pairs(schema, filling.read_pairs("amuont=3 zzz=1"))
    assert "Did you mean “amount”?" in filled.errors["amuont"]
    assert filled.errors["zzz"] == "There is no “zzz”."


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_values_like_any_other(words: str) -> None:
    filled = one({"type": "string", "maxLength": 10**6}, words, required=False)
    assert filled.values.get("x", "") == (words if words.strip() else "")
    filling.from_pairs({"properties": {"x": {}}}, filling.read_pairs(f"x={words}"))


@steadily
@given(answered())
def test_answers_that_fit_a_schema_come_back_as_they_were(given_answers: Answered) -> None:
    filled = filling.from_state(given_answers.schema, given_answers.state())
    assert filled == Filled(given_answers.values, {})


@steadily
@given(answered(), st.data())
def test_whatever_is_typed_comes_back_valid_or_as_an_error_at_a_field(
    given_answers: Answered, data: st.DataObject
) -> None:
    schema = given_answers.schema
    said = {field.name: data.draw(typed_text) for field in fields_of(schema)}
    filled = filling.from_state(schema, state(**said))
    if filled.errors:
        assert set(filled.errors) <= {block["block_id"] for block in inputs(schema)}
        assert all(filled.errors.values())
    else:
        Draft202012Validator(schema).validate(filled.values)


@steadily
@given(answered())
def test_the_form_of_any_schema_begins_with_its_defaults(given_answers: Answered) -> None:
    for field, block in zip(fields_of(given_answers.schema), inputs(given_answers.schema), strict=True):
        if field.look is Look.CHOICE and field.schema.get("default") is not None:
            assert "initial_option" in block["element"]
