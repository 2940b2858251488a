"""Journeys of presses that no card of ours has made: each is answered in private words, and nothing is counted."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.drawing import batch_modals, modals
from sandbox import Sandbox, SeenMessage
from tests.approvals.examples import a_request
from tests.journeys.reviewing import card_of, reviewing, the_request
from tests.journeys.world import World

UNKNOWN = "req_000000000000"
DIGEST = "0123456789abcdef"


@pytest.fixture
async def desk(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with workflows that take more than a click."""
    async with reviewing(sandbox, tmp_path) as world:
        yield world


async def a_button(desk: World, action_id: str, value: str) -> SeenMessage:
    """A message of the bot with one strange button."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": action_id, "value": value}
    blocks: list[dict[str, Any]] = [{"type": "actions", "elements": [button]}]
    client = AsyncWebClient(token=desk.sandbox.bot_token, base_url=desk.sandbox.api_url)
    posted = await client.chat_postMessage(channel="C07APPROVE3", text="strange", blocks=blocks)
    found = [message for message in desk.person("tom").messages("#approvals") if message.ts == posted["ts"]]
    return found[0]


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("vote:approve", "nonsense"),
        ("vote:approve", f"{UNKNOWN}:approve:short"),
        ("edit", UNKNOWN),
        ("more", "nonsense"),
        ("more", f"destroy:{UNKNOWN}"),
        ("batch:approve", f"bat_1:approve:{DIGEST}"),
        ("batch_see", "nonsense"),
        ("batch_each", "nonsense"),
        ("page:2", UNKNOWN),
    ],
)
async def test_what_cannot_be_read_is_told_so(desk: World, action_id: str, value: str) -> None:
    message = await a_button(desk, action_id, value)
    assert (await desk.person("tom").press(message, action_id)).acked
    await desk.told("tom", "I could not read what this button says")


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("vote:approve", f"{UNKNOWN}:approve:{DIGEST}"),
        ("edit", f"{UNKNOWN}:approve:{DIGEST}"),
        ("see", UNKNOWN),
        ("see", "no id at all <!channel>"),
        ("more", f"history:{UNKNOWN}"),
        ("more", f"delegate:{UNKNOWN}"),
        ("batch:approve", f"bat_000000000000:approve:3:{DIGEST}"),
        ("batch_see", f"bat_000000000000:see:3:{DIGEST}"),
        ("batch_page:2", f"bat_000000000000:see:3:{DIGEST}"),
    ],
)
async def test_what_is_not_on_the_ledger_is_told_so(desk: World, action_id: str, value: str) -> None:
    message = await a_button(desk, action_id, value)
    assert (await desk.person("tom").press(message, action_id)).acked
    await desk.told("tom", "not on the ledger")


async def test_an_action_that_was_never_offered_counts_nothing(desk: World) -> None:
    await card_of(desk, "lease to=ACME")
    request = await the_request(desk)
    message = await a_button(desk, "vote:burn", f"{request.id}:burn:{request.digest[:16]}")
    await desk.person("tom").press(message, "vote:burn")
    await desk.told("tom", "does not offer that action")
    assert (await the_request(desk)).votes == ()


@pytest.mark.parametrize("callback_id", ["reason", "answer", "edit", "full", "batch"])
async def test_a_modal_whose_memory_is_not_ours_is_closed_and_told_so(desk: World, callback_id: str) -> None:
    card = await card_of(desk, "lease to=ACME")
    tom = desk.person("tom")
    await tom.press(card, "vote:reject")
    view = await desk.sandbox.until(tom.view)
    await forge(desk, view.id, callback_id)
    assert (await tom.submit()).closed
    await desk.direct("tom", "I could not read what this button says")
    assert (await the_request(desk)).votes == ()


@pytest.mark.parametrize("callback_id", ["task", "shortcut", "withdraw"])
async def test_a_modal_of_another_release_is_acknowledged_and_told_so(desk: World, callback_id: str) -> None:
    card = await card_of(desk, "lease to=ACME")
    tom = desk.person("tom")
    await tom.press(card, "vote:reject")
    view = await desk.sandbox.until(tom.view)
    await forge(desk, view.id, callback_id)
    assert (await tom.submit()).closed
    await desk.sandbox.until(tom.direct)


@pytest.mark.parametrize("action_id", ["list:open:1", "list:waiting:x", "list:", "home_page:x", "start:99"])
async def test_a_button_of_another_release_is_acknowledged(desk: World, action_id: str) -> None:
    message = await a_button(desk, action_id, "x")
    assert (await desk.person("tom").press(message, action_id)).acked


async def forge(desk: World, view_id: str, callback_id: str) -> None:
    """Put another memory into an open modal."""
    drawn = modals.reason_view(a_request(), a_request().ask.actions[0]) | {"callback_id": callback_id}
    blocks = batch_modals.closing_view("Send it.")["blocks"]
    client = AsyncWebClient(token=desk.sandbox.bot_token, base_url=desk.sandbox.api_url)
    await client.views_update(view_id=view_id, view=drawn | {"private_metadata": "forged", "blocks": blocks})


def become_a_bot(desk: World) -> None:
    """Have tom be a program from now on; the bot hears that he changed."""
    desk.person("tom").user.is_bot = True
    desk.sandbox.activate("tom")


STANDINGS: dict[str, Callable[[World], None]] = {
    "a guest": lambda desk: desk.sandbox.make_guest("tom"),
    "somebody of another workspace": lambda desk: desk.sandbox.move_away("tom", "T0ELSEWHERE"),
    "a bot": become_a_bot,
}


@pytest.mark.parametrize("standing", STANDINGS.values(), ids=STANDINGS.keys())
async def test_who_is_no_full_member_is_refused_everywhere(desk: World, standing: Callable[[World], None]) -> None:
    card = await card_of(desk, "invoice amount=10 to=ACME")
    _, menu = card.find("more")
    standing(desk)
    tom = desk.person("tom")
    for entry in [option["value"] for option in menu["options"]]:
        await tom.choose(card, "more", entry)
        await refused_as_no_member(desk)
    for button in ("vote:approve", "vote:reject", "edit"):
        await tom.press(card, button)
        await refused_as_no_member(desk)
    assert tom.view() is None
    assert (await the_request(desk)).votes == ()


async def refused_as_no_member(desk: World) -> None:
    await desk.told("tom", "Only active, full members of this workspace")
    desk.person("tom").reload()


async def test_what_is_no_full_member_is_refused_with_batches_too(desk: World) -> None:
    for number in (1, 2):
        await desk.person("maya").command("#support", f"/task payout amount={number} to=ACME")
        await desk.shows("tom", f"Pay {number} EUR")
    card = await desk.card("tom")
    become_a_bot(desk)
    for button in ("batch:approve", "batch:reject", "batch_see", "batch_each"):
        await desk.person("tom").press(card, button)
        await refused_as_no_member(desk)
    assert desk.person("tom").view() is None
