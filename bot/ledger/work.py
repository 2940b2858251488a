"""Owed work: found by a query over the facts, claimed with a lease and a fence, retried later and later, at last dead.

A lease says who works on a row until when; the fence number rises with every claim, so that whoever lost the lease
cannot write over whoever has it now.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, Update, bindparam, case, select, text, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.ledger.clocks import db_now
from bot.ledger.hints import Work, WorkKind
from bot.ledger.owing import OWED_QUERIES, TABLES, is_free, is_owed
from bot.ledger.tables import given_up

_LONGEST_PAUSE = 300.0


class Claim(NamedTuple):
    """The right to do a piece of work until the lease ends; `row` is the work as it stands with the claim."""

    work: Work
    fence: int
    attempts: int
    row: RowMapping


class LeaseLost(Exception):
    """Somebody else holds this work now; what this worker found must not be written."""


class Dead(NamedTuple):
    """Work that was given up after too many attempts, and the last error."""

    work: Work
    attempts: int
    error: str


def _taking(kind: WorkKind, table: Table) -> ReturningUpdate[Any]:
    columns: dict[str, Any] = {
        "fence": table.c.fence + 1,
        "attempts": table.c.attempts + 1,
        "lease_until": db_now() + bindparam("lease"),
    }
    if kind is WorkKind.RUN:
        columns["state"] = "running"
    elif "posting_since" in table.c:
        columns["posting_since"] = case((table.c.posting_since == 0, db_now()), else_=table.c.posting_since)
    mine = update(table).where(table.c.id == bindparam("the_key"), is_owed(kind), is_free(table))
    return mine.values(**columns).returning(*table.c)


def _held(table: Table) -> ColumnElement[bool]:
    held = (table.c.id == bindparam("the_key")) & (table.c.fence == bindparam("held_fence"))
    return held & table.c.lease_until.is_not(None)


def _if_held(table: Table, **columns: Any) -> Update:
    """An update that only the holder of the present lease can make."""
    return update(table).where(_held(table)).values(**columns)


_TAKE = {kind: _taking(kind, table) for kind, table in TABLES.items()}
_INSIST = {
    kind: select(table.c.id).where(_held(table)).with_for_update(key_share=True) for kind, table in TABLES.items()
}
_RENEW = {kind: _if_held(table, lease_until=db_now() + bindparam("lease")) for kind, table in TABLES.items()}
_RELEASE = {kind: _if_held(table, lease_until=None, attempts=0, error="") for kind, table in TABLES.items()}
_PUT_OFF = {
    kind: _if_held(table, lease_until=None, attempts=table.c.attempts - 1, next_at=db_now() + bindparam("pause"))
    for kind, table in TABLES.items()
}
_FAIL = {
    kind: _if_held(
        table,
        lease_until=None,
        next_at=db_now() + bindparam("pause"),
        dead=bindparam("now_dead"),
        error=bindparam("now_error"),
    )
    for kind, table in TABLES.items()
}
_DEAD = {
    kind: select(table.c.id, table.c.attempts, table.c.error).where(text(given_up(table)))
    for kind, table in TABLES.items()
}
_REVIVE = {
    kind: update(table)
    .where(table.c.id == bindparam("the_key"), table.c.dead)
    .values(dead=False, attempts=0, next_at=0.0)
    for kind, table in TABLES.items()
}


async def owed(conn: AsyncConnection, limit: int) -> list[Work]:
    """What is owed, free to be claimed and due to be tried, the longest waiting first within each kind."""
    found: list[Work] = []
    for kind, query in OWED_QUERIES:
        found.extend(Work(kind, row.id) for row in await conn.execute(query, {"at_most": limit}))
    return found


async def claim(conn: AsyncConnection, work: Work, lease: float) -> Claim | None:
    """Take the work for `lease` seconds, or None when it is not owed, not due, or somebody else has it."""
    taken = await conn.execute(_TAKE[work.kind], {"the_key": work.key, "lease": lease})
    row = taken.mappings().one_or_none()
    return Claim(work, row["fence"], row["attempts"], row) if row else None


async def insist(conn: AsyncConnection, claimed: Claim) -> None:
    """Keep everybody else from claiming the work until the transaction ends. Raises LeaseLost."""
    held = {"the_key": claimed.work.key, "held_fence": claimed.fence}
    if await conn.scalar(_INSIST[claimed.work.kind], held) is None:
        raise LeaseLost(claimed.work)


async def renew(conn: AsyncConnection, claimed: Claim, lease: float) -> bool:
    """Hold the work for `lease` seconds more; False when the lease was lost."""
    return await _is_written(conn, _RENEW, claimed, lease=lease)


async def release(conn: AsyncConnection, claimed: Claim) -> None:
    """Give the work back as done; call it first in the transaction that records the result. Raises LeaseLost."""
    if not await _is_written(conn, _RELEASE, claimed):
        raise LeaseLost(claimed.work)


async def put_off(conn: AsyncConnection, claimed: Claim, seconds: float) -> None:
    """Give the work back to be taken up in `seconds`, without counting this as an attempt. Raises LeaseLost."""
    if not await _is_written(conn, _PUT_OFF, claimed, pause=seconds):
        raise LeaseLost(claimed.work)


def pause_after(attempts: int) -> float:
    """The seconds to wait after so many failures: one, then twice as long each time, five minutes at most."""
    return min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(attempts, 12))


async def fail(conn: AsyncConnection, claimed: Claim, error: str, attempts: int) -> bool:
    """Give the work back after a failure, to be tried again later; True when it is dead by now. Raises LeaseLost."""
    is_dead = claimed.attempts >= attempts
    outcome = {"pause": pause_after(claimed.attempts), "now_dead": is_dead, "now_error": error[:2000]}
    if not await _is_written(conn, _FAIL, claimed, **outcome):
        raise LeaseLost(claimed.work)
    return is_dead


async def dead(conn: AsyncConnection) -> list[Dead]:
    """The work that was given up and waits for an operator."""
    found: list[Dead] = []
    for kind, query in _DEAD.items():
        found.extend(Dead(Work(kind, row.id), row.attempts, row.error) for row in await conn.execute(query))
    return found


async def revive(conn: AsyncConnection, works: Sequence[Work]) -> int:
    """Owe dead work anew with all its attempts; returns how many pieces there were."""
    count = 0
    for kind, key in works:
        count += (await conn.execute(_REVIVE[kind], {"the_key": key})).rowcount
    return count


async def _is_written(conn: AsyncConnection, writes: dict[WorkKind, Update], claimed: Claim, **values: Any) -> bool:
    held = {"the_key": claimed.work.key, "held_fence": claimed.fence}
    return (await conn.execute(writes[claimed.work.kind], held | values)).rowcount == 1
