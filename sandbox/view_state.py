"""The state of inputs: which key holds an element's value, its initial value, and what a client refuses to send."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.reading import elements_of
from sandbox.screens import Inputs
from sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Holder:
    """Where an element's value stands in `state.values`, and what it is when nothing was put in."""

    key: str
    initial: str
    empty: Any = None


HOLDERS = {
    "plain_text_input": Holder("value", "initial_value"),
    "email_text_input": Holder("value", "initial_value"),
    "url_text_input": Holder("value", "initial_value"),
    "number_input": Holder("value", "initial_value"),
    "rich_text_input": Holder("rich_text_value", "initial_value"),
    "file_input": Holder("files", "initial_files", []),
    "static_select": Holder("selected_option", "initial_option"),
    "external_select": Holder("selected_option", "initial_option"),
    "radio_buttons": Holder("selected_option", "initial_option"),
    "checkboxes": Holder("selected_options", "initial_options", []),
    "multi_static_select": Holder("selected_options", "initial_options", []),
    "multi_external_select": Holder("selected_options", "initial_options", []),
    "users_select": Holder("selected_user", "initial_user"),
    "multi_users_select": Holder("selected_users", "initial_users", []),
    "conversations_select": Holder("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Holder("selected_conversations", "initial_conversations", []),
    "channels_select": Holder("selected_channel", "initial_channel"),
    "multi_channels_select": Holder("selected_channels", "initial_channels", []),
    "datepicker": Holder("selected_date", "initial_date"),
    "timepicker": Holder("selected_time", "initial_time"),
    "datetimepicker": Holder("selected_date_time", "initial_date_time"),
}


def value_of(element: Json, put_in: Json | None) -> Json:
    """One element's entry in `state.values`."""
    holder = HOLDERS[element["type"]]
    if put_in is not None and holder.key in put_in:
        value = put_in[holder.key]
    else:
        value = element.get(holder.initial, holder.empty)
    if value in ("", None):
        value = holder.empty
    return {"type": element["type"], holder.key: value}


def state_values(blocks: list[Json], inputs: Inputs) -> Inputs:
    """`state.values`: every element that can hold a value, with what was put in or its initial value."""
    values: Inputs = {}
    for block, element in elements_of(blocks):
        if element["type"] in HOLDERS:
            put_in = inputs.get(block["block_id"], {}).get(element["action_id"])
            values.setdefault(block["block_id"], {})[element["action_id"]] = value_of(element, put_in)
    return values


def kept_inputs(blocks: list[Json], inputs: Inputs) -> Inputs:
    """What survives an update of the view: inputs whose block_id and action_id are still there."""
    kept: Inputs = {}
    for block, element in elements_of(blocks):
        found = inputs.get(block["block_id"], {}).get(element["action_id"])
        if found is not None:
            kept.setdefault(block["block_id"], {})[element["action_id"]] = found
    return kept


def refused_inputs(blocks: list[Json], inputs: Inputs) -> dict[str, str]:
    """What the client itself complains about before anything is sent: words by block_id."""
    values = state_values(blocks, inputs)
    complaints: dict[str, str] = {}
    for block, element in input_elements(blocks):
        value = values[block["block_id"]][element["action_id"]][HOLDERS[element["type"]].key]
        complaint = refused(element, value, required=not block.get("optional"))
        if complaint:
            complaints[block["block_id"]] = complaint
    return complaints


def input_elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    return (
        (block, element)
        for block, element in elements_of(blocks)
        if block["type"] == "input" and element["type"] in HOLDERS
    )


def refused(element: Json, value: Any, required: bool) -> str | None:
    if value in (None, [], ""):
        return "Please complete this required field." if required else None
    check = REFUSALS.get(element["type"])
    return check(element, value if isinstance(value, list) else str(value)) if check else None


def refused_email(element: Json, value: str) -> str | None:
    return None if "@" in value else "Please enter a valid email address."


def refused_url(element: Json, value: str) -> str | None:
    return None if "://" in value else "Please enter a valid URL."


def refused_length(element: Json, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None


def refused_files(element: Json, files: list[Json]) -> str | None:
    most, kinds = element.get("max_files", 10), element.get("filetypes")
    if len(files) > most:
        return f"Please choose at most {most} files."
    if kinds and any(file["filetype"] not in kinds for file in files):
        return f"Please choose files of these types: {', '.join(kinds)}."
    return None


def refused_number(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    if number < float(element.get("min_value", "-inf")):
        return f"Please enter a number of at least {element['min_value']}."
    if number > float(element.get("max_value", "inf")):
        return f"Please enter a number of at most {element['max_value']}."
    return None


REFUSALS: Mapping[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": refused_length,
    "number_input": refused_number,
    "email_text_input": refused_email,
    "url_text_input": refused_url,
    "file_input": refused_files,
}
