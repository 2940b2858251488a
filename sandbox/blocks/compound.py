"""Blocks made of other blocks and of small parts; with them the table of all block types is whole."""

from collections.abc import Mapping
from typing import Any

from sandbox.blocks.checks import HOME, MESSAGE, Check, Place, Shape, both, each, one_of, text, typed
from sandbox.blocks.checks import yes_or_no as flag
from sandbox.blocks.compositions import marked, plain
from sandbox.blocks.elements import BUTTON, FEEDBACK, ICON_BUTTON, ID, IMAGE, URL
from sandbox.blocks.layout import LAYOUT, MESSAGE_HOME, block, unique_action_ids
from sandbox.blocks.rich_text import RICH_TEXT

ONLY_MESSAGE = frozenset({MESSAGE})
IN_CONTAINER = frozenset(
    {
        "actions",
        "context",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "table",
        "video",
    }
)


class Card(Shape):
    """A card must show something, and has one icon at most."""

    __slots__ = ()

    def __call__(self, value: Any, place: Place) -> None:
        Shape.__call__(self, value, place)
        if not {"hero_image", "title", "actions", "body"} & value.keys():
            place.complain("must provide at least one of hero_image, title, actions, body")
        if {"icon", "slack_icon"} <= value.keys():
            place.complain("must define either `icon` or `slack_icon`")


class Container(Shape):
    """A container has a title; what it says about collapsing must fit together."""

    __slots__ = ()

    def __call__(self, value: Any, place: Place) -> None:
        Shape.__call__(self, value, place)
        if not {"title", "rich_text_title"} & value.keys():
            place.complain("missing required field: title or rich_text_title")
        if value.get("default_collapsed") and not value.get("is_collapsible"):
            place.complain("`default_collapsed` needs `is_collapsible`")
        if value.get("has_header_divider") and value.get("is_collapsible"):
            place.complain("`has_header_divider` cannot stand with `is_collapsible`")


class TopTask(Shape):
    """A task card that stands alone has begun."""

    __slots__ = ()

    def __call__(self, value: Any, place: Place) -> None:
        Shape.__call__(self, value, place)
        if value.get("status") == "pending":
            place.at("status").complain("must be one of in_progress, complete, error")


SOURCE = Shape({"type": one_of("url"), "url": URL, "text": text(1, 3000)})
SLACK_ICON = Shape({"name": text(1, 100)}, {"type": one_of("icon")})
BUTTONS = both(each(typed({"button": BUTTON}), 1, 3), unique_action_ids)
CARD = Card(
    {"type": one_of("card")},
    {
        "block_id": ID,
        "hero_image": typed({"image": IMAGE}),
        "icon": typed({"image": IMAGE}),
        "slack_icon": SLACK_ICON,
        "title": marked(150),
        "subtitle": marked(150),
        "body": marked(200),
        "subtext": marked(200),
        "actions": BUTTONS,
    },
)
CONTAINER = Container(
    {"type": one_of("container"), "child_blocks": each(typed(LAYOUT, IN_CONTAINER), 1, 10)},
    {
        "block_id": ID,
        "title": plain(150),
        "rich_text_title": typed({"rich_text": RICH_TEXT}),
        "subtitle": marked(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": typed({"image": IMAGE}),
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    frozenset({MESSAGE, HOME}),
)
TASK_MUST: Mapping[str, Check] = {
    "type": one_of("task_card"),
    "task_id": ID,
    "title": text(1, 3000),
    "status": one_of("pending", "in_progress", "complete", "error"),
}
TASK_MAY: Mapping[str, Check] = {
    "block_id": ID,
    "details": typed({"rich_text": RICH_TEXT}),
    "output": typed({"rich_text": RICH_TEXT}),
    "sources": each(typed({"url": SOURCE}), 0, 100),
}
TASK = Shape(TASK_MUST, TASK_MAY, ONLY_MESSAGE)
ROW_OF_ICONS = both(each(typed({"feedback_buttons": FEEDBACK, "icon_button": ICON_BUTTON}), 1, 5), unique_action_ids)

BLOCKS: Mapping[str, Shape] = {
    **LAYOUT,
    "card": CARD,
    "carousel": block("carousel", {"elements": each(typed({"card": CARD}), 1, 10)}, {}, MESSAGE_HOME),
    "container": CONTAINER,
    "context_actions": block("context_actions", {"elements": ROW_OF_ICONS}, {}, ONLY_MESSAGE),
    "plan": block("plan", {"title": text(1, 3000)}, {"tasks": each(typed({"task_card": TASK}), 0, 50)}, ONLY_MESSAGE),
    "task_card": TopTask(TASK_MUST, TASK_MAY, ONLY_MESSAGE),
}
BLOCK = typed(BLOCKS)
