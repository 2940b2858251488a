"""Withdrawing: a question that no longer stands is taken back, and its cards say so."""

from datetime import datetime

from bot.approvals.commands import TakeBack, Withdraw
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.ledger import card_book, request_book
from bot.ledger.database import Transaction


async def withdraw(tx: Transaction, request: Request, because: str, now: datetime) -> None:
    """Take an open request back within a larger deed; raises Refused for one that is closed."""
    await _record(tx, request, Withdraw(because=because, by="engine"), now)


async def take_back(tx: Transaction, request: Request, command: TakeBack, now: datetime) -> Request:
    """Take a request back as its requester wants it, within a larger deed; raises Refused."""
    return await _record(tx, request, command, now)


async def _record(tx: Transaction, request: Request, command: Withdraw | TakeBack, now: datetime) -> Request:
    after = await request_book.record(tx, request, decide(request, command, now))
    await card_book.redraw(tx, request.id)
    await card_book.want_history(tx, request.id)
    return after
