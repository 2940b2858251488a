"""A ledger of the second release keeps everything it knows when it is brought up to date, and its calls go on."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.approvals.commands import Command, Ring
from bot.approvals.deadlines import next_ring
from bot.approvals.events import Event
from bot.approvals.machine import fold
from bot.approvals.rules import decide
from bot.desk import calling, expiring
from bot.ledger import chain, migrating, notice_book, request_book
from bot.ledger.database import Ledger
from bot.ledger.tables import notices, requests, runs
from tests.approvals.examples import ESCALATE, HOUR, LEAD, MANAGER, NOON, REQUESTER, a_click, a_policy, a_tier, an_ask
from tests.desk.calls import called, shown_to
from tests.ledger.books import opening, rows
from tests.ledger.releases import SINCE_THE_SECOND, put, stored_before

# What was done to each request, an hour after another.
LIVES: dict[str, Sequence[str]] = {
    "open": (),
    "climbed": ("ring",),
    "climbed-by-hand": ("escalate",),
    "settled": ("ring", "approve"),
    "expired": ("ring", "ring", "ring"),
}
ASK = an_ask(actions=(*an_ask().actions, ESCALATE))


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    """A ledger of the second release, brought up to date."""
    engine = create_async_engine(url)
    async with engine.begin() as conn:
        await conn.run_sync(migrating.upgrade, "0002")
        for name in LIVES:
            await live(conn, name)
        owed = "notices (id, kind, audience, request_id)"
        await put(conn, owed, ("call.climbed.1", "call", "tier:1", "climbed"))
        await put(conn, owed, ("remind.open.0.0.5", "remind", "tier:0", "open"))
        await put(conn, owed, ("waits.open", "waits", REQUESTER, "open"))
    await engine.dispose()
    ledger = await Ledger.open(url)
    yield ledger
    await ledger.close()


async def test_every_request_is_there_after_the_upgrade(ledger: Ledger) -> None:
    for row in await rows(ledger, requests):
        request = fold(happened(row["id"]))
        async with ledger.read() as conn:
            assert await request_book.load(conn, request.id) == request
            assert fold([entry.event for entry in await chain.story(conn, request.id)]) == request
        assert row["ladder"] == request_book.ladder_of(request)
    async with ledger.read() as conn:
        assert await chain.verify(conn) == sum(len(happened(name)) for name in LIVES)


async def test_its_calls_and_reminders_name_the_stage_they_were_for(ledger: Ledger) -> None:
    found = {row["id"]: notice_book.notice_from(row) for row in await rows(ledger, notices)}
    assert calling.stage_of(found["call.climbed.1"]) == fold(happened("climbed")).stage
    assert calling.stage_of(found["remind.open.0.0.5"]) == fold(happened("open")).stage
    assert found["waits.open"].audience == REQUESTER


async def test_a_call_that_was_owed_is_answered(ledger: Ledger) -> None:
    after = await called(ledger, fold(happened("climbed")), MANAGER, now=NOON + HOUR)
    assert after.seating
    assert after.seating.called == (MANAGER,)
    assert await shown_to(ledger) == [MANAGER]


async def test_its_ladders_are_climbed_on(ledger: Ledger) -> None:
    assert await expiring.ring(ledger, now=NOON + 2 * HOUR) == 3
    async with ledger.read() as conn:
        tiers = {name: await request_book.load(conn, name) for name in ("open", "climbed", "climbed-by-hand")}
    assert [request.tier for request in tiers.values() if request] == [1, 2, 2]


async def test_its_runs_were_started_nowhere_that_is_known(ledger: Ledger) -> None:
    assert {(row["channel"], row["reopens"]) for row in await rows(ledger, runs)} == {("", "")}


async def live(conn: AsyncConnection, name: str) -> None:
    """Put a run and its request on the ledger as the second release had them."""
    events = happened(name)
    request = fold(events)
    run = (name, "refund", REQUESTER, "{}", "waiting", 0.0)
    await put(conn, "runs (id, workflow, requester, input, state, created_at)", run)
    times = [at and at.timestamp() for at in (request.due_at, next_ring(request), request.closed_at)]
    columns = "id, run_id, interrupt_id, workflow, requester, title, state, due_at, ring_at, closed_at, opened_at, seq"
    known = (name, name, "i", "refund", REQUESTER, request.ask.title, request.state.value, *times)
    body = stored_before(request, SINCE_THE_SECOND)
    await put(conn, f"requests ({columns}, body)", (*known, NOON.timestamp(), request.seq, body))
    await chain.append(conn, name, 1, events)


def happened(name: str) -> list[Event]:
    """The events of the request of that life."""
    policy = a_policy(a_tier(), a_tier("manager"), a_tier("director"))
    command = opening(ask=ASK, policy=policy)
    origin = replace(command.origin, run_id=name)
    events = [*decide(None, replace(command, request_id=name, origin=origin), NOON)]
    for hour, deed in enumerate(LIVES[name], start=1):
        request = fold(events)
        wish: Command = Ring() if deed == "ring" else a_click(request, LEAD, deed, reason="as agreed")
        early = HOUR / 2 if deed == "escalate" else HOUR * 0
        events += decide(request, wish, NOON + hour * HOUR - early)
    return events
