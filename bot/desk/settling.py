"""What a change of a request owes: its cards anew, people to call, the answer, and a word to its requester."""

from datetime import datetime

from bot.approvals.decision import Cause
from bot.approvals.dialects import reading
from bot.approvals.machine import RunState
from bot.approvals.request import Origin, Request, State
from bot.desk import reporting, withdrawing
from bot.ledger import answer_book, card_book, notice_book, request_book, run_book
from bot.ledger.database import Transaction
from bot.ledger.notice_book import Notice, NoticeKind


async def owe(tx: Transaction, before: Request | None, after: Request, now: datetime) -> None:
    """Owe what follows from the request's new state; `before` is None for one that was only just opened.

    Where its dialect has no answer to give, the run is cancelled: nobody's silence is turned into a guess.
    """
    if before and after.posted:
        await card_book.redraw(tx, after.id)
        await card_book.want_history(tx, after.id)
    if before and after.state is State.OPEN and after.tier != before.tier:
        await _call(tx, after)
    if after.decision is None:
        return
    value = reading.answer(after.origin.dialect, after.decision)
    if value is None:
        await cancel(tx, after.origin, "Nobody could answer the question it stopped with, so it was cancelled.", now)
        return
    await answer_book.owe(tx, after, value, now)
    if after.decision.cause is not Cause.LIMITS:
        await reporting.owe_decision(tx, after)


async def cancel(tx: Transaction, origin: Origin, outcome: str, now: datetime) -> None:
    """End the run, and take back what else it asks, as nothing waits for an answer any more."""
    if not await run_book.move(tx.conn, origin.run_id, RunState.CANCELLED, outcome=outcome, now=now):
        return
    await answer_book.void_all(tx.conn, origin.run_id)
    requests = await request_book.of_run(tx.conn, origin.run_id)
    for other in requests:
        if other.state is State.OPEN:
            await withdrawing.withdraw(tx, other, "The run was cancelled.", now)
    await reporting.owe_outcome(tx, origin.run_id, origin.requester, requests)


async def _call(tx: Transaction, request: Request) -> None:
    """The people of the tier that is asked now get the card themselves."""
    call = Notice(
        id=f"call.{request.id}.{request.tier}",
        kind=NoticeKind.CALL,
        audience=f"tier:{request.tier}",
        request_id=request.id,
    )
    await notice_book.tell(tx, call)
