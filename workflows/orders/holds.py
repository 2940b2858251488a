"""What is held for orders, in a small SQLite file: a hold has a key, so that holding or releasing twice is once."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.review import NotDone
from workflows.orders.prices import CAPACITY

_BUSY_SECONDS = 10.0
_TABLE = """create table if not exists holds (
    key text primary key, pool text not null, quantity integer not null, released integer not null default 0,
    at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), released_at text)"""


@dataclass(frozen=True, slots=True)
class Hold:
    """So much of a pool, held under a key that names the occasion."""

    key: str
    pool: str
    quantity: int


class Short(NotDone):
    """There is not enough left to hold, so nothing is held; the message says how much there is."""


def place() -> Path:
    """The file among the bot's data."""
    return Path(os.environ.get("COUNTERSIGN_DATA") or ".data") / "orders.db"


def left(path: Path, pool: str) -> int:
    """How much of a pool nobody holds."""
    with _transaction(path) as connection:
        return _left(connection, pool)


def take(path: Path, hold: Hold) -> None:
    """Hold it, unless its key is known already; raises Short when there is not enough left."""
    with _transaction(path) as connection:
        if connection.execute("select 1 from holds where key = ?", (hold.key,)).fetchone():
            return
        available = _left(connection, hold.pool)
        if available < hold.quantity:
            raise Short(f"{hold.pool}: {hold.quantity:,} wanted, {available:,} left")
        connection.execute(
            "insert into holds (key, pool, quantity) values (?, ?, ?)", (hold.key, hold.pool, hold.quantity)
        )


def release(path: Path, key: str) -> None:
    """Give it back; what was given back before, or never held, changes nothing."""
    with _transaction(path) as connection:
        connection.execute(
            "update holds set released = 1, released_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') "
            "where key = ? and not released",
            (key,),
        )


def held(path: Path) -> list[Hold]:
    """What is held and was not given back, the oldest first."""
    with _transaction(path) as connection:
        rows = connection.execute("select key, pool, quantity from holds where not released order by rowid")
        return [Hold(*row) for row in rows]


def _left(connection: sqlite3.Connection, pool: str) -> int:
    query = "select coalesce(sum(quantity), 0) from holds where pool = ? and not released"
    (taken,) = connection.execute(query, (pool,)).fetchone()
    return CAPACITY[pool] - int(taken)


@contextmanager
def _transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """Both or neither, and nobody between: SQLite's one writer decides who gets the last piece."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("begin immediate")
        try:
            connection.execute(_TABLE)
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
