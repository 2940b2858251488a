"""Runs on the ledger."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.machine import RUN_MOVES, RunState
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import runs

_ADD = insert(runs)
_LOAD = select(runs).where(runs.c.id == bindparam("the_id"))
_MOVE = {
    to: update(runs)
    .where(runs.c.id == bindparam("the_id"))
    .where(runs.c.state.in_([state.value for state, targets in RUN_MOVES.items() if to in targets]))
    .values(state=to.value, outcome=bindparam("outcome"), ended_at=bindparam("ended_at"))
    for to in RunState
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of a workflow; its id is the thread's."""

    id: str
    workflow: str
    requester: str
    input: dict[str, Any]
    state: RunState
    outcome: str = ""
    dead: bool = False
    error: str = ""


async def add(tx: Transaction, run: Run, now: datetime) -> bool:
    """Record a run; being recorded and not driven, it is owed. False when there is one of its id already."""
    columns = {
        "id": run.id,
        "workflow": run.workflow,
        "requester": run.requester,
        "input": json.dumps(run.input),
        "state": run.state.value,
        "created_at": now.timestamp(),
    }
    try:
        async with tx.conn.begin_nested():
            await tx.conn.execute(_ADD, columns)
    except IntegrityError:
        return False
    tx.hint(Work(WorkKind.RUN, run.id))
    return True


async def load(conn: AsyncConnection, run_id: str) -> Run | None:
    """The run, or None."""
    row = (await conn.execute(_LOAD, {"the_id": run_id})).mappings().one_or_none()
    return from_row(row) if row else None


async def move(conn: AsyncConnection, run_id: str, to: RunState, *, outcome: str, now: datetime) -> bool:
    """Move a run along the table, keeping the outcome of one that ends; False where the table has no such move."""
    ended_at = None if RUN_MOVES[to] else now.timestamp()
    moved = await conn.execute(_MOVE[to], {"the_id": run_id, "outcome": outcome, "ended_at": ended_at})
    return moved.rowcount == 1


def from_row(row: RowMapping | Mapping[str, Any]) -> Run:
    """The run that a row of the table holds."""
    return Run(
        id=row["id"],
        workflow=row["workflow"],
        requester=row["requester"],
        input=json.loads(row["input"]),
        state=RunState(row["state"]),
        outcome=row["outcome"],
        dead=row["dead"],
        error=row["error"],
    )
