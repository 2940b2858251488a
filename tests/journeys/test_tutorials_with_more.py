"""Graphs of tutorials that ask more than once: in turn, at the same time, or several things in one question."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from bot.approvals.request import State
from sandbox import Sandbox
from tests.journeys.reviewing import the_view
from tests.journeys.tutoring import edit, fill_in, row, start, tutoring
from tests.journeys.world import World

NAMES = ("north", "south", "west")


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    world = tutoring(sandbox, tmp_path)
    async with world.running():
        yield world


async def ends_as(world: World, *words: str) -> None:
    """The run has finished, and tells these words."""
    run = await world.run_ends()
    assert run.state is RunState.FINISHED, run.outcome
    assert [told for told in words if told not in run.outcome] == [], run.outcome


async def test_of_two_calls_on_one_card_one_is_approved_and_the_other_edited(world: World) -> None:
    await start(world, 'batched_agent messages="Pay Kim"')
    card = await world.shows("tom", "2 steps wait for a decision")
    await world.person("tom").press(row(card, 1), "Approve")
    card = await world.shows("tom", "1 step waits for a decision")
    await edit(world, "lena", row(card, 2), amount="99.5", recipient="Kim Ltd.")
    await ends_as(world, "mail “Your invoice” sent to kim@example.com", "paid 99.5 to Kim Ltd.")
    assert len(world.person("tom").messages("#approvals")) == 1


async def test_a_call_that_is_rejected_is_told_to_the_model_with_the_reason(world: World) -> None:
    await start(world, 'batched_agent messages="Pay Kim"')
    card = await world.shows("tom", "2 steps wait for a decision")
    await world.person("tom").press(row(card, 2), "Reject…")
    await fill_in(world, "tom", reason="Kim was paid already")
    card = await world.shows("tom", "1 step waits for a decision")
    await world.person("lena").press(row(card, 1), "Approve")
    await ends_as(world, "mail “Your invoice” sent", "Kim was paid already")
    assert "paid 120.5" not in (await world.run_ends()).outcome


async def test_a_call_can_be_answered_in_the_place_of_its_tool(world: World) -> None:
    await start(world, 'batched_agent messages="Pay Kim"')
    card = await world.shows("tom", "2 steps wait for a decision")
    await world.person("tom").press(row(card, 1), "Respond…")
    await fill_in(world, "tom", reason="I have called Kim instead")
    card = await world.shows("tom", "1 step waits for a decision")
    await world.person("tom").press(row(card, 2), "Approve")
    await ends_as(world, "I have called Kim instead", "paid 120.5 to Kim")


async def test_the_whole_card_is_approved_by_one_press(world: World) -> None:
    await start(world, 'batched_agent messages="Pay Kim"')
    await world.person("tom").press(await world.shows("tom", "2 steps wait for a decision"), "batch:approve")
    await ends_as(world, "mail “Your invoice” sent", "paid 120.5 to Kim")


@pytest.mark.parametrize("titles", list(permutations(["refund", "delete_account"])), ids=" then ".join)
async def test_a_card_per_call_is_answered_in_either_order(world: World, titles: Sequence[str]) -> None:
    await start(world, "careful_agent messages=Go")
    cards = [await world.card("tom", title=title) for title in titles]
    for card in cards:
        await world.person("tom").press(card, "Approve")
    await ends_as(world, "refunded 10.0 for A1", "deleted kim")


async def test_each_call_gets_its_own_answer(world: World) -> None:
    await start(world, "careful_agent messages=Go")
    delete, refund = await world.card("tom", title="delete_account"), await world.card("tom", title="refund")
    assert "This cannot be undone" in delete.plain()
    assert "Edit & approve" not in delete.buttons()
    await world.person("tom").press(delete, "Reject…")
    await fill_in(world, "tom", reason="Kim is still a customer")
    await edit(world, "lena", refund, amount="7.5")
    await ends_as(world, "refunded 7.5 for A1", "Kim is still a customer")
    assert "deleted" not in (await world.run_ends()).outcome


@pytest.mark.parametrize("order", [NAMES, NAMES[::-1], ("south", "west", "north")], ids=" ".join)
async def test_branches_that_wait_at_once_each_get_their_own_answer(world: World, order: Sequence[str]) -> None:
    await start(world, 'many_invoices invoices=["north","south","west"]')
    cards = {name: await world.shows("tom", f"Invoice\n{name}") for name in NAMES}
    for name in order:
        await world.person("tom").press(cards[name], "Skip" if name == "south" else "Pay")
    await ends_as(world, '["north pay", "south skip", "west pay"]')
    assert [request.state for request in await world.requests()] == [State.SETTLED] * 3


async def test_branches_that_are_answered_at_the_same_moment_each_get_their_own_answer(world: World) -> None:
    await start(world, 'many_invoices invoices=["north","south","west"]')
    cards = {name: await world.shows("tom", f"Invoice\n{name}") for name in NAMES}
    presses = [world.person("tom").press(cards[name], "Skip" if name == "south" else "Pay") for name in NAMES]
    await asyncio.gather(*presses)
    await ends_as(world, '["north pay", "south skip", "west pay"]')


async def test_changes_are_asked_for_as_often_as_it_takes(world: World) -> None:
    await start(world, "contract_loop subject=roofs")
    for version, wish in ((1, "Name a price"), (2, "A lower one")):
        card = await world.shows("tom", f"version {version} of the contract about roofs")
        await world.person("tom").press(card, "Request changes…")
        await fill_in(world, "tom", reason=wish)
    card = await world.shows("tom", "version 3 of the contract about roofs")
    await world.person("tom").press(card, "Approve…")
    await the_view(world, "tom")
    await world.person("tom").submit({"reason": "Signed"})
    await ends_as(world, "request_changes: Name a price", "request_changes: A lower one", "approve: Signed")
    assert len(await world.requests()) == 3
