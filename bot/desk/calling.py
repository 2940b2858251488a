"""Calling: the people a request was escalated to get its card as a DM."""

from collections.abc import Iterable

from bot.approvals.request import State
from bot.ledger import outbox, request_book, work
from bot.ledger.database import Ledger
from bot.ledger.outbox import Notice
from bot.ledger.work import Claim


async def call(ledger: Ledger, claim: Claim, notice: Notice, people: Iterable[str]) -> None:
    """Owe each of these people a card of the request, unless it was closed meanwhile."""
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        await outbox.note_told(tx.conn, notice.id)
        request = await request_book.load(tx.conn, notice.request_id or "", to_change=True)
        if request and request.state is State.OPEN:
            for person in sorted(people):
                await outbox.want_card(tx, request.id, person)
