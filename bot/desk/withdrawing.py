"""Withdrawing: a question that no longer stands is taken back, and its cards say so."""

from datetime import datetime

from bot.approvals.commands import Withdraw
from bot.approvals.machine import decide
from bot.approvals.request import Request
from bot.ledger import outbox, request_book
from bot.ledger.database import Transaction


async def withdraw(tx: Transaction, request: Request, because: str, now: datetime) -> None:
    """Take an open request back within a larger deed; raises Refused for one that is closed."""
    await request_book.record(tx, request, decide(request, Withdraw(because=because, by="engine"), now))
    await outbox.redraw(tx, request.id)
