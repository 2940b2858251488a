"""Effecting: a run notes what it is about to do, what came of it, and what people are asked about it.

All of it is done under the lease of whoever drives the run: one that has lost it begins nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import JsonValue

from bot.approvals.effect import Act, Doubt, Effect, Intent
from bot.approvals.machine import EffectState
from bot.approvals.offers import Done
from bot.desk import chronicling, offering
from bot.desk.opening import House
from bot.ledger import effect_book, run_book, work
from bot.ledger.database import Ledger, Transaction
from bot.ledger.request_book import Overtaken
from bot.ledger.work import Claim, LeaseLost


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an effect, and what holds for an offer to undo it; without that nothing is offered."""

    result: JsonValue
    house: House | None = None


async def find(ledger: Ledger, run_id: str, key: str) -> Effect | None:
    """What the run did under the key, or None."""
    async with ledger.read() as conn:
        return await effect_book.load(conn, run_id, key)


async def of_run(ledger: Ledger, run_id: str) -> Sequence[Effect]:
    """What the run did, newest first."""
    async with ledger.read() as conn:
        return await effect_book.of_run(conn, run_id)


async def begin(ledger: Ledger, claim: Claim, intent: Intent, *, now: datetime) -> Effect:
    """Note that it is about to be done: for the first time, or anew. One that is known to be done stays as it is.

    A run that was cancelled while it is driven begins nothing more. Raises LeaseLost.
    """
    async with ledger.write() as tx:
        await work.insist(tx.conn, claim)
        run = await run_book.load(tx.conn, claim.work.key)
        if run is None or run.state.has_ended:
            raise LeaseLost(claim.work)
        before = await effect_book.load(tx.conn, claim.work.key, intent.key)
        if before is None:
            return await _add(tx, claim.work.key, intent, now)
        if before.state is EffectState.DROPPED:
            place = await effect_book.next_place(tx.conn, before.run_id)
            return await _change(tx, before, replace(before.moved(EffectState.BEGUN), place=place, began_at=now))
        if before.state is EffectState.DOUBTFUL:
            return await _change(tx, before, before.moved(EffectState.BEGUN))
        return before


async def finish(ledger: Ledger, claim: Claim, intent: Intent, made: Made, *, now: datetime) -> Effect:
    """Note that it is done and what came of it, and offer to undo it where it has a window; what was known stands.

    This needs no lease: whoever has done it says so, also while others were asked whether it happened. Raises NoPolicy.
    """
    async with ledger.write() as tx:
        run = await run_book.load(tx.conn, claim.work.key, to_change=True)
        before = await effect_book.load(tx.conn, claim.work.key, intent.key)
        if run is None or before is None or not before.is_in_doubt:
            return _known(before, intent.key)
        after = replace(before.moved(EffectState.DONE), result=made.result, done_at=now)
        if intent.window and made.house:
            done = Done(
                key=after.key, words=after.words, result=made.result, at=now, window=intent.window, node=intent.node
            )
            offer = await offering.offer(tx, run, done, made.house)
            after = replace(after, until=now + intent.window, request_id=offer.id)
        after = await _change(tx, before, after)
        await chronicling.tell_done(tx, after, now)
        return after


async def drop(ledger: Ledger, claim: Claim, key: str) -> Effect:
    """Note that it certainly did not happen; raises LeaseLost."""
    return await _move(ledger, claim, key, lambda effect: effect.moved(EffectState.DROPPED))


async def question(ledger: Ledger, claim: Claim, key: str, doubt: Doubt) -> Effect:
    """Note that people are asked about it, and that it stands still until then; what was known meanwhile stands.

    Raises LeaseLost.
    """
    async with ledger.write() as tx:
        await work.insist(tx.conn, claim)
        before = _known(await effect_book.load(tx.conn, claim.work.key, key), key)
        if not (before.is_in_doubt if doubt.act is Act.DO else before.can_be_undone):
            return before
        if doubt.act is Act.UNDO:
            await effect_book.give_back(tx.conn, before)
        return await _change(tx, before, before.questioned(doubt))


async def take(ledger: Ledger, claim: Claim, key: str, lease: float, *, now: datetime) -> Claim | None:
    """Have the effect for `lease` seconds, to undo it, and close the offer to do so; None while another has it.

    None as well once there is nothing to undo any more. Raises LeaseLost.
    """
    async with ledger.write() as tx:
        await work.insist(tx.conn, claim)
        before = _known(await effect_book.load(tx.conn, claim.work.key, key), key)
        if not before.can_be_undone:
            return None
        if before.request_id:
            await offering.close(tx, before.request_id, now)
        if before.state is not EffectState.UNDOING:
            await _change(tx, before, before.moved(EffectState.UNDOING))
        return await effect_book.take(tx.conn, before, lease)


async def leave(ledger: Ledger, claim: Claim, key: str) -> Effect:
    """Note that it will not be undone, as people wanted it; raises LeaseLost."""
    return await _move(ledger, claim, key, lambda effect: effect.moved(EffectState.LEFT))


async def undone_by_hand(ledger: Ledger, claim: Claim, key: str, because: str, *, now: datetime) -> Effect:
    """Note that people undid it themselves, and tell so; raises LeaseLost."""
    async with ledger.write() as tx:
        await work.insist(tx.conn, claim)
        before = _known(await effect_book.load(tx.conn, claim.work.key, key), key)
        after = replace(before.moved(EffectState.UNDONE), undone_at=now)
        await _change(tx, before, after)
        await chronicling.tell_undone(tx, after, because, now)
        return after


async def _move(ledger: Ledger, claim: Claim, key: str, moved: Callable[[Effect], Effect]) -> Effect:
    async with ledger.write() as tx:
        await work.insist(tx.conn, claim)
        before = _known(await effect_book.load(tx.conn, claim.work.key, key), key)
        return await _change(tx, before, moved(before))


async def _add(tx: Transaction, run_id: str, intent: Intent, now: datetime) -> Effect:
    effect = Effect(
        run_id=run_id,
        key=intent.key,
        place=await effect_book.next_place(tx.conn, run_id),
        words=intent.words,
        undo=intent.undo,
        state=EffectState.BEGUN,
        began_at=now,
    )
    await effect_book.add(tx.conn, effect)
    return effect


async def _change(tx: Transaction, before: Effect, after: Effect) -> Effect:
    """Write it; nobody else can have changed it, as whoever changes an effect has its run or the effect itself."""
    if not await effect_book.change(tx, before, after):
        raise Overtaken(before.key)
    return after


def _known(effect: Effect | None, key: str) -> Effect:
    if effect is None:
        raise LookupError(f"nothing was begun under the key {key!r}")
    return effect
