"""Notices on the ledger: what is to be told once, and to whom."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, case, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.clocks import db_now
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.inserting import insert_new
from bot.ledger.tables import notices

_LATER = case((bindparam("pause") > 0, db_now() + bindparam("pause")), else_=0.0)
_TELL = insert_new(notices, "id", "kind", "audience", "run_id", "request_id", "body").values(next_at=_LATER)
_TOLD = update(notices).where(notices.c.id == bindparam("the_id")).values(told=True)


class NoticeKind(StrEnum):
    """What a notice is for."""

    CALL = "call"  # the reviewers of a tier get the card as a DM
    REMIND = "remind"  # those of a tier who have not voted get a reminder, or see theirs drawn anew
    WAITS = "waits"  # the requester hears that their run waits for people
    DECIDED = "decided"  # the requester hears what was decided while the run goes on
    QUESTION = "question"  # somebody asks something in the thread of a card
    OUTCOME = "outcome"  # how a run ended, told to its requester or in a card's thread
    DEAD = "dead"  # work that was given up, put before the operators


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told once to `audience`: a user id, a channel, or `thread` for the request's card's thread."""

    id: str
    kind: NoticeKind
    audience: str
    run_id: str | None = None
    request_id: str | None = None
    body: str = ""
    posting_since: float = 0.0


async def tell(tx: Transaction, notice: Notice, *, pause: float = 0.0) -> None:
    """Owe a notice, to be told after `pause` seconds; the same id is told once however often it is wished for."""
    columns = {
        "id": notice.id,
        "kind": notice.kind.value,
        "audience": notice.audience,
        "run_id": notice.run_id,
        "request_id": notice.request_id,
        "body": notice.body,
        "pause": pause,
    }
    await tx.conn.execute(_TELL, columns)
    if not pause:
        tx.hint(Work(WorkKind.NOTICE, notice.id))


async def note_told(conn: AsyncConnection, notice_id: str) -> None:
    """Note that a notice was told."""
    await conn.execute(_TOLD, {"the_id": notice_id})


def notice_from(row: RowMapping | dict[str, Any]) -> Notice:
    """The notice that a row of the table holds."""
    fields = {name: row[name] for name in Notice.__slots__}
    return Notice(**{**fields, "kind": NoticeKind(row["kind"])})
