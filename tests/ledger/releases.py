"""Rows as earlier releases had them."""

import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.request import Request
from bot.ledger import request_book

# What the requests and votes of the second release did not have, and what those of the first did not have either.
SINCE_THE_SECOND = frozenset(
    {
        *("routed_by", "round", "top", "parked_until", "seatings", "extensions", "overruns", "fallbacks", "reopening"),
        *("reopens", "urgency", "channels", "rejections", "notify", "turn", "calendar", "defer", "earlier_may_act"),
        *("distinct_groups", "at_least", "fallback", "repeat", "extend_at_most", "outage"),
    }
)
SINCE_THE_FIRST = SINCE_THE_SECOND | {
    *("first_digest", "asked_at", "neared", "edits", "delegations", "views", "climbs", "withdrawn_by"),
    *("withdrawn_at", "values", "behalf"),
}


async def put(conn: AsyncConnection, columns: str, values: tuple[object, ...]) -> None:
    """Insert a row with these columns."""
    names = [f"v{number}" for number in range(len(values))]
    places = ", ".join(f":{name}" for name in names)
    await conn.execute(text(f"INSERT INTO {columns} VALUES ({places})"), dict(zip(names, values, strict=True)))


def stored_before(request: Request, since: frozenset[str]) -> str:
    """A request as an earlier release stored it, which did not have these fields."""
    body = json.loads(request_book.stored(request))
    del body["origin"]["channel"]
    return json.dumps(without(body, since))


def without(told: object, since: frozenset[str]) -> object:
    """Something stored, without the fields that came since; a draft's and a form's values are no such field."""
    if isinstance(told, list):
        return [without(inner, since) for inner in told]
    if isinstance(told, dict):
        return {name: without(inner, since) for name, inner in told.items() if name not in since}
    return told
