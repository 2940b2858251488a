"""Absences on the ledger: who decides for whom, and until when."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.inserting import insert_new
from bot.ledger.tables import absences

_NOW = bindparam("now", type_=absences.c.until.type)
_END = (
    update(absences)
    .where(absences.c.person == bindparam("who"), absences.c.ended_at.is_(None))
    .values(ended_at=case((absences.c.until < _NOW, absences.c.until), else_=_NOW))
    .returning(absences.c.until)
)
_BEGIN = insert_new(absences, "person", "stand_in", "since", "until")
_RUNNING = select(absences).where(absences.c.ended_at.is_(None), absences.c.until > bindparam("now"))
_CONCERNING = _RUNNING.where(or_(absences.c.person == bindparam("who"), absences.c.stand_in == bindparam("who")))


class Absence(NamedTuple):
    """`stand_in` decides for `person` from now on until `until`."""

    person: str
    stand_in: str
    until: datetime


async def begin(conn: AsyncConnection, absence: Absence, now: datetime) -> None:
    """Record an absence in place of the one this person had, if any; of two begun at once one stands."""
    await end(conn, absence.person, now)
    columns = {"person": absence.person, "stand_in": absence.stand_in}
    await conn.execute(_BEGIN, {**columns, "since": now.timestamp(), "until": absence.until.timestamp()})


async def end(conn: AsyncConnection, person: str, now: datetime) -> bool:
    """End this person's absence; False when there was none, or it was over by `now`."""
    until = await conn.scalar(_END, {"who": person, "now": now.timestamp()})
    return until is not None and until > now.timestamp()


async def stand_ins(conn: AsyncConnection, now: datetime) -> Mapping[str, str]:
    """Everybody who is away at `now`, and who decides for them."""
    return {row.person: row.stand_in for row in await conn.execute(_RUNNING, {"now": now.timestamp()})}


async def concerning(conn: AsyncConnection, person: str, now: datetime) -> list[Absence]:
    """The absences at `now` of this person, and of those whom this person stands in for."""
    rows = await conn.execute(_CONCERNING, {"who": person, "now": now.timestamp()})
    return [Absence(row.person, row.stand_in, datetime.fromtimestamp(row.until, UTC)) for row in rows]
