"""Rings on the ledger: when the clock has something to do after a moment, and the books set right where they differ."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.deadlines import next_ring
from bot.approvals.request import Request
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import requests

_AFTER = select(func.min(requests.c.ring_at)).where(requests.c.ring_at > bindparam("moment"))
_SET = (
    update(requests)
    .where(requests.c.id == bindparam("the_id"), requests.c.seq == bindparam("seq_now"))
    .values(ring_at=bindparam("rings"), due_at=bindparam("due"))
)


async def after(conn: AsyncConnection, moment: datetime) -> datetime | None:
    """When the clock has something to do next after this moment, or None while nothing waits."""
    earliest = await conn.scalar(_AFTER, {"moment": moment.timestamp()})
    return None if earliest is None else datetime.fromtimestamp(earliest, UTC)


async def set_right(tx: Transaction, request: Request) -> bool:
    """Have the clock ring when the request itself says; False where it says that nothing is due any more."""
    ring_at = next_ring(request)
    columns = {
        "the_id": request.id,
        "seq_now": request.seq,
        "rings": ring_at.timestamp() if ring_at else None,
        "due": request.due_at.timestamp() if request.due_at else None,
    }
    await tx.conn.execute(_SET, columns)
    if ring_at:
        tx.hint(Work(WorkKind.DEADLINE, request.id))
    return ring_at is not None
