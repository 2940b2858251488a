"""Journeys of reviewers who are reminded: those who have not voted, each in one message that stays true."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.journeys.test_deciding import ask_for_wire
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The workspace with a bot whose policy reminds two team leads at half and at three quarters of 40 minutes."""
    world = World(sandbox, tmp_path, COUNTERSIGN_POLICIES="tests/journeys/talking.yaml")
    async with world.running():
        yield world


async def test_whoever_has_not_voted_is_reminded_with_the_time_that_is_left_and_a_link(
    world: World, tmp_path: Path
) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    await world.pass_time(minutes=20)
    for name in ("tom", "lena"):
        told = await world.direct(name, "still waits for your answer")
        assert "20 min left" in told.plain()
        assert f"/p{card.ts.replace('.', '')}|" in told.text
    assert not [told for told in world.person("maya").direct() if "your answer" in told.plain()]


async def test_a_second_reminder_is_the_same_message_with_less_time(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    await world.card("tom")
    await world.pass_time(minutes=20)
    first = await world.direct("tom", "20 min left")
    await world.pass_time(minutes=10)
    second = await world.direct("tom", "10 min left")
    assert second.ts == first.ts
    assert len(world.person("tom").direct()) == 1


async def test_whoever_votes_is_told_in_place_of_the_reminder_and_others_still_wait(
    world: World, tmp_path: Path
) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    await world.pass_time(minutes=20)
    await world.direct("tom", "still waits for your answer")
    await world.direct("lena", "still waits for your answer")
    await world.person("tom").press(card, "Approve")
    await world.direct("tom", "You have answered this")
    assert "still waits" in world.person("lena").direct()[-1].plain()
    await world.person("lena").press(await world.card("lena"), "Approve")
    for name in ("tom", "lena"):
        await world.direct(name, "needs no answer any more")


async def test_whoever_has_voted_already_is_not_reminded(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.shows("tom", "1 of the 2")
    await world.pass_time(minutes=20)
    await world.direct("lena", "still waits for your answer")
    await world.nothing_is_owed()
    assert world.person("tom").direct() == []


async def test_a_reminder_whose_reply_was_lost_comes_once(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    await world.card("tom")
    await world.nothing_is_owed()
    world.sandbox.faults.add("chat.postMessage", status=500, before=False, times=2)
    await world.pass_time(minutes=20)
    await world.nothing_is_owed()
    assert [len(world.person(name).direct()) for name in ("tom", "lena")] == [1, 1]
