"""Tests that a form shows every property of a schema as the input that suits it."""

import json
from typing import Any

import pytest

from bot.slack.forms.fields import REST, fields_of
from tests.slack.forms.everything import Everything
from tests.slack.forms.screen import drawn, element, form, notes
from tests.slack.hostile import HOSTILE

PICKS = [f"value {number}" for number in range(101)]
USERS: dict[str, Any] = {"type": "string", "format": "slack-user"}
CHANNELS: dict[str, Any] = {"type": "string", "format": "slack-channel"}


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
        "speeds": "checkboxes",
        "tags": "plain_text_input",
        "address.street": "plain_text_input",
        "address.country": "plain_text_input",
        "home.street": "plain_text_input",
        "home.country": "plain_text_input",
        "day": "datepicker",
        "at": "timepicker",
        "moment": "datetimepicker",
        "page": "url_text_input",
        "mail": "email_text_input",
        "boss": "users_select",
        "rooms": "multi_conversations_select",
        "either": "plain_text_input",
    }
    assert [name for name, block in blocks.items() if block["element"].get("multiline")] == [
        "essay",
        "diff",
        "tags",
        "either",
    ]


def test_only_what_must_be_filled_in_is_not_optional() -> None:
    blocks = drawn(Everything.model_json_schema())
    required = {name for name, block in blocks.items() if not block["optional"]}
    assert required == {"name", "essay", "diff", "amount", "agreed", "address.street", "day", "moment"}


def test_defaults_stand_in_the_form() -> None:
    blocks = drawn(Everything.model_json_schema())
    elements = {name: block["element"] for name, block in blocks.items()}
    assert elements["count"]["initial_value"] == "3"
    assert elements["loud"]["initial_option"]["text"]["text"] == "Yes"
    assert elements["speed"]["initial_option"]["value"] == '"fast"'
    assert elements["level"]["initial_option"]["value"] == "4"
    assert [option["value"] for option in elements["speeds"]["initial_options"]] == ['"slow"']
    assert elements["address.country"]["initial_value"] == "DE"
    assert elements["at"]["initial_time"] == "09:00"
    assert json.loads(elements["tags"]["initial_value"]) == ["a"]
    assert not any(name.startswith("initial") for name in elements["maybe"] | elements["maybe_speed"])


def test_an_object_that_may_be_left_out_begins_blank_so_that_it_can_be() -> None:
    home = drawn(Everything.model_json_schema())["home.country"]
    assert home["optional"] and "initial_value" not in home["element"]


def test_bounds_are_handed_to_slack() -> None:
    elements = {name: block["element"] for name, block in drawn(Everything.model_json_schema()).items()}
    assert (elements["name"]["min_length"], elements["name"]["max_length"]) == (2, 40)
    assert elements["diff"]["max_length"] == 3000
    assert (elements["count"]["min_value"], elements["count"]["max_value"]) == ("1", "5")
    assert elements["amount"]["is_decimal_allowed"] is True
    assert elements["count"]["is_decimal_allowed"] is False


def test_labels_and_hints_are_the_words_of_the_property() -> None:
    blocks = drawn(Everything.model_json_schema())
    assert blocks["name"]["label"]["text"] == "Name"
    assert blocks["name"]["hint"]["text"] == "Who gets it"
    assert blocks["maybe_speed"]["label"]["text"] == "Maybe speed"
    assert "hint" not in blocks["speed"]
    assert "3,000 characters" in blocks["diff"]["hint"]["text"]
    assert "as JSON" in blocks["tags"]["hint"]["text"]
    assert blocks["address.street"]["label"]["text"] == "Address: Street"


def test_what_an_object_is_about_stands_above_its_fields() -> None:
    schema = {
        "properties": {
            "to": {"type": "object", "description": "Where <it> goes", "properties": {"city": {"type": "string"}}}
        }
    }
    assert form(schema)[0]["elements"][0]["text"] == "*To:* Where &lt;it&gt; goes"


def test_what_was_typed_before_stands_in_the_form_instead_of_defaults() -> None:
    typed = {"count": "4", "speed": "slow", "agreed": "no", "name": "Ada", "speeds": "fast, slow", "at": "10:30:00"}
    elements = {n: block["element"] for n, block in drawn(Everything.model_json_schema(), typed).items()}
    assert elements["count"]["initial_value"] == "4"
    assert elements["speed"]["initial_option"]["value"] == '"slow"'
    assert elements["agreed"]["initial_option"]["value"] == "false"
    assert elements["name"]["initial_value"] == "Ada"
    assert [option["value"] for option in elements["speeds"]["initial_options"]] == ['"fast"', '"slow"']
    assert elements["at"]["initial_time"] == "10:30"


def test_a_typed_text_that_does_not_fit_is_not_lost() -> None:
    typed = {"count": "four", "speed": "warp", "name": "x" * 50, "day": "soon", "amount": "5000", "boss": "Ada"}
    blocks = drawn(Everything.model_json_schema(), typed)
    for name, said in typed.items():
        assert blocks[name]["element"]["initial_value"] == said
    assert blocks["count"]["element"]["type"] == "plain_text_input"
    assert "max_length" not in blocks["name"]["element"]
    assert "max_value" not in blocks["amount"]["element"]


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"enum": ["a", "b", "c", "d", "e"]}, "radio_buttons"),
        ({"enum": ["a", "b", "c", "d", "e", "f"]}, "static_select"),
        ({"enum": PICKS[:100]}, "static_select"),
        ({"enum": PICKS}, "plain_text_input"),
        ({"enum": [1, 1.5, "1", True, None]}, "radio_buttons"),
        ({"enum": [1, 1, 1]}, "radio_buttons"),
        ({"enum": ["x" * 200, "y"]}, "plain_text_input"),
        ({"enum": ["x" * 90 + "1", "x" * 90 + "2"]}, "plain_text_input"),
        ({"enum": list(range(101))}, "plain_text_input"),
        ({"const": "x"}, "radio_buttons"),
        ({"oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]}, "radio_buttons"),
        ({"type": ["integer", "null"]}, "number_input"),
        ({"type": ["integer", "string"]}, "plain_text_input"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "plain_text_input"),
        ({"allOf": [{"$ref": "#/$defs/Count"}], "default": 2}, "number_input"),
        ({"$ref": "#/$defs/Count"}, "number_input"),
        ({"$ref": "#/$defs/Missing"}, "plain_text_input"),
        ({"$ref": "#/properties/x"}, "plain_text_input"),
        ({}, "plain_text_input"),
        (True, "plain_text_input"),
        ({"type": "integer", "minimum": 10**60, "maximum": 1e300}, "number_input"),
        ({"type": "integer", "default": 10**60}, "plain_text_input"),
        ({"type": "number", "minimum": 1e-7, "default": 1e-7}, "number_input"),
        ({"type": "number", "default": 1e300}, "plain_text_input"),
        ({"type": "integer", "minimum": 5, "maximum": 3}, "number_input"),
        ({"type": "string", "maxLength": 0}, "plain_text_input"),
        ({"type": "string", "minLength": 9000, "maxLength": 9999}, "plain_text_input"),
        ({"type": "string", "title": "  ", "description": "\n"}, "plain_text_input"),
        ({"type": "string", "format": "date"}, "datepicker"),
        ({"type": "string", "format": "time"}, "timepicker"),
        ({"type": "string", "format": "date-time"}, "datetimepicker"),
        ({"type": "string", "format": "email"}, "email_text_input"),
        ({"type": "string", "format": "uri"}, "url_text_input"),
        ({"type": "string", "format": "uri", "default": "ftp://a.example"}, "plain_text_input"),
        (USERS, "users_select"),
        (CHANNELS, "conversations_select"),
        ({"type": "array", "items": USERS, "maxItems": 3}, "multi_users_select"),
        ({"type": "array", "items": CHANNELS}, "multi_conversations_select"),
        ({"type": "array", "items": {"enum": PICKS[:10]}}, "checkboxes"),
        ({"type": "array", "items": {"enum": PICKS[:11]}, "maxItems": 2, "minItems": 1}, "multi_static_select"),
        ({"type": "array", "items": {"enum": PICKS}}, "plain_text_input"),
        ({"type": "array", "items": {"type": "string"}}, "plain_text_input"),
        ({"type": "array", "items": {"type": "object", "properties": {"a": {}}}}, "plain_text_input"),
        ({"type": "array", "items": {"type": "array", "items": {"enum": ["a"]}}}, "plain_text_input"),
        ({"type": "array", "items": {"type": "boolean"}}, "plain_text_input"),
        ({"type": "array", "items": {"anyOf": [{"enum": ["a"]}, {"type": "null"}]}}, "plain_text_input"),
        ({"type": "array", "prefixItems": [{"enum": ["a"]}], "items": {"enum": ["a"]}}, "plain_text_input"),
        ({"type": "object"}, "plain_text_input"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "plain_text_input"),
        ({"type": "object", "properties": {"a": {}}, "patternProperties": {"^b": {}}}, "plain_text_input"),
        ({"type": "object", "properties": {"a": {}}, "default": ["no object"]}, "plain_text_input"),
    ],
)
def test_any_property_is_drawn(schema: Any, kind: str) -> None:
    assert element(schema)["type"] == kind


def test_slack_lets_pick_only_as_many_as_there_may_be() -> None:
    people = {"type": "array", "items": USERS, "maxItems": 2}
    assert element(people)["max_selected_items"] == 2
    assert "max_selected_items" not in element(people, value=["U1AA", "U2AA", "U3AA"])


def test_channels_are_public_or_private_and_never_direct_messages() -> None:
    assert element(CHANNELS)["filter"] == {"include": ["public", "private"]}


def test_numbers_are_written_without_an_exponent() -> None:
    number = element({"type": "number", "default": 1e-7, "maximum": 1e21})
    assert number["initial_value"] == "0.0000001"
    assert number["max_value"] == "1000000000000000000000"


@pytest.mark.parametrize(
    ("schema", "bounds"),
    [
        ({"type": "integer", "minimum": 0, "maximum": 9}, ("0", "9")),
        ({"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 9}, ("1", "8")),
        ({"type": "integer", "minimum": 0.5, "maximum": 8.5}, ("1", "8")),
        ({"type": "integer", "exclusiveMinimum": 0.5, "exclusiveMaximum": 8.5}, ("1", "8")),
        ({"type": "integer", "minimum": 5, "exclusiveMinimum": 2}, ("5", None)),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5}, ("0", "1.5")),
        ({"type": "number", "minimum": -0.5}, ("-0.5", None)),
        ({"type": "number", "minimum": 3, "maximum": 1}, (None, None)),
    ],
)
def test_slack_knows_the_bounds(schema: dict[str, Any], bounds: tuple[str | None, str | None]) -> None:
    drawn = element(schema)
    assert (drawn.get("min_value"), drawn.get("max_value")) == bounds


@pytest.mark.parametrize("schema", [{}, {"type": "object"}, {"properties": {}}, {"$ref": "#/$defs/Nothing"}])
def test_a_schema_without_properties_has_no_fields(schema: dict[str, Any]) -> None:
    assert fields_of(schema) == ()


@pytest.mark.parametrize(
    "schema", [{"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"required": ["a"]}, {"minProperties": 1}]
)
def test_a_schema_that_wants_something_without_naming_it_is_one_field_of_json(schema: dict[str, Any]) -> None:
    assert [field.id for field in fields_of(schema)] == [REST]


def test_properties_without_room_or_name_share_one_field_of_json() -> None:
    properties = {f"field_{number}": {"type": "string"} for number in range(100)}
    blocks = drawn(
        {"properties": {**properties, " ": {}, "x" * 300: {}, REST: {}, "\x07": {}}, "required": ["field_99"]}
    )
    assert len(blocks) == 91
    assert blocks[REST]["optional"] is False


def test_objects_take_no_more_room_than_there_is() -> None:
    inner = {"type": "object", "description": "What", "properties": {f"p{n}": {"type": "string"} for n in range(40)}}
    blocks = form({"properties": dict.fromkeys("abc", inner)})
    assert len(blocks) <= 91
    assert blocks[-1]["block_id"] == "c"


def test_two_fields_never_share_an_id() -> None:
    inner = {"type": "object", "properties": {"b": {}, "b.c": {}}}
    schema = {"properties": {"a": inner, "a.b": {"type": "object", "properties": {"c": {}}}}}
    assert set(drawn(schema)) == {"a", "a.b.c"}
    assert set(drawn({"properties": {"a": inner, "x": {}, "a.d": inner}})) == {"a.b", "a.b.c", "x", "a.d.b", "a.d.b.c"}


def test_no_answer_is_an_answer_where_nothing_must_be_chosen() -> None:
    assert [option["value"] for option in element({"type": "boolean"})["options"]] == ["true", "false", ":blank"]
    required = drawn({"properties": {"x": {"type": "boolean"}}, "required": ["x"]})["x"]["element"]
    assert [option["value"] for option in required["options"]] == ["true", "false"]
    assert len(element({"enum": PICKS[:100]})["options"]) == 100


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_a_schema_do_not_break_the_form(words: str) -> None:
    said = {"title": words, "description": words, "default": words}
    kinds: list[dict[str, Any]] = [
        {"type": "string"},
        {"type": "object"},
        {"enum": [words, "other"]},
        {"type": "array", "items": {"enum": [words]}},
        {"type": "object", "properties": {words: said}},
        {"type": "string", "format": "date"},
    ]
    form({"properties": {f"{words}{number}": said | kind for number, kind in enumerate(kinds)}})


def test_a_form_too_large_for_slack_says_less_and_never_breaks() -> None:
    choices = {"enum": [f"{'🦀' * 60}{number}" for number in range(99)], "description": "🦀" * 2000}
    properties = {f"f{number}": {"$ref": "#/$defs/Crabs", "title": "🦀" * 200} for number in range(95)}
    assert len(form({"properties": properties, "$defs": {"Crabs": choices}})) == 91


def test_values_too_large_for_slack_together_are_not_offered() -> None:
    schema = {"properties": {f"f{number}": {"type": "string", "maxLength": 3000} for number in range(85)}}
    values = {f"f{number}": "🦀" * 3000 for number in range(85)}
    assert "there is no room for it" in notes(form(schema, values=values))
