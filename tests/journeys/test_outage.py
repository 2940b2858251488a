"""Journeys in which Slack cannot be reached: requests wait, time goes on, and nothing is lost or done twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.approvals.decision import Cause
from bot.approvals.request import State
from bot.ledger.tables import cards
from sandbox import Sandbox
from tests.journeys.climbing import ask, climbing, the_request
from tests.journeys.reviewing import events_of, in_time
from tests.journeys.test_deciding import effects
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    async with climbing(sandbox, tmp_path) as world:
        yield world


def unplug(world: World) -> None:
    """No call reaches Slack any more."""
    world.sandbox.faults.add("*", times=10**9, drop=True, before=True)


def plug_in(world: World) -> None:
    world.sandbox.faults.clear()


async def opened(world: World, workflow: str, effects: Path) -> None:
    """Maya asks for a payment in the last moment in which Slack can be reached."""
    await world.person("maya").command("#support", f"/task {workflow} amount=120 effects={effects}")
    unplug(world)

    async def is_there() -> bool:
        return bool(await world.requests())

    await in_time(is_there)


async def test_two_hours_without_slack_over_two_deadlines_lose_nothing(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paid.txt"
    await opened(world, "three", file)
    for minutes in (40, 30, 50):
        await world.pass_time(minutes=minutes)
    request = await the_request(world)
    kinds = await events_of(world, request)
    assert [kind for kind in kinds if kind in {"Escalated", "Expired"}] == ["Escalated", "Escalated", "Expired"]
    run = await world.run_ends()
    assert run.outcome == "Not paid."
    plug_in(world)
    await world.bot.rounds.go("slack")
    card = await world.card("tom", title="Pay 120 EUR?")
    assert card.buttons() == []
    await world.nothing_is_owed()
    assert len([m for m in world.person("tom").messages("#approvals") if "Pay 120 EUR?" in m.plain()]) == 1
    assert effects(file) == []


async def test_what_nobody_could_be_shown_for_too_long_is_rejected_and_told_afterwards(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "paid.txt"
    await opened(world, "offline", file)
    await world.bot.rounds.go("slack")
    world.clock.advance(minutes=89)
    await world.bot.rounds.go("slack")
    assert (await the_request(world)).state is State.OPEN
    world.clock.advance(minutes=2)
    await world.bot.rounds.go("slack")
    decision = (await the_request(world)).decision
    assert decision
    assert (decision.cause, decision.approved) == (Cause.OUTAGE, False)
    assert (await world.run_ends()).outcome == "Not paid."
    plug_in(world)
    await world.bot.rounds.go("slack")
    card = await world.card("tom", title="Pay 120 EUR?")
    assert card.buttons() == []
    await world.shows("rhea", "Pay 120 EUR?", "#operators")


async def test_a_request_whose_card_people_saw_is_left_to_its_ladder(world: World) -> None:
    await ask(world, "offline")
    unplug(world)
    world.clock.advance(hours=2)
    await world.bot.rounds.go("slack")
    assert (await the_request(world)).state is State.OPEN
    plug_in(world)


async def test_nothing_is_given_up_while_slack_is_out_of_reach(sandbox: Sandbox, tmp_path: Path) -> None:
    async with climbing(sandbox, tmp_path / "patient", COUNTERSIGN_MAX_ATTEMPTS="2") as world:
        await opened(world, "three", tmp_path / "paid.txt")
        world.clock.advance(seconds=31)
        await world.bot.rounds.go("slack")

        async def was_tried_often() -> bool:
            async with world.bot.ledger.read() as conn:
                return bool(await conn.scalar(select(func.count()).where(cards.c.attempts > 2)))

        await in_time(was_tried_often)
        plug_in(world)
        await world.bot.rounds.go("slack")
        await world.card("tom", title="Pay 120 EUR?")
        await world.nothing_is_owed()
        assert world.person("rhea").messages("#operators") == []
