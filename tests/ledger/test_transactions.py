"""Transactions: all or nothing, hints only of what was committed, and reads that stand still."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.rules import decide
from bot.ledger import card_book, request_book, run_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from tests.approvals.examples import NOON
from tests.ledger.books import a_run, add_run, dump, dump_of, opening

RUN = Work(WorkKind.RUN, "run-1")


class Interrupted(Exception):
    """Something went wrong at the last moment."""


@dataclass
class Ear:
    """Hears hints, and notes what it heard when."""

    enlisted: list[Work] = field(default_factory=list)
    announced: list[Work] = field(default_factory=list)

    async def enlist(self, conn: AsyncConnection, hints: Sequence[Work]) -> None:
        """Hear hints while the transaction is still open."""
        self.enlisted += hints

    def announce(self, hints: Sequence[Work]) -> None:
        """Hear hints after the commit."""
        self.announced += hints


class Deaf(Ear):
    """Fails to take hints along, as a queue in the database may."""

    async def enlist(self, conn: AsyncConnection, hints: Sequence[Work]) -> None:
        """Take nothing."""
        raise Interrupted


async def test_a_write_that_fails_leaves_nothing_behind(ledger: Ledger) -> None:
    before = await dump(ledger)
    with pytest.raises(Interrupted):
        await write_much(ledger, and_then=Interrupted)
    assert await dump(ledger) == before


async def test_a_write_that_is_cancelled_leaves_nothing_behind(ledger: Ledger) -> None:
    before = await dump(ledger)
    written = asyncio.Event()

    async def hang() -> None:
        async with ledger.write() as tx:
            await run_book.add(tx, a_run(), NOON)
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await written.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await dump(ledger) == before
    await add_run(ledger)


async def test_hints_are_heard_after_the_commit_that_makes_them_true(ledger: Ledger) -> None:
    ear = ledger.hints = Ear()
    async with ledger.write() as tx:
        await run_book.add(tx, a_run(), NOON)
        assert (ear.enlisted, ear.announced) == ([], [])
    assert (ear.enlisted, ear.announced) == ([RUN], [RUN])


async def test_nothing_is_hinted_at_when_a_write_fails(ledger: Ledger) -> None:
    ear = ledger.hints = Ear()
    with pytest.raises(Interrupted):
        await write_much(ledger, and_then=Interrupted)
    assert (ear.enlisted, ear.announced) == ([], [])


async def test_a_write_whose_hints_cannot_be_taken_along_is_not_made(ledger: Ledger) -> None:
    before = await dump(ledger)
    ear = ledger.hints = Deaf()
    with pytest.raises(Interrupted):
        await add_run(ledger)
    assert await dump(ledger) == before
    assert ear.announced == []


async def test_nobody_sees_a_write_before_it_is_committed(ledger: Ledger, second: Ledger) -> None:
    before = await dump(second)
    async with ledger.write() as tx:
        await run_book.add(tx, a_run(), NOON)
        assert await dump(second) == before
    assert await dump(second) != before


async def test_a_read_stands_still_while_others_write(ledger: Ledger, second: Ledger) -> None:
    async with ledger.read() as conn:
        before = await dump_of(conn)
        await add_run(second)
        assert await dump_of(conn) == before


async def test_fifty_writes_at_once_from_two_processes_are_all_made(ledger: Ledger, second: Ledger) -> None:
    await asyncio.gather(*(add_run(ledger if number % 2 else second, number) for number in range(50)))
    assert len((await dump(ledger))["runs"]) == 50


async def write_much(ledger: Ledger, and_then: type[Exception]) -> None:
    async with ledger.write() as tx:
        await run_book.add(tx, a_run(), NOON)
        request = await request_book.record(tx, None, decide(None, opening(), NOON))
        await card_book.want_card(tx, request.id, "#approvals")
        raise and_then
