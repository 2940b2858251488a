"""Cards on the ledger: the messages that are kept true, where each stands, and which are owed a new drawing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from bot.ledger.database import Transaction
from bot.ledger.hints import Work, WorkKind
from bot.ledger.inserting import insert_new, insert_or_want
from bot.ledger.tables import cards, requests

THREAD = "thread"  # the audience of whatever stands in a card's thread

_CARD = ("id", "look", "request_id", "batch_id", "run_id", "audience")
_WANT_CARD = insert_new(cards, *_CARD).returning(cards.c.wanted)
_WANT_DRAWN = insert_or_want(cards, *_CARD).returning(cards.c.wanted)
_BATCHED = cards.join(requests, requests.c.batch_id == cards.c.batch_id)
_BATCH = select(requests.c.batch_id).where(requests.c.id == bindparam("of_request")).scalar_subquery()
# In one order always, so that two who want the same cards drawn anew do not wait for each other.
_SHOWING = (
    select(cards.c.id)
    .where(or_(cards.c.request_id == bindparam("of_request"), cards.c.batch_id == _BATCH))
    .order_by(cards.c.id)
    .with_for_update(key_share=True)
)
_REDRAW = update(cards).where(cards.c.id.in_(_SHOWING)).values(wanted=cards.c.wanted + 1).returning(cards.c.id)
_IN_CHANNEL = cards.c.audience == bindparam("in_channel")
_MAIN = [
    select(cards).where(cards.c.request_id == bindparam("of_request"), cards.c.look == "request", _IN_CHANNEL),
    select(cards).select_from(_BATCHED).where(requests.c.id == bindparam("of_request"), _IN_CHANNEL),
]
_AT = select(cards).where(cards.c.channel == bindparam("at_channel"), cards.c.ts == bindparam("at_ts")).limit(1)
_SHOWN = (
    update(cards)
    .where(cards.c.id == bindparam("the_id"))
    .values(shown=bindparam("drawing"), channel=bindparam("at_channel"), ts=bindparam("at_ts"))
    .returning(cards.c.wanted)
)


class Look(StrEnum):
    """What a message that is kept true shows."""

    REQUEST = "request"
    BATCH = "batch"
    HISTORY = "history"  # what happened to a request, in its card's thread
    REMINDER = "reminder"  # to one reviewer who has not voted
    PROGRESS = "progress"  # what a run tells of itself


class Address(NamedTuple):
    """Where a message stands: the channel's id and the message's ts."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message that is kept true: what it shows of which request, batch or run, for whom, and where it stands.

    Of the three ids one is there. `wanted` counts the drawings wanted of it; `posting_since` is when its first post was
    begun, in seconds since 1970.
    """

    id: str
    look: Look
    request_id: str | None
    batch_id: str | None
    run_id: str | None
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


async def want_card(tx: Transaction, request_id: str, audience: str, look: Look = Look.REQUEST) -> bool:
    """Owe the audience (a channel or a user id) a card of the request; False, and no change, where there is one."""
    suffix = "" if look is Look.REQUEST else f".{look}"
    card_id = f"{request_id}.{audience.lstrip('#')}{suffix}"
    card = {"id": card_id, "look": look.value, "request_id": request_id, "audience": audience}
    return await _want(tx, _WANT_CARD, card)


async def want_history(tx: Transaction, request_id: str) -> None:
    """Owe the thread of the request's card the story of what happened; it is one message, drawn anew each time."""
    await want_card(tx, request_id, THREAD, Look.HISTORY)


async def want_batch_card(tx: Transaction, batch_id: str, audience: str) -> bool:
    """Owe the audience a card of the batch, or, which is False, a new drawing of the one it has."""
    card_id = f"{batch_id}.{audience.lstrip('#')}"
    card = {"id": card_id, "look": Look.BATCH.value, "batch_id": batch_id, "audience": audience}
    return await _want(tx, _WANT_DRAWN, card)


async def want_progress(tx: Transaction, run_id: str) -> None:
    """Owe a drawing of what the run tells of itself; it is one message."""
    card = {"id": f"{run_id}.{Look.PROGRESS}", "look": Look.PROGRESS.value, "run_id": run_id, "audience": THREAD}
    await _want(tx, _WANT_DRAWN, card)


async def redraw(tx: Transaction, request_id: str) -> None:
    """Owe every card of the request a new drawing."""
    for card_id in await tx.conn.scalars(_REDRAW, {"of_request": request_id}):
        tx.hint(Work(WorkKind.CARD, card_id))


async def main_card(conn: AsyncConnection, request_id: str, channel: str) -> Card | None:
    """The card that shows the request in the channel: one of its own, or that of the batch it is in."""
    for query in _MAIN:
        row = (await conn.execute(query, {"of_request": request_id, "in_channel": channel})).mappings().first()
        if row:
            return card_from(row)
    return None


async def card_at(conn: AsyncConnection, address: Address) -> Card | None:
    """The card that stands there, or None."""
    found = await conn.execute(_AT, {"at_channel": address.channel, "at_ts": address.ts})
    row = found.mappings().first()
    return card_from(row) if row else None


async def note_shown(tx: Transaction, card: Card, address: Address | None) -> None:
    """Note that the card shows the drawing that was wanted of it, and where; a newer wish stays owed."""
    channel, ts = address or (None, None)
    columns = {"the_id": card.id, "drawing": card.wanted, "at_channel": channel, "at_ts": ts}
    wanted = await tx.conn.scalar(_SHOWN, columns)
    if wanted != card.wanted:
        tx.hint(Work(WorkKind.CARD, card.id))


async def _want(tx: Transaction, how: ReturningInsert[int], card: dict[str, str]) -> bool:
    """Whether the card is new: wanted for the first time."""
    subjects = {"request_id": None, "batch_id": None, "run_id": None}
    wanted = await tx.conn.scalar(how, subjects | card)
    tx.hint(Work(WorkKind.CARD, card["id"]))
    return wanted == 1


def card_from(row: RowMapping | dict[str, Any]) -> Card:
    """The card that a row of the table holds."""
    fields = {name: row[name] for name in Card.__slots__}
    return Card(**{**fields, "look": Look(row["look"])})
