"""An aiosqlite connection that takes one trip to its thread for a statement, where the plain one takes four.

SQLAlchemy creates a cursor, executes, fetches and closes; each of these is a trip of about 0.1 ms, which was most of
what a transaction cost. Here the cursor does all of it in one trip and hands the rows out from memory.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import aiosqlite


class OneHopCursor:
    """A cursor that has fetched everything by the time `execute` returns."""

    arraysize = 1

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "OneHopCursor":
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> "OneHopCursor":
        """Run a statement, keep its rows, and close it."""
        await self._connection.trip(partial(self._run, sqlite3.Cursor.execute, sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> "OneHopCursor":
        """Run a statement for each of the parameters."""
        await self._connection.trip(partial(self._run, sqlite3.Cursor.executemany, sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""

    def _run(self, method: Any, sql: str, parameters: Any) -> None:
        cursor = self._connection._conn.cursor()
        try:
            method(cursor, sql, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """A connection whose cursors take one trip for each statement."""

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        """A cursor, made without a trip."""
        return OneHopCursor(self)

    async def trip(self, deed: Callable[[], None]) -> None:
        """Do something in the connection's thread."""
        await self._execute(deed)  # type: ignore[no-untyped-call]


def connect(database: str, **options: Any) -> OneHopConnection:
    """A connection to be awaited, with sqlite3's own options; its thread does not keep the process alive."""
    connection = OneHopConnection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
