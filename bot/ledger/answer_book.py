"""Answers on the ledger: stored before they are delivered, and owed until the saver shows them consumed."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.request import Request
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.inserting import insert_new
from bot.ledger.tables import answers

_OWE = insert(answers)
_SPOIL = insert_new(answers, "request_id", "run_id", "interrupt_id", "part", "body", "state", "at")
_KNOWN = select(answers.c.request_id).where(answers.c.run_id == bindparam("of_run"))
_OWED = select(answers).where(answers.c.run_id == bindparam("of_run"), answers.c.state == "owed").order_by(answers.c.at)
_MARK = (
    update(answers)
    .where(answers.c.request_id == bindparam("of_request"), answers.c.state == "owed")
    .values(state=bindparam("becomes"))
)
_OWE_AGAIN = (
    update(answers)
    .where(answers.c.request_id == bindparam("of_request"))
    .values(state="owed", body=bindparam("now_body"))
)
_STATES = select(answers.c.request_id, answers.c.state).where(answers.c.run_id == bindparam("of_run"))
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
    await tx.conn.execute(_OWE, _columns(request, value, "owed", now))
    tx.hint(Work(WorkKind.RUN, request.origin.run_id))


async def owed(conn: AsyncConnection, run_id: str) -> list[Answer]:
    """The answers this run is still owed."""
    rows = (await conn.execute(_OWED, {"of_run": run_id})).mappings()
    return [Answer(row["request_id"], row["interrupt_id"], json.loads(row["body"])) for row in rows]


async def mark_applied(conn: AsyncConnection, request_id: str) -> bool:
    """Note that the workflow has consumed the answer; False where none was owed."""
    return await _mark(conn, request_id, "applied")


async def known(conn: AsyncConnection, run_id: str) -> frozenset[str]:
    """The ids of the run's requests whose answers were ever owed, or are void."""
    return frozenset(await conn.scalars(_KNOWN, {"of_run": run_id}))


async def spoil(conn: AsyncConnection, request: Request, now: datetime) -> None:
    """Note that no answer to the request must be delivered any more, because its question no longer stands.

    That holds for a decision that was never owed as an answer, too; an answer that was applied stays so.
    """
    if not await _mark(conn, request.id, "void"):
        await conn.execute(_SPOIL, _columns(request, None, "void", now))


async def owe_again(tx: Transaction, request: Request, value: Any) -> None:
    """Owe an answer once more that counted as delivered, or as void."""
    values = {"of_request": request.id, "now_body": json.dumps(value)}
    await tx.conn.execute(_OWE_AGAIN, values)
    tx.hint(Work(WorkKind.RUN, request.origin.run_id))


async def states_of_run(conn: AsyncConnection, run_id: str) -> dict[str, str]:
    """What became of each answer the run was ever owed, by request: owed, applied or void."""
    return {row.request_id: row.state for row in await conn.execute(_STATES, {"of_run": run_id})}


async def void_all(conn: AsyncConnection, run_id: str) -> None:
    """Note that no answer this run is still owed will be delivered, because it ended without them."""
    await conn.execute(_VOID_ALL, {"of_run": run_id})


def _columns(request: Request, value: Any, state: str, now: datetime) -> dict[str, Any]:
    origin = request.origin
    return {
        "request_id": request.id,
        "run_id": origin.run_id,
        "interrupt_id": origin.interrupt_id,
        "part": origin.part,
        "body": json.dumps(value),
        "state": state,
        "at": now.timestamp(),
    }


async def _mark(conn: AsyncConnection, request_id: str, state: str) -> bool:
    return (await conn.execute(_MARK, {"of_request": request_id, "becomes": state})).rowcount == 1
