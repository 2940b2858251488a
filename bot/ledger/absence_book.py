"""Absences on the ledger: who is away from when until when, and who decides for them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, or_, select, text, update
from sqlalchemy.engine import Row
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
_AHEAD = select(absences).where(absences.c.ended_at.is_(None), absences.c.until > bindparam("now"))
_AWAY = _AHEAD.where(absences.c.since <= bindparam("now"))
_STOOD_IN_FOR = _AWAY.where(absences.c.stand_in != "")
_OF = _AHEAD.where(absences.c.person == bindparam("who"))
_CONCERNING = _AHEAD.where(or_(absences.c.person == bindparam("who"), absences.c.stand_in == bindparam("who")))
_LOCK = text("LOCK TABLE absences IN SHARE ROW EXCLUSIVE MODE")


class Absence(NamedTuple):
    """`person` is away from `since` until `until`, and `stand_in` decides for them then, where it is not empty."""

    person: str
    stand_in: str
    since: datetime
    until: datetime

    def overlaps(self, other: "Absence") -> bool:
        """Whether there is a moment in both."""
        return self.since < other.until and other.since < self.until


async def begin(conn: AsyncConnection, absence: Absence, now: datetime) -> None:
    """Record an absence in place of the one this person had, if any; of two begun at once one stands."""
    await end(conn, absence.person, now)
    columns = {"person": absence.person, "stand_in": absence.stand_in}
    times = {"since": absence.since.timestamp(), "until": absence.until.timestamp()}
    await conn.execute(_BEGIN, columns | times)


async def end(conn: AsyncConnection, person: str, now: datetime) -> bool:
    """End this person's absence, also one that is still to come; False when there was none, or it was over by `now`."""
    until = await conn.scalar(_END, {"who": person, "now": now.timestamp()})
    return until is not None and until > now.timestamp()


async def one_at_a_time(conn: AsyncConnection) -> None:
    """Have nobody else begin or end an absence before this write ends; on SQLite no write runs beside another."""
    if conn.dialect.name == "postgresql":
        await conn.execute(_LOCK)


async def stand_ins(conn: AsyncConnection, now: datetime) -> Mapping[str, str]:
    """Who decides for whom at `now`: those who are away and have named somebody -> whom they named."""
    return {row.person: row.stand_in for row in await conn.execute(_STOOD_IN_FOR, {"now": now.timestamp()})}


async def away(conn: AsyncConnection, now: datetime) -> frozenset[str]:
    """Everybody who is away at `now`, stood in for or not."""
    return frozenset({row.person for row in await conn.execute(_AWAY, {"now": now.timestamp()})})


async def of(conn: AsyncConnection, person: str, now: datetime) -> Absence | None:
    """The absence that this person is in at `now` or has announced, or None."""
    row = (await conn.execute(_OF, {"who": person, "now": now.timestamp()})).one_or_none()
    return _absence(row) if row else None


async def concerning(conn: AsyncConnection, person: str, now: datetime) -> list[Absence]:
    """The absences, running or announced, of this person, and of those whom this person stands in for."""
    rows = await conn.execute(_CONCERNING, {"who": person, "now": now.timestamp()})
    return [_absence(row) for row in rows]


def _absence(row: Row[tuple[object, ...]]) -> Absence:
    since, until = (datetime.fromtimestamp(moment, UTC) for moment in (row.since, row.until))
    return Absence(row.person, row.stand_in, since, until)
