"""Layout blocks: the table of all block types the sandbox draws; any other is refused as unsupported."""

from collections.abc import Mapping
from typing import Any

from sandbox.blocks.checks import (
    EVERYWHERE,
    HOME,
    MESSAGE,
    MODAL,
    Check,
    Place,
    Shape,
    anything,
    both,
    each,
    one_of,
    text,
    typed,
    unique,
    whole,
    yes_or_no,
)
from sandbox.blocks.compositions import marked, plain, text_shapes
from sandbox.blocks.elements import ID, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, URL
from sandbox.blocks.rich_text import RICH_TEXT

MESSAGE_HOME = frozenset({MESSAGE, HOME})


class Section(Shape):
    """A section must say something, in `text` or in `fields`."""

    __slots__ = ()

    def __call__(self, value: Any, place: Place) -> None:
        Shape.__call__(self, value, place)
        if "text" not in value and "fields" not in value:
            place.complain("missing required field: text or fields")


class Image(Shape):
    """An image must say where it is."""

    __slots__ = ()

    def __call__(self, value: Any, place: Place) -> None:
        Shape.__call__(self, value, place)
        if ("image_url" in value) == ("slack_file" in value):
            place.complain("must define either `image_url` or `slack_file`")


def block(
    kind: str, must: Mapping[str, Check], may: Mapping[str, Check] | None = None, surfaces: frozenset[str] = EVERYWHERE
) -> Shape:
    return Shape({"type": one_of(kind), **must}, {"block_id": ID, **(may or {})}, surfaces)


def unique_action_ids(value: Any, place: Place) -> None:
    if isinstance(value, list):
        unique(value, "action_id", place)


def rows_alike(value: Any, place: Place) -> None:
    """Every row of a table has as many cells as the first."""
    rows = value if isinstance(value, list) else []
    widths = {len(row) for row in rows if isinstance(row, list)}
    if len(widths) > 1:
        place.complain("all rows must have the same number of cells")


RAW_TEXT = Shape({"type": one_of("raw_text"), "text": text(1, 10_000)})
RAW_NUMBER = Shape({"type": one_of("raw_number"), "value": anything}, {"text": text(1, 10_000)})
CELL = typed({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
COLUMN = Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": yes_or_no})
CONTEXT_PART = typed(text_shapes(3000) | {"image": IMAGE})

BLOCKS: Mapping[str, Shape] = {
    "actions": block("actions", {"elements": both(each(IN_ACTIONS, 1, 25), unique_action_ids)}),
    "alert": block(
        "alert",
        {"text": marked(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
        frozenset({MODAL}),
    ),
    "context": block("context", {"elements": each(CONTEXT_PART, 1, 10)}),
    "divider": block("divider", {}),
    "header": block("header", {"text": plain(150)}, {"level": whole(1, 4)}),
    "image": Image(
        {"type": one_of("image"), "alt_text": text(1, 2000)},
        {"block_id": ID, "image_url": URL, "slack_file": anything, "title": plain(2000)},
    ),
    "input": block(
        "input",
        {"label": plain(2000), "element": IN_INPUT},
        {"hint": plain(2000), "optional": yes_or_no, "dispatch_action": yes_or_no},
    ),
    "markdown": block("markdown", {"text": text(1, 12_000)}, {}, frozenset({MESSAGE})),
    "rich_text": RICH_TEXT,
    "section": Section(
        {"type": one_of("section")},
        {
            "block_id": ID,
            "text": marked(3000),
            "fields": each(marked(2000), 1, 10),
            "accessory": IN_SECTION,
            "expand": yes_or_no,
        },
    ),
    "table": block(
        "table",
        {"rows": both(each(each(CELL, 1, 20), 1, 100), rows_alike)},
        {"column_settings": each(COLUMN, 0, 20)},
        MESSAGE_HOME,
    ),
}
BLOCK = typed(BLOCKS)
