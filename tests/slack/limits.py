"""Slack's limits on blocks, written down a second time and apart from the code that keeps them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

TEXTS = {"header": 150, "section": 3000}
ELEMENTS = {"radio_buttons": 10, "static_select": 100, "overflow": 5}
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
TOTAL = 12_000
TABLES = 10_000


def complaints(blocks: list[Json], most: int) -> list[str]:
    """Everything about these blocks that Slack would refuse."""
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    found += [f"block ids repeat: {ids}"] if len(set(ids)) < len(ids) else []
    tables = [block for block in blocks if block["type"] == "table"]
    found += ["more than one table"] if len(tables) > 1 else []
    found += ["too long a table"] if sum(map(len, all_texts(tables))) > TABLES else []
    return found + [complaint for block in blocks for complaint in of_block(block)]


def of_block(block: Json) -> Iterator[str]:
    """What is wrong with one block."""
    kind = block["type"]
    limit = TEXTS.get(kind)
    if limit and "text" in block:
        yield from of_text(block["text"], limit)
    yield from of_length(block.get("fields", [1]), 10, "fields")
    for field in block.get("fields", ()):
        yield from of_text(field, 2000)
    if "accessory" in block:
        yield from of_element(block["accessory"])
    if kind in INNER:
        yield from INNER[kind](block)


def of_context(block: Json) -> Iterator[str]:
    """Small print."""
    yield from of_length(block["elements"], 10, "context elements")
    for element in block["elements"]:
        yield from of_text(element, 2000)


def of_text(text: Json, limit: int) -> Iterator[str]:
    """A text object must say something, within its limit."""
    if not 1 <= len(text["text"]) <= limit or not text["text"].strip():
        yield f"{len(text['text'])} characters where {limit} are allowed: {text['text'][:40]!r}"


def of_length(items: list[Any], most: int, what: str) -> Iterator[str]:
    """A list must not be empty, nor too long."""
    if not 1 <= len(items) <= most:
        yield f"{len(items)} {what}"


def of_actions(block: Json) -> Iterator[str]:
    """A row of buttons."""
    elements: list[Json] = block["elements"]
    yield from of_length(elements, 25, "elements in a row")
    ids = [element["action_id"] for element in elements]
    if len(set(ids)) < len(ids):
        yield f"action ids repeat: {ids}"
    if sum(element.get("style") == "primary" for element in elements) > 1:
        yield "two primary buttons"
    for element in elements:
        yield from of_element(element)


def of_input(block: Json) -> Iterator[str]:
    """An input with its label, hint and element."""
    yield from of_text(block["label"], 2000)
    if "hint" in block:
        yield from of_text(block["hint"], 2000)
    if not 1 <= len(block["block_id"]) <= 255:
        yield "block_id"
    yield from of_element(block["element"])


def of_element(element: Json) -> Iterator[str]:
    """A button, a menu, a select or a field to type in."""
    if not 1 <= len(element["action_id"]) <= 255:
        yield "action_id"
    if element["type"] == "button":
        yield from of_text(element["text"], 75)
        yield from [] if 1 <= len(element["value"]) <= 2000 else ["button value"]
        yield from of_confirm(element.get("confirm", {}))
    options = element.get("options", [])
    if element["type"] in ELEMENTS:
        yield from of_length(options, ELEMENTS[element["type"]], "options")
    for option in options:
        yield from of_text(option["text"], 75)
        yield from [] if 1 <= len(option["value"]) <= 150 else ["option value"]
    if len({option["value"] for option in options}) < len(options):
        yield "option values repeat"
    if element.get("initial_option", options[:1]) not in [options[:1], *options]:
        yield "the initial option is none of the options"
    yield from of_typing(element)


def of_confirm(dialog: Json) -> Iterator[str]:
    """The dialog that asks once more."""
    for part, limit in CONFIRM.items():
        yield from of_text(dialog[part], limit) if dialog else []


def of_table(block: Json) -> Iterator[str]:
    """A table's rows, all of one width, whose cells all say something."""
    rows: list[list[Json]] = block["rows"]
    yield from of_length(rows, 100, "rows")
    yield from of_length(rows[0], 20, "cells")
    if len({len(row) for row in rows}) > 1:
        yield "rows of different widths"
    for cell in (cell for row in rows for cell in row):
        yield from of_text(cell, TABLES)


def of_typing(element: Json) -> Iterator[str]:
    """Bounds and initial text of a field to type in."""
    longest = element.get("max_length", 3000)
    initial = element.get("initial_value", "x")
    if not element.get("min_length", 0) <= longest <= 3000 or not 1 <= len(initial) <= longest:
        yield f"lengths of a text input: {longest}, {len(initial)}"


def of_leaves(part: Any) -> Iterator[str]:
    """Every literal text in rich text must say something, in at most 3,000 characters."""
    if isinstance(part, list):
        for inner in part:
            yield from of_leaves(inner)
    elif part["type"] == "text":
        yield from of_text(part, 3000)
    elif part["type"] == "user":
        yield from [] if re.fullmatch("[UW][A-Z0-9]{2,30}", part["user_id"]) else ["user id"]
    else:
        yield from of_length(part["elements"], 1000, "rich text elements")
        yield from of_leaves(part["elements"])


def of_rich_text(block: Json) -> Iterator[str]:
    """Literal text."""
    yield from of_leaves(block["elements"])


INNER: dict[str, Callable[[Json], Iterator[str]]] = {
    "context": of_context,
    "actions": of_actions,
    "input": of_input,
    "rich_text": of_rich_text,
    "table": of_table,
}


def all_texts(part: Any) -> Iterator[str]:
    """Every text that is shown, however deep."""
    if isinstance(part, list):
        for inner in part:
            yield from all_texts(inner)
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for inner in part.values():
            yield from all_texts(inner)


def marked_texts(part: Any) -> Iterator[str]:
    """Every text that Slack reads as mrkdwn."""
    if isinstance(part, list):
        for inner in part:
            yield from marked_texts(inner)
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for inner in part.values():
            yield from marked_texts(inner)


def tokens(part: Any) -> Iterator[Json]:
    """Every element of rich text that Slack would draw as more than words: mentions, links, emoji."""
    if isinstance(part, list):
        for inner in part:
            yield from tokens(inner)
    if isinstance(part, dict):
        if part.get("type") in {"user", "usergroup", "broadcast", "channel", "link", "emoji", "date"}:
            yield part
        for inner in part.values():
            yield from tokens(inner)
