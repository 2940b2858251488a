"""The reconcile loop finds whatever is owed, though every hint was lost, and goes on whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.handout.embedded import Embedded, Hand
from bot.handout.reconciling import Reconciler
from bot.ledger.database import Ledger
from bot.ledger.hints import Connection, Work, WorkKind
from tests.ledger.books import add_run, claimed, open_request, settle, tell, want_card

SOON = 0.02


class Ear:
    """Hears hints, and lets a test wait for them."""

    def __init__(self) -> None:
        self.heard: list[Work] = []
        self.news = asyncio.Event()

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Take nothing along."""

    def announce(self, hints: Sequence[Work]) -> None:
        """Hear hints."""
        self.heard += hints
        if hints:
            self.news.set()

    async def next(self) -> list[Work]:
        """What is heard from now on, as soon as anything is."""
        self.heard.clear()
        self.news.clear()
        async with asyncio.timeout(10):
            await self.news.wait()
        return self.heard


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """A ledger whose hints are lost, as nobody listens."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    yield ledger
    await ledger.close()


@pytest.fixture
async def reconciler(ledger: Ledger) -> AsyncIterator[Reconciler]:
    """A loop that looks often, not yet started."""
    reconciler = Reconciler(ledger, SOON)
    yield reconciler
    await reconciler.stop()


async def test_everything_owed_is_hinted_at_and_nothing_else(ledger: Ledger, reconciler: Reconciler) -> None:
    run = await add_run(ledger, 1)
    held = await add_run(ledger, 2)
    await claimed(ledger, held)
    await settle(ledger, await open_request(ledger, 3), 3)
    await open_request(ledger, 4)
    works = [run, Work(WorkKind.RUN, "run-3"), await want_card(ledger, "request-3"), await tell(ledger)]
    ear = ledger.hints = Ear()
    await reconciler.reconcile()
    assert ear.heard == works


async def test_it_looks_again_and_again(ledger: Ledger, reconciler: Reconciler) -> None:
    run = await add_run(ledger)
    ear = ledger.hints = Ear()
    reconciler.start()
    for _ in range(3):
        assert run in await ear.next()


async def test_work_whose_hint_was_lost_is_done(ledger: Ledger, reconciler: Reconciler) -> None:
    done = asyncio.Event()

    async def do(key: str) -> None:
        assert key == "run-1"
        done.set()

    await add_run(ledger)
    ledger.hints = handout = Embedded({WorkKind.RUN: Hand(do, 1)})
    handout.start()
    reconciler.start()
    async with asyncio.timeout(10):
        await done.wait()
    await handout.stop(1)


async def test_a_ledger_that_cannot_be_read_for_a_while_stops_nothing(ledger: Ledger, reconciler: Reconciler) -> None:
    run = await add_run(ledger)
    ear = ledger.hints = Ear()
    await execute(ledger, "ALTER TABLE notices RENAME TO mislaid")
    reconciler.start()
    with pytest.raises(DBAPIError, match="notices"):
        await reconciler.reconcile()
    assert ear.heard == []
    await execute(ledger, "ALTER TABLE mislaid RENAME TO notices")
    assert run in await ear.next()


async def test_it_looks_no_more_once_it_is_stopped(ledger: Ledger, reconciler: Reconciler) -> None:
    await add_run(ledger)
    ear = ledger.hints = Ear()
    reconciler.start()
    await ear.next()
    await reconciler.stop()
    before = asyncio.all_tasks()
    ear.heard.clear()
    await asyncio.sleep(SOON * 3)
    assert ear.heard == []
    assert asyncio.all_tasks() == before


async def test_stopping_one_that_never_started_is_nothing(ledger: Ledger) -> None:
    await Reconciler(ledger, SOON).stop()


async def execute(ledger: Ledger, sql: str) -> None:
    async with ledger.write() as tx:
        await tx.conn.execute(text(sql))
