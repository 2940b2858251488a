"""Layout blocks: the table of those that stand on their own."""

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
from sandbox.blocks.tables import COLUMNS, DATA_ROWS, TABLE_ROWS, column

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


class Input(Shape):
    """An input for files tells the app nothing before the form is submitted."""

    __slots__ = ()

    def __call__(self, value: Any, place: Place) -> None:
        Shape.__call__(self, value, place)
        held = value.get("element")
        if isinstance(held, dict) and held.get("type") == "file_input" and value.get("dispatch_action"):
            place.at("dispatch_action").complain("a file_input cannot dispatch actions")


def https(value: Any, place: Place) -> None:
    URL(value, place)
    if isinstance(value, str) and not value.startswith("https://"):
        place.complain("must be a URL that starts with https://")


def block(
    kind: str, must: Mapping[str, Check], may: Mapping[str, Check] | None = None, surfaces: frozenset[str] = EVERYWHERE
) -> Shape:
    return Shape({"type": one_of(kind), **must}, {"block_id": ID, **(may or {})}, surfaces)


def unique_action_ids(value: Any, place: Place) -> None:
    if isinstance(value, list):
        unique(value, "action_id", place)


CONTEXT_PART = typed(text_shapes(3000) | {"image": IMAGE})

LAYOUT: Mapping[str, Shape] = {
    "actions": block("actions", {"elements": both(each(IN_ACTIONS, 1, 25), unique_action_ids)}),
    "alert": block(
        "alert",
        {"text": marked(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
        frozenset({MODAL}),
    ),
    "context": block("context", {"elements": each(CONTEXT_PART, 1, 10)}),
    "data_table": block(
        "data_table",
        {"rows": DATA_ROWS, "caption": text(1, 3000)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, COLUMNS - 1)},
        MESSAGE_HOME,
    ),
    "divider": block("divider", {}),
    "file": block("file", {"external_id": ID, "source": one_of("remote")}, {}, frozenset({MESSAGE})),
    "header": block("header", {"text": plain(150)}, {"level": whole(1, 4)}),
    "image": Image(
        {"type": one_of("image"), "alt_text": text(1, 2000)},
        {"block_id": ID, "image_url": URL, "slack_file": anything, "title": plain(2000)},
    ),
    "input": Input(
        {"type": one_of("input"), "label": plain(2000), "element": IN_INPUT},
        {"block_id": ID, "hint": plain(2000), "optional": yes_or_no, "dispatch_action": yes_or_no},
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
        {"rows": TABLE_ROWS},
        {"column_settings": each(column, 0, COLUMNS)},
        MESSAGE_HOME,
    ),
    "video": block(
        "video",
        {"alt_text": text(1, 2000), "video_url": https, "thumbnail_url": URL, "title": plain(199)},
        {
            "title_url": https,
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": text(1, 255),
            "author_name": text(1, 49),
        },
    ),
}
