"""Journeys of runs that tell how far they are: one message, changed at a calm pace, where people look for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox, SeenMessage
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The workspace with a bot whose workflow tells how far it is."""
    world = talking(sandbox, tmp_path)
    async with world.running():
        yield world


def talking(sandbox: Sandbox, data: Path) -> World:
    return World(
        sandbox,
        data,
        COUNTERSIGN_WORKFLOWS="move=tests/journeys/talking.py:graph",
        COUNTERSIGN_POLICIES="tests/journeys/talking.yaml",
    )


def tells(messages: list[SeenMessage], words: str) -> SeenMessage | None:
    """The message that tells progress, of which there is never a second, once it has these words in it."""
    told = [m for m in messages if "tells how far it is" in m.plain() or "The last it told" in m.plain()]
    assert len(told) <= 1
    return told[0] if told and words in told[0].plain() else None


async def test_before_anybody_is_asked_the_requester_sees_it_in_their_messages(world: World, tmp_path: Path) -> None:
    maya = world.person("maya")
    await maya.command("#support", f"/task move steps=3 gate={tmp_path / 'gate'}")
    await world.sandbox.until(lambda: tells(maya.direct(), "Preparing (3/3)"), timeout=15)


async def test_after_people_were_asked_it_is_in_the_cards_thread_and_says_how_the_run_ended(
    world: World, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    await world.person("maya").command("#support", f"/task move last_gate={gate}")
    card = await world.card("tom")
    await world.person("tom").press(card, "Approve")
    under_way = await world.sandbox.until(lambda: tells(world.person("tom").thread(card), "Moved"), timeout=15)
    gate.touch()
    ended = await world.sandbox.until(lambda: tells(world.person("tom").thread(card), "has finished"), timeout=15)
    assert ended.ts == under_way.ts
    assert "Moved" in ended.plain()
    assert ended.notifies == ()


async def test_it_stays_where_it_was_placed(world: World) -> None:
    maya, tom = world.person("maya"), world.person("tom")
    await maya.command("#support", "/task move steps=1")
    placed = await world.sandbox.until(lambda: tells(maya.direct(), "Preparing"))
    card = await world.card("tom")
    await tom.press(card, "Approve")
    ended = await world.sandbox.until(lambda: tells(maya.direct(), "has finished"), timeout=15)
    assert ended.ts == placed.ts
    assert not any("far it is" in message.plain() for message in tom.thread(card))


async def test_a_chatty_run_is_one_message_that_changes_seldom(world: World) -> None:
    await world.person("maya").command("#support", "/task move steps=500 asks=false")
    await world.run_ends()
    await world.nothing_is_owed()
    assert tells(world.person("maya").direct(), "Moved")
    about = [call for call in world.sandbox.calls("chat.update") if call.arguments["channel"].startswith("D")]
    assert len(about) <= 3


async def test_progress_whose_reply_was_lost_is_told_once(world: World, tmp_path: Path) -> None:
    world.sandbox.faults.add("chat.postMessage", status=500, before=False, times=1)
    await world.person("maya").command("#support", "/task move steps=1 asks=false")
    await world.run_ends()
    await world.nothing_is_owed()
    assert tells(world.person("maya").direct(), "has finished")


async def test_progress_posted_before_a_card_stood_is_found_again_after(world: World) -> None:
    """The reply to the post in the direct messages is lost; when it is tried again, the card's thread is the place."""
    world.sandbox.faults.add("chat.postMessage", status=500, before=False, times=1)
    await world.person("maya").command("#support", "/task move steps=1")
    await world.card("tom")
    await world.nothing_is_owed()
    everything = [*world.person("maya").direct(), *world.person("maya").thread(await world.card("maya"))]
    assert len([message for message in everything if "tells how far it is" in message.plain()]) == 1


async def test_what_a_workflow_tells_can_ping_nobody(world: World, tmp_path: Path) -> None:
    maya = world.person("maya")
    await maya.command("#support", f"/task move steps=1 words=<!channel> gate={tmp_path / 'gate'}")
    told = await world.sandbox.until(lambda: tells(maya.direct(), "<!channel>"))
    assert told.notifies == (maya.id,)
