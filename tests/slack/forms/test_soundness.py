"""Tests that a broken or malicious schema is told in words, and stops nobody."""

import time
from typing import Any

import pytest

from bot.slack.forms import filling
from bot.slack.forms.fields import REST, fields_of
from bot.slack.forms.soundness import flaw
from tests.slack.forms.screen import form, notes

Json = dict[str, Any]


def whole(schema: Any, **more: Any) -> Json:
    """A schema of one property."""
    return {"properties": {"x": schema}, "required": ["x"], **more}


def doubling(depth: int) -> Json:
    """Every definition refers twice to the next: two to the power of `depth` checks."""
    definitions: Json = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(depth)}
    return whole({"$ref": "#/$defs/d0"}, **{"$defs": definitions | {f"d{depth}": {"type": "string"}}})


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (whole({"type": "strin"}), "properties/x/type"),
        (whole({"type": 5}), "properties/x/type"),
        (whole({"minimum": "low"}), "properties/x/minimum"),
        (whole({"enum": "abc"}), "properties/x/enum"),
        (whole({"type": "string", "maxLength": -1}), "properties/x/maxLength"),
        (whole(5), "properties/x"),
        ({"properties": ["x"]}, "properties"),
        ({"required": "x", "properties": {"x": {}}}, "required"),
        (whole({"type": "string", "pattern": "("}), "unclosed group"),
        (whole({"type": "string", "pattern": "a" * 1001}), "longer than 1000"),
        (whole({"type": "string", "pattern": "(?<=a)b"}), "look-behind"),
        (whole({"type": "string", "pattern": "(a)\\1"}), "backreferences"),
        (whole({"patternProperties": {"[": {}}}), "unclosed"),
        (whole({"$ref": "https://127.0.0.1:9/schema"}), "outside"),
        (whole({"$ref": "file:///etc/passwd"}), "outside"),
        (whole({"items": {"anyOf": [{"$ref": "other.json#/x"}]}}), "outside"),
        (whole({"unknown": {"$ref": None}}), "outside"),
        (whole({"$dynamicRef": "#x"}), "do not know"),
        (whole({"unevaluatedProperties": False}), "do not know"),
        (whole({"default": float("nan")}), "no JSON Schema"),
        (whole({"default": {1, 2}}), "no JSON Schema"),
        (whole({"description": "x" * 100_000}), "longer than 100,000"),
    ],
)
def test_a_flaw_is_told_in_the_form_and_lets_nothing_pass(schema: Json, why: str) -> None:
    assert why in flaw(schema)
    assert "tell its author" in notes(form(schema))
    assert [field.id for field in fields_of(schema)] == [REST]
    said = {REST: {"value": {"type": "plain_text_input", "value": '{"x": 1}'}}}
    assert "I cannot check this" in filling.from_state(schema, said).errors[REST]
    assert filling.from_pairs(schema, filling.read_pairs("x=1")).errors


@pytest.mark.parametrize(
    "schema",
    [
        whole({"type": "string", "default": "$ref"}),
        whole({"const": {"$ref": "https://example.com"}}),
        whole({"properties": {"$ref": {"type": "string"}, "pattern": {"type": "string"}}}),
        {"properties": {"pattern": {}, "patternProperties": {}, "unevaluatedProperties": {}, "enum": {}}},
        whole({"$ref": "#/$defs/A"}, **{"$defs": {"A": {"type": "string"}}}),
        {"properties": {"me": {"$ref": "#"}}},
    ],
)
def test_names_and_data_that_look_like_keywords_are_no_flaws(schema: Json) -> None:
    assert flaw(schema) == ""


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (whole({"type": "string", "pattern": "^(a+)+$"}), "a" * 2900 + "!"),
        (whole({"type": "string", "pattern": "^(a|a)*$"}), "a" * 2900 + "!"),
        (whole({"type": "string", "pattern": "^(.*.*)*x$"}), "a" * 2900),
        (whole({"type": "string", "pattern": "(?:a?){50000}b"}), "a" * 2900),
        (whole({"type": "string", "pattern": "(?:(?:a?){300}){300}b"}), "a" * 2900),
        (whole({"allOf": [{"pattern": f"(?:a?){{900}}{n}"} for n in range(900)]}), '"' + "a" * 2900 + '"'),
        (whole({"patternProperties": {"^(a+)+$": {}}, "additionalProperties": False}), f'{{"{"a" * 2900}!": 1}}'),
        (whole({"propertyNames": {"pattern": "^(a+)+$"}}), f'{{"{"a" * 2900}!": 1}}'),
        (doubling(60), "text"),
        (whole({"$ref": "#/$defs/A"}, **{"$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}] * 2}}}), "1"),
        (whole({"items": {"allOf": [{"minimum": n} for n in range(2000)]}}), f"[{'1,' * 1400}1]"),
        (whole({"items": {"enum": list(range(9000))}}), f"[{'-1,' * 900}-1]"),
        (whole({"uniqueItems": True}), f"[{'[],{},' * 450}1]"),
        (whole({"multipleOf": 1e-300}), "9" * 300),
        (whole({"$id": "http://[", "allOf": [{"$ref": "#/$defs/A"}]}), "1"),
    ],
)
def test_a_schema_meant_to_take_for_ever_does_not(schema: Json, said: str) -> None:
    began = time.perf_counter()
    form(schema)
    filled = filling.from_state(schema, {field.id: {"value": {"value": said}} for field in fields_of(schema)})
    assert filled.errors
    assert time.perf_counter() - began < 5


def test_an_honest_schema_of_400_fields_is_no_burden() -> None:
    schema = {"properties": {f"f{n}": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{6}$"} for n in range(400)}}
    said = {field.id: {"value": {"value": "AB123456"}} for field in fields_of(schema) if field.id != REST}
    assert len(form(schema)) == 91
    assert filling.from_state(schema, said).errors == {}


def test_a_large_value_that_is_only_kept_is_no_burden() -> None:
    schema = {
        "properties": {"log": {"type": "string", "pattern": "^[^\\x00]*$"}, "rows": {"items": {"type": "integer"}}}
    }
    values = {"log": "x" * 200_000, "rows": list(range(20_000)), "note": ""}
    assert filling.from_state(schema, {}, values).values == values
    assert filling.from_state(schema, {}, values).errors == {}
