"""Turning what a person says they put in (`Reason: too much`) into Slack's state."""

from collections.abc import Mapping
from typing import Any

from sandbox.seen import find_element
from sandbox.view_state import HOLDERS
from sandbox.wire import Json

Answers = Mapping[str, Any]


def filled(blocks: list[Json], answers: Answers) -> dict[str, dict[str, Json]]:
    """State by block_id and action_id for answers by label; raises LookupError for what is not there to fill in."""
    state: dict[str, dict[str, Json]] = {}
    for wanted, answer in answers.items():
        block, element = find_element(blocks, wanted)
        state.setdefault(block["block_id"], {})[element["action_id"]] = chosen(element, answer)
    return state


def chosen(element: Json, answer: Any) -> Json:
    """`answer` in the element's own shape: options are named by their label or value, None empties it."""
    if element["type"] == "overflow":
        return {"selected_option": offered(element, answer)}
    if element["type"] not in HOLDERS:
        return {}
    holder = HOLDERS[element["type"]]
    if answer is None:
        return {"type": element["type"], holder.key: holder.empty}
    if holder.key == "selected_option":
        answer = offered(element, answer)
    elif holder.key == "selected_options":
        answer = [offered(element, one) for one in answer]
    elif holder.key == "value":
        answer = str(answer)
    return {"type": element["type"], holder.key: answer}


def offered(element: Json, wanted: str) -> Json:
    """The option with that label or value; raises LookupError."""
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options: list[Json] = [option for group in groups for option in group["options"]]
    for option in options:
        if wanted in {option["text"]["text"], option["value"]}:
            return option
    labels = ", ".join(option["text"]["text"] for option in options)
    raise LookupError(f"there is no option {wanted!r}; there is: {labels}")
