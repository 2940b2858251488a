"""Block elements: buttons, selects, pickers and inputs."""

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
    each,
    one_of,
    text,
    typed,
    whole,
    yes_or_no,
)
from sandbox.blocks.compositions import (
    CONFIRM,
    MARKED_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLAIN_OPTION,
    STYLE,
    either_options_or_groups,
    initial_is_offered,
    plain,
)
from sandbox.blocks.rich_text import RICH_TEXT_VALUE

ID = text(1, 255)
URL = text(1, 3000)
PLACEHOLDER: Mapping[str, Check] = {"placeholder": plain(150), "focus_on_load": yes_or_no}
DISPATCH = Shape({}, {"trigger_actions_on": each(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
USER = text(1, 50)
CONVERSATION_FILTER = Shape(
    {},
    {
        "include": each(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": yes_or_no,
        "exclude_bot_users": yes_or_no,
    },
)


class Choice(Shape):
    """A shape whose options must also agree with one another."""

    __slots__ = ()

    def __call__(self, value: Any, place: Place) -> None:
        Shape.__call__(self, value, place)
        if "static_select" in value["type"]:
            either_options_or_groups(value, place)
        initial_is_offered(value, place)


def element(
    kind: str, may: Mapping[str, Check], must: Mapping[str, Check] | None = None, surfaces: frozenset[str] = EVERYWHERE
) -> Shape:
    return Shape({"type": one_of(kind), **(must or {})}, {"action_id": ID, **may}, surfaces)


def choice(kind: str, may: Mapping[str, Check], must: Mapping[str, Check] | None = None) -> Shape:
    return Choice({"type": one_of(kind), **(must or {})}, {"action_id": ID, "confirm": CONFIRM, **may})


def select(kind: str, may: Mapping[str, Check]) -> dict[str, Shape]:
    """A select and its multi_ twin; `initial_…` becomes plural there."""
    single = {name: check for name, check in may.items() if not name.endswith("s") or not name.startswith("initial")}
    several = {**may, "max_selected_items": whole(1, 100)}
    several = {name: check for name, check in several.items() if name not in SINGLE_ONLY}
    return {
        kind: choice(kind, {**PLACEHOLDER, **single}),
        f"multi_{kind}": choice(f"multi_{kind}", {**PLACEHOLDER, **several}),
    }


SINGLE_ONLY = {
    "initial_option",
    "initial_user",
    "initial_conversation",
    "initial_channel",
    "response_url_enabled",
}


def number_text(value: Any, place: Place) -> None:
    """Slack takes the bounds of a number input as strings."""
    try:
        float(value) if isinstance(value, str) else place.complain("must provide a string")
    except ValueError:
        place.complain("must be a number")


def typed_input(kind: str, may: Mapping[str, Check], surfaces: frozenset[str]) -> dict[str, Shape]:
    fields: Mapping[str, Check] = {
        **PLACEHOLDER,
        "initial_value": text(0, 3000),
        "dispatch_action_config": DISPATCH,
        **may,
    }
    return {kind: element(kind, fields, surfaces=surfaces)}


BUTTON = element(
    "button",
    {
        "url": URL,
        "value": text(1, 2000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": text(1, 75),
        "visible_to_user_ids": each(USER, 1, 100),
    },
    {"text": plain(75)},
)
ICON_BUTTON = element(
    "icon_button",
    {
        "value": text(1, 2000),
        "confirm": CONFIRM,
        "accessibility_label": text(1, 75),
        "visible_to_user_ids": each(USER, 1, 10),
    },
    {"icon": text(1, 100), "text": plain(75)},
    frozenset({MESSAGE}),
)
FEEDBACK_BUTTON = Shape({"text": plain(75), "value": text(1, 2000)}, {"accessibility_label": text(1, 75)})
FEEDBACK = element(
    "feedback_buttons",
    {},
    {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
    frozenset({MESSAGE}),
)
IMAGE = Shape(
    {"type": one_of("image"), "alt_text": text(1, 2000)},
    {"image_url": URL, "slack_file": anything},
)
FEW_OPTIONS: Mapping[str, Check] = {"options": each(MARKED_OPTION, 1, 10)}
STATIC: Mapping[str, Check] = {
    "options": each(PLAIN_OPTION, 1, 100),
    "option_groups": each(OPTION_GROUP, 1, 100),
    "initial_option": PLAIN_OPTION,
    "initial_options": each(PLAIN_OPTION, 1, 100),
}
EXTERNAL: Mapping[str, Check] = {
    "min_query_length": whole(0, 3000),
    "initial_option": PLAIN_OPTION,
    "initial_options": each(PLAIN_OPTION, 1, 100),
}
USERS: Mapping[str, Check] = {"initial_user": USER, "initial_users": each(USER, 1, 100)}
CONVERSATIONS: Mapping[str, Check] = {
    "initial_conversation": USER,
    "initial_conversations": each(USER, 1, 100),
    "default_to_current_conversation": yes_or_no,
    "response_url_enabled": yes_or_no,
    "filter": CONVERSATION_FILTER,
}
CHANNELS: Mapping[str, Check] = {
    "initial_channel": USER,
    "initial_channels": each(USER, 1, 100),
    "response_url_enabled": yes_or_no,
}
PICKED: Mapping[str, Check] = {**PLACEHOLDER, "confirm": CONFIRM}
ONLY_MODAL = frozenset({MODAL})

SELECTS = (
    select("static_select", STATIC)
    | select("external_select", EXTERNAL)
    | select("users_select", USERS)
    | select("conversations_select", CONVERSATIONS)
    | select("channels_select", CHANNELS)
)
PICKERS = {
    "checkboxes": choice(
        "checkboxes", {"initial_options": each(MARKED_OPTION, 1, 10), "focus_on_load": yes_or_no}, FEW_OPTIONS
    ),
    "radio_buttons": choice(
        "radio_buttons", {"initial_option": MARKED_OPTION, "focus_on_load": yes_or_no}, FEW_OPTIONS
    ),
    "datepicker": element("datepicker", {**PICKED, "initial_date": text(10, 10)}),
    "timepicker": element("timepicker", {**PICKED, "initial_time": text(5, 5), "timezone": text(1, 50)}),
    "datetimepicker": element(
        "datetimepicker",
        {"confirm": CONFIRM, "focus_on_load": yes_or_no, "initial_date_time": whole(1_000_000_000, 9_999_999_999)},
        surfaces=frozenset({MESSAGE, MODAL}),
    ),
}
PRESSED = {
    "button": BUTTON,
    "overflow": choice("overflow", {}, {"options": each(OVERFLOW_OPTION, 1, 5)}),
    "image": IMAGE,
}
TYPED = (
    typed_input(
        "plain_text_input",
        {"multiline": yes_or_no, "min_length": whole(0, 3000), "max_length": whole(1, 3000)},
        EVERYWHERE,
    )
    | typed_input("email_text_input", {}, ONLY_MODAL)
    | typed_input("url_text_input", {}, ONLY_MODAL)
    | {
        "file_input": element(
            "file_input", {"filetypes": each(text(1, 20), 1, 100), "max_files": whole(1, 10)}, surfaces=ONLY_MODAL
        )
    }
    | typed_input("number_input", {"min_value": number_text, "max_value": number_text}, ONLY_MODAL)
    | {
        "rich_text_input": element(
            "rich_text_input",
            {**PLACEHOLDER, "initial_value": RICH_TEXT_VALUE, "dispatch_action_config": DISPATCH},
            surfaces=frozenset({MODAL, HOME}),
        )
    }
)
TYPED["number_input"] = Shape(
    {**TYPED["number_input"].must, "is_decimal_allowed": yes_or_no}, TYPED["number_input"].may, ONLY_MODAL
)
ELEMENTS = PRESSED | SELECTS | PICKERS | TYPED

CHOSEN = frozenset(SELECTS) | frozenset(PICKERS)
IN_SECTION = typed(ELEMENTS, (CHOSEN | frozenset(PRESSED)) - {"datetimepicker"})
IN_ACTIONS = typed(ELEMENTS, (CHOSEN | {"button", "overflow"}))
IN_INPUT = typed(ELEMENTS, CHOSEN | frozenset(TYPED))
