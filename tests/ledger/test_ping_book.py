"""Pings: who was called when."""

from bot.ledger import ping_book
from bot.ledger.database import Ledger
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, OUTSIDER
from tests.ledger.books import open_request


async def test_what_is_recent_begins_after_a_moment_and_comes_in_order(ledger: Ledger) -> None:
    await pinged(ledger)
    async with ledger.read() as conn:
        recent = await ping_book.recent(conn, [LEAD, OUTSIDER], NOON)
    assert recent == {LEAD: [(NOON + HOUR).timestamp(), (NOON + 2 * HOUR).timestamp()], OUTSIDER: []}


async def test_the_last_ping_of_each_is_known(ledger: Ledger) -> None:
    await pinged(ledger)
    async with ledger.read() as conn:
        last = await ping_book.last(conn, [LEAD, MANAGER, OUTSIDER])
        assert await ping_book.last(conn, []) == {}
    assert last == {LEAD: (NOON + 2 * HOUR).timestamp(), MANAGER: (NOON + HOUR).timestamp()}


async def pinged(ledger: Ledger) -> None:
    """A team lead was called at noon and in the two hours after, a manager an hour after noon."""
    request = await open_request(ledger)
    async with ledger.write() as tx:
        await ping_book.note(tx.conn, [], request.id, NOON)
        await ping_book.note(tx.conn, [LEAD], request.id, NOON)
        await ping_book.note(tx.conn, [LEAD, MANAGER], request.id, NOON + HOUR)
        await ping_book.note(tx.conn, [LEAD], request.id, NOON + 2 * HOUR)
