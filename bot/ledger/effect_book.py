"""Effects on the ledger: noted before they are begun, and with what came of them; one that is to be undone is owed."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.digests import canonical, digest
from bot.approvals.effect import Effect
from bot.approvals.machine import EffectState
from bot.ledger.clocks import db_now
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import effects
from bot.ledger.work import Claim

_THE_ID = effects.c.id == bindparam("the_id")
_LOAD = select(effects).where(_THE_ID)
_OF_RUN = select(effects).where(effects.c.run_id == bindparam("of_run")).order_by(effects.c.place.desc())
_LAST_PLACE = select(func.max(effects.c.place)).where(effects.c.run_id == bindparam("of_run"))
_ADD = insert(effects)
_CHANGING = ("place", "words", "asked", "result", "undo", "until", "request_id", "began_at", "done_at", "undone_at")
_CHANGE = (
    update(effects)
    .where(_THE_ID, effects.c.state == bindparam("state_before"))
    .values({name: bindparam(name, type_=effects.c[name].type) for name in ("state", *_CHANGING)})
)
_OWE = _CHANGE.values(next_at=db_now())  # owed since now, so that it is known how long nobody has taken it up
_TAKE = (
    update(effects)
    .where(_THE_ID, or_(effects.c.lease_until.is_(None), effects.c.lease_until <= db_now()))
    .values(fence=effects.c.fence + 1, lease_until=db_now() + bindparam("lease"), attempts=1, dead=False, next_at=0.0)
    .returning(*effects.c)
)
_GIVEN_UP = select(effects.c.error).where(_THE_ID, effects.c.dead)
_OFFER_OF = select(effects.c.request_id).where(_THE_ID)
_GIVE_BACK = update(effects).where(_THE_ID).values(lease_until=None)


def work_of(run_id: str, key: str) -> Work:
    """The piece of work that undoing what the run did under this key is."""
    return Work(WorkKind.EFFECT, f"eff_{digest(canonical([run_id, key]))[:16]}")


async def load(conn: AsyncConnection, run_id: str, key: str) -> Effect | None:
    """What the run did under the key, or None."""
    return await by_id(conn, work_of(run_id, key).key)


async def by_id(conn: AsyncConnection, effect_id: str) -> Effect | None:
    """The effect of this id, which the ledger gave it, or None."""
    row = (await conn.execute(_LOAD, {"the_id": effect_id})).mappings().one_or_none()
    return from_row(row) if row else None


async def of_run(conn: AsyncConnection, run_id: str) -> list[Effect]:
    """What the run did, newest first."""
    return [from_row(row) for row in (await conn.execute(_OF_RUN, {"of_run": run_id})).mappings()]


async def next_place(conn: AsyncConnection, run_id: str) -> int:
    """The number of the run's next effect, counted from 1."""
    return (await conn.scalar(_LAST_PLACE, {"of_run": run_id}) or 0) + 1


async def add(conn: AsyncConnection, effect: Effect) -> None:
    """Record an effect."""
    known = {"id": work_of(effect.run_id, effect.key).key, "run_id": effect.run_id, "key": effect.key}
    await conn.execute(_ADD, known | _columns(effect))


async def change(tx: Transaction, before: Effect, after: Effect) -> bool:
    """Write the effect as it is now; False, and no change, where it is not in the state any more that it was in.

    One that is to be undone is owed work from this commit on.
    """
    work = work_of(before.run_id, before.key)
    known = {"the_id": work.key, "state_before": before.state.value}
    is_owed = after.state is EffectState.UNDOING
    if (await tx.conn.execute(_OWE if is_owed else _CHANGE, known | _columns(after))).rowcount != 1:
        return False
    if is_owed:
        tx.hint(work)
    return True


async def take(conn: AsyncConnection, effect: Effect, lease: float) -> Claim | None:
    """Have the effect for `lease` seconds, also where it was given up; None while somebody else has it."""
    work = work_of(effect.run_id, effect.key)
    row = (await conn.execute(_TAKE, {"the_id": work.key, "lease": lease})).mappings().one_or_none()
    return Claim(work, row["fence"], row["attempts"], row) if row else None


async def give_back(conn: AsyncConnection, effect: Effect) -> None:
    """Let go of the effect, whoever has it."""
    await conn.execute(_GIVE_BACK, {"the_id": work_of(effect.run_id, effect.key).key})


async def given_up(conn: AsyncConnection, run_id: str, key: str) -> str | None:
    """The last error of undoing what the run did under the key, where that was given up; else None."""
    error: str | None = await conn.scalar(_GIVEN_UP, {"the_id": work_of(run_id, key).key})
    return error


async def offer_of(conn: AsyncConnection, work: Work) -> str | None:
    """The id of the request that offers to undo this, if one does."""
    request_id: str | None = await conn.scalar(_OFFER_OF, {"the_id": work.key})
    return request_id


def from_row(row: RowMapping) -> Effect:
    """The effect that a row of the table holds."""
    return Effect(
        run_id=row["run_id"],
        key=row["key"],
        place=row["place"],
        words=row["words"],
        state=EffectState(row["state"]),
        began_at=datetime.fromtimestamp(row["began_at"], UTC),
        undo=row["undo"],
        asked={name: tuple(troubles) for name, troubles in json.loads(row["asked"]).items()},
        result=json.loads(row["result"]),
        until=_moment(row["until"]),
        request_id=row["request_id"] or "",
        done_at=_moment(row["done_at"]),
        undone_at=_moment(row["undone_at"]),
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _columns(effect: Effect) -> dict[str, Any]:
    """What of an effect may change, as its row holds it."""
    return {
        "place": effect.place,
        "words": effect.words,
        "state": effect.state.value,
        "asked": json.dumps(dict(effect.asked)),
        "result": json.dumps(effect.result),
        "undo": effect.undo,
        "until": effect.until.timestamp() if effect.until else None,
        "request_id": effect.request_id or None,
        "began_at": effect.began_at.timestamp(),
        "done_at": effect.done_at.timestamp() if effect.done_at else None,
        "undone_at": effect.undone_at.timestamp() if effect.undone_at else None,
    }
