"""Notices on the ledger: what is to be told once, and to whom."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, case, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.clocks import db_now
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.inserting import insert_new
from bot.ledger.tables import notices

OPERATORS = "operators"  # the audience that is the operators' channel, where there is one

_LATER = case((bindparam("pause") > 0, db_now() + bindparam("pause")), else_=0.0)
_NEW = insert_new(notices, "id", "kind", "audience", "run_id", "request_id", "body")
_TELL = _NEW.values(next_at=_LATER).returning(notices.c.id)
_TOLD = update(notices).where(notices.c.id == bindparam("the_id")).values(told=True)
_RETIRE = (
    update(notices)
    .where(notices.c.run_id == bindparam("of_run"), notices.c.kind == bindparam("of_kind"))
    .values(id=notices.c.id + bindparam("before"), told=True)
)
_LOAD = select(notices).where(notices.c.id == bindparam("the_id"))
_BEGUN = or_(notices.c.told, notices.c.dead, notices.c.lease_until.is_not(None))
_IS_BEGUN = select(_BEGUN).where(notices.c.id == bindparam("the_id")).with_for_update()


class NoticeKind(StrEnum):
    """What a notice is for."""

    CALL = "call"  # it is looked up who a tier's reviewers are, and those who are to hear of it get the card as a DM
    REMIND = "remind"  # those of a tier who have not voted get a reminder, or see theirs drawn anew
    DIGEST = "digest"  # somebody who was called often enough hears once of everything that waits for them
    WAITS = "waits"  # the requester hears that their run waits for people
    PARKED = "parked"  # the requester hears that nobody is asked until people work again
    DECIDED = "decided"  # the requester hears what was decided while the run goes on
    UNSEATED = "unseated"  # somebody who is, or will be, away hears that their stand-in will be away as well
    QUESTION = "question"  # somebody asks something in the thread of a card
    OUTCOME = "outcome"  # how a run ended, told to its requester or in a card's thread
    DEAD = "dead"  # work that was given up, put before the operators
    VACANT = "vacant"  # the operators hear of a tier that cannot decide, or of reviewers who are not to be found
    OVERRAN = "overran"  # the operators hear of a request that waits on though its last deadline has passed
    ALARM = "alarm"  # the operators hear what the auditor found
    POLICIES = "policies"  # the operators hear that the policies were read anew, or could not be


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told once to `audience`: a user id, a channel, `thread` for that of the request's card, `tier:`
    and a stage for whoever is asked then, or `OPERATORS`.
    """

    id: str
    kind: NoticeKind
    audience: str
    run_id: str | None = None
    request_id: str | None = None
    body: str = ""
    posting_since: float = 0.0


async def tell(tx: Transaction, notice: Notice, *, pause: float = 0.0) -> bool:
    """Owe a notice, to be told after `pause` seconds; False where it was owed before, as one id is told once."""
    columns = {
        "id": notice.id,
        "kind": notice.kind.value,
        "audience": notice.audience,
        "run_id": notice.run_id,
        "request_id": notice.request_id,
        "body": notice.body,
        "pause": pause,
    }
    is_new = await tx.conn.scalar(_TELL, columns) is not None
    if not pause:
        tx.hint(Work(WorkKind.NOTICE, notice.id))
    return is_new


async def retire(tx: Transaction, run_id: str, kind: NoticeKind) -> None:
    """Keep what was told of a run as what was told before, so that it can be told anew."""
    await tx.conn.execute(_RETIRE, {"of_run": run_id, "of_kind": kind.value, "before": f".{secrets.token_hex(4)}"})


async def load(conn: AsyncConnection, notice_id: str) -> Notice | None:
    """The notice of that id, told or still to be told, or None."""
    row = (await conn.execute(_LOAD, {"the_id": notice_id})).mappings().one_or_none()
    return notice_from(row) if row else None


async def is_begun(conn: AsyncConnection, notice_id: str) -> bool:
    """Whether the notice of that id was told or given up, or somebody is at it; False also where there is none.

    Where it is False nobody takes it up before this write ends, so that it will tell what this write makes true.
    """
    return bool(await conn.scalar(_IS_BEGUN, {"the_id": notice_id}))


async def note_told(conn: AsyncConnection, notice_id: str) -> None:
    """Note that a notice was told."""
    await conn.execute(_TOLD, {"the_id": notice_id})


def notice_from(row: RowMapping | dict[str, Any]) -> Notice:
    """The notice that a row of the table holds."""
    fields = {name: row[name] for name in Notice.__slots__}
    return Notice(**{**fields, "kind": NoticeKind(row["kind"])})
