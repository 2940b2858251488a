"""Tells in SQL what requests are, by what is stored within them or beside them, so that a query need not fetch it."""

from typing import Any

from sqlalchemy import JSON, Alias, Column, ColumnElement, String, Table, Text, cast, exists, literal

from bot.ledger.tables import effects

# Not as jsonb, which refuses some texts that people may well have typed; SQLite takes any text for JSON.
_JSON = JSON().with_variant(Text(), "sqlite")


def part(column: Column[str], *names: str) -> ColumnElement[str]:
    """What stands under these names, one within the other, as JSON text; NULL where nothing does."""
    found: ColumnElement[Any] = cast(column, _JSON)
    for name in names:
        found = found.op("->")(literal(name, String()))
    return cast(found, Text)


def is_offer(request: Table | Alias) -> ColumnElement[bool]:
    """Whether the request only offers to undo something: it is the offer of what its run did."""
    return exists().where(effects.c.run_id == request.c.run_id, effects.c.request_id == request.c.id)
