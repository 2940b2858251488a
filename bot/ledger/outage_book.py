"""Outages on the ledger: when Slack was out of reach, whom that kept from seeing what, and what was decided of it."""

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Table, Update, and_, bindparam, case, exists, func, or_, select, text, union, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause
from bot.approvals.policy import Outage
from bot.ledger.inserting import insert_new
from bot.ledger.inside import part
from bot.ledger.tables import CARD_OWED, HOME_OWED, NOTICE_OWED, cards, events, homes, notices, outages, requests

_BEGIN = insert_new(outages, "since").returning(outages.c.id)
_RUNNING = select(outages.c.since).where(outages.c.running)
_END = update(outages).where(outages.c.running).values(running=False, until=bindparam("at")).returning(outages.c.since)
_QUEUED = select(func.count()).select_from(cards).where(text(CARD_OWED))

_NEVER_SHOWN = and_(text(CARD_OWED), cards.c.shown == 0)
_WAITING = union(
    select(cards.c.request_id.label("id")).where(_NEVER_SHOWN, cards.c.look == "request"),
    select(requests.c.id).join(cards, cards.c.batch_id == requests.c.batch_id).where(_NEVER_SHOWN),
    # Who is to get a card themselves is looked up first, which Slack has to be there for.
    select(notices.c.request_id).where(text(NOTICE_OWED), notices.c.kind == "call"),
).subquery()
_SEEN = or_(
    exists().where(cards.c.request_id == requests.c.id, cards.c.look != "history", cards.c.shown > 0),
    exists().where(cards.c.batch_id == requests.c.batch_id, cards.c.shown > 0),
)
_UNSEEN = (
    select(
        requests.c.id,
        requests.c.opened_at,
        part(requests.c.body, "policy", "name").label("policy"),
        part(requests.c.body, "policy", "outage").label("outage"),
    )
    .join(_WAITING, _WAITING.c.id == requests.c.id)
    .where(requests.c.state == "open", ~_SEEN)
    .order_by(requests.c.opened_at, requests.c.id)
)
_IS_UNSEEN = select(~_SEEN).where(requests.c.id == bindparam("the_id"))
_DECIDED = (
    select(requests.c.id, requests.c.title, events.c.body)
    .join(events, events.c.request_id == requests.c.id)
    .where(requests.c.closed_at >= bindparam("since"), requests.c.state == "expired", events.c.kind == "expired")
    .order_by(requests.c.closed_at, requests.c.id)
)
_OUTAGE: TypeAdapter[Outage | None] = TypeAdapter(Outage | None)


class Unseen(NamedTuple):
    """An open request that nobody was shown, and how long its policy waits for Slack, if it says."""

    request_id: str
    opened_at: datetime
    policy: str
    outage: Outage | None


class Unvoted(NamedTuple):
    """What became of a request that nobody could be shown."""

    request_id: str
    title: str
    approved: bool


async def begin(conn: AsyncConnection, since: datetime) -> bool:
    """Note that Slack is out of reach; False where that is known already."""
    return await conn.scalar(_BEGIN, {"since": since.timestamp()}) is not None


async def end(conn: AsyncConnection, until: datetime) -> datetime | None:
    """Note that Slack is within reach again; returns since when it was not, or None where that was not known."""
    since = await conn.scalar(_END, {"at": until.timestamp()})
    return None if since is None else datetime.fromtimestamp(since, UTC)


async def running(conn: AsyncConnection) -> datetime | None:
    """Since when Slack is out of reach, or None while it is within."""
    since = await conn.scalar(_RUNNING)
    return None if since is None else datetime.fromtimestamp(since, UTC)


async def unseen(conn: AsyncConnection) -> list[Unseen]:
    """The open requests whose cards wait for their first showing, the oldest first."""
    return [_unseen(row) for row in await conn.execute(_UNSEEN)]


async def is_unseen(conn: AsyncConnection, request_id: str) -> bool:
    """Whether no card of this request was ever shown."""
    return bool(await conn.scalar(_IS_UNSEEN, {"the_id": request_id}))


async def decided(conn: AsyncConnection, since: datetime) -> list[Unvoted]:
    """What was decided from then on because nobody could be shown it, in that order."""
    rows = await conn.execute(_DECIDED, {"since": since.timestamp()})
    told = [(row, json.loads(row.body)["decision"]) for row in rows]
    return [
        Unvoted(row.id, row.title, decision["kind"] == Kind.APPROVE)
        for row, decision in told
        if decision["cause"] == Cause.OUTAGE
    ]


async def queued(conn: AsyncConnection) -> int:
    """How many cards are still to be shown."""
    return int(await conn.scalar(_QUEUED) or 0)


async def hasten(conn: AsyncConnection) -> None:
    """Have what failed tried again at once, and as if for the first time but for what may have succeeded unnoticed."""
    for statement in _HASTEN:
        await conn.execute(statement)


def _hastening(table: Table, owed: str) -> Update:
    failed = update(table).where(text(owed), table.c.error != "", table.c.lease_until.is_(None))
    return failed.values(next_at=0.0, attempts=case((table.c.attempts > 1, 1), else_=table.c.attempts))


_HASTEN = [_hastening(*each) for each in ((cards, CARD_OWED), (notices, NOTICE_OWED), (homes, HOME_OWED))]


def _unseen(row: Row[Any]) -> Unseen:
    opened_at = datetime.fromtimestamp(row.opened_at, UTC)
    return Unseen(row.id, opened_at, json.loads(row.policy), _OUTAGE.validate_json(row.outage or "null"))
