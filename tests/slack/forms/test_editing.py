"""Tests that an edit changes what was edited and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.slack.forms import filling
from tests.slack.forms.everything import Everything
from tests.slack.forms.schemas import Answered, Json, answered, any_schema, any_values, steadily, typed_text
from tests.slack.forms.screen import chosen, drawn, form, notes, sent, untouched
from tests.slack.hostile import HOSTILE

PERSON = {"type": "string", "format": "slack-user"}
NESTED = {
    "properties": {
        "to": {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": "integer"}}, "required": []}
    }
}


def same(left: Any, right: Any) -> bool:
    """Equal, with the same types all the way down."""
    return repr(left) == repr(right)


def unchanged(schema: Json, value: Any) -> Any:
    """One property's value after a form was opened and sent as it was; a form without inputs cannot be changed."""
    whole = {"properties": {"x": schema, "y": {"type": "string"}}}
    before = {"x": value}
    after = filling.from_state(whole, untouched(form(whole, values=before)), before)
    return after.values["x"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "number"}, 12500),
        ({"type": "number"}, 12500.0),
        ({"type": "number"}, 0.1),
        ({"type": "number"}, 0.1 + 0.2),
        ({"type": "number"}, 1e-9),
        ({"type": "number"}, 1e300),
        ({"type": "number"}, -0.0),
        ({"type": "integer"}, 5.0),
        ({"type": "integer"}, 5.5),
        ({"type": "integer"}, 2**53 + 1),
        ({"type": "integer"}, 10**250),
        ({"type": "integer"}, 10**350),
        ({"type": "integer"}, "no number"),
        ({"type": "integer", "minimum": 10}, 3),
        ({"type": "string"}, " blanks around "),
        ({"type": "string"}, "   "),
        ({"type": "string"}, ""),
        ({"type": "string"}, "two\r\nlines\rthree"),
        ({"type": "string"}, "x" * 3000),
        ({"type": "string"}, "x" * 3001),
        ({"type": "string"}, "x" * 200_000),
        ({"type": "string", "maxLength": 5}, "too long already"),
        ({"type": "string", "minLength": 50}, "too short already"),
        ({"type": "string"}, 5),
        ({"type": "string"}, None),
        ({"type": "boolean"}, "yes"),
        ({"type": "boolean"}, 1),
        ({"enum": ["a", "b"]}, "c"),
        ({"enum": ["a", ""]}, ""),
        ({"enum": [1, 1.0, True, "1", None]}, 1.0),
        ({"enum": [1, None]}, None),
        ({"enum": ['"a"', "a"]}, "a"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, ["b", "a"]),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, ["b", "b"]),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, ["c"]),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, []),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "a"),
        ({"type": "array", "items": PERSON}, ["U012", "nobody"]),
        ({"type": "array", "items": PERSON}, ["W012", "U012"]),
        (PERSON, "maya@example.com"),
        ({"type": "string", "format": "slack-channel"}, "D012"),
        ({"type": "string", "format": "date"}, "2026-01-31"),
        ({"type": "string", "format": "date"}, "31.1.2026"),
        ({"type": "string", "format": "time"}, "14:30"),
        ({"type": "string", "format": "time"}, "14:30:15.5+02:00"),
        ({"type": "string", "format": "time"}, "noon"),
        ({"type": "string", "format": "date-time"}, "2026-01-31T14:30:15.25+02:00"),
        ({"type": "string", "format": "date-time"}, "2026-01-31T14:30:15"),
        ({"type": "string", "format": "date-time"}, "1969-07-20T20:17:40Z"),
        ({"type": "string", "format": "email"}, "not an address"),
        ({"type": "string", "format": "uri"}, "mailto:maya@example.com"),
        ({"type": "object"}, {"b": [1.0, {"c": None}], "a": 1}),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"a": "x" * 5000}),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, {"b": 1, "a": 2.0}),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, {"b": 1}),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, {}),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, ["no object"]),
        ({"anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "null"}]}, None),
        ({"type": ["array", "null"], "items": {"enum": ["a"]}}, None),
        ({}, None),
        ({}, "text"),
        ({}, [True, 1, 1.0]),
        *(({"type": "string"}, words) for words in HOSTILE),
        *(({"enum": ["other"]}, words) for words in HOSTILE),
    ],
)
def test_a_value_that_nobody_changed_is_what_it_was(schema: Json, value: Any) -> None:
    assert same(unchanged(schema, value), value)


@pytest.mark.parametrize(
    ("schema", "value", "why"),
    [
        ({"type": "string"}, "x" * 3001, "it is too long for a form"),
        ({"enum": ["a"]}, "b", "it is not one of the choices"),
        ({"type": "array", "items": {"enum": ["a"]}}, ["b"], "it is not one of the choices"),
        ({"type": "object"}, {"a": "x" * 3000}, "it is too long for a form"),
        ({"type": "string", "format": "date"}, "soon", "it is not of a kind"),
        ({"type": "string"}, "bell \x07", "it is not of a kind"),
    ],
)
def test_what_an_input_cannot_hold_is_not_offered_and_told(schema: Json, value: Any, why: str) -> None:
    blocks = form({"properties": {"the_field": schema}}, values={"the_field": value})
    assert [block["type"] for block in blocks] == ["context"]
    assert "*The field*" in notes(blocks) and why in notes(blocks) and "it stays as it is" in notes(blocks)


def test_a_default_that_an_input_cannot_hold_is_told_and_kept() -> None:
    schema = {
        "properties": {"a": {"type": "string", "default": "x" * 4000}, "b": {"enum": [1], "default": 2}, "c": {}},
        "required": ["a"],
    }
    assert notes(form(schema)).count("keeps it") == 2
    assert filling.from_state(schema, untouched(form(schema))).values == {"a": "x" * 4000}


def test_an_edit_shows_the_values_and_no_defaults() -> None:
    schema = {"properties": {"a": {"type": "integer", "default": 3}, "b": {"type": "integer", "default": 4}}}
    blocks = drawn(schema, values={"b": 5})
    assert "initial_value" not in blocks["a"]["element"]
    assert blocks["b"]["element"]["initial_value"] == "5"


@pytest.mark.parametrize(
    ("schema", "old", "put_in", "new"),
    [
        ({"type": "number"}, 12500, "9000", 9000),
        ({"type": "number"}, 12500.0, "12500", 12500.0),
        ({"type": "number"}, 12500, "12500.00", 12500),
        ({"type": "number"}, 0.5, "0.1", 0.1),
        ({"type": "integer"}, 2**53 + 1, str(2**53 + 2), 2**53 + 2),
        ({"type": "string"}, "a", "b", "b"),
        ({"type": "boolean"}, True, chosen(False), False),
        ({"enum": [1, 2.5]}, 1, chosen(2.5), 2.5),
        ({"enum": [1, 2.5]}, 1, {"value": ":blank"}, None),
        ({"type": "array", "items": {"enum": [1, 2]}}, [1], [chosen(2), chosen(1)], [2, 1]),
        ({"type": "string", "format": "time"}, "14:30", "15:00", "15:00"),
        ({"type": "string", "format": "time"}, "14:30:15", "15:00", "15:00:00"),
        ({"type": "string", "format": "time"}, "14:30:15+02:00", "15:00", "15:00:00+02:00"),
        ({"type": "string", "format": "date-time"}, "2026-01-31T14:30:00+02:00", 1_769_846_400, "2026-01-31T08:00:00Z"),
        ({"type": "string", "format": "date-time"}, "2026-01-31T08:00:30Z", 1_769_846_400, "2026-01-31T08:00:30Z"),
        ({"type": "object"}, {"a": 1.0}, '{"a": 1}', {"a": 1}),
        (PERSON, "U012", "U013", "U013"),
    ],
)
def test_a_changed_value_keeps_its_kind(schema: Json, old: Any, put_in: Any, new: Any) -> None:
    whole = {"properties": {"x": schema, "other": {}}}
    before = {"other": {"a": [1.0]}, "x": old, "unknown": None}
    after = filling.from_state(whole, sent(whole, {"x": put_in}, before), before)
    expected = {name: value for name, value in (before | {"x": new}).items() if value is not None or name != "x"}
    assert after.errors == {}
    assert same(after.values, expected)


def test_a_value_that_is_cleared_is_gone_or_null_or_an_empty_list() -> None:
    schema = {
        "properties": {
            "gone": {"type": "string"},
            "null": {"type": ["string", "null"]},
            "none": {"type": "array", "items": {"enum": ["a"]}},
            "needed": {"type": "string"},
        },
        "required": ["null", "needed"],
    }
    before = {"gone": "x", "null": "x", "none": ["a"], "needed": "x"}
    blank: Json = {name: {"value": {"value": None}} for name in before}
    state = blank | {"none": {"value": {"selected_options": []}}}
    filled = filling.from_state(schema, state, before)
    assert filled.errors.keys() == {"needed"}
    assert filled.values == {"null": None, "none": []}


def test_what_an_object_has_without_a_field_is_kept() -> None:
    before = {"to": {"secret": [1], "city": "Ulm"}}
    after = filling.from_state(NESTED, sent(NESTED, {"to.city": "Bonn", "to.zip": "7"}, before), before)
    assert after.values == {"to": {"secret": [1], "city": "Bonn", "zip": 7}}
    cleared = {"to.city": {"value": {"value": None}}, "to.zip": {"value": {"value": None}}}
    assert filling.from_state(NESTED, cleared, before).values == {"to": {"secret": [1]}}
    assert filling.from_state(NESTED, cleared, {"to": {"city": "Ulm"}}).values == {}


def test_values_beyond_the_form_are_kept_or_edited_together() -> None:
    schema = {"properties": {f"f{number}": {"type": "integer"} for number in range(95)}}
    before = {f"f{number}": number for number in range(95)}
    assert filling.from_state(schema, sent(schema, {}, before), before).values == before
    edited = filling.from_state(schema, sent(schema, {":rest": '{"f93": 1}'}, before), before)
    assert len(edited.values) == 91 and edited.values["f93"] == 1
    clash = filling.from_state(schema, sent(schema, {":rest": '{"f1": 1}'}, before), before)
    assert "field of its own" in clash.errors[":rest"]


def test_a_complaint_about_what_is_not_offered_stands_at_an_input_and_says_what_it_is_about() -> None:
    schema = {"properties": {"a": {"type": "string", "maxLength": 5}, "b": {"type": "string"}}}
    before = {"a": "x" * 5000, "b": "y"}
    assert filling.from_state(schema, sent(schema, {}, before), before).errors == {
        "b": "A: Write at most 5 characters."
    }


def test_everything_survives_an_edit() -> None:
    schema = Everything.model_json_schema()
    before: Json = {
        "name": "Ada",
        "essay": "e" * 1500,
        "diff": "-a\n+b\n" * 2000,
        "amount": 999.99,
        "nullable": None,
        "agreed": False,
        "speeds": ["fast", "slow"],
        "address": {"street": "Main", "country": "FR"},
        "home": None,
        "day": "2026-01-31",
        "moment": "2026-01-31T10:00:00+01:00",
        "rooms": ["C012"],
        "either": "text",
    }
    after = filling.from_state(schema, untouched(form(schema, values=before)), before)
    assert after.errors == {}
    assert same(after.values, before)


@steadily
@given(answered())
def test_values_that_fit_come_back_from_an_unchanged_form_as_they_were(given_answers: Answered) -> None:
    before = given_answers.values
    after = filling.from_state(given_answers.schema, untouched(form(given_answers.schema, values=before)), before)
    assert after.errors == {}
    assert same(after.values, before)


@steadily
@given(answered(), st.data())
def test_an_edit_changes_only_what_was_put_in_and_is_valid_or_refused(
    given_answers: Answered, data: st.DataObject
) -> None:
    schema, before = given_answers.schema, given_answers.values
    state = untouched(form(schema, values=before))
    if not state:
        return
    changed = data.draw(st.sampled_from(sorted(state)))
    state[changed] = {"value": {"value": data.draw(typed_text)}}
    after = filling.from_state(schema, state, before)
    if after.errors:
        assert after.errors.keys() <= state.keys()
    else:
        Draft202012Validator(schema).validate(after.values)
    outer = changed.split(".", maxsplit=1)[0]
    assert {name: value for name, value in after.values.items() if name != outer} == {
        name: value for name, value in before.items() if name != outer
    }


@steadily
@given(any_schema, any_values, st.data())
def test_no_schema_and_no_values_break_a_form_and_every_error_stands_at_an_input(
    schema: Json, values: Json | None, data: st.DataObject
) -> None:
    ids = [block["block_id"] for block in form(schema, values=values) if block["type"] == "input"]
    state = {block_id: {"value": {"value": data.draw(typed_text)}} for block_id in ids}
    filled = filling.from_state(schema, state, values)
    assert not ids or filled.errors.keys() <= set(ids)
