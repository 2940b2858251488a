"""Requests on the ledger: the folded request beside the events it is folded from, always written together."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.events import Event, Voted
from bot.approvals.machine import evolve
from bot.approvals.request import Request, Vote
from bot.ledger import chain
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import requests, votes

_REQUEST: TypeAdapter[Request] = TypeAdapter(Request)

_BODY = select(requests.c.body).where(requests.c.id == bindparam("the_id"))
_BODY_TO_CHANGE = _BODY.with_for_update()
_BODIES_OF_RUN = (
    select(requests.c.body)
    .where(requests.c.run_id == bindparam("of_run"))
    .order_by(requests.c.opened_at, requests.c.id)
)
_DUE = (
    select(requests.c.id)
    .where(requests.c.due_at <= bindparam("now"))
    .order_by(requests.c.due_at)
    .limit(bindparam("at_most"))
)
_NEXT_DUE = select(func.min(requests.c.due_at)).where(requests.c.due_at.is_not(None))
_OPEN = insert(requests)
_CHANGE = (
    update(requests)
    .where(requests.c.id == bindparam("the_id"), requests.c.seq == bindparam("seq_before"))
    .values({name: bindparam(name) for name in ("state", "due_at", "seq", "body")})
)
_COUNT = insert(votes)
_REPLACE = (
    update(votes)
    .where(votes.c.request_id == bindparam("of_request"), votes.c.person == bindparam("voter"), votes.c.live)
    .values(live=False)
)


class Overtaken(Exception):
    """Somebody else changed the request since it was read; nothing was written."""


async def load(conn: AsyncConnection, request_id: str, *, to_change: bool = False) -> Request | None:
    """The request as it stands, or None; one loaded `to_change` nobody else can change until the write ends."""
    body = await conn.scalar(_BODY_TO_CHANGE if to_change else _BODY, {"the_id": request_id})
    return _REQUEST.validate_json(body) if body else None


async def of_run(conn: AsyncConnection, run_id: str) -> list[Request]:
    """The requests of a run, oldest first."""
    return [_REQUEST.validate_json(body) for body in await conn.scalars(_BODIES_OF_RUN, {"of_run": run_id})]


async def record(tx: Transaction, before: Request | None, happened: Sequence[Event]) -> Request:
    """Append the events and the request they lead to; raises Overtaken when `before` no longer stands."""
    after = before
    for event in happened:
        after = evolve(after, event)
    if after is None:
        raise ValueError("nothing happened to no request")
    await _store(tx.conn, before, after)
    await chain.append(tx.conn, after.id, (before.seq if before else 0) + 1, happened)
    for event in happened:
        if isinstance(event, Voted):
            await _count(tx.conn, before, after.id, event.vote)
    if after.due_at and after.due_at != (before.due_at if before else None):
        tx.hint(Work(WorkKind.DEADLINE, after.id))
    return after


async def due(conn: AsyncConnection, now: datetime, limit: int) -> list[str]:
    """The ids of requests whose deadline has passed, the longest overdue first."""
    return list(await conn.scalars(_DUE, {"now": now.timestamp(), "at_most": limit}))


async def next_due(conn: AsyncConnection) -> float | None:
    """When the next deadline passes, in seconds since 1970, or None while nothing waits."""
    earliest: float | None = await conn.scalar(_NEXT_DUE)
    return earliest


async def _store(conn: AsyncConnection, before: Request | None, after: Request) -> None:
    columns = {
        "state": after.state.value,
        "due_at": after.due_at.timestamp() if after.due_at else None,
        "seq": after.seq,
        "body": _REQUEST.dump_json(after).decode(),
    }
    if before is None:
        origin = after.origin
        opened = {"id": after.id, "run_id": origin.run_id, "interrupt_id": origin.interrupt_id}
        await conn.execute(_OPEN, {**opened, "opened_at": after.opened_at.timestamp(), **columns})
        return
    stored = await conn.execute(_CHANGE, {"the_id": after.id, "seq_before": before.seq, **columns})
    if stored.rowcount != 1:
        raise Overtaken(after.id)


async def _count(conn: AsyncConnection, before: Request | None, request_id: str, vote: Vote) -> None:
    if before and any(earlier.person == vote.person for earlier in before.votes):
        await conn.execute(_REPLACE, {"of_request": request_id, "voter": vote.person})
    columns = {
        "request_id": request_id,
        "person": vote.person,
        "action": vote.action,
        "kind": vote.kind.value,
        "digest": vote.digest,
        "reason": vote.reason,
        "at": vote.at.timestamp(),
    }
    await conn.execute(_COUNT, columns)
