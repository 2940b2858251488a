"""Inserts that any number of processes may make at once: whoever comes second finds the row there."""

from sqlalchemy import Table, bindparam
from sqlalchemy.dialects.postgresql import Insert, insert


def insert_new(table: Table, *names: str) -> Insert:
    """Insert a row with these columns; nothing happens where one of its keys is there already."""
    return _inserting(table, names).on_conflict_do_nothing()


def insert_or_want(table: Table, *names: str) -> Insert:
    """Insert a row that is owed a drawing; where its id is there already, one more drawing of that is wanted."""
    wanted = {"wanted": table.c.wanted + 1}
    return _inserting(table, names).on_conflict_do_update(index_elements=[table.c.id], set_=wanted)


def _inserting(table: Table, names: tuple[str, ...]) -> Insert:
    """PostgreSQL's own insert: SQLite has the same clause in the same words, so both understand it."""
    return insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in names})
