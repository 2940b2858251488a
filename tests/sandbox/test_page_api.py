"""HTTP for the page: snapshots, deeds, events and the inspector."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox import Sandbox
from tests.sandbox.rig import (
    APPROVALS,
    MANIFEST,
    MAYA,
    OPERATORS,
    OTTO,
    SUPPORT,
    TOM,
    Json,
    card,
    connected,
    modal,
    option,
    question,
    section,
    web,
)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


class Page:
    """What a browser would ask for."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox, self.session = sandbox, session

    async def get(self, path: str) -> Any:
        async with self.session.get(self.sandbox.url + path) as response:
            return await response.json()

    async def post(self, path: str, content: object) -> tuple[int, Any]:
        async with self.session.post(self.sandbox.url + path, json=content) as response:
            return response.status, await response.json()


@pytest.fixture
def page(sandbox: Sandbox, session: aiohttp.ClientSession) -> Page:
    return Page(sandbox, session)


async def test_the_people_and_the_guide(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    guide = tmp_path / "guide.yaml"
    guide.write_text("title: Try this\nsteps: [{text: Start a task, as: maya, channel: support, type: /task}]\n")
    sandbox = Sandbox(MANIFEST, guide=guide)
    await sandbox.start()
    shown = await Page(sandbox, session).get("/people")
    await sandbox.stop()
    assert shown["team"] == {"name": "Northwind Trading"}
    assert shown["guide"]["steps"][0]["as"] == "maya"
    maya = next(person for person in shown["people"] if person["name"] == "maya")
    assert (maya["initials"], maya["title"], maya["is_bot"]) == ("ML", "Customer Support", False)
    assert [person["name"] for person in shown["people"] if person["is_bot"]] == ["probe"]


async def test_a_snapshot_shows_what_that_person_may_see(sandbox: Sandbox, page: Page) -> None:
    client = web(sandbox)
    posted = await client.chat_postMessage(channel=APPROVALS, text="<@U07TOMOK002>", blocks=card("Approve"))
    await client.chat_postMessage(channel=APPROVALS, text="reply", thread_ts=posted["ts"])
    await client.chat_postEphemeral(channel=APPROVALS, user=OTTO, text="only otto")
    tom = await page.get(f"/people/{TOM}/snapshot?channel={APPROVALS}&thread={posted['ts']}")
    line = next(channel for channel in tom["channels"] if channel["id"] == APPROVALS)
    assert (line["unread"], line["mentions"]) == (1, 1)
    assert tom["channel"]["name"] == "approvals"
    assert [message["text"] for message in tom["messages"]] == ["<@U07TOMOK002>"]
    assert (tom["messages"][0]["reply_count"], tom["messages"][0]["bot"]) == (1, True)
    assert [reply["text"] for reply in tom["thread"]["replies"]] == ["reply"]
    assert tom["app"]["commands"][0]["command"] == "/task"
    assert tom["names"]["groups"]["S07TEAMLEAD"] == "team-leads"
    otto = await page.get(f"/people/otto/snapshot?channel={APPROVALS}")
    assert [message["ephemeral"] for message in otto["messages"]] == [False, True]
    assert OPERATORS not in {channel["id"] for channel in otto["channels"]}


async def test_mentions_count_until_they_are_read(sandbox: Sandbox, page: Page) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="<@U07TOMOK002>")
    before = await page.get(f"/people/{TOM}/snapshot")
    assert [line["mentions"] for line in before["channels"] if line["id"] == APPROVALS] == [1]
    assert await page.post(f"/people/{TOM}/read", {"channel": APPROVALS}) == (200, {})
    after = await page.get(f"/people/{TOM}/snapshot")
    assert [(line["unread"], line["mentions"]) for line in after["channels"] if line["id"] == APPROVALS] == [(0, 0)]


async def test_what_one_may_not_see_is_not_there(page: Page) -> None:
    for path in (f"/people/otto/snapshot?channel={OPERATORS}", "/people/nobody/snapshot"):
        answer = await page.get(path)
        assert answer.keys() == {"error"}


def serve_a_form(app: AsyncApp) -> None:
    """A command posts a card, its button opens a form, and the form is never content."""

    @app.command("/task")
    async def task(ack: Any, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=APPROVALS, text="A card", blocks=card("Approve"))

    @app.action("approve")
    async def approve(ack: Any, client: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(question("Why"), callback_id="why"))

    @app.view("why")
    async def why(ack: Any) -> None:
        await ack(response_action="errors", errors={"why": "Say more."})


async def test_a_command_and_a_press_over_http(sandbox: Sandbox, app: AsyncApp, page: Page) -> None:
    serve_a_form(app)
    tom = sandbox.person("tom")
    async with connected(sandbox, app):
        typed = await page.post(f"/people/{MAYA}/command", {"channel": SUPPORT, "text": "/task"})
        assert typed == (200, {"acked": True, "error": None})
        await sandbox.until(lambda: tom.messages("#approvals"))
        shown = (await page.get(f"/people/{TOM}/snapshot?channel={APPROVALS}"))["messages"][-1]
        where = {"channel": APPROVALS, "ts": shown["ts"], "block_id": "row", "action_id": "approve"}
        assert await page.post(f"/people/{TOM}/press", where) == (200, {"acked": True, "error": None})
        await sandbox.until(tom.view)


async def test_a_form_over_http(sandbox: Sandbox, app: AsyncApp, page: Page) -> None:
    serve_a_form(app)
    tom = sandbox.person("tom")
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="A card", blocks=card("Approve"))
    async with connected(sandbox, app):
        await tom.press(tom.messages("#approvals")[-1], "Approve")
        await sandbox.until(tom.view)
        view = (await page.get(f"/people/{TOM}/snapshot"))["views"][-1]
        assert (view["title"], view["submit"], view["busy"]) == ("Form", "Send", False)
        state = {"why": {"typed": {"type": "plain_text_input", "value": "because"}}}
        _, outcome = await page.post(f"/people/{TOM}/view/submit", {"view_id": view["id"], "state": state})
        assert (outcome["closed"], outcome["errors"]) == (False, {"why": "Say more."})
        view = (await page.get(f"/people/{TOM}/snapshot"))["views"][-1]
        assert (view["errors"], view["state"]) == ({"why": "Say more."}, state)
        assert await page.post(f"/people/{TOM}/view/close", {"view_id": view["id"]}) == (200, {})
    assert tom.view() is None


async def test_speaking_and_replying(sandbox: Sandbox, page: Page) -> None:
    _, said = await page.post(f"/people/{MAYA}/say", {"channel": SUPPORT, "text": "hello @tom <!channel>"})
    await page.post(f"/people/{TOM}/say", {"channel": SUPPORT, "text": "hi", "thread_ts": said["ts"]})
    maya = sandbox.person("maya")
    message = maya.messages("#support")[-1]
    assert (message.plain(), message.notifies) == ("hello @Tom Okafor <!channel>", (TOM,))
    assert [reply.text for reply in maya.thread(message)] == ["hi"]


@pytest.mark.parametrize(
    ("deed", "content", "status"),
    [
        ("say", {"channel": SUPPORT, "text": "/task"}, 400),
        ("say", {"channel": SUPPORT}, 400),
        ("say", [], 400),
        ("say", {"channel": OPERATORS, "text": "x"}, 404),
        ("press", {"channel": SUPPORT, "ts": "1.1", "block_id": "a", "action_id": "b"}, 404),
        ("view/submit", {"view_id": "V0"}, 404),
        ("view/submit", {"view_id": "V0", "state": {"why": 3}}, 400),
        ("fly", {}, 404),
    ],
)
async def test_what_cannot_be_done_is_answered_in_words(page: Page, deed: str, content: object, status: int) -> None:
    answered, words = await page.post(f"/people/{MAYA}/{deed}", content)
    assert (answered, words.keys()) == (status, {"error"})


async def test_only_json_is_taken(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    url = f"{sandbox.url}/people/{MAYA}/say"
    async with session.post(url, data={"channel": SUPPORT, "text": "forged"}) as response:
        assert response.status == 400
    assert sandbox.person("maya").messages("#support") == []


async def test_the_event_stream_tells_of_changes_one_may_see(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{sandbox.url}/people/{MAYA}/events") as stream:
        assert stream.content_type == "text/event-stream"
        first = await version(stream)
        await web(sandbox).chat_postMessage(channel=MAYA, text="x")
        assert await version(stream) > first


async def version(stream: aiohttp.ClientResponse) -> int:
    async with asyncio.timeout(5):
        while not (line := await stream.content.readline()).startswith(b"data: "):
            pass
    return int(json.loads(line.removeprefix(b"data: "))["version"])


async def test_the_inspector_shows_both_directions_without_tokens(sandbox: Sandbox, app: AsyncApp, page: Page) -> None:
    @app.command("/task")
    async def task(ack: Any, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=APPROVALS, text="x", blocks=[section("y")])

    async with connected(sandbox, app):
        await sandbox.person("maya").command("#support", "/task")
        await sandbox.until(lambda: sandbox.calls("chat.postMessage"))
    entries = await page.get("/inspect")
    assert {entry["direction"] for entry in entries} == {"bot→slack", "slack→bot"}
    assert [entry["type"] for entry in entries if "type" in entry] == ["slash_commands"]
    assert sandbox.bot_token not in json.dumps(entries)
    assert sandbox.app_token not in json.dumps(entries)


async def test_answers_carry_a_strict_policy(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{sandbox.url}/people") as response:
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")


async def test_the_page_itself_is_served(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.get(sandbox.url) as index:
        assert (index.status, index.content_type) == (200, "text/html")


async def test_a_choice_in_a_view_over_http(sandbox: Sandbox, app: AsyncApp, page: Page) -> None:
    select = {"type": "static_select", "action_id": "pick", "options": [option("A"), option("B")]}
    chosen: list[Json] = []

    @app.command("/task")
    async def task(ack: Any, client: Any, body: Json) -> None:
        await ack()
        view = modal(question("Kind", select, dispatch_action=True), question("Why"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action("pick")
    async def pick(ack: Any, body: Json) -> None:
        await ack()
        chosen.append(body["view"]["state"]["values"])

    maya = sandbox.person("maya")
    async with connected(sandbox, app):
        await maya.command("#support", "/task")
        view = await sandbox.until(maya.view)
        content = {
            "view_id": view.id,
            "block_id": "kind",
            "action_id": "pick",
            "value": {"selected_option": option("B")},
            "state": {"why": {"typed": {"type": "plain_text_input", "value": "half writ"}}},
        }
        assert await page.post(f"/people/{MAYA}/view/press", content) == (200, {"acked": True, "error": None})
        wrong = {**content, "value": {"selected_user": TOM}}
        assert (await page.post(f"/people/{MAYA}/view/press", wrong))[0] == 400
    assert chosen[0]["kind"]["pick"]["selected_option"] == option("B")
    assert chosen[0]["why"]["typed"]["value"] == "half writ"


async def test_the_home_tab_and_a_reload_over_http(sandbox: Sandbox, page: Page) -> None:
    await web(sandbox).chat_postEphemeral(channel=APPROVALS, user=MAYA, text="x")
    assert await page.post(f"/people/{MAYA}/home", {}) == (200, {})
    await sandbox.until(lambda: sandbox.envelopes("events_api")[0].payload["event"]["type"] == "app_home_opened")
    assert await page.post(f"/people/{MAYA}/reload", {}) == (200, {})
    assert sandbox.person("maya").ephemerals() == []
