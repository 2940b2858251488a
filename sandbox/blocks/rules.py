"""Whole messages and views against the tables, and the rules that no single block can break."""

import json
from collections.abc import Iterator
from functools import reduce
from typing import Any

from sandbox.blocks.checks import HOME, MESSAGE, MODAL, Place, Shape, each, one_of, text, yes_or_no
from sandbox.blocks.compositions import plain
from sandbox.blocks.compound import BLOCK
from sandbox.blocks.nesting import blocks_within, placed_within
from sandbox.wire import Json, SlackError, invalid_arguments

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
ALL_TEXT = 13_200
APART = {"data_table"}
TOTALS = {"markdown": 12_000, "table": 10_000, "data_table": 20_000}
LARGEST_VIEW = 250_000
LONGEST_METADATA = 3000

VIEW_FIELDS = {
    "private_metadata": text(0, LONGEST_METADATA),
    "callback_id": text(0, 255),
    "external_id": text(0, 255),
}
MODAL_SHAPE = Shape(
    {"type": one_of(MODAL), "title": plain(24), "blocks": each(BLOCK, 0, VIEW_BLOCKS)},
    {
        **VIEW_FIELDS,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": yes_or_no,
        "notify_on_close": yes_or_no,
        "submit_disabled": yes_or_no,
    },
)
HOME_SHAPE = Shape({"type": one_of(HOME), "blocks": each(BLOCK, 0, VIEW_BLOCKS)}, VIEW_FIELDS)


def check_message_blocks(blocks: Any) -> None:
    """Raise SlackError (invalid_blocks, invalid_blocks_format, msg_blocks_too_long) unless Slack would take them."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    place = Place("/blocks", MESSAGE)
    each(BLOCK, 0, MESSAGE_BLOCKS)(blocks, place)
    check_ids(blocks, place)
    if not place.complaints:
        check_totals(blocks, place)
    if place.complaints:
        raise invalid_blocks(place.complaints)
    counted = [block for block in blocks if block["type"] not in APART]
    if sum(len(words) for words in all_text(counted)) > ALL_TEXT:
        raise SlackError("msg_blocks_too_long")


def invalid_blocks(complaints: list[str]) -> SlackError:
    messages = [f"[ERROR] {complaint}" for complaint in complaints]
    return SlackError("invalid_blocks", {"errors": complaints, "response_metadata": {"messages": messages}})


def check_view(view: Any, kind: str | None = None) -> None:
    """Raise SlackError (invalid_arguments, view_too_large) unless Slack would take the view, as one of that `kind`."""
    if not isinstance(view, dict):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    complaints = view_complaints(view, kind)
    if complaints:
        raise invalid_arguments(*complaints)


def view_complaints(view: Json, kind: str | None) -> list[str]:
    shapes = {MODAL: MODAL_SHAPE, HOME: HOME_SHAPE}
    named = view.get("type")
    if named not in shapes or (kind is not None and named != kind):
        return [f"unsupported type: {named} [json-pointer:/view/type]"]
    place = Place("/view", str(named))
    shapes[str(named)](view, place)
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        check_ids(blocks, place.at("blocks"))
        check_inputs(view, blocks, place)
    return place.complaints


def check_ids(blocks: list[Any], place: Place) -> None:
    """No two blocks bear the same id, wherever they stand."""
    seen: set[str] = set()
    for block, steps in placed_within(blocks):
        value = block.get("block_id")
        if isinstance(value, str) and value in seen:
            reduce(Place.at, steps, place).at("block_id").complain(f"`block_id` {value} already exists")
        elif isinstance(value, str):
            seen.add(value)


def check_inputs(view: Json, blocks: list[Any], place: Place) -> None:
    """Inputs need a submit button in a modal, and only one element may take the focus."""
    inputs = [block for block in blocks if isinstance(block, dict) and block.get("type") == "input"]
    if inputs and view.get("type") == MODAL and "submit" not in view:
        place.complain("missing required field: submit, as the view has input blocks")
    elements = [block["element"] for block in inputs if isinstance(block.get("element"), dict)]
    if sum(element.get("focus_on_load") is True for element in elements) > 1:
        place.at("blocks").complain("only one element may have focus_on_load")


def check_totals(blocks: list[Json], place: Place) -> None:
    """The limits on all markdown, and on the text of all tables of a kind, in one message together."""
    for kind, most in TOTALS.items():
        held = [block for block in blocks_within(blocks) if block["type"] == kind]
        if sum(len(words) for words in all_text(held)) > most:
            place.complain(f"all blocks of type {kind} together must be less than {most + 1} characters")


def all_text(part: Any) -> Iterator[str]:
    """Every text shown by blocks, however deep."""
    if isinstance(part, list):
        for inner in part:
            yield from all_text(inner)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from all_text(inner)
