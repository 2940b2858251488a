"""Faltering: work that failed is tried again later, and put before people once it is given up."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.desk import reporting
from bot.ledger import card_book, effect_book, request_book, work
from bot.ledger.database import Ledger, Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.work import Claim


class Patience(NamedTuple):
    """How often work is tried before it is dead, and the channel that is told then, if any."""

    attempts: int
    operators: str | None


async def falter(ledger: Ledger, claim: Claim, error: str, patience: Patience, *, hopeless: bool = False) -> bool:
    """Give failed work back; True when it is dead now, which a `hopeless` failure makes it at once.

    Dead work is told to the operators, and a dead run, or undoing, on its cards as well. Raises LeaseLost.
    """
    async with ledger.write() as tx:
        dead = await work.fail(tx.conn, claim, error, attempts=0 if hopeless else patience.attempts)
        if dead:
            await reporting.owe_alarm(tx, claim, error, patience.operators)
        if dead:
            await _redraw(tx, claim.work)
    return dead


async def revive(ledger: Ledger, named: Sequence[Work]) -> int:
    """Owe dead work anew, all of it where none is named; returns how many pieces there were."""
    count = 0
    async with ledger.write() as tx:
        for piece in named or [item.work for item in await work.dead(tx.conn)]:
            count += await work.revive(tx.conn, [piece])
            await _redraw(tx, piece)
    return count


async def _redraw(tx: Transaction, about: Work) -> None:
    """A run's cards say whether it was given up, and the card of an offer whether undoing was."""
    if about.kind is WorkKind.EFFECT:
        offer = await effect_book.offer_of(tx.conn, about)
        if offer:
            await card_book.redraw(tx, offer)
    if about.kind is WorkKind.RUN:
        for request in await request_book.of_run(tx.conn, about.key):
            await card_book.redraw(tx, request.id)
