"""The audit trail: events appended in one hash chain over the whole ledger, and the check that nobody touched it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.digests import canonical, digest
from bot.approvals.events import Event, from_json, kind_of, to_json
from bot.ledger.tables import chain_head, events

_PAGE = 1000
_CHAINED = ("position", "request_id", "seq", "kind", "at", "body")
_HEAD = select(chain_head)
_LENGTH = select(chain_head.c.position)
_HEAD_TO_MOVE = _HEAD.with_for_update()
_MOVE_HEAD = update(chain_head).values(position=bindparam("to_position"), hash=bindparam("to_hash"))
_APPEND = insert(events)
_STORY = select(events).where(events.c.request_id == bindparam("of_request")).order_by(events.c.seq)
_HASH = select(events.c.hash).where(events.c.position == bindparam("the_position"))
_AFTER = select(events).where(events.c.position > bindparam("after")).order_by(events.c.position).limit(_PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as it stands in the chain."""

    position: int
    request_id: str
    seq: int
    event: Event
    hash: str


class BrokenChain(Exception):
    """The audit trail was changed after it was written, from this position on."""

    def __init__(self, words: str, position: int) -> None:
        super().__init__(words)
        self.position = position


async def append(conn: AsyncConnection, request_id: str, first_seq: int, happened: Sequence[Event]) -> None:
    """Add events to the chain; `first_seq` is the number of the first among its request's."""
    head = (await conn.execute(_HEAD_TO_MOVE)).mappings().one()
    position, previous = head["position"], head["hash"]
    rows = []
    for seq, event in enumerate(happened, start=first_seq):
        position += 1
        row = _row(position, request_id, seq, event)
        previous = row["hash"] = _hash(row, previous)
        rows.append(row)
    await conn.execute(_APPEND, rows)
    await conn.execute(_MOVE_HEAD, {"to_position": position, "to_hash": previous})


async def story(conn: AsyncConnection, request_id: str) -> list[Entry]:
    """A request's events in order."""
    rows = await conn.execute(_STORY, {"of_request": request_id})
    return [entry_from(row) for row in rows.mappings()]


async def length(conn: AsyncConnection) -> int:
    """How many events there are, by the head alone."""
    return int(await conn.scalar(_LENGTH) or 0)


async def verify(conn: AsyncConnection, *, trusted: int = 0) -> int:
    """Check every link behind the `trusted` event (0: every one) and return how many events stand.

    Raises BrokenChain at the first that does not fit.
    """
    position, previous = trusted, await conn.scalar(_HASH, {"the_position": trusted}) or ""
    while rows := await _page(conn, position):
        for row in rows:
            position += 1
            if row["position"] != position or row["hash"] != _hash(row, previous):
                raise BrokenChain(f"the audit trail does not fit together at event {position}", position)
            previous = row["hash"]
    head = (await conn.execute(_HEAD)).mappings().one()
    if (head["position"], head["hash"]) != (position, previous):
        raise BrokenChain(f"the audit trail ends at event {position}, but its head says {head['position']}", position)
    return position


def entry_from(row: RowMapping) -> Entry:
    """The entry that a row of the table holds."""
    return Entry(
        position=row["position"],
        request_id=row["request_id"],
        seq=row["seq"],
        event=from_json(row["kind"], json.loads(row["body"])),
        hash=row["hash"],
    )


async def _page(conn: AsyncConnection, after: int) -> Sequence[RowMapping]:
    return (await conn.execute(_AFTER, {"after": after})).mappings().all()


def _row(position: int, request_id: str, seq: int, event: Event) -> dict[str, Any]:
    return {
        "position": position,
        "request_id": request_id,
        "seq": seq,
        "kind": kind_of(event),
        "at": event.at.timestamp(),
        "body": canonical(to_json(event)),
    }


def _hash(row: RowMapping | dict[str, Any], previous: str) -> str:
    return digest(canonical([*(row[name] for name in _CHAINED), previous]))
