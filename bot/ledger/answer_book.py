"""Answers on the ledger: stored before they are delivered, and owed until the saver shows them consumed."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.request import Request
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import answers

_OWE = insert(answers)
_OWED = select(answers).where(answers.c.run_id == bindparam("of_run"), answers.c.state == "owed").order_by(answers.c.at)
_MARK = (
    update(answers)
    .where(answers.c.request_id == bindparam("of_request"), answers.c.state == "owed")
    .values(state=bindparam("becomes"))
)
_VOID_ALL = (
    update(answers).where(answers.c.run_id == bindparam("of_run"), answers.c.state == "owed").values(state="void")
)


class Answer(NamedTuple):
    """A value that a run's pending interrupt is to be resumed with."""

    request_id: str
    interrupt_id: str
    value: Any


async def owe(tx: Transaction, request: Request, value: Any, now: datetime) -> None:
    """Record the answer to a request; its run is owed a resume from this commit on."""
    origin = request.origin
    columns = {
        "request_id": request.id,
        "run_id": origin.run_id,
        "interrupt_id": origin.interrupt_id,
        "body": json.dumps(value),
        "state": "owed",
        "at": now.timestamp(),
    }
    await tx.conn.execute(_OWE, columns)
    tx.hint(Work(WorkKind.RUN, origin.run_id))


async def owed(conn: AsyncConnection, run_id: str) -> list[Answer]:
    """The answers this run is still owed."""
    rows = (await conn.execute(_OWED, {"of_run": run_id})).mappings()
    return [Answer(row["request_id"], row["interrupt_id"], json.loads(row["body"])) for row in rows]


async def mark_applied(conn: AsyncConnection, request_id: str) -> bool:
    """Note that the workflow has consumed the answer; False where none was owed."""
    return await _mark(conn, request_id, "applied")


async def mark_void(conn: AsyncConnection, request_id: str) -> None:
    """Note that the answer must not be delivered, because the question it answers no longer stands."""
    await _mark(conn, request_id, "void")


async def void_all(conn: AsyncConnection, run_id: str) -> None:
    """Note that no answer this run is still owed will be delivered, because it ended without them."""
    await conn.execute(_VOID_ALL, {"of_run": run_id})


async def _mark(conn: AsyncConnection, request_id: str, state: str) -> bool:
    return (await conn.execute(_MARK, {"of_request": request_id, "becomes": state})).rowcount == 1
