"""Expiring: what happens when a tier's SLA has run out."""

from datetime import datetime

from bot.approvals.commands import Ring
from bot.approvals.machine import decide
from bot.approvals.request import Request, State
from bot.desk import settling
from bot.ledger import outbox, request_book
from bot.ledger.database import Ledger, Transaction
from bot.ledger.outbox import Notice, NoticeKind

_AT_ONCE = 100


async def ring(ledger: Ledger, *, now: datetime) -> int:
    """Handle every deadline that has passed, the longest overdue first; returns how many there were.

    Any number of clocks may ring at the same time: each deadline is handled once. One that cannot be handled holds up
    no other of its batch; then its error is raised.
    """
    handled = 0
    while True:
        async with ledger.read() as conn:
            overdue = await request_book.due(conn, now, _AT_ONCE)
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
    """The request after what its deadline, if that has passed, has brought about; the same one if nothing was due."""
    events = decide(request, Ring(), now)
    if not events:
        return request
    after = await request_book.record(tx, request, events)
    if after.state is State.OPEN:
        call = Notice(
            id=f"call.{after.id}.{after.tier}",
            kind=NoticeKind.CALL,
            audience=f"tier:{after.tier}",
            request_id=after.id,
        )
        await outbox.tell(tx, call)
    await settling.owe(tx, after, now)
    return after
