"""Runs: started on the ledger, and ended there."""

from datetime import datetime
from typing import Any, NamedTuple

from bot.approvals.commands import MarkApplied
from bot.approvals.digests import canonical, digest
from bot.approvals.machine import RunState
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from bot.desk import reporting, withdrawing
from bot.ledger import answer_book, card_book, request_book, run_book, work
from bot.ledger.database import Ledger, Transaction
from bot.ledger.run_book import Run
from bot.ledger.work import Claim


class Ending(NamedTuple):
    """How a run ended, and what people are told of it."""

    state: RunState
    outcome: str


class Task(NamedTuple):
    """What somebody wants run: a workflow, its input, who wants it, and a key that is theirs for this one wish.

    `channel` is where they want it, if in one; `reopens` is the request that it gives another look.
    """

    workflow: str
    values: dict[str, Any]
    requester: str
    key: str
    channel: str = ""
    reopens: str = ""


async def start(ledger: Ledger, task: Task, *, now: datetime) -> Run | None:
    """Record a run, which from this commit on is owed to be driven; None when its key has started one already."""
    run = Run(
        id=f"run_{digest(canonical([task.requester, task.key]))[:16]}",
        workflow=task.workflow,
        requester=task.requester,
        input=task.values,
        state=RunState.QUEUED,
        channel=task.channel,
        reopens=task.reopens,
    )
    async with ledger.write() as tx:
        return run if await run_book.add(tx, run, now) else None


async def end(ledger: Ledger, claim: Claim, ending: Ending, *, now: datetime) -> None:
    """Give the run back ended: its answers count as applied, questions left open are withdrawn, the outcome is owed."""
    run = run_book.from_row(claim.row)
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        if not await run_book.move(tx.conn, run.id, ending.state, outcome=ending.outcome, now=now):
            return  # it was cancelled while it was driven, and that was told
        requests = await request_book.of_run(tx.conn, run.id)
        asked = [request for request in requests if not request.is_offer]  # offers outlive the run
        owed = {answer.request_id for answer in await answer_book.owed(tx.conn, run.id)}
        for request in asked:
            if request.id in owed and ending.state is RunState.FINISHED:
                await mark_applied(tx, request, now)
            else:
                await _close_book(tx, request, ending, now)
        if ending.state is not RunState.FINISHED:
            await answer_book.void_all(tx.conn, run.id)
        await reporting.owe_outcome(tx, run.id, run.requester, requests)


async def mark_applied(tx: Transaction, request: Request, now: datetime) -> None:
    """Note in the books and on the audit trail that the workflow took the answer in, unless it was void."""
    was_owed = await answer_book.mark_applied(tx.conn, request.id)
    events = decide(request, MarkApplied(), now) if was_owed else ()
    if events:
        await request_book.record(tx, request, events)


async def _close_book(tx: Transaction, request: Request, ending: Ending, now: datetime) -> None:
    if request.state is State.OPEN:
        await withdrawing.withdraw(tx, request, f"The run {ending.state.value} without this answer.", now)
    elif request.decision and ending.state is not RunState.FINISHED:
        await card_book.redraw(tx, request.id)
