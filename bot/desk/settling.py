"""What a change of a request owes: its cards anew, people to call, the answer, and a word to whom it concerns."""

from dataclasses import replace
from datetime import datetime

from bot.approvals.decision import Cause, Decision
from bot.approvals.dialects import reading
from bot.approvals.machine import RunState
from bot.approvals.request import Origin, Request, State
from bot.approvals.tier import Turn
from bot.desk import posting_cards, reporting, withdrawing
from bot.ledger import answer_book, card_book, request_book, run_book
from bot.ledger.database import Transaction


async def owe(tx: Transaction, before: Request | None, after: Request, now: datetime) -> None:
    """Owe what follows from the request's new state; `before` is None for one that was only just opened."""
    if before and after.posted:
        await _show(tx, before, after)
    if before and after.state is State.OPEN:
        await _ask(tx, before, after, now)
    if after.decision and not (before and before.decision):
        is_answered = await answer(tx, after, after.decision, now)
        if is_answered and after.decision.cause is not Cause.LIMITS:
            await reporting.owe_decision(tx, after)


async def _show(tx: Transaction, before: Request, after: Request) -> None:
    """Owe the cards a new drawing, and the thread what happened; who belongs to a tier is no news where all is well."""
    looked = replace(before, seatings=after.seatings, seq=after.seq) == after and after.seating
    is_amiss = looked and (looked.vacant or looked.problems)
    if looked and not is_amiss and after.asked.turn is Turn.EVERYBODY and after.asked.quorum == 1:
        return
    await card_book.redraw(tx, after.id)
    if is_amiss or not looked:
        await card_book.want_history(tx, after.id)


async def _ask(tx: Transaction, before: Request, after: Request, now: datetime) -> None:
    """Other people are asked, or those who have not answered are asked again."""
    if after.stage != before.stage or (before.parked_until and not after.parked_until):
        await posting_cards.post(tx, after, now)
    elif after.overruns > before.overruns:
        await posting_cards.remind(tx, after)
        await reporting.owe_overran(tx, after)


async def answer(tx: Transaction, request: Request, decision: Decision, now: datetime) -> bool:
    """Owe the run the answer that its dialect gives; where it has none the run is cancelled, which is False.

    Nobody's silence is turned into a guess.
    """
    value = reading.answer(request.origin.dialect, decision)
    if value is None:
        await cancel(tx, request.origin, "Nobody could answer the question it stopped with, so it was cancelled.", now)
        return False
    await answer_book.owe(tx, request, value, now)
    return True


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
