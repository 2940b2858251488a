"""Requests on the ledger: the folded request beside the events it is folded from, always written together."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Select, bindparam, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.deadlines import next_ring
from bot.approvals.digests import canonical, digest
from bot.approvals.events import Edited, Event, Voted
from bot.approvals.machine import evolve
from bot.approvals.request import Request, Vote
from bot.ledger import chain
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import OPEN, requests, runs, votes

_REQUEST: TypeAdapter[Request] = TypeAdapter(Request)

_BODY = select(requests.c.body).where(requests.c.id == bindparam("the_id"))
# Who ends a run changes all its requests; so whoever changes one has the run first, and nobody waits in a circle.
_BODY_TO_CHANGE = _BODY.select_from(runs.join(requests)).with_for_update(key_share=True)
# Two clocks that ring at once lock the requests in one order, so that neither waits for the other in a circle.
_BODIES_TO_CHANGE = (
    select(requests.c.body)
    .select_from(runs.join(requests))
    .where(requests.c.id.in_(bindparam("the_ids", expanding=True)))
    .order_by(requests.c.run_id, requests.c.id)
    .with_for_update(key_share=True)
)
_BODIES_OF_RUN = (
    select(requests.c.body)
    .where(requests.c.run_id == bindparam("of_run"))
    .order_by(requests.c.opened_at, requests.c.part, requests.c.id)
)
_RINGING = (
    select(requests.c.id)
    .where(requests.c.ring_at <= bindparam("now"))
    .order_by(requests.c.ring_at)
    .limit(bindparam("at_most"))
)
_IS_OPEN = text(OPEN)
_OF_LADDER = select(requests.c.id).where(_IS_OPEN, requests.c.ladder == bindparam("of_ladder"))
_SOME_OF_LADDER = _OF_LADDER.limit(bindparam("at_most"))


def _on_ladders() -> Select[str, str]:
    """One request of each ladder: from one ladder to the next in the index, however many requests are on each."""
    lowest = select(func.min(requests.c.ladder).label("ladder")).where(_IS_OPEN)
    found = lowest.where(requests.c.ladder > "").cte("ladders", recursive=True)
    higher = lowest.where(requests.c.ladder > found.c.ladder).scalar_subquery()
    found = found.union_all(select(higher).where(found.c.ladder.is_not(None)))
    one = select(requests.c.id).where(_IS_OPEN, requests.c.ladder == found.c.ladder).limit(1).scalar_subquery()
    return select(found.c.ladder, one).where(found.c.ladder.is_not(None))


_ON_LADDERS = _on_ladders()
_OPEN = insert(requests)
_CHANGE = (
    update(requests)
    .where(requests.c.id == bindparam("the_id"), requests.c.seq == bindparam("seq_before"))
    .values({name: bindparam(name) for name in ("ladder", "state", "due_at", "ring_at", "closed_at", "seq", "body")})
)
_COUNT = insert(votes)
_REPLACE = (
    update(votes)
    .where(votes.c.request_id == bindparam("of_request"), votes.c.person == bindparam("voter"), votes.c.live)
    .values(live=False)
)
_VOID = update(votes).where(votes.c.request_id == bindparam("of_request"), votes.c.live).values(live=False)


class Overtaken(Exception):
    """Somebody else changed the request since it was read; nothing was written."""


def stored(request: Request) -> str:
    """The request as its row holds it."""
    return _REQUEST.dump_json(request).decode()


def read_stored(body: str) -> Request:
    """The request that a row holds; fields that came in a later release have their defaults."""
    return _REQUEST.validate_json(body)


async def load(conn: AsyncConnection, request_id: str, *, to_change: bool = False) -> Request | None:
    """The request as it stands, or None; one loaded `to_change` nobody else can change until the write ends.

    Nor can anybody else change its run, or what else that asks.
    """
    body = await conn.scalar(_BODY_TO_CHANGE if to_change else _BODY, {"the_id": request_id})
    return read_stored(body) if body else None


async def load_all(conn: AsyncConnection, request_ids: Sequence[str]) -> list[Request]:
    """Those of the requests that are there, each as `load` gives it `to_change`."""
    return [read_stored(body) for body in await conn.scalars(_BODIES_TO_CHANGE, {"the_ids": list(request_ids)})]


async def of_run(conn: AsyncConnection, run_id: str) -> list[Request]:
    """The requests of a run, oldest first."""
    return [read_stored(body) for body in await conn.scalars(_BODIES_OF_RUN, {"of_run": run_id})]


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
        if isinstance(event, Edited):
            await tx.conn.execute(_VOID, {"of_request": after.id})
        if isinstance(event, Voted):
            await _count(tx.conn, before, after.id, event.vote)
    ring_at = next_ring(after)
    if ring_at and ring_at != (next_ring(before) if before else None):
        tx.hint(Work(WorkKind.DEADLINE, after.id))
    return after


async def ringing(conn: AsyncConnection, now: datetime, limit: int) -> list[str]:
    """The ids of requests the clock has something to do for, the longest overdue first."""
    return list(await conn.scalars(_RINGING, {"now": now.timestamp(), "at_most": limit}))


def ladder_of(request: Request) -> str:
    """A name for the people whom the policy has asked now; requests put to the same people have the same.

    Nobody is asked to undo anything, so that nobody is missed when they are gone.
    """
    reviewers = None if request.is_offer else request.asked.reviewers
    return digest(canonical(reviewers.model_dump(mode="json"))) if reviewers else ""


async def on_ladders(conn: AsyncConnection) -> list[tuple[str, str]]:
    """Every ladder that open requests are on, each with the id of one of its requests."""
    return [(row[0], row[1]) for row in await conn.execute(_ON_LADDERS)]


async def of_ladder(conn: AsyncConnection, ladder: str, limit: int) -> list[str]:
    """The ids of open requests on that ladder, `limit` at most."""
    return list(await conn.scalars(_SOME_OF_LADDER, {"of_ladder": ladder, "at_most": limit}))


async def _store(conn: AsyncConnection, before: Request | None, after: Request) -> None:
    ring_at = next_ring(after)
    columns = {
        "ladder": ladder_of(after),
        "state": after.state.value,
        "due_at": after.due_at.timestamp() if after.due_at else None,
        "ring_at": ring_at.timestamp() if ring_at else None,
        "closed_at": after.closed_at.timestamp() if after.closed_at else None,
        "seq": after.seq,
        "body": stored(after),
    }
    if before is None:
        origin = after.origin
        opened = {
            "id": after.id,
            "run_id": origin.run_id,
            "interrupt_id": origin.interrupt_id,
            "part": origin.part,
            "workflow": origin.workflow,
            "requester": origin.requester,
            "title": after.ask.title,
        }
        await conn.execute(_OPEN, {**opened, "opened_at": after.opened_at.timestamp(), **columns})
        return
    changed = await conn.execute(_CHANGE, {"the_id": after.id, "seq_before": before.seq, **columns})
    if changed.rowcount != 1:
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
