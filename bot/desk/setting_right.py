"""Repairing: what an operator does by hand to a run that is stuck; each step is on the audit trail of its request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.dialects import reading
from bot.approvals.events import Repaired
from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.desk import settling
from bot.ledger import answer_book, notice_book, request_book, run_book, work
from bot.ledger.database import Ledger, Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.ledger.work import Claim

LEASE = 60.0  # seconds that a repair has before the run may be driven by others again


class Busy(Exception):
    """Somebody drives this run at the moment, or did so until a moment ago."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, by whom and why, for the audit trail."""

    name: str
    by: str
    because: str


async def take(ledger: Ledger, run_id: str, *, now: datetime) -> Claim:
    """Take the run, so that nobody drives it meanwhile; raises Busy where somebody does."""
    owed = Work(WorkKind.RUN, run_id)
    async with ledger.write() as tx:
        await work.revive(tx.conn, [owed])
        run = await run_book.load(tx.conn, run_id)
        if run and run.state in {RunState.WAITING, RunState.FAILED}:
            await run_book.move(tx.conn, run_id, RunState.QUEUED, outcome="", now=now)
        claim = await work.claim(tx.conn, owed, LEASE)
        if claim is None:
            raise Busy(Busy.__doc__)
    return claim


async def drive_on(ledger: Ledger, claim: Claim, step: Step, *, now: datetime) -> None:
    """Give the run back to be driven on from where its thread stands, and have its end told, also a second time."""
    async with ledger.write() as tx:
        await _give_back(tx, claim, step, now)


async def redeliver(ledger: Ledger, claim: Claim, decided: Sequence[Request], step: Step, *, now: datetime) -> None:
    """Owe the run what was decided of these requests once more, and give it back to be driven on."""
    async with ledger.write() as tx:
        for request in decided:
            if request.decision:
                await answer_book.owe_again(tx, request, reading.answer(request, request.decision))
        await _give_back(tx, claim, step, now)


async def abandon(ledger: Ledger, claim: Claim, step: Step, *, now: datetime) -> None:
    """Cancel the run: what it asks is withdrawn, and whoever is concerned is told."""
    run = run_book.from_row(claim.row)
    async with ledger.write() as tx:
        await _give_back(tx, claim, step, now)
        outcome = f"It was given up by an operator: {step.because}"
        await settling.cancel_run(tx, run.id, run.requester, outcome, now=now)


async def _give_back(tx: Transaction, claim: Claim, step: Step, now: datetime) -> None:
    """Release the run, which is owed again from this commit on, with the step on the trail of its newest request."""
    run_id = claim.work.key
    await work.release(tx.conn, claim)
    await notice_book.retire(tx, run_id, NoticeKind.OUTCOME)
    requests = [request for request in await request_book.of_run(tx.conn, run_id) if not request.is_offer]
    if requests:
        event = Repaired(step=step.name, by=step.by, because=step.because, at=now)
        await request_book.record(tx, requests[-1], (event,))
    tx.hint(claim.work)
