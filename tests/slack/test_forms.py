"""Tests that a form shows every property of a schema as the input that suits it."""

from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from bot.approvals.workflow import Workflow
from bot.slack import modals
from bot.slack.fields import REST, fields_of
from bot.slack.forms import inputs
from tests.slack.accepting import accepted_view
from tests.slack.hostile import HOSTILE


class Speed(StrEnum):
    """How fast; words about the type, which are not the field's."""

    SLOW = "slow"
    FAST = "fast"


class Address(BaseModel):
    """A nested object."""

    street: str


class Everything(BaseModel):
    """What pydantic writes for every sort of field."""

    name: str = Field(title="Name", description="Who gets it", min_length=2, max_length=40)
    essay: str = Field(max_length=2000)
    diff: str = Field(description="What changes, as multi-line text", max_length=20_000)
    amount: float = Field(gt=0, le=1000)
    count: int = Field(3, ge=1, le=5)
    maybe: int | None = None
    nullable: Annotated[str, Field(max_length=9)] | None
    agreed: bool
    loud: bool = True
    speed: Speed = Speed.FAST
    maybe_speed: Speed | None = None
    only: Literal["this"] = "this"
    level: Literal[1, 2, 3, 4, 5, 6] = 4
    tags: list[str] = ["a"]
    address: Address
    either: int | str = 1


def drawn(schema: dict[str, Any], **typed: str) -> dict[str, dict[str, Any]]:
    """The inputs by block id, once the whole form was accepted."""
    workflow = Workflow(name="refund", description="", input_schema=schema, graph_version="v1")
    accepted_view(modals.task_view(workflow, typed=typed))
    return {block["block_id"]: block for block in inputs(schema, typed)}


def test_every_sort_of_field_has_the_input_that_suits_it() -> None:
    blocks = drawn(Everything.model_json_schema())
    assert {name: block["element"]["type"] for name, block in blocks.items()} == {
        "name": "plain_text_input",
        "essay": "plain_text_input",
        "diff": "plain_text_input",
        "amount": "number_input",
        "count": "number_input",
        "maybe": "number_input",
        "nullable": "plain_text_input",
        "agreed": "radio_buttons",
        "loud": "radio_buttons",
        "speed": "radio_buttons",
        "maybe_speed": "radio_buttons",
        "only": "radio_buttons",
        "level": "static_select",
        "tags": "plain_text_input",
        "address": "plain_text_input",
        "either": "plain_text_input",
    }
    assert [name for name, block in blocks.items() if block["element"].get("multiline")] == [
        "essay",
        "diff",
        "tags",
        "address",
        "either",
    ]


def test_only_what_must_be_filled_in_is_not_optional() -> None:
    blocks = drawn(Everything.model_json_schema())
    assert [name for name, block in blocks.items() if not block["optional"]] == [
        "name",
        "essay",
        "diff",
        "amount",
        "agreed",
        "address",
    ]


def test_defaults_stand_in_the_form() -> None:
    blocks = drawn(Everything.model_json_schema())
    elements = {name: block["element"] for name, block in blocks.items()}
    assert elements["count"]["initial_value"] == "3"
    assert elements["loud"]["initial_option"]["text"]["text"] == "Yes"
    assert elements["speed"]["initial_option"]["value"] == '"fast"'
    assert elements["level"]["initial_option"]["value"] == "4"
    assert elements["tags"]["initial_value"] == '["a"]'
    assert "initial_value" not in elements["maybe"]
    assert "initial_option" not in elements["maybe_speed"]


def test_bounds_are_handed_to_slack() -> None:
    elements = {name: block["element"] for name, block in drawn(Everything.model_json_schema()).items()}
    assert (elements["name"]["min_length"], elements["name"]["max_length"]) == (2, 40)
    assert elements["diff"]["max_length"] == 3000
    assert (elements["count"]["min_value"], elements["count"]["max_value"]) == ("1", "5")
    assert elements["amount"]["is_decimal_allowed"] is True
    assert elements["count"]["is_decimal_allowed"] is False


def test_labels_and_hints_are_the_fields_own_words() -> None:
    blocks = drawn(Everything.model_json_schema())
    assert blocks["name"]["label"]["text"] == "Name"
    assert blocks["name"]["hint"]["text"] == "Who gets it"
    assert blocks["speed"]["label"]["text"] == "Speed"
    assert "hint" not in blocks["speed"]
    assert "At most 3,000 characters fit here" in blocks["diff"]["hint"]["text"]
    assert blocks["address"]["hint"]["text"] == "As JSON."


def test_what_was_typed_takes_the_place_of_the_default() -> None:
    blocks = drawn(Everything.model_json_schema(), count="4", speed="slow", name="Ada", tags="[]", loud="no")
    assert blocks["count"]["element"]["initial_value"] == "4"
    assert blocks["speed"]["element"]["initial_option"]["text"]["text"] == "slow"
    assert blocks["name"]["element"]["initial_value"] == "Ada"
    assert blocks["tags"]["element"]["initial_value"] == "[]"
    assert blocks["loud"]["element"]["initial_option"]["text"]["text"] == "No"


def test_what_was_typed_and_cannot_stand_there_is_left_out() -> None:
    blocks = drawn(Everything.model_json_schema(), count="four", speed="warp", name="x" * 50)
    assert not any(name.startswith("initial") for name in blocks["count"]["element"])
    assert "initial_option" not in blocks["speed"]["element"]
    assert "initial_value" not in blocks["name"]["element"]


@pytest.mark.parametrize(
    ("schema", "element"),
    [
        ({"enum": ["a", "b", "c", "d", "e"]}, "radio_buttons"),
        ({"enum": ["a", "b", "c", "d", "e", "f"]}, "static_select"),
        ({"enum": [1, 1.5, "1", True, None]}, "radio_buttons"),
        ({"enum": [f"value {n}" for n in range(101)]}, "plain_text_input"),
        ({"enum": ["x" * 200, "y"]}, "plain_text_input"),
        ({"enum": list(range(101))}, "plain_text_input"),
        ({"const": "x"}, "radio_buttons"),
        ({"type": ["integer", "null"]}, "number_input"),
        ({"type": ["integer", "string"]}, "plain_text_input"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "plain_text_input"),
        ({"allOf": [{"$ref": "#/$defs/Count"}], "default": 2}, "number_input"),
        ({"$ref": "#/$defs/Count"}, "number_input"),
        ({"$ref": "#/$defs/Missing"}, "plain_text_input"),
        ({"$ref": "#/properties/field"}, "plain_text_input"),
        ({"$ref": "https://example.com/schema"}, "plain_text_input"),
        ({}, "plain_text_input"),
        (True, "plain_text_input"),
        ({"type": "integer", "minimum": 10**60, "default": 10**60}, "number_input"),
        ({"type": "number", "minimum": 1e-7, "default": 1e-7}, "number_input"),
        ({"type": "string", "maxLength": 0}, "plain_text_input"),
        ({"type": "string", "minLength": 9000, "maxLength": 9999, "default": "x" * 9000}, "plain_text_input"),
        ({"type": "string", "title": "  ", "description": "\n"}, "plain_text_input"),
    ],
)
def test_any_property_is_drawn(schema: Any, element: str) -> None:
    whole = {"properties": {"field": schema}, "$defs": {"Count": {"type": "integer"}}}
    assert drawn(whole)["field"]["element"]["type"] == element


def test_numbers_are_written_without_an_exponent() -> None:
    number = drawn({"properties": {"x": {"type": "number", "default": 1e-7, "maximum": 1e21}}})["x"]["element"]
    assert number["initial_value"] == "0.0000001"
    assert number["max_value"] == "1000000000000000000000"


@pytest.mark.parametrize("schema", [{}, {"type": "object"}, {"properties": {}}, {"$ref": "#/$defs/Nothing"}])
def test_a_schema_without_properties_has_no_fields(schema: dict[str, Any]) -> None:
    assert fields_of(schema) == ()


def test_properties_without_room_or_name_share_one_field_of_json() -> None:
    properties = {f"field_{number}": {"type": "string"} for number in range(100)}
    blocks = drawn({"properties": {**properties, " ": {}, "x" * 300: {}, REST: {}}, "required": ["field_99"]})
    assert len(blocks) == 91
    assert blocks[REST]["optional"] is False


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_a_schema_do_not_break_the_form(words: str) -> None:
    kinds: list[dict[str, Any]] = [{"type": "string"}, {"type": "object"}, {"enum": [words, "other"]}]
    said = {"title": words, "description": words, "default": words}
    drawn({"properties": {f"{words}{number}": kind | said for number, kind in enumerate(kinds)}})
