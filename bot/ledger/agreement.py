"""Agreement: whether every stored request is what its events tell."""

from collections import defaultdict

from sqlalchemy import bindparam, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.events import Event
from bot.approvals.machine import IllegalMove, fold
from bot.ledger import chain
from bot.ledger.request_book import read_stored
from bot.ledger.tables import events, requests

_PAGE = 200
_REQUESTS = (
    select(requests.c.id, requests.c.state, requests.c.due_at, requests.c.body)
    .where(requests.c.id > bindparam("after"))
    .order_by(requests.c.id)
    .limit(_PAGE)
)
_STORIES = (
    select(events)
    .where(events.c.request_id.in_(bindparam("of_requests", expanding=True)))
    .order_by(events.c.request_id, events.c.seq)
)


async def differing(conn: AsyncConnection) -> list[str]:
    """The ids of requests that are stored otherwise than their events tell: somebody changed a row behind our back."""
    found: list[str] = []
    after = ""
    while rows := (await conn.execute(_REQUESTS, {"after": after})).mappings().all():
        stories = await _stories(conn, [row["id"] for row in rows])
        found += [row["id"] for row in rows if not _agrees(row, stories[row["id"]])]
        after = rows[-1]["id"]
    return found


async def _stories(conn: AsyncConnection, ids: list[str]) -> dict[str, list[Event]]:
    told: dict[str, list[Event]] = defaultdict(list)
    for row in (await conn.execute(_STORIES, {"of_requests": ids})).mappings():
        entry = chain.entry_from(row)
        told[entry.request_id].append(entry.event)
    return told


def _agrees(row: RowMapping, story: list[Event]) -> bool:
    try:
        told, stored = fold(story), read_stored(row["body"])
    except (IllegalMove, ValueError):
        return False
    due_at = told.due_at.timestamp() if told.due_at else None
    return told == stored and (row["state"], row["due_at"]) == (told.state.value, due_at)
