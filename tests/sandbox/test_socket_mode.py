"""Socket Mode: tickets, connections, acknowledgements and their deadline, repeats and interruptions."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox import Delivered, Sandbox, Settings
from tests.sandbox.rig import (
    APPROVALS,
    QUICK,
    bare_socket,
    bolt,
    button,
    card,
    connected,
    running,
    ticket_url,
    web,
)


async def posted_card(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="A card", blocks=card("Approve", "Reject"))


async def test_a_ticket_opens_one_connection(sandbox: Sandbox) -> None:
    url = await ticket_url(sandbox)
    async with bare_socket(sandbox, url), aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_hello_tells_the_number_of_connections_and_the_app(sandbox: Sandbox) -> None:
    url = await ticket_url(sandbox)
    async with bare_socket(sandbox), aiohttp.ClientSession() as session, session.ws_connect(url) as second:
        hello = await second.receive_json()
    assert (hello["num_connections"], hello["connection_info"]) == (2, {"app_id": "A07CNTRSIGN"})


async def test_each_envelope_goes_to_one_connection_only(sandbox: Sandbox) -> None:
    async with bare_socket(sandbox) as one, bare_socket(sandbox) as other:
        for socket in (one, other):
            typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
            frame = await socket.take()
            assert frame["type"] == "slash_commands"
            assert (await typing).acked
    assert len(sandbox.envelopes("slash_commands")) == 2


async def test_an_eleventh_connection_is_sent_away(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await ticket_url(sandbox)) for _ in range(11)]
        frame = await sockets[-1].receive_json()
        assert (frame["type"], frame["reason"]) == ("disconnect", "too_many_websockets")
        assert (await sockets[-1].receive()).type is aiohttp.WSMsgType.CLOSE
        assert sandbox.connections == 10
        for socket in sockets:
            await socket.close()


async def test_a_command_reaches_bolt_and_its_answer_is_private(sandbox: Sandbox, app: AsyncApp) -> None:
    bodies: list[dict[str, Any]] = []

    @app.command("/task")
    async def task(ack: Any, body: dict[str, Any]) -> None:
        bodies.append(body)
        await ack("working on it")

    async with connected(sandbox, app):
        delivered = await sandbox.person("maya").command("#support", "/task refund amount=3")
    assert delivered == Delivered(acked=True, seconds=delivered.seconds)
    assert (bodies[0]["text"], bodies[0]["user_id"], bodies[0]["channel_name"]) == (
        "refund amount=3",
        "U07MAYAL001",
        "support",
    )
    assert sandbox.person("maya").ephemerals("#support")[-1].text == "working on it"
    assert sandbox.person("tom").ephemerals() == []


async def test_a_command_the_manifest_lacks_goes_nowhere(sandbox: Sandbox) -> None:
    delivered = await sandbox.person("maya").command("#support", "/dance")
    assert (delivered.acked, delivered.error) == (False, "unknown_command")
    assert sandbox.envelopes() == []
    assert sandbox.person("maya").notices() == ["/dance is not a valid command."]


async def test_names_in_a_command_are_escaped_where_the_manifest_says_so(sandbox: Sandbox) -> None:
    async with bare_socket(sandbox) as socket:
        for command, expected in [
            ("/task", "for <@U07TOMOK002> in <#C07APPROVE3|approvals> &lt;!channel&gt;"),
            ("/raw", "for @tom in #approvals <!channel>"),
        ]:
            words = f"{command} for @tom in #approvals <!channel>"
            typing = asyncio.create_task(sandbox.person("maya").command("#support", words))
            frame = await socket.take()
            await typing
            assert frame["payload"]["text"] == expected


async def test_a_late_acknowledgement_is_a_timeout(sandbox: Sandbox) -> None:
    async with running(QUICK) as quick, bare_socket(quick) as socket:
        typing = asyncio.create_task(quick.person("maya").command("#support", "/task"))
        frame = await socket.receive()
        delivered = await typing
        await socket.acknowledge(frame)
        assert (delivered.acked, delivered.error) == (False, "operation_timeout")
        assert quick.person("maya").notices() == ['/task failed with the error "operation_timeout"']


def test_the_deadline_is_three_seconds() -> None:
    assert (Settings().ack_seconds, Settings().trigger_seconds) == (3.0, 3.0)


async def test_with_nobody_connected_people_see_a_failure_at_once(sandbox: Sandbox) -> None:
    await posted_card(sandbox)
    tom = sandbox.person("tom")
    pressed = await tom.press(tom.messages("#approvals")[-1], "Approve")
    typed = await tom.command("#support", "/task")
    assert (pressed.error, typed.error) == ("dispatch_failed", "dispatch_failed")


async def test_an_action_nobody_listens_for_is_not_acknowledged() -> None:
    async with running(QUICK) as sandbox, connected(sandbox, bolt(sandbox)):
        await posted_card(sandbox)
        tom = sandbox.person("tom")
        pressed = await tom.press(tom.messages("#approvals")[-1], "Approve")
    assert pressed.error == "operation_timeout"


async def test_one_click_delivered_twice_runs_the_listener_twice_with_one_action_ts(
    sandbox: Sandbox, app: AsyncApp
) -> None:
    clicks: list[str] = []

    @app.action("approve")
    async def approve(ack: Any, action: dict[str, Any]) -> None:
        clicks.append(action["action_ts"])
        await ack()

    async with connected(sandbox, app), connected(sandbox, app):
        await posted_card(sandbox)
        sandbox.faults.duplicate_next_envelope()
        tom = sandbox.person("tom")
        assert (await tom.press(tom.messages("#approvals")[-1], "Approve")).acked
        await sandbox.until(lambda: len(clicks) == 2)
    assert clicks[0] == clicks[1]


async def test_a_duplicate_goes_to_another_connection_where_there_is_one(sandbox: Sandbox) -> None:
    sandbox.faults.duplicate_next_envelope()
    async with bare_socket(sandbox) as one, bare_socket(sandbox) as other:
        typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
        assert (await one.take())["envelope_id"] == (await other.take())["envelope_id"]
        assert (await typing).acked


async def test_two_people_can_press_at_the_same_moment(sandbox: Sandbox, app: AsyncApp) -> None:
    pressed: list[tuple[str, str]] = []

    @app.action({"block_id": "row"})
    async def row(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        pressed.append((body["user"]["id"], action["action_id"]))
        await ack()

    async with connected(sandbox, app):
        await posted_card(sandbox)
        tom, lena = sandbox.person("tom"), sandbox.person("lena")
        seen = tom.messages("#approvals")[-1]
        both = await asyncio.gather(tom.press(seen, "Approve"), lena.press(seen, "Reject"))
    assert [delivered.acked for delivered in both] == [True, True]
    assert set(pressed) == {(tom.id, "approve"), (lena.id, "reject")}


async def reconnected(sandbox: Sandbox, reason: str) -> None:
    opened = len(sandbox.calls("apps.connections.open"))
    sandbox.disconnect_sockets(reason)
    await sandbox.until(lambda: len(sandbox.calls("apps.connections.open")) > opened)
    await sandbox.until(lambda: sandbox.connections == 1)


async def test_the_app_reconnects_when_told_to(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.command("/task")
    async def task(ack: Any) -> None:
        await ack()

    async with connected(sandbox, app):
        for reason in ("warning", "refresh_requested"):
            await reconnected(sandbox, reason)
            assert (await sandbox.person("maya").command("#support", "/task")).acked


async def test_a_dropped_connection_ends_without_a_frame(sandbox: Sandbox) -> None:
    async with bare_socket(sandbox) as socket:
        sandbox.drop_sockets()
        assert sandbox.connections == 0
        ended = await socket.stream.receive(timeout=5)
    assert ended.type in {aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR, aiohttp.WSMsgType.CLOSING}


async def test_a_confirm_dialog_can_be_declined(sandbox: Sandbox) -> None:
    dialog = {
        "title": {"type": "plain_text", "text": "Sure?"},
        "text": {"type": "plain_text", "text": "Really?"},
    }
    blocks = [{"type": "actions", "elements": [button("Delete", confirm=dialog)]}]
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=blocks)
    tom = sandbox.person("tom")
    declined = await tom.press(tom.messages("#approvals")[-1], "Delete", confirm=False)
    assert (declined.error, sandbox.envelopes()) == ("cancelled", [])
