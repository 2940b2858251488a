"""What a snapshot says of the app, of time, of unread messages and of whom one may know."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings
from tests.sandbox.rig import (
    APPROVALS,
    GENERAL,
    MAYA,
    OPERATORS,
    OTTO,
    TOM,
    Json,
    actions,
    bare_socket,
    modal,
    option,
    question,
    running,
    section,
    web,
)

Post = Callable[[str, Json], Coroutine[Any, Any, tuple[int, Json]]]
EXTERNAL = {"type": "external_select", "action_id": "pick", "min_query_length": 1}


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def post(sandbox: Sandbox, session: aiohttp.ClientSession) -> Post:
    """Do something on the page."""

    async def done(path: str, content: Json) -> tuple[int, Json]:
        async with session.post(f"{sandbox.url}/people/{path}", json=content) as response:
            return response.status, await response.json()

    return done


async def snapshot(sandbox: Sandbox, person: str, channel: str = "") -> Json:
    url = f"{sandbox.url}/people/{person}/snapshot?channel={channel}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        shown: Json = await response.json()
        return shown


def line_of(shown: Json, channel: str) -> Json:
    lines: list[Json] = [*shown["channels"], *shown["directs"]]
    return next(line for line in lines if line["id"] == channel)


async def test_the_app_tells_what_can_be_typed_and_chosen(sandbox: Sandbox) -> None:
    app = (await snapshot(sandbox, "maya"))["app"]
    assert (app["name"], app["home_tab"], app["messages_tab"]) == ("Probe", True, True)
    assert [(entry["type"], entry["callback_id"]) for entry in app["shortcuts"]] == [
        ("global", "start"),
        ("message", "ask"),
    ]
    assert app["shortcuts"][0]["description"] == "Start something"
    assert app["commands"][0] == {"command": "/task", "description": "Start something", "usage_hint": "[words]"}


async def test_a_private_channel_has_a_name_for_its_members_only(sandbox: Sandbox) -> None:
    sandbox.realm.workspace.channels[OPERATORS].kind = "private"
    ottos, rheas = await snapshot(sandbox, "otto"), await snapshot(sandbox, "rhea")
    assert OPERATORS not in ottos["names"]["channels"]
    assert rheas["names"]["channels"][OPERATORS] == "operators"
    assert line_of(rheas, OPERATORS)["kind"] == "private"
    said = await sandbox.person("rhea").say("#general", "see #operators")
    assert (said.text, said.plain()) == (f"see <#{OPERATORS}|>", "see #operators")
    assert sandbox.person("otto").messages("#general")[-1].plain() == "see #private channel"
    assert (await sandbox.person("otto").say("#general", "what is #operators")).text == "what is #operators"


async def test_what_is_unread_is_kept_for_each_person(sandbox: Sandbox, client: AsyncWebClient, post: Post) -> None:
    first = await client.chat_postMessage(channel=APPROVALS, text="one")
    await post(f"{TOM}/read", {"channel": APPROVALS})
    await client.chat_postMessage(channel=APPROVALS, text="two <@U07TOMOK002>")
    await client.chat_postMessage(channel=APPROVALS, text="reply", thread_ts=first["ts"])
    toms, mayas = await snapshot(sandbox, "tom"), await snapshot(sandbox, "maya")
    line = line_of(toms, APPROVALS)
    assert (line["unread"], line["mentions"], line["last_read"]) == (1, 1, first["ts"])
    line = line_of(mayas, APPROVALS)
    assert (line["unread"], line["mentions"], line["last_read"]) == (2, 0, "0")
    assert line_of(mayas, GENERAL)["unread"] == 0


async def test_direct_messages_tell_who_is_in_them_and_what_is_unread(sandbox: Sandbox, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=[MAYA, TOM])
    group = opened["channel"]["id"]
    await client.chat_postMessage(channel=group, text="you two")
    direct = (await client.chat_postMessage(channel=MAYA, text="you"))["channel"]
    shown = await snapshot(sandbox, "maya", group)
    line = line_of(shown, group)
    assert (line["kind"], line["user"], line["unread"], line["mentions"]) == ("mpim", None, 1, 1)
    assert set(line["users"]) == {TOM, "U07CNTRSIGN"}
    assert (line_of(shown, direct)["kind"], line_of(shown, direct)["user"]) == ("im", "U07CNTRSIGN")
    assert shown["channel"]["kind"] == "mpim"


async def test_now_is_the_sandboxs_clock(sandbox: Sandbox) -> None:
    before = await snapshot(sandbox, "maya")
    await sandbox.pass_time(timedelta(hours=1))
    after = await snapshot(sandbox, "maya")
    assert 3600 <= after["now"] - before["now"] < 3660
    assert (before["can_pass_time"], after["version"] > before["version"]) == (False, True)


async def test_time_can_pass_where_somebody_moves_with_it() -> None:
    async def follow(time: timedelta) -> None:
        """There is nobody to move."""

    async with running(Settings(on_time=follow)) as sandbox:
        assert (await snapshot(sandbox, "maya"))["can_pass_time"]


async def test_a_shared_file_is_shown_with_its_address(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel=APPROVALS, content="words", filename="full.txt", title="Everything")
    await sandbox.until(lambda: sandbox.person("otto").messages("#approvals"))
    file = (await snapshot(sandbox, OTTO, APPROVALS))["messages"][-1]["files"][0]
    assert (file["name"], file["title"], file["mimetype"], file["size"]) == ("full.txt", "Everything", "text/plain", 5)
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + file["url"]) as response:
        assert await response.text() == "words"


async def test_shortcuts_over_http(sandbox: Sandbox, post: Post) -> None:
    said = await sandbox.person("maya").say("#support", "look")
    where = {"channel": said.channel, "ts": said.ts}
    async with bare_socket(sandbox) as socket:
        for callback_id, place, kind in (("start", {}, "shortcut"), ("ask", where, "message_action")):
            using = asyncio.create_task(post("maya/shortcut", {"callback_id": callback_id, **place}))
            assert (await socket.take())["payload"]["type"] == kind
            assert await using == (200, {"acked": True, "error": None})
    assert (await post("maya/shortcut", {"callback_id": "ask"}))[1]["error"] == "unknown_shortcut"
    assert (await post("maya/shortcut", {"callback_id": "ask", **where, "ts": "1.000001"}))[0] == 404


async def test_suggestions_over_http(sandbox: Sandbox, client: AsyncWebClient, post: Post) -> None:
    posted = await client.chat_postMessage(channel=APPROVALS, text="x", blocks=[actions(EXTERNAL, block_id="row")])
    view = modal(question("Who", EXTERNAL))
    opened = await client.views_open(trigger_id=sandbox.realm.triggers.issue(MAYA), view=view)
    in_message = {"channel": APPROVALS, "ts": posted["ts"], "block_id": "row"}
    in_view = {"view_id": opened["view"]["id"], "block_id": "who"}
    async with bare_socket(sandbox) as socket:
        for place in (in_message, in_view):
            asking = asyncio.create_task(post("maya/suggest", {**place, "action_id": "pick", "value": "a"}))
            await socket.take({"options": [option("Acme")]})
            assert (await asking)[1] == {
                "acked": True,
                "options": [option("Acme")],
                "option_groups": [],
                "error": None,
            }
    short = await post("maya/suggest", {**in_view, "action_id": "pick", "value": ""})
    assert short[1]["error"] == "query_too_short"


async def test_the_home_tab_over_http(sandbox: Sandbox, client: AsyncWebClient, post: Post) -> None:
    blocks = [actions({"type": "users_select", "action_id": "who"}, block_id="row")]
    await client.views_publish(user_id=MAYA, view={"type": "home", "blocks": blocks})
    home = (await snapshot(sandbox, "maya"))["home"]
    where = {"view_id": home["id"], "block_id": "row", "action_id": "who"}
    async with bare_socket(sandbox) as socket:
        for tab, asked in (("home", {}), ("messages", {"tab": "messages"})):
            assert (await post("maya/home", asked))[0] == 200
            assert (await socket.take())["payload"]["event"]["tab"] == tab
        pressing = asyncio.create_task(post("maya/view/press", {**where, "value": {"selected_user": TOM}}))
        pressed = (await socket.take())["payload"]
        assert (await pressing)[1]["acked"]
    assert pressed["actions"][0]["selected_user"] == TOM
    assert (await snapshot(sandbox, "maya"))["home"]["state"]["row"]["who"]["selected_user"] == TOM
    assert (await post("maya/home", {"tab": "about"}))[0] == 404


async def test_what_waits_in_a_view_is_marked_there(sandbox: Sandbox, client: AsyncWebClient) -> None:
    view = modal(section("x", accessory={"type": "users_select", "action_id": "who"}, block_id="row"))
    await client.views_open(trigger_id=sandbox.realm.triggers.issue(MAYA), view=view)
    maya = sandbox.person("maya")
    top = maya.view()
    assert top is not None
    async with bare_socket(sandbox) as socket:
        choosing = asyncio.create_task(maya.choose(top, "who", TOM))
        frame = await socket.receive()
        assert (await snapshot(sandbox, "maya"))["views"][-1]["pending"] == ["who"]
        await socket.acknowledge(frame)
        await choosing
    assert (await snapshot(sandbox, "maya"))["views"][-1]["pending"] == []


async def test_the_inspector_shows_what_the_app_answered_and_when(sandbox: Sandbox) -> None:
    async with bare_socket(sandbox) as socket, aiohttp.ClientSession() as session:
        typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
        await socket.take({"text": "working on it"})
        delivered = await typing
        async with session.get(f"{sandbox.url}/inspect") as response:
            entry = (await response.json())[-1]
    assert (entry["answer"], entry["seconds"]) == ({"text": "working on it"}, delivered.seconds)


async def test_a_person_without_an_app_home_sees_none(tmp_path: Path) -> None:
    manifest = tmp_path / "bare.yml"
    manifest.write_text("display_information: {name: Bare}\nsettings: {socket_mode_enabled: true}\n")
    sandbox = Sandbox(manifest)
    await sandbox.start()
    try:
        assert (await snapshot(sandbox, "maya"))["app"]["home_tab"] is False
        with pytest.raises(LookupError, match="no home tab"):
            await sandbox.person("maya").open_home()
    finally:
        await sandbox.stop()


async def test_reactions_come_and_go(sandbox: Sandbox) -> None:
    client = web(sandbox)
    ts = (await client.chat_postMessage(channel=APPROVALS, text="x"))["ts"]
    await client.reactions_add(channel=APPROVALS, timestamp=ts, name="eyes")
    assert (await snapshot(sandbox, "maya", APPROVALS))["messages"][0]["reactions"] == [{"name": "eyes", "count": 1}]
    await client.reactions_remove(channel=APPROVALS, timestamp=ts, name="eyes")
    assert (await snapshot(sandbox, "maya", APPROVALS))["messages"][0]["reactions"] == []
