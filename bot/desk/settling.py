"""What a change of a request owes: its cards anew, people to call, the answer, and a word to whom it concerns."""

from dataclasses import replace
from datetime import datetime

from bot.approvals.decision import Cause, Decision
from bot.approvals.dialects import reading
from bot.approvals.machine import RunState
from bot.approvals.request import Origin, Request, State
from bot.approvals.tier import Turn
from bot.desk import posting_cards, reporting, undoing, withdrawing
from bot.ledger import answer_book, card_book, request_book, run_book
from bot.ledger.database import Transaction

_UNANSWERABLE = "Nobody could answer the question it stopped with, so it was cancelled."


async def owe(tx: Transaction, before: Request | None, after: Request, now: datetime) -> bool:
    """Owe what follows from the request's new state; `before` is None for one that was only just opened.

    False where the run was cancelled for it, as the decision has no answer in its dialect.
    """
    if before and after.posted:
        await _show(tx, before, after)
    if before and after.state is State.OPEN:
        await _ask(tx, before, after, now)
    if after.decision and not (before and before.decision):
        return await _decided(tx, after, after.decision, now)
    return True


async def _decided(tx: Transaction, request: Request, decision: Decision, now: datetime) -> bool:
    """Owe the answer, and its requester one word of it where people had a part in it; or that it is undone."""
    if request.is_offer:
        if decision.cause is Cause.VOTES:
            await undoing.owe(tx, request.origin.run_id, request.origin.effect)
        return True
    answered = await answer(tx, request, decision, now)
    if answered is None:
        return False
    if any(part.decision and part.decision.cause is not Cause.LIMITS for part in answered):
        await reporting.owe_decision(tx, request)
    return True


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


async def answer(tx: Transaction, request: Request, decision: Decision, now: datetime) -> list[Request] | None:
    """Owe the run the answer that its dialect gives; returns the requests that it is owed for.

    These are none while another part of the same question is still to be decided. Where the dialect has no such answer
    the run is cancelled, which is None: nobody's silence is turned into a guess.
    """
    if reading.answer(request, decision) is None:
        await cancel(tx, request.origin, _UNANSWERABLE, now)
        return None
    decided = await _decided_together(tx, request)
    for part in decided:
        await answer_book.owe(tx, part, reading.answer(part, part.decision) if part.decision else None, now)
    return decided


async def _decided_together(tx: Transaction, request: Request) -> list[Request]:
    """The requests whose decisions make one answer, less those whose part of it is on the ledger already.

    None while one of them is still to be decided. Whoever changes a request has its run, so that of two who decide the
    last two parts at once, the second sees what the first decided.
    """
    origin = request.origin
    if origin.parts == 1:
        return [request]
    parts = [
        part for part in await request_book.of_run(tx.conn, origin.run_id) if part.origin.together == origin.together
    ]
    if len(parts) < origin.parts or not all(part.decision for part in parts):
        return []
    known = await answer_book.known(tx.conn, origin.run_id)
    return [part for part in parts if part.id not in known]


async def cancel(tx: Transaction, origin: Origin, outcome: str, now: datetime) -> None:
    """End the run that a request is of, and take back what else it asks."""
    await cancel_run(tx, origin.run_id, origin.requester, outcome, now=now)


async def cancel_run(tx: Transaction, run_id: str, requester: str, outcome: str, *, now: datetime) -> None:
    """End the run, and take back what it asks, as nothing waits for an answer any more."""
    if not await run_book.move(tx.conn, run_id, RunState.CANCELLED, outcome=outcome, now=now):
        return
    await answer_book.void_all(tx.conn, run_id)
    requests = await request_book.of_run(tx.conn, run_id)
    for other in requests:
        if other.state is State.OPEN and not other.is_offer:
            await withdrawing.withdraw(tx, other, "The run was cancelled.", now)
    await reporting.owe_outcome(tx, run_id, requester, requests)
