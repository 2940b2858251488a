"""Pressing and choosing: what the payloads hold, and response URLs."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox import Sandbox, Settings
from tests.sandbox.rig import (
    APPROVALS,
    MAYA,
    OTTO,
    TOM,
    Clock,
    Json,
    actions,
    bare_socket,
    card,
    connected,
    option,
    question,
    running,
    section,
    web,
)

METADATA = {"event_type": "card", "event_payload": {"id": "r1"}}


async def pressed_payload(sandbox: Sandbox, person: str, label: str) -> Json:
    """What the app gets when somebody presses on the latest message they see in #approvals."""
    who = sandbox.person(person)
    shown = [*who.messages("#approvals"), *who.ephemerals("#approvals")]
    async with bare_socket(sandbox) as socket:
        pressing = asyncio.create_task(who.press(shown[-1], label))
        frame = await socket.take()
        while frame["type"] == "events_api":  # of what changed while nobody was connected
            frame = await socket.take()
        assert (await pressing).acked
    payload: Json = frame["payload"]
    return payload


async def test_a_press_tells_who_pressed_what_and_where(sandbox: Sandbox) -> None:
    client = web(sandbox)
    posted = await client.chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"), metadata=METADATA)
    payload = await pressed_payload(sandbox, "tom", "Approve")
    assert (payload["type"], payload["user"]["id"], payload["user"]["team_id"]) == ("block_actions", TOM, "T07NORTHWND")
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == posted["ts"]
    assert payload["channel"] == {"id": APPROVALS, "name": "approvals"}
    action = payload["actions"][0]
    assert (action["block_id"], action["action_id"], action["text"]["text"]) == ("row", "approve", "Approve")
    assert payload["trigger_id"]
    assert payload["response_url"].startswith(sandbox.url)


async def test_a_press_on_an_ephemeral_message_carries_no_message(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postEphemeral(channel=APPROVALS, user=OTTO, text="x", blocks=card("Why"))
    payload = await pressed_payload(sandbox, "otto", "Why")
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"] is True


async def test_an_outdated_card_can_still_be_pressed(sandbox: Sandbox) -> None:
    client = web(sandbox)
    posted = await client.chat_postMessage(channel=APPROVALS, text="open", blocks=card("Approve"))
    tom = sandbox.person("tom")
    outdated = tom.messages("#approvals")[-1]
    await client.chat_update(channel=APPROVALS, ts=posted["ts"], text="closed", blocks=[section("closed")])
    async with bare_socket(sandbox) as socket:
        pressing = asyncio.create_task(tom.press(outdated, "Approve"))
        frame = await socket.take()
        await pressing
    assert frame["payload"]["actions"][0]["action_id"] == "approve"
    assert frame["payload"]["message"]["text"] == "closed"


async def test_a_card_that_was_deleted_cannot_be_pressed(sandbox: Sandbox) -> None:
    client = web(sandbox)
    posted = await client.chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    tom = sandbox.person("tom")
    seen = tom.messages("#approvals")[-1]
    await client.chat_delete(channel=APPROVALS, ts=posted["ts"])
    assert (await tom.press(seen, "Approve")).error == "message_not_found"


async def test_a_press_on_what_is_not_there_says_what_is(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve", "Reject"))
    tom = sandbox.person("tom")
    with pytest.raises(LookupError, match="there is: Approve, Reject"):
        await tom.press(tom.messages("#approvals")[-1], "Hold")


async def test_guests_and_people_of_other_workspaces_are_told_as_such(sandbox: Sandbox) -> None:
    client = web(sandbox)
    sandbox.make_guest("otto")
    sandbox.move_away("maya", "T0ELSEWHERE")
    guest, stranger = [(await client.users_info(user=user))["user"] for user in (OTTO, MAYA)]
    assert (guest["is_restricted"], guest["team_id"]) == (True, "T07NORTHWND")
    assert (stranger["is_restricted"], stranger["team_id"]) == (False, "T0ELSEWHERE")
    await client.chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    assert (await pressed_payload(sandbox, "maya", "Approve"))["user"]["team_id"] == "T0ELSEWHERE"


async def test_a_deactivated_person_presses_nothing(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    tom = sandbox.person("tom")
    sandbox.deactivate("tom")
    assert (await tom.press(tom.messages("#approvals")[-1], "Approve")).error == "account_inactive"


async def test_a_choice_stays_in_the_state_of_the_message(sandbox: Sandbox) -> None:
    select = {"type": "static_select", "action_id": "pick", "options": [option("One"), option("Two")]}
    date = {"type": "datepicker", "action_id": "day", "initial_date": "2026-01-31"}
    blocks = [actions(select, date, block_id="row")]
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=blocks)
    tom = sandbox.person("tom")
    async with bare_socket(sandbox) as socket:
        choosing = asyncio.create_task(tom.choose(tom.messages("#approvals")[-1], "pick", "Two"))
        payload = (await socket.take())["payload"]
        await choosing
    assert payload["actions"][0]["selected_option"] == option("Two")
    assert payload["state"]["values"]["row"] == {
        "pick": {"type": "static_select", "selected_option": option("Two")},
        "day": {"type": "datepicker", "selected_date": "2026-01-31"},
    }


async def test_shortcuts_are_those_of_the_manifest(sandbox: Sandbox) -> None:
    maya = sandbox.person("maya")
    said = await maya.say("#support", "look at this")
    assert (await maya.use_shortcut("unheard")).error == "unknown_shortcut"
    async with bare_socket(sandbox) as socket:
        first = asyncio.create_task(maya.use_shortcut("start"))
        globally = (await socket.take())["payload"]
        second = asyncio.create_task(maya.use_shortcut("ask", said))
        on_message = (await socket.take())["payload"]
        assert (await first).acked
        assert (await second).acked
    assert (globally["type"], "channel" in globally) == ("shortcut", False)
    assert (on_message["type"], on_message["message"]["text"]) == ("message_action", "look at this")


async def answer(url: str, content: Json) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=content) as response:
        return response.status, await response.text()


async def test_respond_is_private_unless_it_says_otherwise(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.action("approve")
    async def approve(ack: Any, respond: Any) -> None:
        await ack()
        await respond("between us")
        await respond("for all", response_type="in_channel")

    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    async with connected(sandbox, app):
        tom = sandbox.person("tom")
        await tom.press(tom.messages("#approvals")[-1], "Approve")
        await sandbox.until(lambda: tom.messages("#approvals")[-1].text == "for all")
    assert [message.text for message in tom.ephemerals("#approvals")] == ["between us"]


async def test_a_response_url_replaces_and_deletes_its_message(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postEphemeral(channel=APPROVALS, user=OTTO, text="x", blocks=card("Why"))
    url = (await pressed_payload(sandbox, "otto", "Why"))["response_url"]
    otto = sandbox.person("otto")
    assert await answer(url, {"replace_original": True, "text": "because"}) == (200, "ok")
    assert [message.text for message in otto.ephemerals()] == ["because"]
    assert await answer(url, {"delete_original": True}) == (200, "ok")
    assert otto.ephemerals() == []
    assert await answer(url, {"replace_original": True, "text": "x"}) == (400, "message_not_found")


async def test_a_response_url_is_good_for_five_uses(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    url = (await pressed_payload(sandbox, "tom", "Approve"))["response_url"]
    answers = [await answer(url, {"text": str(index)}) for index in range(6)]
    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert answers[-1][1] == "used_url"


async def test_a_response_url_is_good_for_half_an_hour() -> None:
    clock = Clock()
    async with running(Settings(now=clock)) as sandbox:
        await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
        url = (await pressed_payload(sandbox, "tom", "Approve"))["response_url"]
        clock.seconds += 1801
        assert await answer(url, {"text": "late"}) == (404, "expired_url")
        assert await answer(f"{sandbox.url}/response/unknown", {"text": "x"}) == (404, "invalid_url")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"text": "x", "colour": "red"}, "invalid_payload"),
    ],
)
async def test_a_response_url_answers_mistakes_with_http_400(sandbox: Sandbox, content: Json, error: str) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    url = (await pressed_payload(sandbox, "tom", "Approve"))["response_url"]
    assert await answer(url, content) == (400, error)
    assert sandbox.calls("response_url")[-1].error == error


async def test_an_answer_on_a_response_url_can_go_wrong_too(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
    url = (await pressed_payload(sandbox, "tom", "Approve"))["response_url"]
    sandbox.faults.add("response_url", status=500)
    assert (await answer(url, {"text": "lost"}))[0] == 500
    assert await answer(url, {"text": "kept"}) == (200, "ok")
    assert [message.text for message in sandbox.person("tom").ephemerals()] == ["kept"]
    assert [call.ok for call in sandbox.calls("response_url")] == [False, True]


async def test_a_url_button_tells_the_app_too(sandbox: Sandbox) -> None:
    link = {
        "type": "button",
        "action_id": "open",
        "url": "https://example.com",
        "text": {"type": "plain_text", "text": "Open"},
    }
    await web(sandbox).chat_postMessage(channel=MAYA, text="x", blocks=[actions(link)])
    maya = sandbox.person("maya")
    async with bare_socket(sandbox) as socket:
        pressing = asyncio.create_task(maya.press(maya.direct()[-1], "Open"))
        payload = (await socket.take())["payload"]
        assert (await pressing).acked
    assert payload["channel"]["name"] == "directmessage"


async def test_elements_of_input_blocks_tell_the_app_only_when_asked_to(sandbox: Sandbox) -> None:
    quiet = question("Quiet", {"type": "users_select", "action_id": "u"})
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=[quiet])
    tom = sandbox.person("tom")
    assert (await tom.choose(tom.messages("#approvals")[-1], "Quiet", TOM)).acked
    assert sandbox.envelopes() == []
