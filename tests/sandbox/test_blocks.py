"""What Slack would refuse of Block Kit, and what it would take."""

from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.rig import (
    APPROVALS,
    MAYA,
    Json,
    actions,
    button,
    modal,
    mrkdwn,
    option,
    plain,
    question,
    refused,
    section,
)

STATIC = {"type": "static_select", "action_id": "s", "options": [option("One"), option("Two")]}


def select(**more: Any) -> Json:
    return {**STATIC, **more}


def table(rows: list[list[Json]]) -> Json:
    return {"type": "table", "rows": rows}


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def confirm(**more: Any) -> Json:
    return {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No"), **more}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a", **more}


def accessory(element: Json) -> Json:
    return section("x", accessory=element)


def radio(count: int) -> Json:
    return {"type": "radio_buttons", "action_id": "r", "options": [option(f"o{index}") for index in range(count)]}


def boxes(count: int) -> Json:
    return {**radio(count), "type": "checkboxes"}


BAD_BLOCKS: dict[str, tuple[list[Any], str]] = {
    "a block that is no object": ([3], "/blocks/0"),
    "a block without a type": ([{}], "/blocks/0"),
    "an unknown type": ([{"type": "sparkle"}], "/blocks/0"),
    "more than 50 blocks": ([{"type": "divider"}] * 51, "/blocks"),
    "an unknown field": ([section("x", colour="red")], "/blocks/0/colour"),
    "the same block_id twice": ([section("x", block_id="a"), section("y", block_id="a")], "/blocks/1/block_id"),
    "a block_id over 255": ([section("x", block_id="a" * 256)], "/blocks/0/block_id"),
    "the same action_id twice": ([actions(button("A"), button("B"))], "/blocks/0/elements/1/action_id"),
    "an action_id over 255": ([actions(button("A", "a" * 256))], "/blocks/0/elements/0/action_id"),
    "a section with nothing": ([{"type": "section"}], "/blocks/0"),
    "an empty text": ([section("")], "/blocks/0/text/text"),
    "a text over 3000": ([section("x" * 3001)], "/blocks/0/text/text"),
    "a text that is a bare string": ([{"type": "section", "text": "x"}], "/blocks/0/text"),
    "a field over 2000": ([{"type": "section", "fields": [plain("x" * 2001)]}], "/blocks/0/fields/0/text"),
    "eleven fields": ([{"type": "section", "fields": [plain("x")] * 11}], "/blocks/0/fields"),
    "no fields": ([{"type": "section", "fields": []}], "/blocks/0/fields"),
    "mrkdwn in a header": ([{"type": "header", "text": mrkdwn("x")}], "/blocks/0/text"),
    "a header over 150": ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    "no elements in actions": ([actions()], "/blocks/0/elements"),
    "26 elements": ([actions(*(button("x", str(index)) for index in range(26)))], "/blocks/0/elements"),
    "an input in actions": ([actions({"type": "plain_text_input", "action_id": "t"})], "/blocks/0/elements/0"),
    "a button without text": ([actions({"type": "button", "action_id": "b"})], "/blocks/0/elements/0"),
    "mrkdwn on a button": ([actions({**button("x"), "text": mrkdwn("x")})], "/blocks/0/elements/0/text"),
    "a button text over 75": ([actions(button("x" * 76))], "/blocks/0/elements/0/text/text"),
    "a button value over 2000": ([actions(button("x", value="v" * 2001))], "/blocks/0/elements/0/value"),
    "a button of no known style": ([actions(button("x", style="warning"))], "/blocks/0/elements/0/style"),
    "a button url over 3000": ([actions(button("x", url="u" * 3001))], "/blocks/0/elements/0/url"),
    "a confirm title over 100": (
        [actions(button("x", confirm=confirm(title=plain("t" * 101))))],
        "/blocks/0/elements/0/confirm/title/text",
    ),
    "a confirm text over 300": (
        [actions(button("x", confirm=confirm(text=plain("t" * 301))))],
        "/blocks/0/elements/0/confirm/text/text",
    ),
    "a deny text over 30": (
        [actions(button("x", confirm=confirm(deny=plain("t" * 31))))],
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    "eleven context elements": ([{"type": "context", "elements": [plain("x")] * 11}], "/blocks/0/elements"),
    "a button in context": ([{"type": "context", "elements": [button("x")]}], "/blocks/0/elements/0"),
    "an image without alt_text": ([{"type": "image", "image_url": "https://e.com/a"}], "/blocks/0"),
    "an image from nowhere": ([{"type": "image", "alt_text": "a"}], "/blocks/0"),
    "an alt_text over 2000": ([image(alt_text="a" * 2001)], "/blocks/0/alt_text"),
    "mrkdwn as an image title": ([image(title=mrkdwn("x"))], "/blocks/0/title"),
    "101 options": (
        [accessory(select(options=[option(f"o{index}") for index in range(101)]))],
        "/blocks/0/accessory/options",
    ),
    "no options": ([accessory(select(options=[]))], "/blocks/0/accessory/options"),
    "options and groups": (
        [accessory(select(option_groups=[{"label": plain("g"), "options": [option("One")]}]))],
        "/blocks/0/accessory",
    ),
    "an option text over 75": (
        [accessory(select(options=[option("x" * 76)]))],
        "/blocks/0/accessory/options/0/text/text",
    ),
    "an option value over 150": (
        [accessory(select(options=[option("x", "v" * 151)]))],
        "/blocks/0/accessory/options/0/value",
    ),
    "an option without a value": (
        [accessory(select(options=[{"text": plain("x")}]))],
        "/blocks/0/accessory/options/0",
    ),
    "mrkdwn in a select's option": (
        [accessory(select(options=[{"text": mrkdwn("x"), "value": "x"}]))],
        "/blocks/0/accessory/options/0/text",
    ),
    "an initial option that is not offered": (
        [accessory(select(initial_option=option("Three")))],
        "/blocks/0/accessory",
    ),
    "a placeholder over 150": (
        [accessory(select(placeholder=plain("p" * 151)))],
        "/blocks/0/accessory/placeholder/text",
    ),
    "eleven radio buttons": ([accessory(radio(11))], "/blocks/0/accessory/options"),
    "eleven checkboxes": ([accessory(boxes(11))], "/blocks/0/accessory/options"),
    "six overflow options": (
        [accessory({"type": "overflow", "action_id": "o", "options": [option(f"o{index}") for index in range(6)]})],
        "/blocks/0/accessory/options",
    ),
    "an input without a label": (
        [{"type": "input", "element": {"type": "plain_text_input", "action_id": "t"}}],
        "/blocks/0",
    ),
    "a button in an input": ([question("Why", button("x"))], "/blocks/0/element"),
    "mrkdwn as a label": ([{**question("Why"), "label": mrkdwn("Why")}], "/blocks/0/label"),
    "a number input in a message": (
        [question("Count", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False})],
        "/blocks/0/element",
    ),
    "an alert in a message": ([{"type": "alert", "text": plain("x")}], "/blocks/0"),
    "markdown over 12000": ([{"type": "markdown", "text": "x" * 12_001}], "/blocks/0/text"),
    "markdown over 12000 together": ([{"type": "markdown", "text": "x" * 6001}] * 2, "/blocks"),
    "a table of 101 rows": ([table([[cell("x")]] * 101)], "/blocks/0/rows"),
    "a table of 21 columns": ([table([[cell("x")] * 21])], "/blocks/0/rows/0"),
    "a ragged table": ([table([[cell("x")], [cell("x"), cell("y")]])], "/blocks/0/rows"),
    "a table over 10000 characters": ([table([[cell("x" * 5001)], [cell("y" * 5000)]])], "/blocks"),
    "an unknown rich text element": (
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "gif"}]}]}],
        "/blocks/0/elements/0/elements/0",
    ),
    "a boolean that is a word": ([section("x", expand="yes")], "/blocks/0/expand"),
}

BAD_VIEWS: dict[str, tuple[Json, str]] = {
    "a view of no known type": ({**modal(), "type": "page"}, "/view/type"),
    "a modal without a title": ({"type": "modal", "blocks": []}, "/view"),
    "a title over 24": (modal(title=plain("t" * 25)), "/view/title/text"),
    "mrkdwn as a title": (modal(title=mrkdwn("t")), "/view/title"),
    "a submit text over 24": (modal(submit=plain("t" * 25)), "/view/submit/text"),
    "a close text over 24": (modal(close=plain("t" * 25)), "/view/close/text"),
    "private_metadata over 3000": (modal(private_metadata="m" * 3001), "/view/private_metadata"),
    "a callback_id over 255": (modal(callback_id="c" * 256), "/view/callback_id"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "/view/blocks"),
    "an unknown field of a view": (modal(width="wide"), "/view/width"),
    "inputs without submit": ({"type": "modal", "title": plain("t"), "blocks": [question("Why")]}, "/view"),
    "markdown in a modal": (modal({"type": "markdown", "text": "x"}), "/view/blocks/0"),
    "a table in a modal": (modal(table([[cell("x")]])), "/view/blocks/0"),
    "a bad block deep in a view": (modal(section("x" * 3001)), "/view/blocks/0/text/text"),
    "the same block_id twice in a view": (modal(question("Why"), question("Why")), "/view/blocks/1/block_id"),
    "two elements that take the focus": (
        modal(
            *(question(name, {"type": "plain_text_input", "action_id": "t", "focus_on_load": True}) for name in "AB")
        ),
        "/view/blocks",
    ),
    "min_length over 3000": (
        modal(question("Why", {"type": "plain_text_input", "action_id": "t", "min_length": 3001})),
        "/view/blocks/0/element/min_length",
    ),
    "a number input that does not say if decimal": (
        modal(question("Count", {"type": "number_input", "action_id": "n"})),
        "/view/blocks/0/element",
    ),
    "a datetimepicker in a Home tab": (
        {"type": "home", "blocks": [actions({"type": "datetimepicker", "action_id": "d"})]},
        "/view/blocks/0/elements/0",
    ),
    "a title on a Home tab": ({"type": "home", "title": plain("t"), "blocks": []}, "/view/title"),
}

GOOD_BLOCKS: dict[str, list[Json]] = {
    "the largest of everything": [
        {"type": "header", "text": plain("h" * 150)},
        section("x" * 3000),
        {"type": "section", "fields": [mrkdwn("f" * 200)] * 10},
        actions(*(button("b" * 75, str(index), value="v" * 2000) for index in range(25))),
        {"type": "context", "elements": [mrkdwn("c"), image(), *[plain("p")] * 8]},
    ],
    "fifty blocks": [{"type": "divider"}] * 50,
    "a button with everything": [
        actions(button("x", value="v", url="https://e.com", style="danger", confirm=confirm(), accessibility_label="a"))
    ],
    "selects of all kinds": [
        actions(
            select(),
            {"type": "users_select", "action_id": "u", "initial_user": MAYA},
            {"type": "conversations_select", "action_id": "c", "filter": {"include": ["public"]}},
            {"type": "channels_select", "action_id": "ch"},
            {"type": "external_select", "action_id": "e", "min_query_length": 0},
            {"type": "multi_users_select", "action_id": "mu", "max_selected_items": 3},
            {**STATIC, "type": "multi_static_select", "action_id": "ms", "initial_options": [option("One")]},
        )
    ],
    "pickers": [
        actions(
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-01-31"},
            {"type": "timepicker", "action_id": "t", "initial_time": "09:30"},
            {"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1_800_000_000},
            radio(10),
            {**boxes(10), "action_id": "b"},
        )
    ],
    "grouped options": [
        accessory(
            {
                "type": "static_select",
                "action_id": "g",
                "option_groups": [{"label": plain("g"), "options": [option("a")]}],
            }
        )
    ],
    "marked options of checkboxes": [
        accessory({"type": "checkboxes", "action_id": "c", "options": [{"text": mrkdwn("*x*"), "value": "x"}]})
    ],
    "an image with its title": [image(title=plain("A picture"))],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "by ", "style": {"bold": True}},
                        {"type": "user", "user_id": MAYA},
                        {"type": "link", "url": "https://example.com", "text": "here"},
                    ],
                },
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "<!channel>"}]},
            ],
        }
    ],
    "a table": [table([[cell("a"), cell("b")], [cell("c"), {"type": "raw_number", "value": 3}]])],
    "markdown": [{"type": "markdown", "text": "**x**"}],
    "an input in a message": [question("Why")],
}


@pytest.mark.parametrize("name", BAD_BLOCKS)
async def test_blocks_slack_would_refuse_are_refused_with_a_pointer(client: AsyncWebClient, name: str) -> None:
    blocks, pointer = BAD_BLOCKS[name]
    answer = await refused(client.chat_postMessage(channel=APPROVALS, text="x", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert f"[json-pointer:{pointer}]" in " ".join(answer["response_metadata"]["messages"])
    assert answer["errors"] == [text.removeprefix("[ERROR] ") for text in answer["response_metadata"]["messages"]]


@pytest.mark.parametrize("name", BAD_VIEWS)
async def test_views_slack_would_refuse_are_refused_with_a_pointer(client: AsyncWebClient, name: str) -> None:
    view, pointer = BAD_VIEWS[name]
    answer = await refused(client.blocks_validate(view=view))
    assert answer["error"] == "invalid_arguments"
    assert f"[json-pointer:{pointer}]" in " ".join(answer["response_metadata"]["messages"])


@pytest.mark.parametrize("name", GOOD_BLOCKS)
async def test_blocks_slack_takes_are_taken(client: AsyncWebClient, sandbox: Sandbox, name: str) -> None:
    answer = await client.chat_postMessage(channel=APPROVALS, text="x", blocks=GOOD_BLOCKS[name])
    shown = answer["message"]["blocks"]
    assert [block["type"] for block in shown] == [block["type"] for block in GOOD_BLOCKS[name]]
    assert all(block["block_id"] for block in shown)
    assert sandbox.person("maya").messages("#approvals")[-1].plain() is not None


@pytest.mark.parametrize("name", GOOD_BLOCKS)
def test_the_good_blocks_are_also_good_to_the_sdk(name: str) -> None:
    for block in GOOD_BLOCKS[name]:
        if block["type"] not in {"image", "table"}:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.to_dict()


async def test_every_way_in_checks_its_blocks(client: AsyncWebClient, sandbox: Sandbox) -> None:
    bad = [section("x" * 3001)]
    posted = await client.chat_postMessage(channel=APPROVALS, text="x")
    ways = [
        client.chat_postMessage(channel=APPROVALS, text="x", blocks=bad),
        client.chat_update(channel=APPROVALS, ts=posted["ts"], text="x", blocks=bad),
        client.chat_postEphemeral(channel=APPROVALS, user=MAYA, text="x", blocks=bad),
        client.blocks_validate(blocks=bad),
        client.blocks_validate(message={"blocks": bad}),
    ]
    for way in ways:
        assert (await refused(way))["error"] == "invalid_blocks"
    home = await refused(client.views_publish(user_id=MAYA, view={"type": "home", "blocks": bad}))
    assert home["error"] == "invalid_arguments"


async def test_all_texts_together_may_be_too_long(client: AsyncWebClient) -> None:
    blocks = [section("x" * 2900) for _ in range(5)]
    answer = await refused(client.chat_postMessage(channel=APPROVALS, text="x", blocks=blocks))
    assert answer["error"] == "msg_blocks_too_long"


async def test_blocks_that_are_no_list_are_a_format_error(client: AsyncWebClient) -> None:
    answer = await refused(client.chat_postMessage(channel=APPROVALS, text="x", blocks='{"type": "divider"}'))
    assert answer["error"] == "invalid_blocks_format"
    answer = await refused(client.chat_postMessage(channel=APPROVALS, text="x", blocks="[nonsense"))
    assert answer["error"] == "invalid_blocks_format"
