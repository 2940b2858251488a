"""The journal as a small SQLite file: every attempt, and one effect for each key."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from workflows.journal.effect import Effect, EffectRefused

_BUSY_SECONDS = 10.0
_TABLES = (
    """create table if not exists effects (
        key text primary key, body text not null,
        at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))""",
    """create table if not exists attempts (
        id integer primary key, key text not null,
        at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))""",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the effect of one key was attempted, and how often it happened."""

    attempts: int
    effects: int


def write(path: Path, effect: Effect) -> None:
    """Note the attempt and, unless the key is known, the effect, both or neither.

    Raises EffectRefused when the key was used for a different effect before; the attempt is noted even then.
    """
    with _transaction(path) as connection:
        connection.execute("insert into attempts (key) values (?)", (effect.key,))
        connection.execute("insert or ignore into effects (key, body) values (?, ?)", (effect.key, effect.body()))
        (kept,) = connection.execute("select body from effects where key = ?", (effect.key,)).fetchone()
    if kept != effect.body():
        raise EffectRefused(f"The key of {effect.reference} was used before, for something else.")


def tally(path: Path) -> dict[str, Tally]:
    """Attempts and effects by key; empty where there is no file yet."""
    if not path.exists():
        return {}
    query = """select key, count(*), (select count(*) from effects where effects.key = attempts.key)
               from attempts group by key order by min(id)"""
    with _transaction(path) as connection:
        return {key: Tally(attempts, effects) for key, attempts, effects in connection.execute(query)}


@contextmanager
def _transaction(path: Path) -> Iterator[sqlite3.Connection]:
    _ensure_private(path)
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("begin immediate")
        try:
            for table in _TABLES:
                connection.execute(table)
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def _ensure_private(path: Path) -> None:
    """SQLite would make the file readable by everybody, so it is made first, for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
