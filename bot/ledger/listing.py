"""Requests as people list them: what is open, what somebody asked for, what was closed last, what a search finds."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.request import Request
from bot.ledger.inside import is_offer
from bot.ledger.request_book import read_stored
from bot.ledger.spoken import Spoken
from bot.ledger.tables import OPEN, requests

_Bodies = Select[tuple[str]]


def _page(query: _Bodies) -> _Bodies:
    return query.limit(bindparam("at_most")).offset(bindparam("skipped"))


# What only offers to undo something waits for nobody.
_IS_OPEN = and_(text(OPEN), ~is_offer(requests))
# Two walks along the index: NULL sorts differently from one database to the next, and an expression has no index.
_DUE = _page(
    select(requests.c.body).where(_IS_OPEN, requests.c.due_at.is_not(None)).order_by(requests.c.due_at, requests.c.id)
)
_COUNT_DUE = select(func.count()).select_from(requests).where(_IS_OPEN, requests.c.due_at.is_not(None))
_UNDUE = _page(select(requests.c.body).where(_IS_OPEN, requests.c.due_at.is_(None)).order_by(requests.c.id))
_ASKED_BY = _page(
    select(requests.c.body)
    .where(requests.c.requester == bindparam("person"))
    .order_by(requests.c.opened_at.desc(), requests.c.id)
)
_CLOSED = _page(
    select(requests.c.body)
    .where(requests.c.closed_at.is_not(None))
    .order_by(requests.c.closed_at.desc(), requests.c.id)
)
_WORDS = (requests.c.id, requests.c.title, requests.c.workflow, requests.c.requester)
_MATCHING = _page(
    select(requests.c.body)
    .where(or_(*(column.ilike(bindparam("pattern", type_=Spoken()), escape="\\") for column in _WORDS)))
    .order_by(requests.c.opened_at.desc(), requests.c.id)
)
_OF_BATCH = select(requests.c.body).where(requests.c.batch_id == bindparam("batch")).order_by(requests.c.place)


class Span(NamedTuple):
    """Which part of a list is wanted: at most `limit` requests after the first `skip`."""

    limit: int
    skip: int = 0

    def bounds(self) -> dict[str, int]:
        """The span as a query's parameters."""
        return {"at_most": self.limit, "skipped": self.skip}


async def open_ones(conn: AsyncConnection, span: Span) -> list[Request]:
    """Open requests that wait for somebody, the nearest deadline first and those without one last."""
    due = _read(await conn.scalars(_DUE, span.bounds()))
    if len(due) == span.limit:
        return due
    before = int(await conn.scalar(_COUNT_DUE) or 0)
    rest = Span(span.limit - len(due), max(0, span.skip - before))
    return due + _read(await conn.scalars(_UNDUE, rest.bounds()))


async def asked_by(conn: AsyncConnection, person: str, span: Span) -> list[Request]:
    """What this person asked for, newest first."""
    return _read(await conn.scalars(_ASKED_BY, {"person": person, **span.bounds()}))


async def closed(conn: AsyncConnection, span: Span) -> list[Request]:
    """Closed requests, the last decision first."""
    return _read(await conn.scalars(_CLOSED, span.bounds()))


async def matching(conn: AsyncConnection, words: str, span: Span) -> list[Request]:
    """Requests whose title, workflow, requester or id holds these words, newest first."""
    literal = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _read(await conn.scalars(_MATCHING, {"pattern": f"%{literal}%", **span.bounds()}))


async def of_batch(conn: AsyncConnection, batch_id: str) -> list[Request]:
    """The requests of a batch in the order in which they joined it."""
    return _read(await conn.scalars(_OF_BATCH, {"batch": batch_id}))


def _read(bodies: Iterable[str]) -> list[Request]:
    return [read_stored(body) for body in bodies]
