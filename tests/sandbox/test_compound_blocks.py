"""The newer blocks: cards, containers, plans, data tables and their like, by the limits Slack documents."""

from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.blocks.rules import check_message_blocks, check_view
from sandbox.wire import SlackError
from tests.sandbox.rig import (
    APPROVALS,
    Json,
    actions,
    button,
    modal,
    mrkdwn,
    plain,
    question,
    refused,
    section,
)

RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "r"}]}]}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a picture"}


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn("A title"), **more}


def container(*children: Json, **more: Any) -> Json:
    return {"type": "container", "title": plain("Held"), "child_blocks": list(children), **more}


def data_table(rows: list[list[Json]], **more: Any) -> Json:
    return {"type": "data_table", "caption": "What is owed", "rows": rows, **more}


def task(status: str = "complete", **more: Any) -> Json:
    return {"type": "task_card", "task_id": "t1", "title": "Look", "status": status, **more}


def plan(*tasks: Json, **more: Any) -> Json:
    return {"type": "plan", "title": "A plan", "tasks": list(tasks), **more}


def video(**more: Any) -> Json:
    return {
        "type": "video",
        "alt_text": "a film",
        "title": plain("Film"),
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/t.png",
        **more,
    }


def icon(action_id: str = "i", **more: Any) -> Json:
    return {"type": "icon_button", "action_id": action_id, "icon": "trash", "text": plain("Delete"), **more}


def row(*elements: Json) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


TWO_ROWS = [[cell("Name")], [cell("Acme")]]
BAD: dict[str, tuple[list[Json], str]] = {
    "a card with nothing to show": ([{"type": "card", "subtitle": plain("s")}], "/blocks/0"),
    "a card title over 150": ([card(title=plain("t" * 151))], "/blocks/0/title/text"),
    "a card subtitle over 150": ([card(subtitle=plain("t" * 151))], "/blocks/0/subtitle/text"),
    "a card body over 200": ([card(body=plain("t" * 201))], "/blocks/0/body/text"),
    "a card subtext over 200": ([card(subtext=plain("t" * 201))], "/blocks/0/subtext/text"),
    "a card with four buttons": ([card(actions=[button("x", str(n)) for n in range(4)])], "/blocks/0/actions"),
    "a card with a select": ([card(actions=[{"type": "users_select", "action_id": "u"}])], "/blocks/0/actions/0"),
    "a card with two icons": ([card(icon=IMAGE, slack_icon={"name": "star"})], "/blocks/0"),
    "an empty carousel": ([{"type": "carousel", "elements": []}], "/blocks/0/elements"),
    "a carousel of eleven": ([{"type": "carousel", "elements": [card()] * 11}], "/blocks/0/elements"),
    "a carousel of sections": ([{"type": "carousel", "elements": [section("x")]}], "/blocks/0/elements/0"),
    "a container without a title": ([{"type": "container", "child_blocks": [section("x")]}], "/blocks/0"),
    "a container of eleven": ([container(*[{"type": "divider"}] * 11)], "/blocks/0/child_blocks"),
    "a container in a container": ([container(container(section("x")))], "/blocks/0/child_blocks/0"),
    "a bad block in a container": ([container(section("x" * 3001))], "/blocks/0/child_blocks/0/text/text"),
    "a container of no known width": ([container(section("x"), width="huge")], "/blocks/0/width"),
    "a container collapsed for ever": ([container(section("x"), default_collapsed=True)], "/blocks/0"),
    "a divider on what collapses": (
        [container(section("x"), is_collapsible=True, has_header_divider=True)],
        "/blocks/0",
    ),
    "the same block_id inside and outside": (
        [section("x", block_id="a"), container(section("y", block_id="a"))],
        "/blocks/1/child_blocks/0/block_id",
    ),
    "six icon buttons": ([row(*(icon(str(n)) for n in range(6)))], "/blocks/0/elements"),
    "a button among icons": ([row(button("x"))], "/blocks/0/elements/0"),
    "feedback that can only be good": (
        [row({"type": "feedback_buttons", "positive_button": {"text": plain("Good"), "value": "1"}})],
        "/blocks/0/elements/0",
    ),
    "a data table of a header only": ([data_table(TWO_ROWS[:1])], "/blocks/0/rows"),
    "a data table of 202 rows": ([data_table([[cell("x")]] * 202)], "/blocks/0/rows"),
    "a data table of 21 columns": ([data_table([[cell("x")] * 21] * 2)], "/blocks/0/rows/0"),
    "a data table without a caption": ([{"type": "data_table", "rows": TWO_ROWS}], "/blocks/0"),
    "rich text in a header": ([data_table([[RICH], [cell("x")]])], "/blocks/0/rows/0/0"),
    "a page of 101 rows": ([data_table(TWO_ROWS, page_size=101)], "/blocks/0/page_size"),
    "a ragged data table": ([data_table([[cell("x")], [cell("x"), cell("y")]])], "/blocks/0/rows"),
    "data tables over 20000 characters": ([data_table([[cell("x" * 10_001)], [cell("y" * 10_000)]])], "/blocks"),
    "a task of no known status": ([task("lost")], "/blocks/0/status"),
    "a lone task that has not begun": ([task("pending")], "/blocks/0/status"),
    "a task without an id": ([{"type": "task_card", "title": "x", "status": "error"}], "/blocks/0"),
    "a plan titled by a text object": ([plan(title=plain("x"))], "/blocks/0/title"),
    "a plan of sections": ([plan(section("x"))], "/blocks/0/tasks/0"),
    "a video over plain http": ([video(video_url="http://example.com/v")], "/blocks/0/video_url"),
    "a video title of 200": ([video(title=plain("t" * 200))], "/blocks/0/title/text"),
    "a video author of 50": ([video(author_name="a" * 50)], "/blocks/0/author_name"),
    "a file from here": ([{"type": "file", "external_id": "f", "source": "local"}], "/blocks/0/source"),
    "a call": ([{"type": "call", "call_id": "R1"}], "/blocks/0"),
    "a chart": ([{"type": "data_visualization", "title": "x", "chart": {}}], "/blocks/0"),
}
GOOD: dict[str, list[Json]] = {
    "a card with everything": [
        card(
            hero_image=IMAGE,
            icon=IMAGE,
            subtitle=plain("s" * 150),
            body=mrkdwn("b" * 200),
            subtext=plain("x"),
            actions=[button("One", "1"), button("Two", "2"), button("Three", "3")],
        )
    ],
    "a carousel": [{"type": "carousel", "elements": [card()] * 10}],
    "a container": [
        container(
            section("inside"),
            actions(button("Go")),
            question("Why"),
            {"type": "table", "rows": [[cell("x")]], "column_settings": [None, {"align": "right"}]},
            subtitle=mrkdwn("*sub*"),
            width="full",
            is_collapsible=True,
            default_collapsed=True,
        ),
        container(RICH, rich_text_title=RICH, has_header_divider=True),
    ],
    "icons": [row(icon())],
    "a data table": [
        data_table([[cell("Name"), cell("Sum")], [RICH, {"type": "raw_number", "value": 3}]], page_size=5)
    ],
    "a large data table": [data_table([[cell("x" * 90)]] * 201)],
    "a plan": [plan(task("pending"), task("error", details=RICH, output=RICH))],
    "a task": [task(sources=[{"type": "url", "url": "https://example.com", "text": "the source"}])],
    "a video": [video(title_url="https://example.com", description=plain("d"))],
    "a remote file": [{"type": "file", "external_id": "f1", "source": "remote"}],
}
UNKNOWN_TO_THE_SDK = {"data_table"}
BARE_IMAGES = {"a card with everything"}


@pytest.mark.parametrize("name", BAD)
async def test_what_slack_would_refuse_is_refused_with_a_pointer(client: AsyncWebClient, name: str) -> None:
    blocks, pointer = BAD[name]
    answer = await refused(client.chat_postMessage(channel=APPROVALS, text="x", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert f"[json-pointer:{pointer}]" in " ".join(answer["errors"])


@pytest.mark.parametrize("name", GOOD)
async def test_what_slack_takes_is_taken_and_can_be_read(client: AsyncWebClient, sandbox: Sandbox, name: str) -> None:
    await client.chat_postMessage(channel=APPROVALS, text="x", blocks=GOOD[name])
    assert sandbox.person("maya").messages("#approvals")[-1].plain() is not None


@pytest.mark.parametrize("name", sorted(GOOD.keys() - BARE_IMAGES))
def test_what_the_sdk_knows_it_takes_too(name: str) -> None:
    for block in GOOD[name]:
        if block["type"] not in UNKNOWN_TO_THE_SDK:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.to_dict()


def takes(surface: str, block: Json) -> bool:
    try:
        if surface == "message":
            check_message_blocks([block])
        else:
            check_view(modal(block) if surface == "modal" else {"type": "home", "blocks": [block]})
    except SlackError:
        return False
    return True


@pytest.mark.parametrize(
    ("block", "surfaces"),
    [
        (card(), {"message", "modal", "home"}),
        ({"type": "carousel", "elements": [card()]}, {"message", "home"}),
        (container(section("x")), {"message", "home"}),
        (row(icon()), {"message"}),
        (data_table(TWO_ROWS), {"message", "home"}),
        (plan(), {"message"}),
        (task(), {"message"}),
        (video(), {"message", "modal", "home"}),
        ({"type": "alert", "text": plain("x")}, {"modal"}),
        ({"type": "markdown", "text": "x"}, {"message"}),
        (question("Files", {"type": "file_input", "action_id": "f"}), {"modal"}),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_each_block_stands_only_where_slack_lets_it(block: Json, surfaces: set[str]) -> None:
    assert {surface for surface in ("message", "modal", "home") if takes(surface, block)} == surfaces


async def test_blocks_within_blocks_get_ids_too_and_read_in_order(client: AsyncWebClient, sandbox: Sandbox) -> None:
    blocks = [container(section("inside"), actions({"type": "button", "text": plain("Go")})), *GOOD["a plan"]]
    answer = await client.chat_postMessage(channel=APPROVALS, text="x", blocks=blocks)
    held = answer["message"]["blocks"][0]["child_blocks"]
    assert all(block["block_id"] for block in held)
    assert held[1]["elements"][0]["action_id"]
    read = sandbox.person("maya").messages("#approvals")[-1].plain()
    assert read == "Held\ninside\n[Go]\nA plan\nLook (pending)\nLook (error)\nr\nr"


async def test_a_file_input_does_not_dispatch_actions(client: AsyncWebClient) -> None:
    view = modal(question("Files", {"type": "file_input", "action_id": "f"}, dispatch_action=True))
    answer = await refused(client.blocks_validate(view=view))
    assert "[json-pointer:/view/blocks/0/dispatch_action]" in answer["response_metadata"]["messages"][0]
