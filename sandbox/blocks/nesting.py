"""Blocks that hold other blocks, and the elements that blocks hold."""

from collections.abc import Iterator
from typing import Any

from sandbox.wire import Json

CHILDREN = {"container": "child_blocks", "carousel": "elements"}
ELEMENTS = {
    "actions": "elements",
    "card": "actions",
    "context_actions": "elements",
    "input": "element",
    "section": "accessory",
}


def blocks_within(blocks: list[Json]) -> Iterator[Json]:
    """All blocks in the order they are drawn: each one, then those inside it."""
    for block in blocks:
        yield block
        yield from blocks_within(block.get(CHILDREN.get(block["type"], ""), []))


def placed_within(blocks: Any, pointer: tuple[str | int, ...] = ()) -> Iterator[tuple[Json, tuple[str | int, ...]]]:
    """The same for blocks nobody has checked yet, each with its way from the top; what is no block is left out."""
    for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if isinstance(block, dict):
            yield block, (*pointer, index)
            held = CHILDREN.get(str(block.get("type")), "")
            yield from placed_within(block.get(held), (*pointer, index, held))


def held_elements(block: Json) -> list[Json]:
    """The elements in the one place where this type of block holds them."""
    found = block.get(ELEMENTS.get(block["type"], ""), [])
    return found if isinstance(found, list) else [found]
