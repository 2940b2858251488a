"""Tests of what a form's fields take, in words, and of the hints at their inputs."""

from typing import Any

import pytest

from bot.slack.forms.explaining import of_form
from tests.slack.forms.screen import drawn


def schema(**said: Any) -> dict[str, Any]:
    """A form with one field."""
    return {"type": "object", "properties": {"it": said}, "required": ["it"]}


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ({"type": "string"}, "Text."),
        ({"type": "string", "minLength": 2, "maxLength": 64}, "Text. From 2 characters to 64 characters."),
        ({"type": "integer", "minimum": 2, "maximum": 24}, "A whole number. From 2 to 24."),
        ({"type": "integer", "minimum": 2, "description": "At least 2"}, "At least 2. A whole number."),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, "A number. More than 0. Less than 1."),
        ({"type": "number", "multipleOf": 0.5}, "A number. In steps of 0.5."),
        ({"enum": ["EUR", "USD"]}, "One of: EUR or USD."),
        ({"type": "array", "items": {"enum": ["a", "b", "c"]}, "maxItems": 2}, "Any of: a, b or c. At most 2 items."),
        ({"type": "boolean"}, "One of: Yes or No."),
        ({"type": "string", "format": "date"}, "A date."),
        ({"type": "array", "items": {"type": "object", "properties": {"sku": {}}}}, "JSON. It holds: sku."),
    ],
)
def test_a_field_is_told_in_words(said: dict[str, Any], takes: str) -> None:
    ((label, told),) = of_form(schema(**said))
    assert (label, told.removesuffix(" It may be left blank.")) == ("It", takes)


def test_an_object_is_told_with_its_description_and_each_of_its_fields() -> None:
    inner = {"type": "object", "description": "Where to", "properties": {"city": {"type": "string"}}}
    told = of_form(schema(**inner))
    assert tuple(told[0]) == ("It", "Where to")
    assert told[1].label == "It: City"


def test_a_broken_form_says_what_is_wrong_with_it() -> None:
    ((_, told),) = of_form({"type": "object", "properties": {"it": {"$ref": "https://example.com/x"}}})
    assert "https://example.com/x" in told


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ({"type": "number", "minimum": 0, "maximum": 10**9}, "From 0 to 1,000,000,000."),
        ({"type": "number", "exclusiveMinimum": 0, "description": "What is paid"}, "What is paid. More than 0."),
        ({"type": "integer", "minimum": 2, "maximum": 24, "description": "From 2 to 24"}, "From 2 to 24"),
        ({"type": "string", "pattern": "^TX", "examples": ["TX-1042"]}, "For example TX-1042."),
        ({"type": "string", "examples": ["TX-1042"], "description": "Such as TX-1042"}, "Such as TX-1042"),
        ({"type": "string", "maxLength": 64}, None),
    ],
)
def test_a_hint_says_what_the_input_does_not_show_and_repeats_nothing(said: dict[str, Any], hint: str | None) -> None:
    (block,) = drawn(schema(**said)).values()
    assert block.get("hint", {}).get("text") == hint
