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
    """`answer` in the element's own shape; None empties it.

    Options are named by their label or value; those of an external select are what the app suggested, whole.
    """
    kind = element["type"]
    if kind == "overflow":
        return {"selected_option": offered(element, answer)}
    if kind == "feedback_buttons":
        return {"value": feedback(element, answer)}
    if kind not in HOLDERS:
        return {}
    holder = HOLDERS[kind]
    return {"type": kind, holder.key: holder.empty if answer is None else held(element, holder.key, answer)}


def held(element: Json, key: str, answer: Any) -> Any:
    """What stands under the element's `key` for an answer."""
    own_options = "external_select" not in element["type"]
    if key == "selected_option" and own_options:
        return offered(element, answer)
    if key == "selected_options" and own_options:
        return [offered(element, one) for one in answer]
    return str(answer) if key == "value" else answer


def feedback(element: Json, wanted: str) -> str:
    """The value of the one of both buttons that bears that label or value; raises LookupError."""
    for button in (element["positive_button"], element["negative_button"]):
        if wanted in {button["text"]["text"], button["value"]}:
            return str(button["value"])
    raise LookupError(f"there is no feedback {wanted!r}")


def offered(element: Json, wanted: str) -> Json:
    """The option with that label or value; raises LookupError."""
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options: list[Json] = [option for group in groups for option in group["options"]]
    for option in options:
        if wanted in {option["text"]["text"], option["value"]}:
            return option
    labels = ", ".join(option["text"]["text"] for option in options)
    raise LookupError(f"there is no option {wanted!r}; there is: {labels}")
