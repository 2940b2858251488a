"""Batches: like requests join the one that gathers, up to its window and its size."""

from datetime import timedelta

from bot.ledger import batch_book, card_book, listing
from bot.ledger.batch_book import Gathering
from bot.ledger.database import Ledger
from bot.ledger.tables import cards
from tests.approvals.examples import MANAGER, NOON, a_click
from tests.ledger.books import give, open_request

HOW = Gathering("alike", "#approvals", timedelta(minutes=10), 2)


async def test_requests_gather_in_the_order_in_which_they_came_until_the_batch_is_full(ledger: Ledger) -> None:
    first, second, third = [await joined(ledger, number) for number in (1, 2, 3)]
    assert (first.id, first.size, second.size) == (second.id, 1, 2)
    assert third.id != first.id
    async with ledger.read() as conn:
        assert [request.id for request in await listing.of_batch(conn, first.id)] == ["request-1", "request-2"]
        assert await batch_book.of_request(conn, "request-3") == third.id


async def test_a_batch_gathers_for_its_window_only(ledger: Ledger) -> None:
    first = await joined(ledger, 1)
    late = await joined(ledger, 2, minutes=10)
    assert late.id != first.id


async def test_a_batch_of_which_everything_is_decided_gathers_no_more(ledger: Ledger) -> None:
    first = await joined(ledger, 1)
    async with ledger.read() as conn:
        [request] = await listing.of_batch(conn, first.id)
    await give(ledger, request, a_click(request))
    assert (await joined(ledger, 2)).id != first.id


async def test_a_batch_whose_card_was_given_up_gathers_no_more(ledger: Ledger) -> None:
    first = await joined(ledger, 1)
    async with ledger.write() as tx:
        await card_book.want_batch_card(tx, first.id, HOW.channel)
        await card_book.want_batch_card(tx, first.id, MANAGER)
        await tx.conn.execute(cards.update().where(cards.c.audience == MANAGER).values(dead=True))
    assert (await joined(ledger, 2)).id == first.id, "one person's card is not everybody's"
    async with ledger.write() as tx:
        await tx.conn.execute(cards.update().values(dead=True))
    wider = HOW._replace(most=3)
    assert (await joined(ledger, 3, how=wider)).id != first.id


async def test_what_is_not_alike_gathers_apart(ledger: Ledger) -> None:
    first = await joined(ledger, 1)
    other = await joined(ledger, 2, how=HOW._replace(likeness="different"))
    assert other.id != first.id


async def joined(ledger: Ledger, number: int, *, minutes: float = 0, how: Gathering = HOW) -> batch_book.Batch:
    """The batch that a new request finds itself in."""
    request = await open_request(ledger, number)
    async with ledger.write() as tx:
        return await batch_book.join(tx, request.id, how, NOON + timedelta(minutes=minutes))
