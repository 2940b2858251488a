"""Looks inside stored JSON from SQL, so that a query need not fetch what it does not want."""

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, String, Text, cast, literal

# Not as jsonb, which refuses some texts that people may well have typed; SQLite takes any text for JSON.
_JSON = JSON().with_variant(Text(), "sqlite")


def part(column: Column[str], *names: str) -> ColumnElement[str]:
    """What stands under these names, one within the other, as JSON text; NULL where nothing does."""
    found: ColumnElement[Any] = cast(column, _JSON)
    for name in names:
        found = found.op("->")(literal(name, String()))
    return cast(found, Text)
