"""Runs on the ledger."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.machine import RUN_MOVES, RunState
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.inserting import insert_new
from bot.ledger.tables import runs

_NEW = ("id", "workflow", "requester", "input", "channel", "reopens", "state", "created_at")
_ADD = insert_new(runs, *_NEW).returning(runs.c.id)
_LOAD = select(runs).where(runs.c.id == bindparam("the_id"))
_LOAD_TO_CHANGE = _LOAD.with_for_update(key_share=True)
_MOVE = {
    to: update(runs)
    .where(runs.c.id == bindparam("the_id"))
    .where(runs.c.state.in_([state.value for state, targets in RUN_MOVES.items() if to in targets]))
    .values(state=to.value, outcome=bindparam("outcome"), ended_at=bindparam("ended_at"))
    .values({"dead": False} if to.has_ended else {})  # nobody has to revive what has ended
    for to in RunState
}
_WAITING = select(runs.c.id).where(
    runs.c.state == RunState.WAITING.value, runs.c.workflow.in_(bindparam("of_workflows", expanding=True))
)
_PROGRESS = update(runs).where(runs.c.id == bindparam("the_id")).values(progress=bindparam("told"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of a workflow; its id is the thread's, and `progress` is what it told of itself last.

    `channel` is where it was started, if in one; `reopens` is the request that it gives another look.
    """

    id: str
    workflow: str
    requester: str
    input: dict[str, Any]
    state: RunState
    outcome: str = ""
    progress: str = ""
    dead: bool = False
    error: str = ""
    channel: str = ""
    reopens: str = ""


async def add(tx: Transaction, run: Run, now: datetime) -> bool:
    """Record a run; being recorded and not driven, it is owed. False when there is one of its id already."""
    columns = {
        "id": run.id,
        "workflow": run.workflow,
        "requester": run.requester,
        "input": json.dumps(run.input),
        "channel": run.channel,
        "reopens": run.reopens,
        "state": run.state.value,
        "created_at": now.timestamp(),
    }
    if await tx.conn.scalar(_ADD, columns) is None:
        return False
    tx.hint(Work(WorkKind.RUN, run.id))
    return True


async def load(conn: AsyncConnection, run_id: str, *, to_change: bool = False) -> Run | None:
    """The run, or None; one loaded `to_change` nobody else can change until the write ends, nor what it asks."""
    query = _LOAD_TO_CHANGE if to_change else _LOAD
    row = (await conn.execute(query, {"the_id": run_id})).mappings().one_or_none()
    return from_row(row) if row else None


async def move(conn: AsyncConnection, run_id: str, to: RunState, *, outcome: str, now: datetime) -> bool:
    """Move a run along the table, keeping the outcome of one that ends; False where the table has no such move."""
    ended_at = now.timestamp() if to.has_ended else None
    moved = await conn.execute(_MOVE[to], {"the_id": run_id, "outcome": outcome, "ended_at": ended_at})
    return moved.rowcount == 1


async def waiting(conn: AsyncConnection, workflows: Collection[str]) -> list[str]:
    """The ids of the runs of these workflows that wait for answers."""
    return list(await conn.scalars(_WAITING, {"of_workflows": list(workflows)}))


async def note_progress(conn: AsyncConnection, run_id: str, told: str) -> None:
    """Keep what a run tells of its progress, in place of what it told before."""
    await conn.execute(_PROGRESS, {"the_id": run_id, "told": told})


def from_row(row: RowMapping | Mapping[str, Any]) -> Run:
    """The run that a row of the table holds."""
    return Run(
        id=row["id"],
        workflow=row["workflow"],
        requester=row["requester"],
        input=json.loads(row["input"]),
        state=RunState(row["state"]),
        outcome=row["outcome"],
        progress=row["progress"],
        dead=row["dead"],
        error=row["error"],
        channel=row["channel"],
        reopens=row["reopens"],
    )
