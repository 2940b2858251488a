"""2. A lease is renewed while the work goes on, and the work is stopped when the lease is lost."""

import asyncio

import pytest
from sqlalchemy import text

from bot.ledger import owing, work
from bot.ledger.database import Ledger
from bot.ledger.holding import hold
from bot.ledger.work import Claim, LeaseLost
from tests.ledger.books import add_run, claim, claimed, rows, take_from

LEASE = 0.3


class Broken(Exception):
    """The work went wrong."""


@pytest.fixture
async def held(ledger: Ledger) -> Claim:
    """A run that is held for a moment."""
    return await claimed(ledger, await add_run(ledger), LEASE)


async def test_work_that_takes_longer_than_its_lease_keeps_it(ledger: Ledger, held: Claim) -> None:
    renewals: list[float] = []

    async def until_renewed_thrice() -> None:
        while len(renewals) < 4:
            [run] = await rows(ledger, owing.TABLES[held.work.kind])
            if run["lease_until"] not in renewals:
                renewals.append(run["lease_until"])
            await asyncio.sleep(LEASE / 10)

    await hold(ledger, held, LEASE, until_renewed_thrice())
    assert renewals == sorted(renewals)
    assert renewals[-1] - renewals[0] >= LEASE * 0.9


async def test_nobody_else_gets_the_work_while_it_is_held(ledger: Ledger, second: Ledger) -> None:
    held = await claimed(ledger, await add_run(ledger), lease=3)
    taken = []

    async def work_long() -> None:
        taken.extend([await claim(second, held.work) for _ in range(20)])

    await hold(ledger, held, 3, work_long())
    assert taken == [None] * 20


async def test_the_work_is_cancelled_when_its_lease_is_stolen(ledger: Ledger, second: Ledger, held: Claim) -> None:
    stopped = asyncio.Event()

    async def work_for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    holding = asyncio.create_task(hold(ledger, held, LEASE, work_for_ever()))
    await take_from(second, held)
    with pytest.raises(LeaseLost):
        await holding
    assert stopped.is_set()


async def test_a_renewal_that_fails_counts_as_a_lost_lease(ledger: Ledger, held: Claim) -> None:
    async def work_for_ever() -> None:
        await asyncio.Event().wait()

    async with ledger.write() as tx:
        await tx.conn.execute(text("ALTER TABLE runs RENAME TO mislaid"))
    with pytest.raises(LeaseLost):
        await hold(ledger, held, LEASE, work_for_ever())


async def test_what_the_work_raises_is_raised(ledger: Ledger, held: Claim) -> None:
    async def break_down() -> None:
        raise Broken

    with pytest.raises(Broken):
        await hold(ledger, held, LEASE, break_down())


async def test_cancelling_the_holder_cancels_the_work_and_waits_for_it(ledger: Ledger, held: Claim) -> None:
    begun, tidied = asyncio.Event(), asyncio.Event()

    async def work_and_tidy() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await claim(ledger, held.work)
            tidied.set()

    holding = asyncio.create_task(hold(ledger, held, LEASE, work_and_tidy()))
    await begun.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    assert tidied.is_set()


async def test_no_renewal_goes_on_after_the_work_is_done(ledger: Ledger, held: Claim) -> None:
    async def finish() -> None:
        async with ledger.write() as tx:
            await work.release(tx.conn, held)

    before = asyncio.all_tasks()
    await hold(ledger, held, LEASE, finish())
    assert asyncio.all_tasks() == before
