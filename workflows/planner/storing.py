"""Adds rows to a small SQLite file of its own: tables and columns from a fixed list, every value bound."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from workflows.planner.outcome import OutOfBounds
from workflows.planner.tables import COLUMNS, Table

_BUSY_SECONDS = 10.0


def database() -> Path:
    """The file in COUNTERSIGN_PLANNER_DATABASE, else `planner.db` among the bot's data."""
    default = Path(os.environ.get("COUNTERSIGN_DATA") or ".data") / "planner.db"
    return Path(os.environ.get("COUNTERSIGN_PLANNER_DATABASE") or default)


def add_row(path: Path, key: str, table: Table, values: Mapping[str, str]) -> int:
    """Add the row under its key and return its number; with the same key again it adds nothing.

    Raises OutOfBounds where the key was used for another row.
    """
    _ensure_private(path)
    columns = COLUMNS[table]
    row = [values[column] for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection, connection:
        connection.execute(_creation(table))
        marks = ", ".join("?" for _ in columns)
        insert = f'insert or ignore into "{table}" (key, {names}) values (?, {marks})'  # noqa: S608 - from the list
        connection.execute(insert, [key, *row])
        select = f'select number, {names} from "{table}" where key = ?'  # noqa: S608 - from the list
        number, *kept = connection.execute(select, [key]).fetchone()
    if kept != row:
        raise OutOfBounds("This was entered before, with other values.")
    return int(number)


def _creation(table: Table) -> str:
    columns = ", ".join(f'"{column}" text not null' for column in COLUMNS[table])
    return f'create table if not exists "{table}" (number integer primary key, key text not null unique, {columns})'


def _ensure_private(path: Path) -> None:
    """SQLite would make the file readable by everybody, so it is made first, for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
