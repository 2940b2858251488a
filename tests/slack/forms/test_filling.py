"""Tests that what people fill in becomes typed, validated values, or words at the right field."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.slack.forms import filling
from bot.slack.forms.fields import REST, fields_of
from bot.slack.forms.filling import Filled
from bot.slack.forms.looks import Look
from tests.slack.forms.everything import Everything
from tests.slack.forms.schemas import Answered, answered, steadily, typed_text
from tests.slack.forms.screen import chosen, drawn, sent
from tests.slack.hostile import HOSTILE


def state(**said: str | None) -> dict[str, Any]:
    """A view's `state.values` with these texts typed."""
    return {name: {"value": {"type": "plain_text_input", "value": value}} for name, value in said.items()}


def picked(**said: str | None) -> dict[str, Any]:
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
        ({"type": "string", "format": "time"}, "14:30", "14:30:00"),
        ({"type": "string", "format": "time", "examples": ["09:00"]}, "14:30", "14:30"),
        ({"type": "string", "format": "slack-user"}, "<@U0123|ada>", "U0123"),
        ({"type": "string", "format": "slack-channel"}, "<#C0123|>", "C0123"),
        ({"type": "array", "items": {"type": "string", "format": "slack-user"}}, "<@U01>, U02", ["U01", "U02"]),
        ({"type": "array", "items": {"enum": ["a", "b, c", 3]}}, "a, 3", ["a", 3]),
        ({"type": "array", "items": {"enum": ["a", "b, c", 3]}}, '["b, c", 3]', ["b, c", 3]),
        ({"type": "number"}, "0.1", 0.1),
        ({"type": "integer"}, "123456789012345678901234567890", 123456789012345678901234567890),
        ({}, "123456789012345678901234567890", 123456789012345678901234567890),
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
        ({"type": "number"}, "0.12345678901234567890", "more digits than can be kept"),
        ({"type": "number"}, "1e-400", "more digits than can be kept"),
        ({}, "1e999", "Write a plain number"),
        ({}, '{"a": 1, "a": 2}', "twice"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "a, c", "Write one of: a or b"),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 1}, "a, b", "at most 1 item"),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2}, "a", "at least 2 items"),
        ({"type": "string", "format": "slack-user"}, "ada", "Choose a person"),
        ({"type": "string", "format": "slack-channel"}, "#general", "Choose a channel"),
        ({"type": "array", "items": {"required": ["a", "b"]}}, '[{"a": 1}]', "[0]: This lacks b."),
        ({"type": "array", "items": {"additionalProperties": False}}, '[{"a": 1}]', "“a” is not expected"),
        ({"type": "array", "contains": {"const": 1}}, "[2]", "This does not fit"),
        ({"not": {"type": "integer"}}, "1", "may not be together"),
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
        ({"type": "array", "uniqueItems": True}, "[1, 1]", "Write each item only once"),
        ({"enum": [f"value {n}" for n in range(101)]}, "nothing", "Write one of: value 0"),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "1.5", "Or: Write text"),
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
    wrong = {"name": "x", "amount": "much", "count": "9", "tags": "{}", "page": "there", "home.country": "FR"}
    errors = filling.from_state(schema, sent(schema, wrong)).errors
    blank = {"essay", "diff", "agreed", "address.street", "home.street", "day", "moment"}
    assert errors.keys() == (wrong.keys() - {"home.country"}) | blank


def test_what_is_blank_and_optional_is_left_out_and_null_where_it_must_be_something() -> None:
    schema = Everything.model_json_schema()
    typed = {"name": "Ada", "essay": "e", "diff": "d", "amount": "1", "address.street": "s", "day": "2026-01-31"}
    cleared = {"count": None, "level": None, "speeds": None, "address.country": None}
    said = typed | cleared | {"agreed": chosen(True), "moment": 1_769_846_400}
    filled = filling.from_state(schema, sent(schema, said))
    assert filled.errors == {}
    assert filled.values == {
        "name": "Ada",
        "essay": "e",
        "diff": "d",
        "amount": 1,
        "nullable": None,
        "agreed": True,
        "loud": True,
        "speed": "fast",
        "only": "this",
        "speeds": [],
        "tags": ["a"],
        "address": {"street": "s"},
        "day": "2026-01-31",
        "at": "09:00:00",
        "moment": "2026-01-31T08:00:00Z",
        "either": 1,
    }
    Everything.model_validate(filled.values)


@pytest.mark.parametrize(("key", "value"), [("true", True), ("false", False)])
def test_yes_and_no_are_booleans(key: str, value: bool) -> None:
    schema = {"properties": {"agreed": {"type": "boolean"}}, "required": ["agreed"]}
    assert filling.from_state(schema, picked(agreed=key)) == Filled({"agreed": value}, {})


def test_choices_keep_their_types() -> None:
    schema = {"properties": {"x": {"enum": [1, 1.5, "1", True, None, ""]}}}
    for choice in fields_of(schema)[0].choices:
        filled = filling.from_state(schema, picked(x=choice.key))
        assert filled.errors == {}
        assert type(filled.values["x"]) is type(choice.value)


def test_a_choice_that_is_not_offered_is_refused() -> None:
    schema = {"properties": {"x": {"enum": ["a", "b"]}}}
    assert "a or b" in filling.from_state(schema, picked(x='"c"')).errors["x"]
    many = {"properties": {"x": {"enum": [*range(20)]}}}
    assert "not one of the choices" in filling.from_state(many, picked(x="99")).errors["x"]


def test_values_without_a_field_come_from_the_field_for_the_rest() -> None:
    properties = {f"field_{number}": {"type": "integer"} for number in range(95)}
    schema = {"properties": properties, "required": ["field_93"]}
    assert filling.from_state(schema, state(**{REST: '{"field_93": 7}'})) == Filled({"field_93": 7}, {})
    assert "JSON object" in filling.from_state(schema, state(**{REST: "[]"})).errors[REST]
    assert REST in filling.from_state(schema, state(**{REST: '{"field_94": 7}'})).errors
    assert REST in filling.from_state(schema, state(**{REST: '{"field_93": "x"}'})).errors


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"maxProperties": 1}, "c.d"),
        ({"dependentRequired": {"a": ["e"]}}, "e"),
        ({"if": {"properties": {"a": {"const": "1"}}}, "then": {"required": ["e"]}}, "e"),
        ({"if": {"properties": {"a": {"const": "1"}}}, "then": {"properties": {"b": {"const": "1"}}}}, "b"),
        ({"properties": {"c": {"properties": {"d": {}}, "required": ["x", "d"]}}}, "c.d"),
        ({"anyOf": [{"required": ["e"]}, {"properties": {"a": {"const": "2"}}}]}, "c.d"),
    ],
)
def test_what_the_schema_forbids_as_a_whole_is_told_where_it_can_be_put_right(rule: dict[str, Any], field: str) -> None:
    text = {"type": "string"}
    properties = {"a": text, "b": text, "e": text, "c": {"properties": {"d": text}}}
    schema = {"allOf": [rule, {}], "properties": properties}
    errors = filling.from_state(schema, sent(schema, {"a": "1", "b": "2", "c.d": "3"})).errors
    assert errors.keys() == {field}


@pytest.mark.parametrize("broken", [{"$ref": "#/$defs/Missing"}, {"$ref": "#/properties/x"}])
def test_a_schema_that_cannot_be_applied_lets_nothing_pass(broken: dict[str, Any]) -> None:
    errors = one(broken, '"text"').errors
    assert "I cannot check this" in errors["x"]
    assert len(errors["x"]) <= 300


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


def test_pairs_reach_into_an_object_or_give_it_whole() -> None:
    inner = {"city": {"type": "string"}, "zip": {"type": "integer"}}
    schema = {"properties": {"to": {"type": "object", "properties": inner, "required": ["city"]}}}
    whole = Filled({"to": {"city": "Ulm", "zip": 7}}, {})
    assert filling.from_pairs(schema, filling.read_pairs("to.city=Ulm to.zip=7")) == whole
    assert filling.from_pairs(schema, filling.read_pairs("""to='{"city": "Ulm", "zip": 7}'""")) == whole
    assert filling.from_pairs(schema, filling.read_pairs("")) == Filled({}, {})
    assert filling.from_pairs(schema, filling.read_pairs("to.zip=7")).errors.keys() == {"to.city"}
    assert "Did you mean “to.city”?" in filling.from_pairs(schema, filling.read_pairs("city=Ulm")).errors["city"]


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
    said = {name: data.draw(typed_text) for name in drawn(schema)}
    filled = filling.from_state(schema, state(**said))
    if filled.errors:
        assert not said or filled.errors.keys() <= said.keys()
        assert all(0 < len(words) <= 300 for words in filled.errors.values())
    else:
        Draft202012Validator(schema).validate(filled.values)


@steadily
@given(answered())
def test_the_form_of_any_schema_begins_with_its_defaults(given_answers: Answered) -> None:
    blocks = drawn(given_answers.schema)
    for field in fields_of(given_answers.schema):
        if field.look is Look.CHOICE and field.schema.get("default") is not None and field.id in blocks:
            assert "initial_option" in blocks[field.id]["element"]
