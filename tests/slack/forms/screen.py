"""A form as Slack shows it: accepted by all judges, and what it sends for what a person puts in."""

from collections.abc import Mapping
from typing import Any

from bot.approvals.digests import canonical
from bot.slack.blocks import Block
from bot.slack.forms.inputs import NOTHING, inputs
from tests.slack.accepting import accepted_view

Json = dict[str, Any]

KEYS = {
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def form(
    schema: Mapping[str, Any], typed: Mapping[str, str] = NOTHING, values: Mapping[str, Any] | None = None
) -> list[Block]:
    """The blocks of a form, once a modal of them was accepted."""
    drawn = inputs(schema, typed, values)
    accepted_view(
        {
            "type": "modal",
            "callback_id": "task",
            "title": {"type": "plain_text", "text": "Start"},
            "submit": {"type": "plain_text", "text": "Start"},
            "private_metadata": "",
            "blocks": drawn or [{"type": "divider"}],
        }
    )
    return drawn


def drawn(
    schema: Mapping[str, Any], typed: Mapping[str, str] = NOTHING, values: Mapping[str, Any] | None = None
) -> dict[str, Block]:
    """The inputs of a form by block id."""
    return {block["block_id"]: block for block in form(schema, typed, values) if block["type"] == "input"}


def element(schema: Any, **kept: Any) -> Block:
    """The element of one property; `value` is what an edit begins with."""
    whole = {"properties": {"x": schema}, "$defs": {"Count": {"type": "integer"}}}
    found: Block = drawn(whole, values={"x": kept["value"]} if kept else None)["x"]["element"]
    return found


def notes(blocks: list[Block]) -> str:
    """What is said between the inputs."""
    return "\n".join(block["elements"][0]["text"] for block in blocks if block["type"] == "context")


def answer(drawn: Block, value: Any = None) -> Json:
    """What an element sends when `value` was put in, or nothing."""
    key = KEYS.get(drawn["type"], ("value",))[0]
    return {"type": drawn["type"], key: ([] if key.endswith("s") else None) if value is None else value}


def untouched(blocks: list[Block]) -> Json:
    """The `state.values` of a form that is sent as it was opened; no required input may be empty."""
    state: Json = {}
    for block in blocks:
        if block["type"] == "input":
            drawn = block["element"]
            value = drawn.get(KEYS.get(drawn["type"], ("", "initial_value"))[1])
            assert block["optional"] or value is not None, block
            state[block["block_id"]] = {drawn["action_id"]: answer(drawn, value)}
    return state


def sent(schema: Mapping[str, Any], put_in: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> Json:
    """The `state.values` of a whole form with these values put in by field id, and None where one was cleared."""
    state: Json = {}
    for name, block in drawn(schema, values=values).items():
        element = block["element"]
        initial = element.get(KEYS.get(element["type"], ("", "initial_value"))[1])
        state[name] = {"value": answer(element, put_in.get(name, initial))}
    assert put_in.keys() <= state.keys()
    return state


def chosen(value: Any) -> Json:
    """An option as Slack sends it."""
    return {"text": {"type": "plain_text", "text": "?"}, "value": canonical(value)}
