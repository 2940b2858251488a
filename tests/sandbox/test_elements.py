"""Every kind of element, pressed or chosen: the action under its own key, and the state beside it."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox
from tests.sandbox.rig import (
    APPROVALS,
    MAYA,
    TOM,
    Json,
    actions,
    bare_socket,
    button,
    card,
    modal,
    option,
    plain,
    question,
    section,
    web,
)

OPTIONS = {"options": [option("One"), option("Two")]}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}
KINDS: dict[str, tuple[Json, Any, str, Any]] = {
    "static_select": (OPTIONS, "Two", "selected_option", option("Two")),
    "multi_static_select": (OPTIONS, ["One", "Two"], "selected_options", [option("One"), option("Two")]),
    "radio_buttons": (OPTIONS, "One", "selected_option", option("One")),
    "checkboxes": (OPTIONS, ["Two"], "selected_options", [option("Two")]),
    "external_select": ({}, option("Far"), "selected_option", option("Far")),
    "multi_external_select": ({}, [option("Far")], "selected_options", [option("Far")]),
    "users_select": ({}, TOM, "selected_user", TOM),
    "multi_users_select": ({}, [TOM, MAYA], "selected_users", [TOM, MAYA]),
    "conversations_select": ({}, APPROVALS, "selected_conversation", APPROVALS),
    "multi_conversations_select": ({}, [APPROVALS], "selected_conversations", [APPROVALS]),
    "channels_select": ({}, APPROVALS, "selected_channel", APPROVALS),
    "multi_channels_select": ({}, [APPROVALS], "selected_channels", [APPROVALS]),
    "datepicker": ({}, "2027-01-31", "selected_date", "2027-01-31"),
    "timepicker": ({}, "09:30", "selected_time", "09:30"),
    "datetimepicker": ({}, 1_800_000_000, "selected_date_time", 1_800_000_000),
}
TYPED: dict[str, tuple[Json, Any, str, Any]] = {
    "plain_text_input": ({}, "words", "value", "words"),
    "number_input": ({"is_decimal_allowed": False}, 12, "value", "12"),
    "email_text_input": ({}, "a@b.example", "value", "a@b.example"),
    "url_text_input": ({}, "https://b.example", "value", "https://b.example"),
    "rich_text_input": ({}, RICH, "rich_text_value", RICH),
}


async def chosen(sandbox: Sandbox, who: Person, seen: Any, choice: Any) -> Json:
    """What the app gets for that choice."""
    async with bare_socket(sandbox) as socket:
        choosing = asyncio.create_task(who.choose(seen, "it", choice))
        payload: Json = (await socket.take())["payload"]
        assert (await choosing).acked
    return payload


async def opened(sandbox: Sandbox, *blocks: Json) -> Person:
    """Maya, with a modal before her."""
    view = modal(*blocks)
    await web(sandbox).views_open(trigger_id=sandbox.realm.triggers.issue(MAYA), view=view)
    return sandbox.person("maya")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_choice_in_a_message_stands_under_its_own_key(sandbox: Sandbox, kind: str) -> None:
    more, choice, key, expected = KINDS[kind]
    element = {"type": kind, "action_id": "it", **more}
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=[actions(element, block_id="row")])
    tom = sandbox.person("tom")
    payload = await chosen(sandbox, tom, tom.messages("#approvals")[-1], choice)
    action = payload["actions"][0]
    assert (action["type"], action["action_id"], action[key]) == (kind, "it", expected)
    assert payload["state"]["values"]["row"]["it"] == {"type": kind, key: expected}


@pytest.mark.parametrize("kind", KINDS | TYPED)
async def test_an_input_that_dispatches_tells_of_itself_at_once(sandbox: Sandbox, kind: str) -> None:
    more, choice, key, expected = (KINDS | TYPED)[kind]
    element = {"type": kind, "action_id": "it", **more}
    maya = await opened(sandbox, question("Field", element, dispatch_action=True))
    payload = await chosen(sandbox, maya, maya.view(), choice)
    assert payload["actions"][0][key] == expected
    assert payload["view"]["state"]["values"]["field"]["it"] == {"type": kind, key: expected}


async def test_a_select_that_asks_for_it_gets_a_response_url_for_what_was_chosen(sandbox: Sandbox) -> None:
    select = {"type": "conversations_select", "action_id": "it", "response_url_enabled": True}
    maya = await opened(sandbox, question("Where", select))
    async with bare_socket(sandbox) as socket:
        submitting = asyncio.create_task(maya.submit({"Where": APPROVALS}))
        payload = (await socket.take())["payload"]
        await submitting
    (place,) = payload["response_urls"]
    assert (place["block_id"], place["action_id"], place["channel_id"]) == ("where", "it", APPROVALS)
    async with aiohttp.ClientSession() as session:
        await session.post(place["response_url"], json={"text": "done", "response_type": "in_channel"})
    assert maya.messages("#approvals")[-1].text == "done"


async def test_an_overflow_menu_sends_its_option_and_keeps_no_state(sandbox: Sandbox) -> None:
    menu = {"type": "overflow", "action_id": "it", **OPTIONS}
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=[section("x", accessory=menu)])
    tom = sandbox.person("tom")
    payload = await chosen(sandbox, tom, tom.messages("#approvals")[-1], "Two")
    assert (payload["actions"][0]["selected_option"], payload["state"]["values"]) == (option("Two"), {})


async def test_elements_on_the_home_tab_work_like_any_other(sandbox: Sandbox, client: AsyncWebClient) -> None:
    blocks = [actions({"type": "users_select", "action_id": "it"}), *card("Approve")]
    await client.views_publish(user_id=MAYA, view={"type": "home", "blocks": blocks})
    maya = sandbox.person("maya")
    home = maya.home()
    assert home is not None
    payload = await chosen(sandbox, maya, home, TOM)
    assert (payload["view"]["type"], payload["actions"][0]["selected_user"]) == ("home", TOM)
    assert payload["trigger_id"]


async def test_buttons_inside_cards_and_containers_bear_their_own_blocks_id(sandbox: Sandbox) -> None:
    one = {"type": "card", "block_id": "one", "title": plain("One"), "actions": [button("Open", "open-one")]}
    held = {"type": "container", "title": plain("Held"), "child_blocks": [actions(button("Go"), block_id="inner")]}
    blocks: list[Json] = [{"type": "carousel", "elements": [one]}, held]
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=blocks)
    tom = sandbox.person("tom")
    seen = tom.messages("#approvals")[-1]
    assert seen.buttons() == ["Open", "Go"]
    pressed = []
    async with bare_socket(sandbox) as socket:
        for label in seen.buttons():
            pressing = asyncio.create_task(tom.press(seen, label))
            pressed.append((await socket.take())["payload"]["actions"][0])
            await pressing
    assert [(action["block_id"], action["action_id"]) for action in pressed] == [("one", "open-one"), ("inner", "go")]


async def test_feedback_and_icon_buttons_send_their_values(sandbox: Sandbox) -> None:
    feedback = {
        "type": "feedback_buttons",
        "action_id": "it",
        "positive_button": {"text": plain("Good"), "value": "up"},
        "negative_button": {"text": plain("Bad"), "value": "down"},
    }
    icon = {"type": "icon_button", "action_id": "drop", "icon": "trash", "text": plain("Delete"), "value": "r1"}
    blocks = [{"type": "context_actions", "block_id": "row", "elements": [feedback, icon]}]
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=blocks)
    tom = sandbox.person("tom")
    seen = tom.messages("#approvals")[-1]
    assert seen.plain() == "[Good]\n[Bad]\n[Delete]"
    assert (await chosen(sandbox, tom, seen, "Bad"))["actions"][0]["value"] == "down"
    async with bare_socket(sandbox) as socket:
        pressing = asyncio.create_task(tom.press(seen, "Delete"))
        action = (await socket.take())["payload"]["actions"][0]
        await pressing
    assert (action["type"], action["value"]) == ("icon_button", "r1")
