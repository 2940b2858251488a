"""Journeys with an agent that wants several risky steps in one turn: one card, a row for each, one answer in all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.approvals.request import Request, State
from sandbox import Sandbox, SeenMessage
from tests.journeys.killing import serving
from tests.journeys.reviewing import in_time, the_view
from tests.journeys.test_restarting import answer_states
from tests.journeys.world import World

FOLDER = "tests/journeys/parts"


@pytest.fixture
def still(sandbox: Sandbox, tmp_path: Path) -> World:
    """The workspace, with an agent's bot not yet started."""
    settings = {"COUNTERSIGN_WORKFLOWS": f"{FOLDER}/langgraph.json", "COUNTERSIGN_POLICIES": f"{FOLDER}/policies.yaml"}
    return World(sandbox, tmp_path, **settings)


@pytest.fixture
async def desk(still: World) -> AsyncIterator[World]:
    """The workspace with the bot at work in it."""
    async with still.running():
        yield still


async def asked(world: World, tmp_path: Path) -> Path:
    """Maya has the agent settle a complaint; returns the file of its effects."""
    file = tmp_path / "effects.txt"
    await world.person("maya").command("#support", f"/task clerk job=Complaint effects={file}")
    await world.shows("tom", "3 steps wait for a decision")
    return file


def row(card: SeenMessage, number: int) -> SeenMessage:
    """The card as somebody sees it who looks at one of its rows only."""
    starts = [at for at, block in enumerate(card.blocks) if block["type"] == "divider"]
    return replace(card, blocks=card.blocks[starts[number - 1] : starts[number]])


async def parts_of(world: World) -> list[Request]:
    return sorted(await world.requests(), key=lambda request: request.origin.part)


async def states(world: World) -> list[State]:
    return [request.state for request in await parts_of(world)]


async def press(world: World, name: str, number: int, button: str) -> None:
    """Press a button in that row of the card as it stands now."""
    await world.person(name).press(row(await world.card(name), number), button)


async def until_they_are(world: World, *wanted: State) -> None:
    async def are_they() -> bool:
        return await states(world) == list(wanted)

    await in_time(are_they)


def effects(file: Path) -> list[str]:
    return sorted(file.read_text().splitlines()) if file.exists() else []


async def test_three_steps_share_a_card_and_each_is_done_as_it_was_decided(desk: World, tmp_path: Path) -> None:
    file = await asked(desk, tmp_path)
    assert len(desk.person("tom").messages("#approvals")) == 1
    await press(desk, "tom", 1, "vote:approve")
    card = await desk.shows("tom", "2 steps wait for a decision")
    assert "Approved" in row(card, 1).plain()
    await press(desk, "lena", 2, "edit")
    await the_view(desk, "lena", "What you send is what runs")
    await desk.person("lena").submit({"draft:subject": "Sorry"})
    await desk.shows("tom", "1 step waits for a decision")
    assert effects(file) == []
    await press(desk, "tom", 3, "vote:reject")
    await the_view(desk, "tom", "Your answer: Reject")
    await desk.person("tom").submit({"reason": "keep it"})
    run = await desk.run_ends()
    assert effects(file) == ["refunded 120 for A-1017", "wrote to ada@example.com: Sorry"]
    assert "keep it" in run.outcome
    card = await desk.shows("tom", "all 3 steps are closed")
    assert not [block for block in card.blocks if block["type"] == "actions"]
    people = [request.decision.by for request in await parts_of(desk) if request.decision]
    assert people == [(desk.person("tom").id,), (desk.person("lena").id,), (desk.person("tom").id,)]


async def test_its_requester_hears_once_that_it_waits_and_once_how_it_ended(desk: World, tmp_path: Path) -> None:
    await asked(desk, tmp_path)
    await desk.direct("maya", "waits for 3 decisions")
    card = await desk.card("tom")
    await desk.person("tom").press(card, "batch:approve")
    await desk.run_ends()
    await desk.direct("maya", "refunded 120")
    await desk.nothing_is_owed()
    words = [message.plain() for message in desk.person("maya").direct()]
    assert len([said for said in words if "waits for" in said]) == 1
    assert len([said for said in words if "refunded 120" in said]) == 1
    ends = [reply for reply in desk.person("tom").thread(card) if "refunded 120" in reply.plain()]
    assert len(ends) == 1


async def test_a_card_that_shows_everything_is_approved_at_once(desk: World, tmp_path: Path) -> None:
    file = await asked(desk, tmp_path)
    await desk.person("tom").press(await desk.card("tom"), "batch:approve")
    await desk.run_ends()
    assert len(effects(file)) == 3


async def test_a_card_from_before_an_edit_approves_nothing_at_once(desk: World, tmp_path: Path) -> None:
    await asked(desk, tmp_path)
    card = await desk.card("tom")
    await press(desk, "lena", 2, "edit")
    await the_view(desk, "lena", "What you send is what runs")
    await desk.person("lena").submit({"draft:subject": "Sorry"})
    await until_they_are(desk, State.OPEN, State.SETTLED, State.OPEN)
    await desk.person("tom").press(card, "batch:approve")
    await desk.told("tom", "was edited after its card was drawn")
    assert await states(desk) == [State.OPEN, State.SETTLED, State.OPEN]


async def test_two_who_press_in_one_row_at_once_decide_it_once(desk: World, tmp_path: Path) -> None:
    file = await asked(desk, tmp_path)
    card = row(await desk.card("tom"), 1)
    await asyncio.gather(
        desk.person("tom").press(card, "vote:approve"), desk.person("lena").press(card, "vote:approve")
    )
    await until_they_are(desk, State.SETTLED, State.OPEN, State.OPEN)
    await desk.nothing_is_owed()
    [first, *_] = await parts_of(desk)
    assert len(first.votes) == 1
    assert effects(file) == []


async def test_two_who_decide_the_last_two_steps_at_once_have_everything_done_once(desk: World, tmp_path: Path) -> None:
    file = await asked(desk, tmp_path)
    await press(desk, "tom", 1, "vote:approve")
    card = await desk.shows("tom", "2 steps wait for a decision")
    tom, lena = desk.person("tom"), desk.person("lena")
    await asyncio.gather(tom.press(row(card, 2), "vote:approve"), lena.press(row(card, 3), "vote:approve"))
    await desk.run_ends()
    assert len(effects(file)) == 3


async def test_an_outsider_decides_no_step(desk: World, tmp_path: Path) -> None:
    await asked(desk, tmp_path)
    await press(desk, "otto", 2, "vote:approve")
    await desk.told("otto", "@team-leads")
    assert await states(desk) == [State.OPEN] * 3


async def test_a_bot_that_is_killed_between_two_decisions_goes_on_with_the_others(still: World, tmp_path: Path) -> None:
    async with serving(still) as bot:
        file = await asked(still, tmp_path)
        await press(still, "tom", 1, "vote:approve")
        card = await still.shows("tom", "2 steps wait for a decision")
        await bot.kill()
    async with serving(still) as bot:
        await still.person("lena").press(row(card, 2), "vote:approve")
        await still.shows("tom", "1 step waits for a decision")
        assert effects(file) == []
        await bot.kill()
    async with serving(still):
        await press(still, "tom", 3, "vote:approve")
        await still.direct("maya", "refunded 120")
    assert len(effects(file)) == 3
    assert await answer_states(still) == ["applied"] * 3


async def test_one_by_one_each_answer_leads_to_the_next_step(desk: World, tmp_path: Path) -> None:
    file = await asked(desk, tmp_path)
    tom = desk.person("tom")
    await tom.press(await desk.card("tom"), "batch_each")
    for number in (1, 2, 3):
        await tom.press(await the_view(desk, "tom", f"Request {number} of 3"), "vote:approve")
    await desk.run_ends()
    assert len(effects(file)) == 3
