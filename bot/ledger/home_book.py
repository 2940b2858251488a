"""App Homes on the ledger: who has opened theirs, and which are owed a new drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, or_, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.clocks import db_now
from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.inserting import insert_new
from bot.ledger.tables import homes

CALM = 2.0  # seconds in which the changes to a home are gathered before it is drawn
_ADD = insert_new(homes, "id")
# One that is being drawn just now is drawn again later, not at once.
_MAY_WAIT = or_(homes.c.shown == homes.c.wanted, homes.c.lease_until > db_now())
_REFRESH = (
    update(homes)
    .where(homes.c.id.in_(bindparam("people", expanding=True)))
    .values(wanted=homes.c.wanted + 1, next_at=case((_MAY_WAIT, db_now() + CALM), else_=homes.c.next_at))
)
_OPENED = (
    update(homes)
    .where(homes.c.id == bindparam("person"))
    .values(
        wanted=homes.c.wanted + 1, next_at=0.0, dead=False, attempts=case((homes.c.dead, 0), else_=homes.c.attempts)
    )
)
_SHOWN = update(homes).where(homes.c.id == bindparam("person")).values(shown=bindparam("drawing"))


@dataclass(frozen=True, slots=True)
class Home:
    """Somebody's App Home, and which drawing of it is wanted."""

    person: str
    wanted: int


async def opened(tx: Transaction, person: str) -> None:
    """Owe a drawing at once, even of one that was given up: this person has opened it, perhaps for the first time."""
    await tx.conn.execute(_ADD, {"id": person})
    await tx.conn.execute(_OPENED, {"person": person})
    tx.hint(Work(WorkKind.HOME, person))


async def refresh(conn: AsyncConnection, people: Iterable[str]) -> None:
    """Owe these people's homes a new drawing soon, as far as they have opened theirs at all."""
    await conn.execute(_REFRESH, {"people": sorted(people)})


async def note_shown(conn: AsyncConnection, home: Home) -> None:
    """Note that a home shows the drawing that was wanted of it; a newer wish stays owed."""
    await conn.execute(_SHOWN, {"person": home.person, "drawing": home.wanted})


def home_from(row: RowMapping | dict[str, Any]) -> Home:
    """The home that a row of the table holds."""
    return Home(row["id"], row["wanted"])
