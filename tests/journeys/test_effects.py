"""Journeys in which the bot is killed while a workflow does something that must not be done twice."""

import asyncio
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.journeys.killing import serving
from tests.journeys.world import World

DOUBT = "Did this happen? Paid ACME 40 EUR"


@pytest.fixture
def paying(sandbox: Sandbox, tmp_path: Path) -> World:
    """The workspace, with the workflow that pays; the bot is not started."""
    return World(sandbox, tmp_path, COUNTERSIGN_WORKFLOWS="pay=tests/journeys/effects/graphs.py:pay")


async def test_after_a_kill_people_tell_that_it_happened(paying: World, tmp_path: Path) -> None:
    await killed_while_paying(paying, tmp_path, "late")
    async with serving(paying):
        await said(paying, "It happened", {"What came of it, as JSON": '"p-0"'})
        await paying.person("tom").press(await paying.shows("tom", "File the receipt?"), "Approve")
        await paying.direct("maya", "approve, approve: p-0.")
    assert paid(tmp_path) == ["paid"]


async def test_after_a_kill_people_have_it_done(paying: World, tmp_path: Path) -> None:
    await killed_while_paying(paying, tmp_path, "early")
    (tmp_path / "early").touch()
    async with serving(paying):
        await said(paying, "It did not: do it now")
        await paying.person("tom").press(await paying.shows("tom", "File the receipt?"), "Approve")
        await paying.direct("maya", "approve, approve: p-1.")
    assert paid(tmp_path) == ["paid"]


async def test_after_a_kill_people_have_the_workflow_stopped(paying: World, tmp_path: Path) -> None:
    await killed_while_paying(paying, tmp_path, "early")
    async with serving(paying):
        await said(paying, "Stop", {"reason": "ACME is bust"})
        await paying.direct("maya", "it was stopped: ACME is bust")
    assert paid(tmp_path) == []


async def test_an_orderly_stop_in_the_middle_leaves_it_in_doubt_as_well(paying: World, tmp_path: Path) -> None:
    async with serving(paying) as bot:
        await pays(paying, tmp_path, "late")
        assert await bot.stop() == 0
    async with serving(paying):
        await said(paying, "It happened")
        await paying.person("tom").press(await paying.shows("tom", "File the receipt?"), "Approve")
        await paying.direct("maya", "approve, approve: None.")
    assert paid(tmp_path) == ["paid"]


async def killed_while_paying(world: World, folder: Path, gate: str) -> None:
    """Approve the payment, and kill the bot while the money is on its way: before it left, or after."""
    async with serving(world) as bot:
        await pays(world, folder, gate)
        await bot.kill()


async def pays(world: World, folder: Path, gate: str) -> None:
    """Have a payment approved, and wait until it stands at its gate."""
    gates = f"{gate}={folder / gate}"
    await world.person("maya").command("#support", f"/task pay effects={folder / 'effects.txt'} {gates}")
    await world.person("tom").press(await world.shows("tom", "Pay?"), "Approve")
    while not await asyncio.to_thread((folder / f"{gate}.reached").exists):  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.02)


async def said(world: World, button: str, answers: dict[str, str] | None = None) -> None:
    """Answer the doubt."""
    tom = world.person("tom")
    card = await world.shows("tom", DOUBT)
    await tom.press(card, next(label for label in card.buttons() if label.startswith(button)))
    await world.sandbox.until(tom.view)
    await tom.submit(answers or {})


def paid(folder: Path) -> list[str]:
    """What was paid."""
    file = folder / "effects.txt"
    return file.read_text().splitlines() if file.exists() else []
