"""Reopening: what was not approved gets another look, by a new run; what was decided stays decided."""

from datetime import datetime

from bot.approvals.commands import Reopen
from bot.approvals.digests import canonical, digest
from bot.approvals.eligibility import Person, Roster
from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.desk import loading, settling
from bot.ledger import absence_book, request_book, run_book
from bot.ledger.database import Ledger, Transaction
from bot.ledger.run_book import Run


async def reopen(
    ledger: Ledger, request_id: str, voter: tuple[Person, Roster], because: str, *, now: datetime
) -> Request:
    """Owe a new run of the request's workflow on the same input, for its requester, and note that with the request.

    Returns the request that was closed; raises Refused where it may not be reopened, or was before.
    """
    person, roster = voter
    async with ledger.write() as tx:
        request = await loading.to_change(tx, request_id)
        run = await _another(tx, request)
        present = roster.with_stand_ins(await absence_book.stand_ins(tx.conn, now))
        command = Reopen(person=person, roster=present, because=because, run_id=run.id)
        after = await request_book.record(tx, request, decide(request, command, now))
        await run_book.add(tx, run, now)
        await settling.owe(tx, request, after, now)
    return after


async def _another(tx: Transaction, request: Request) -> Run:
    """A run like that which asked the question; there can be one for each request."""
    old = await run_book.load(tx.conn, request.origin.run_id)
    if old is None:
        raise Refused(Reason.UNKNOWN_REQUEST)
    return Run(
        id=f"run_{digest(canonical(['reopens', request.id]))[:16]}",
        workflow=old.workflow,
        requester=old.requester,
        input=old.input,
        state=RunState.QUEUED,
        channel=old.channel,
        reopens=request.id,
    )
