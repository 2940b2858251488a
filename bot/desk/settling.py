"""What a decision owes: the answer to the workflow, and the cards to redraw, from the same commit."""

from datetime import datetime

from bot.approvals.dialects import reading
from bot.approvals.machine import RunState
from bot.approvals.request import Origin, Request, State
from bot.desk import reporting, withdrawing
from bot.ledger import answer_book, outbox, request_book, run_book
from bot.ledger.database import Transaction


async def owe(tx: Transaction, request: Request, now: datetime) -> None:
    """Owe what follows from the request's new state.

    Where its dialect has no answer to give, the run is cancelled: nobody's silence is turned into a guess.
    """
    await outbox.redraw(tx, request.id)
    if request.decision is None:
        return
    value = reading.answer(request.origin.dialect, request.decision)
    if value is not None:
        await answer_book.owe(tx, request, value, now)
        return
    await _cancel(tx, request.origin, now)


async def _cancel(tx: Transaction, origin: Origin, now: datetime) -> None:
    """End the run, and take back what else it asks, as nothing waits for an answer any more."""
    outcome = "Nobody could answer the question it stopped with, so it was cancelled."
    if not await run_book.move(tx.conn, origin.run_id, RunState.CANCELLED, outcome=outcome, now=now):
        return
    requests = await request_book.of_run(tx.conn, origin.run_id)
    for other in requests:
        if other.state is State.OPEN:
            await withdrawing.withdraw(tx, other, "The run was cancelled.", now)
    await reporting.owe_outcome(tx, origin.run_id, origin.requester, requests)
