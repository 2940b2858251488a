"""Requests as people list them."""

from datetime import timedelta

from bot.approvals.commands import Withdraw
from bot.ledger import listing
from bot.ledger.database import Ledger
from bot.ledger.listing import Span
from bot.ledger.tables import requests
from tests.approvals.examples import HOUR, NOON, REQUESTER, a_click, a_policy, a_tier
from tests.ledger.books import give, open_request

ALL = Span(100)


async def three(ledger: Ledger) -> None:
    """Open: one due in two hours, one that waits without end, one due in one hour; and two that are closed."""
    await open_request(ledger, 1, policy=a_policy(a_tier(sla=2 * HOUR)))
    await open_request(ledger, 2)
    await let_wait(ledger, "request-2")
    await open_request(ledger, 3)
    settled = await open_request(ledger, 4)
    await give(ledger, settled, a_click(settled), NOON + timedelta(minutes=1))
    withdrawn = await open_request(ledger, 5)
    await give(ledger, withdrawn, Withdraw(because="it went on", by="engine"), NOON + timedelta(minutes=2))


async def test_what_is_open_comes_by_its_deadline(ledger: Ledger) -> None:
    await three(ledger)
    async with ledger.read() as conn:
        assert [request.id for request in await listing.open_ones(conn, ALL)] == ["request-3", "request-1", "request-2"]
        assert [request.id for request in await listing.open_ones(conn, Span(1, 1))] == ["request-1"]


async def test_what_was_closed_last_comes_first(ledger: Ledger) -> None:
    await three(ledger)
    async with ledger.read() as conn:
        assert [request.id for request in await listing.closed(conn, ALL)] == ["request-5", "request-4"]


async def test_everybody_finds_what_they_asked_for(ledger: Ledger) -> None:
    await three(ledger)
    async with ledger.read() as conn:
        assert len(await listing.asked_by(conn, REQUESTER, ALL)) == 5
        assert await listing.asked_by(conn, "U0SOMEBODY", ALL) == []


async def test_a_search_takes_words_literally(ledger: Ledger) -> None:
    await three(ledger)
    async with ledger.read() as conn:
        found = {words: len(await listing.matching(conn, words, ALL)) for words in ("ADA", "request-3", "%", "_", "\\")}
    assert found == {"ADA": 5, "request-3": 1, "%": 0, "_": 0, "\\": 0}


async def let_wait(ledger: Ledger, request_id: str) -> None:
    """Take the deadline from a request, as one has it that an earlier release put to a policy that waits."""
    async with ledger.write() as tx:
        await tx.conn.execute(requests.update().where(requests.c.id == request_id).values(due_at=None, ring_at=None))
