"""Rereading: runs whose questions are read otherwise from now on are driven once more, so that their cards follow."""

from collections.abc import Collection
from datetime import datetime

from bot.approvals.machine import RunState
from bot.approvals.routing import PolicyBook
from bot.ledger import run_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind


def reread_workflows(before: PolicyBook, now: PolicyBook) -> frozenset[str]:
    """The workflows of which the configuration says something else now."""
    names = before.dialects.keys() | now.dialects.keys()
    return frozenset(name for name in names if before.dialects.get(name) != now.dialects.get(name))


async def reread(ledger: Ledger, workflows: Collection[str], *, now: datetime) -> None:
    """Owe each waiting run of these workflows another look at what it asks; what reads the same stays as it is."""
    async with ledger.write() as tx:
        for run_id in await run_book.waiting(tx.conn, workflows):
            if await run_book.move(tx.conn, run_id, RunState.QUEUED, outcome="", now=now):
                tx.hint(Work(WorkKind.RUN, run_id))
