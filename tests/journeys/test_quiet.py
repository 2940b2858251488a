"""Journeys of people who are not to be disturbed too often: so many calls an hour, the rest in one, and by turns."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.approvals.request import State
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import cards, notices
from sandbox import Sandbox
from tests.journeys.climbing import start, the_request
from tests.journeys.moving import calls_to, moving
from tests.journeys.reviewing import in_time
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    async with moving(sandbox, tmp_path) as world:
        yield world


async def call_to(world: World, amount: int, **values: object) -> None:
    """Maya asks both leads for a payment, and whoever is to be called is."""
    world.clock.advance(seconds=1)
    words = " ".join(f"{name}={value}" for name, value in values.items())
    await world.person("maya").command("#support", f"/task team amount={amount} {words}".strip())
    await world.card("tom", title=f"Pay {amount} EUR?")
    await in_time(lambda: _is_called(world, amount))


async def _is_called(world: World, amount: int) -> bool:
    """Once it is noted who was called, and every card is shown; a digest may still be owed."""
    [request] = [request for request in await world.requests() if request.ask.title == f"Pay {amount} EUR?"]
    async with world.bot.ledger.read() as conn:
        behind = await conn.scalar(select(func.count()).where(cards.c.shown < cards.c.wanted))
    return bool(request.seatings) and not behind


async def _all_are_closed(world: World) -> bool:
    return all(request.state is not State.OPEN for request in await world.requests())


async def tell_digests(world: World) -> None:
    """Have the digests that are owed be told now."""
    async with world.bot.ledger.write() as tx:
        digests = notices.c.kind == "digest"
        for notice_id in await tx.conn.scalars(
            update(notices).where(digests).values(next_at=0).returning(notices.c.id)
        ):
            tx.hint(Work(WorkKind.NOTICE, notice_id))


async def test_whoever_was_called_often_enough_hears_of_the_rest_in_one_message(world: World) -> None:
    for amount in (101, 102, 103, 104):
        await call_to(world, amount)
    for name in ("tom", "lena"):
        assert len(calls_to(world, name)) == 2
    world.clock.advance(hours=1)
    await tell_digests(world)
    digest = await world.direct("tom", "104 EUR")
    for amount in (101, 102, 103, 104):
        assert f"Pay {amount} EUR?" in digest.plain()
    await world.direct("lena", "104 EUR")
    assert len(calls_to(world, "tom")) == 3


async def test_a_digest_of_what_needs_no_answer_any_more_is_not_told(world: World) -> None:
    for amount in (101, 102, 103):
        await call_to(world, amount)
    for amount in (101, 102, 103):
        await world.person("lena").press(await world.card("lena", title=f"Pay {amount} EUR?"), "Approve")
    await in_time(lambda: _all_are_closed(world))
    await tell_digests(world)
    await world.nothing_is_owed()
    assert len(calls_to(world, "tom")) == 2


async def test_high_urgency_breaks_through(world: World) -> None:
    for amount in (101, 102):
        await call_to(world, amount)
    await call_to(world, 103, urgency="high")
    await world.direct("tom", "103 EUR")


async def test_those_who_take_turns_are_called_one_at_a_time_and_the_next_at_the_reminder(world: World) -> None:
    await start(world, "turns", amount=201)
    first = (await the_request(world)).seatings[-1].called
    assert len(first) == 1
    world.clock.advance(seconds=1)
    await start(world, "turns", amount=202)
    second = (await the_request(world)).seatings[-1].called
    assert len(second) == 1
    assert {*first, *second} == {world.person(name).id for name in ("tom", "lena")}
    await world.pass_time(minutes=16)
    await world.nothing_is_owed()
    for name in ("tom", "lena"):
        assert len(calls_to(world, name)) == 2
