"""Expiring: what happens while a tier's SLA runs out, and when it has."""

from datetime import datetime

from bot.approvals.commands import Ring
from bot.approvals.events import Neared
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.desk import settling
from bot.ledger import card_book, notice_book, request_book
from bot.ledger.database import Ledger, Transaction
from bot.ledger.notice_book import Notice, NoticeKind

_AT_ONCE = 100


async def ring(ledger: Ledger, *, now: datetime) -> int:
    """Handle whatever is due, the longest overdue first; returns how many requests there were.

    Any number of clocks may ring at the same time: each moment is handled once. One that cannot be handled holds up
    no other of its batch; then its error is raised.
    """
    handled = 0
    while True:
        async with ledger.read() as conn:
            overdue = await request_book.ringing(conn, now, _AT_ONCE)
        failures: list[Exception] = []
        for request_id in overdue:
            try:
                handled += await _expire(ledger, request_id, now)
            except Exception as error:  # noqa: BLE001 - raised below, once it has held up no other
                failures.append(error)
        if failures:
            raise failures[0]
        if len(overdue) < _AT_ONCE:
            return handled


async def _expire(ledger: Ledger, request_id: str, now: datetime) -> bool:
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        return request is not None and await catch_up(tx, request, now) is not request


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
        reminder = Notice(
            id=f"remind.{request.id}.{request.tier}.{neared.share}",
            kind=NoticeKind.REMIND,
            audience=f"tier:{request.tier}",
            request_id=request.id,
        )
        await notice_book.tell(tx, reminder)
