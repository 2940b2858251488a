"""Two processes that record the same thing at the same moment both get through, and it is recorded once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.ledger import absence_book, card_book, chain, home_book, notice_book, run_book
from bot.ledger.absence_book import Absence
from bot.ledger.card_book import Look
from bot.ledger.database import Ledger, Transaction
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.tables import absences, cards, homes, notices, runs
from tests.approvals.examples import LEAD, MANAGER, NOON, OUTSIDER
from tests.ledger.books import a_run, open_request, rows

DAY = timedelta(days=1)
Deed = Callable[[Transaction], Awaitable[object]]

DEEDS: dict[str, Deed] = {
    "a run": lambda tx: run_book.add(tx, a_run(2), NOON),
    "a card": lambda tx: card_book.want_card(tx, "request-1", MANAGER, Look.REMINDER),
    "a drawing": lambda tx: card_book.want_progress(tx, "run-1"),
    "a notice": lambda tx: notice_book.tell(tx, Notice(id="notice-1", kind=NoticeKind.DEAD, audience="#operators")),
    "a home": lambda tx: home_book.opened(tx, LEAD),
    "an absence": lambda tx: absence_book.begin(tx.conn, Absence(LEAD, OUTSIDER, NOON, NOON + DAY), NOON),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
async def test_what_two_record_at_once_is_there_once(ledger: Ledger, second: Ledger, deed: Deed) -> None:
    await open_request(ledger, 1)
    before = await counted(ledger)
    await asyncio.gather(*(record(book, deed) for book in (ledger, second) * 3))
    after = await counted(ledger)
    assert sorted(now - then for now, then in zip(after, before, strict=True)) == [0, 0, 0, 0, 1]


async def test_the_trail_is_checked_while_it_grows(ledger: Ledger, second: Ledger) -> None:
    async def check() -> None:
        for _ in range(10):
            async with second.read() as conn:
                await chain.verify(conn)

    await asyncio.gather(check(), *(open_request(ledger, number) for number in range(1, 21)))
    async with second.read() as conn:
        assert await chain.verify(conn) == 20


async def record(ledger: Ledger, deed: Deed) -> None:
    async with ledger.write() as tx:
        await deed(tx)


async def counted(ledger: Ledger) -> list[int]:
    """How many runs, cards, notices, homes and absences that last there are."""
    standing = [row for row in await rows(ledger, absences) if row["ended_at"] is None]
    return [*[len(await rows(ledger, table)) for table in (runs, cards, notices, homes)], len(standing)]
