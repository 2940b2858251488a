"""Composition objects: texts, options, confirmations."""

from typing import Any

from sandbox.blocks.checks import Check, Place, Shape, each, one_of, text, typed, yes_or_no

STYLE = one_of("primary", "danger")


def text_shapes(longest: int) -> dict[str, Shape]:
    words = text(1, longest)
    return {
        "plain_text": Shape({"type": one_of("plain_text"), "text": words}, {"emoji": yes_or_no}),
        "mrkdwn": Shape({"type": one_of("mrkdwn"), "text": words}, {"verbatim": yes_or_no}),
    }


def plain(longest: int) -> Check:
    """A text object that may not carry markup."""
    return typed(text_shapes(longest), frozenset({"plain_text"}))


def marked(longest: int) -> Check:
    """A text object, plain or mrkdwn."""
    return typed(text_shapes(longest))


CONFIRM = Shape(
    {"title": plain(100), "text": marked(300)},
    {"confirm": plain(30), "deny": plain(30), "style": STYLE},
)


def option(words: Check, with_url: bool = False) -> Shape:
    url = {"url": text(1, 3000)} if with_url else {}
    return Shape({"text": words, "value": text(1, 150)}, {"description": words, **url})


PLAIN_OPTION = option(plain(75))
MARKED_OPTION = option(marked(75))
OVERFLOW_OPTION = option(plain(75), with_url=True)
OPTION_GROUP = Shape({"label": plain(75), "options": each(PLAIN_OPTION, 1, 100)})


def either_options_or_groups(value: Any, place: Place) -> None:
    """A static select has options or groups of them, and its initial option is one of them."""
    if ("options" in value) == ("option_groups" in value):
        place.complain("must define either `options` or `option_groups`")


def initial_is_offered(value: Any, place: Place) -> None:
    """Every initial option must be one of the options, exactly as it stands there."""
    groups = value.get("option_groups")
    held = (
        [option for group in groups if isinstance(group, dict) for option in group.get("options", ())]
        if groups
        else None
    )
    offered = held if held is not None else value.get("options")
    initial = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    if not isinstance(offered, list) or not isinstance(initial, list):
        return
    if any(option not in offered for option in initial):
        place.complain("initial_option must exactly match one of the provided options")
