"""Pings on the ledger: who was called when, so that nobody is called too often and everybody in turn."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.tables import pings

_NOTE = insert(pings)
_THEIRS = pings.c.person.in_(bindparam("people", expanding=True))
_RECENT = select(pings.c.person, pings.c.at).where(_THEIRS, pings.c.at > bindparam("since")).order_by(pings.c.at)
_LAST = select(pings.c.person, func.max(pings.c.at).label("at")).where(_THEIRS).group_by(pings.c.person)


async def note(conn: AsyncConnection, people: Iterable[str], request_id: str, now: datetime) -> None:
    """Note that these people were called to a request at `now`."""
    called = [{"person": person, "request_id": request_id, "at": now.timestamp()} for person in sorted(people)]
    if called:
        await conn.execute(_NOTE, called)


async def recent(conn: AsyncConnection, people: Iterable[str], since: datetime) -> Mapping[str, list[float]]:
    """When each of these people was called after `since`: seconds since 1970, oldest first, none if not."""
    found: dict[str, list[float]] = {person: [] for person in people}
    for row in await conn.execute(_RECENT, {"people": sorted(found), "since": since.timestamp()}):
        found[row.person].append(row.at)
    return found


async def last(conn: AsyncConnection, people: Iterable[str]) -> Mapping[str, float]:
    """When each of these people was called last, in seconds since 1970; who never was is left out."""
    return {row.person: row.at for row in await conn.execute(_LAST, {"people": sorted(people)})}
