"""What is owed and what is due is found by index, however many runs wait: measured on 20,000 of each."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger import request_book, work
from bot.ledger.database import Ledger
from tests.approvals.examples import NOON

WAITING = 20_000
IDLE = [
    f"INSERT INTO runs (id, workflow, requester, input, state, created_at) "
    f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {WAITING}) "
    f"SELECT 'run-' || i, 'refund', 'U', '{{}}', 'waiting', 0 FROM n",
    "INSERT INTO requests SELECT 'request-' || id, id, 'i', 'open', 4e9, 0, 1, '{}' FROM runs",
    "INSERT INTO answers SELECT id, run_id, 'i', '1', 'applied', 0 FROM requests",
    "INSERT INTO cards (id, request_id, audience, shown) SELECT 'c-' || id, id, '#approvals', 1 FROM requests",
    "INSERT INTO notices (id, kind, audience, told) SELECT 'n-' || id, 'outcome', 'U', true FROM requests",
]

Statement = tuple[str, Any]


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """A busy team's ledger, on which nothing is owed."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    async with ledger.write() as tx:
        for sql in IDLE:
            await tx.conn.execute(text(sql))
    yield ledger
    await ledger.close()


async def test_looking_for_owed_work_reads_only_what_is_owed(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        with listening(conn) as heard:
            assert await work.owed(conn, 50) == []
        plans = [await plan(conn, statement) for statement in heard]
    used = [("ix_runs_owed",), ("ix_answers_owed", "sqlite_autoindex_runs_1"), ("ix_cards_owed",), ("ix_notices_owed",)]
    for steps, indexes in zip(plans, used, strict=True):
        for index in indexes:
            assert f"USING INDEX {index}" in steps, steps


async def test_looking_for_deadlines_reads_only_what_is_due(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        with listening(conn) as heard:
            assert await request_book.due(conn, NOON, 100) == []
            assert await request_book.next_due(conn) == 4e9
        for statement in heard:
            assert "INDEX ix_requests_due (due_at" in await plan(conn, statement)


async def test_nothing_that_is_owed_is_sorted_first(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        with listening(conn) as heard:
            await work.owed(conn, 50)
            await request_book.due(conn, NOON, 100)
        plans = [await plan(conn, statement) for statement in heard]
    assert [steps for steps in plans if "FOR ORDER BY" in steps] == []


@contextmanager
def listening(conn: AsyncConnection) -> Iterator[list[Statement]]:
    """The queries that are sent over the connection, with their values."""
    heard: list[Statement] = []

    def hear(_conn: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        if sql.startswith("SELECT"):
            heard.append((sql, values))

    event.listen(conn.sync_connection, "before_cursor_execute", hear)
    yield heard
    event.remove(conn.sync_connection, "before_cursor_execute", hear)


async def plan(conn: AsyncConnection, statement: Statement) -> str:
    """How the database goes about a query, step by step."""
    sql, values = statement
    steps = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    return "; ".join(str(step.detail) for step in steps)
