"""Mending: what the auditor found is put right with the deeds there are; nothing is decided that was not."""

from datetime import datetime

from bot.approvals.effect import Effect
from bot.approvals.machine import EffectState, RunState
from bot.approvals.request import State
from bot.desk import expiring, posting_cards, settling
from bot.ledger import answer_book, card_book, doubts, notice_book, request_book, ring_book, run_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import OPERATORS, Notice, NoticeKind


async def ring(ledger: Ledger, request_id: str, now: datetime) -> bool:
    """Have the request's clock ring, and set it anew; False where it has nothing to ring for and nothing changes."""
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        if request is None:
            return False
        after = await expiring.catch_up(tx, request, now)
        return await ring_book.set_right(tx, after) or after is not request


async def answer(ledger: Ledger, request_id: str, now: datetime) -> bool:
    """Owe the run its answer anew, to all parts of the question, or end it where there is none to give."""
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        if request is None or request.decision is None:
            return False
        answered = await settling.answer(tx, request, request.decision, now)
        return answered is None or request_id in await answer_book.known(tx.conn, request.origin.run_id)


async def show(ledger: Ledger, request_id: str, now: datetime) -> bool:
    """Put the request before people as when it was opened; one that is closed is owed a card in its channel alone."""
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        if request is None:
            return False
        if request.state is State.OPEN:
            await posting_cards.post(tx, request, now)
        else:
            await card_book.want_card(tx, request_id, request.policy.channel)
        return True


async def hint(ledger: Ledger, run_id: str, now: datetime) -> bool:
    """Hint at the run anew; whether anybody takes it is seen in the next round, so it counts as in doubt until then."""
    ledger.hints.announce([Work(WorkKind.RUN, run_id)])
    return False


async def undo(ledger: Ledger, effect_id: str, now: datetime) -> bool:
    """Hint anew at an effect that is to be undone; the next round sees whether anybody has taken it up."""
    ledger.hints.announce([Work(WorkKind.EFFECT, effect_id)])
    return False


async def tell_unclear(ledger: Ledger, effect_id: str, now: datetime) -> bool:
    """Put an effect before the operators that its run, which has ended, left in doubt."""
    async with ledger.write() as tx:
        effect = await doubts.unclear(tx.conn, effect_id)
        if effect:
            alarm_id = doubts.told_unclear(effect_id, effect)
            await notice_book.tell(
                tx, Notice(id=alarm_id, kind=NoticeKind.ALARM, audience=OPERATORS, body=_left(effect))
            )
    return True


def _left(effect: Effect) -> str:
    what = "This could not be undone" if effect.state is EffectState.STUCK else "Nobody knows whether this has happened"
    return f"{what}, and run {effect.run_id} has ended, so nobody is asked: {effect.words}"


async def drive(ledger: Ledger, run_id: str, now: datetime) -> bool:
    """Have the run driven again: what it stopped with is read anew, and asked or answered."""
    async with ledger.write() as tx:
        moved = await run_book.move(tx.conn, run_id, RunState.RUNNING, outcome="", now=now)
        tx.hint(Work(WorkKind.RUN, run_id))
        return moved


async def tell(ledger: Ledger, subject: str, now: datetime) -> bool:
    """Put dead work before the operators."""
    async with ledger.write() as tx:
        lost = await doubts.lost(tx.conn, subject)
        if lost:
            alarm_id = f"dead.{lost.fence}.{lost.work.kind}.{lost.work.key}"
            alarm = Notice(id=alarm_id, kind=NoticeKind.DEAD, audience=OPERATORS, body=lost.error)
            await notice_book.tell(tx, alarm)
    return True
