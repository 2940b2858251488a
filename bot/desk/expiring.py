"""Expiring: what happens while a tier's SLA runs out, and when it has."""

from collections.abc import Sequence
from datetime import datetime

from bot.approvals.commands import Ring
from bot.approvals.events import Neared
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.desk import posting_cards, settling
from bot.ledger import card_book, request_book
from bot.ledger.database import Ledger, Transaction

_AT_ONCE = 100  # ids in a look
_TOGETHER = 10  # requests in a transaction: a click that comes meanwhile waits for one of these


async def ring(ledger: Ledger, *, now: datetime) -> int:
    """Handle whatever is due, the longest overdue first; returns how many requests there were.

    Any number of clocks may ring at the same time: each moment is handled once. One that cannot be handled, or stays
    due though there is nothing to do, holds up no other and is looked at once; then the first error is raised. What
    comes to be due meanwhile is left to the next ring, unless there is so much that one look does not show it all.
    """
    handled = 0
    looked_at: set[str] = set()
    failures: list[Exception] = []
    is_more = True
    while is_more:
        at_most = _AT_ONCE + len(looked_at) - handled
        due = await _due(ledger, now, at_most)
        overdue = [each for each in due if each not in looked_at]
        is_more = len(due) == at_most and bool(overdue)
        looked_at.update(overdue)
        for first in range(0, len(overdue), _TOGETHER):
            handled += await _expire(ledger, overdue[first : first + _TOGETHER], now, failures)
    if failures:
        raise failures[0]
    return handled


async def _due(ledger: Ledger, now: datetime, at_most: int) -> list[str]:
    async with ledger.read() as conn:
        return await request_book.ringing(conn, now, at_most)


async def _expire(ledger: Ledger, request_ids: Sequence[str], now: datetime, failures: list[Exception]) -> int:
    """Handle these in one short transaction; where that fails, each in its own, and note why the others failed."""
    try:
        async with ledger.write() as tx:
            requests = await request_book.load_all(tx.conn, request_ids)
            return sum([await catch_up(tx, request, now) is not request for request in requests])
    except Exception as error:  # noqa: BLE001 - raised by the caller, once it has held up no other
        if len(request_ids) == 1:
            failures.append(error)
            return 0
        return sum([await _expire(ledger, [request_id], now, failures) for request_id in request_ids])


async def catch_up(tx: Transaction, request: Request, now: datetime) -> Request:
    """The request after what the time that has passed brought about; the same one if nothing was due."""
    events = decide(request, Ring(), now)
    if not events:
        return request
    after = await request_book.record(tx, request, events)
    neared = [event for event in events if isinstance(event, Neared)]
    if neared:
        await _near(tx, after, neared[-1])
    else:
        await settling.owe(tx, request, after, now)
    return after


async def _near(tx: Transaction, request: Request, neared: Neared) -> None:
    """Cards say how much of the time is gone; those who have not voted are reminded where the policy wants it."""
    await card_book.redraw(tx, request.id)
    if neared.reminded:
        await posting_cards.remind(tx, request)
