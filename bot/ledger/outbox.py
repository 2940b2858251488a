"""What Slack is still owed: cards that show requests, and notices told once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Insert, Table, bindparam, exists, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import cards, notices


def _insert_new(table: Table, *names: str) -> Insert:
    """Insert a row unless its id is there already."""
    known = exists().where(table.c.id == bindparam("id", type_=table.c.id.type))
    row = select(*(bindparam(name, type_=table.c[name].type) for name in names)).where(~known)
    return insert(table).from_select(names, row)


_WANT_CARD = _insert_new(cards, "id", "request_id", "audience")
_TELL = _insert_new(notices, "id", "kind", "audience", "run_id", "request_id", "body")
_REDRAW = (
    update(cards)
    .where(cards.c.request_id == bindparam("of_request"))
    .values(wanted=cards.c.wanted + 1)
    .returning(cards.c.id)
)
_CARDS_OF = select(cards).where(cards.c.request_id == bindparam("of_request")).order_by(cards.c.audience)
_SHOWN = (
    update(cards)
    .where(cards.c.id == bindparam("the_id"))
    .values(shown=bindparam("drawing"), channel=bindparam("at_channel"), ts=bindparam("at_ts"))
    .returning(cards.c.wanted)
)
_TOLD = update(notices).where(notices.c.id == bindparam("the_id")).values(told=True)


class NoticeKind(StrEnum):
    """What a notice is for."""

    CALL = "call"  # the reviewers of a tier get the card as a DM
    OUTCOME = "outcome"  # how a run ended, told to its requester or in a card's thread
    DEAD = "dead"  # work that was given up, put before the operators


class Address(NamedTuple):
    """Where a message stands: the channel's id and the message's ts."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message that shows a request: whom it is for, where it stands, and how many drawings were wanted of it.

    `posting_since` is when its first post was begun, in seconds since 1970.
    """

    id: str
    request_id: str
    audience: str
    channel: str | None
    ts: str | None
    wanted: int
    shown: int
    posting_since: float
    dead: bool

    @property
    def address(self) -> Address | None:
        """Where the card stands, or None before it was posted."""
        return Address(self.channel, self.ts) if self.channel and self.ts else None

    @property
    def is_let_go(self) -> bool:
        """Whether it was shown once and stands nowhere now: it was deleted, and its request is closed."""
        return self.shown > 0 and self.address is None


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


async def want_card(tx: Transaction, request_id: str, audience: str) -> None:
    """Owe the audience (a channel or a user id) a card of the request; wishing for it again changes nothing."""
    card_id = f"{request_id}.{audience.lstrip('#')}"
    await tx.conn.execute(_WANT_CARD, {"id": card_id, "request_id": request_id, "audience": audience})
    tx.hint(Work(WorkKind.CARD, card_id))


async def redraw(tx: Transaction, request_id: str) -> None:
    """Owe every card of the request a new drawing."""
    for card_id in await tx.conn.scalars(_REDRAW, {"of_request": request_id}):
        tx.hint(Work(WorkKind.CARD, card_id))


async def tell(tx: Transaction, notice: Notice) -> None:
    """Owe a notice; the same id is told once however often it is wished for."""
    columns = {
        "id": notice.id,
        "kind": notice.kind.value,
        "audience": notice.audience,
        "run_id": notice.run_id,
        "request_id": notice.request_id,
        "body": notice.body,
    }
    await tx.conn.execute(_TELL, columns)
    tx.hint(Work(WorkKind.NOTICE, notice.id))


async def cards_of(conn: AsyncConnection, request_id: str) -> list[Card]:
    """The cards of a request, the channel's first."""
    rows = await conn.execute(_CARDS_OF, {"of_request": request_id})
    return [card_from(row) for row in rows.mappings()]


async def note_shown(tx: Transaction, card: Card, address: Address | None) -> None:
    """Note that the card shows the drawing that was wanted of it, and where; a newer wish stays owed."""
    channel, ts = address or (None, None)
    columns = {"the_id": card.id, "drawing": card.wanted, "at_channel": channel, "at_ts": ts}
    wanted = await tx.conn.scalar(_SHOWN, columns)
    if wanted != card.wanted:
        tx.hint(Work(WorkKind.CARD, card.id))


async def note_told(conn: AsyncConnection, notice_id: str) -> None:
    """Note that a notice was told."""
    await conn.execute(_TOLD, {"the_id": notice_id})


def card_from(row: RowMapping | dict[str, Any]) -> Card:
    """The card that a row of the table holds."""
    return Card(**{name: row[name] for name in Card.__slots__})


def notice_from(row: RowMapping | dict[str, Any]) -> Notice:
    """The notice that a row of the table holds."""
    fields = {name: row[name] for name in Notice.__slots__}
    return Notice(**{**fields, "kind": NoticeKind(row["kind"])})
