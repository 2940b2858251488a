"""Mending: what the auditor found is put right with the deeds there are; nothing is decided that was not."""

from datetime import datetime

from bot.approvals.machine import RunState
from bot.approvals.request import State
from bot.desk import expiring, posting_cards, settling
from bot.ledger import card_book, doubts, notice_book, request_book, ring_book, run_book
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
    """Owe the run its answer anew, or end it where there is none to give."""
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        if request is None or request.decision is None:
            return False
        await settling.answer(tx, request, request.decision, now)
        return True


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
