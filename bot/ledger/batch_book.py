"""Batches on the ledger: like requests that share a card, in the order in which they joined."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.database import Transaction
from bot.ledger.tables import batches, cards, requests

_GATHERING = (
    select(batches)
    .where(
        batches.c.likeness == bindparam("of_likeness"),
        batches.c.until > bindparam("now"),
        exists().where(requests.c.batch_id == batches.c.id, requests.c.state == "open"),
        ~exists().where(cards.c.batch_id == batches.c.id, cards.c.audience == batches.c.channel, cards.c.dead),
        batches.c.size < bindparam("most"),
    )
    .order_by(batches.c.until.desc())
    .limit(1)
    .with_for_update()
)
_BEGIN = insert(batches)
_GROW = (
    update(batches).where(batches.c.id == bindparam("the_id")).values(size=batches.c.size + 1).returning(batches.c.size)
)
_PLACE = (
    update(requests)
    .where(requests.c.id == bindparam("the_request"))
    .values(batch_id=bindparam("in_batch"), place=bindparam("at_place"))
)
_OF_REQUEST = select(requests.c.batch_id).where(requests.c.id == bindparam("the_request"))
_IN_CHANNEL = _OF_REQUEST.join(batches).where(batches.c.channel == bindparam("the_channel"))


class Batch(NamedTuple):
    """Requests that share a card in `channel`; `size` have joined so far."""

    id: str
    channel: str
    size: int


class Gathering(NamedTuple):
    """How requests gather: those of one `likeness`, within `window` of the first, up to `most`, in `channel`."""

    likeness: str
    channel: str
    window: timedelta
    most: int


async def join(tx: Transaction, request_id: str, how: Gathering, now: datetime) -> Batch:
    """Put a request into the batch that gathers its like at `now`, or begin one with it.

    A batch of which everything is decided, or whose card was given up, gathers no more: nobody would notice what joined
    it.
    """
    sought = {"of_likeness": how.likeness, "now": now.timestamp(), "most": how.most}
    row = (await tx.conn.execute(_GATHERING, sought)).mappings().one_or_none()
    batch = _from_row(row) if row else await _begin(tx.conn, how, now)
    size = (await tx.conn.execute(_GROW, {"the_id": batch.id})).scalar_one()
    await tx.conn.execute(_PLACE, {"the_request": request_id, "in_batch": batch.id, "at_place": size})
    return batch._replace(size=size)


async def of_request(conn: AsyncConnection, request_id: str) -> str | None:
    """The id of the batch that a request is in, or None."""
    found: str | None = await conn.scalar(_OF_REQUEST, {"the_request": request_id})
    return found


async def in_channel(conn: AsyncConnection, request_id: str, channel: str) -> str | None:
    """The id of the batch that a request is in, where that has its card in this channel, or None."""
    found: str | None = await conn.scalar(_IN_CHANNEL, {"the_request": request_id, "the_channel": channel})
    return found


async def _begin(conn: AsyncConnection, how: Gathering, now: datetime) -> Batch:
    batch_id = f"bat_{secrets.token_hex(6)}"
    columns = {"id": batch_id, "likeness": how.likeness, "channel": how.channel}
    await conn.execute(_BEGIN, {**columns, "until": (now + how.window).timestamp()})
    return Batch(batch_id, how.channel, 0)


def _from_row(row: RowMapping) -> Batch:
    return Batch(row["id"], row["channel"], row["size"])
