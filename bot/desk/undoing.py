"""Undoing: what a run did is owed its undoing, and once it is undone that is noted and told."""

from dataclasses import replace
from datetime import datetime

from bot.approvals.effect import Effect
from bot.approvals.machine import EffectState
from bot.desk import chronicling
from bot.ledger import effect_book, run_book, work
from bot.ledger.database import Ledger, Transaction
from bot.ledger.work import Claim


async def owe(tx: Transaction, run_id: str, key: str) -> bool:
    """Owe the undoing of what the run did under the key; False where that is not there to be undone any more."""
    effect = await effect_book.load(tx.conn, run_id, key)
    if effect is None or effect.state is not EffectState.DONE or not effect.undo:
        return False
    return await effect_book.change(tx, effect, effect.moved(EffectState.UNDOING))


async def conclude(ledger: Ledger, claim: Claim, *, now: datetime, because: str = "") -> Effect:
    """Give the effect back undone, and tell so; raises LeaseLost.

    `because` is why the workflow undid it, which is not told where people had it undone.
    """
    before = effect_book.from_row(claim.row)
    after = replace(before.moved(EffectState.UNDONE), undone_at=now)
    async with ledger.write() as tx:
        await run_book.load(tx.conn, before.run_id, to_change=True)
        await work.release(tx.conn, claim)
        if await effect_book.change(tx, before, after):
            await chronicling.tell_undone(tx, after, because, now)
    return after
