"""Chronicling: what a run did, and what of it was undone, goes onto the audit trail beside the decision behind it."""

from datetime import datetime

from bot.approvals.digests import canonical, digest
from bot.approvals.effect import Effect
from bot.approvals.events import Compensated, Effected
from bot.approvals.request import Request
from bot.ledger import card_book, request_book
from bot.ledger.database import Transaction


async def tell_done(tx: Transaction, effect: Effect, now: datetime) -> None:
    """Tell it of the run's newest decision, and of the offer to undo it; where the run has neither, of nothing.

    Whoever calls this has the run, so that nobody else changes what it asks.
    """
    requests = await request_book.of_run(tx.conn, effect.run_id)
    decided = [request for request in requests if request.decision and not request.is_offer]
    newest = max(decided, key=lambda request: request.closed_at or request.opened_at, default=None)
    event = Effected(key=effect.key, words=effect.words, result=digest(canonical(effect.result)), at=now)
    for request in requests:
        if request.id in {effect.request_id, newest.id if newest else ""}:
            await _record(tx, request, event)


async def tell_undone(tx: Transaction, effect: Effect, because: str, now: datetime) -> None:
    """Tell it of whatever told that it was done: by whom, where people had it undone, else why the workflow did.

    Whoever calls this has the run.
    """
    requests = await request_book.of_run(tx.conn, effect.run_id)
    offer = next((request for request in requests if request.id == effect.request_id), None)
    decision = offer.decision if offer and offer.decision and offer.decision.by else None
    event = Compensated(
        key=effect.key,
        by=decision.by if decision else (),
        because=decision.reason if decision else because,
        at=now,
    )
    for request in requests:
        if any(deed.key == effect.key for deed in request.deeds):
            await _record(tx, request, event)


async def _record(tx: Transaction, request: Request, event: Effected | Compensated) -> None:
    after = await request_book.record(tx, request, (event,))
    if after.posted:
        await card_book.redraw(tx, request.id)
        await card_book.want_history(tx, request.id)
