"""The schema is what the tables say, and holds the invariants 1, 4, 6 and 10 of the design by itself."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.approvals.commands import Withdraw
from bot.ledger import migrating
from bot.ledger.database import Ledger
from bot.ledger.tables import metadata
from tests.approvals.examples import a_click, a_policy, a_tier
from tests.ledger.books import dump, give, open_request, settle, tell, want_card
from tests.ledger.databases import BACKENDS, fresh_database

ROOT = Path(__file__).parents[2]
_REQUEST = "id, run_id, interrupt_id, state, due_at, opened_at, seq, body"
_VOTE = "request_id, person, action, kind, digest, reason, at, live"
_ANSWER = "request_id, run_id, interrupt_id, body, state, at"

REFUSED = {
    "a second live vote": f"INSERT INTO votes ({_VOTE}) SELECT {_VOTE} FROM votes WHERE request_id = 'request-1'",
    "a second closing event": "INSERT INTO events VALUES (99, 'request-2', 99, 'withdrawn', 0, '{}', 'h')",
    "an expiry after a decision": "INSERT INTO events VALUES (99, 'request-2', 99, 'expired', 0, '{}', 'h')",
    "a second decision": "INSERT INTO events VALUES (99, 'request-2', 99, 'settled', 0, '{}', 'h')",
    "an event number twice": "INSERT INTO events VALUES (99, 'request-1', 1, 'voted', 0, '{}', 'h')",
    "an event's place twice": "INSERT INTO events VALUES (1, 'request-1', 99, 'voted', 0, '{}', 'h')",
    "an event's hash twice": (
        "INSERT INTO events SELECT 99, 'request-1', 99, 'voted', 0, '{}', hash FROM events WHERE position = 1"
    ),
    "an event of no request": "INSERT INTO events VALUES (99, 'request-9', 1, 'opened', 0, '{}', 'h')",
    "a second answer to a request": f"INSERT INTO answers ({_ANSWER}) SELECT {_ANSWER} FROM answers",
    "a second answer to a question": (
        f"INSERT INTO answers ({_ANSWER}) SELECT 'request-1', run_id, interrupt_id, body, state, at FROM answers"
    ),
    "an answer of no request": f"INSERT INTO answers ({_ANSWER}) VALUES ('request-9', 'run-1', 'i', '1', 'owed', 0)",
    "an answer of no run": f"INSERT INTO answers ({_ANSWER}) VALUES ('request-1', 'run-9', 'i', '1', 'owed', 0)",
    "an answer in no known state": "UPDATE answers SET state = 'lost'",
    "a second open request for a question": (
        f"INSERT INTO requests ({_REQUEST}) SELECT 'request-9', run_id, interrupt_id, 'open', NULL, 0, 1, body "
        "FROM requests WHERE id = 'request-1'"
    ),
    "a closed request with a deadline": "UPDATE requests SET due_at = 1 WHERE id = 'request-2'",
    "a withdrawal that keeps its deadline": "UPDATE requests SET state = 'withdrawn' WHERE id = 'request-1'",
    "a request in no known state": "UPDATE requests SET state = 'maybe' WHERE id = 'request-3'",
    "a request of no run": (
        f"INSERT INTO requests ({_REQUEST}) VALUES ('request-9', 'run-9', 'i', 'open', NULL, 0, 1, '{{}}')"
    ),
    "a run in no known state": "UPDATE runs SET state = 'asleep'",
    "a run twice": "INSERT INTO runs (id, workflow, requester, input, state, created_at) SELECT id, workflow, "
    "requester, input, state, created_at FROM runs",
    "a vote on no request": f"INSERT INTO votes ({_VOTE}) VALUES ('request-9', 'p', 'a', 'approve', 'd', '', 0, true)",
    "a second card for an audience": (
        "INSERT INTO cards (id, request_id, audience) SELECT 'other', request_id, audience FROM cards"
    ),
    "a card of nothing": "INSERT INTO cards (id, audience) VALUES ('c', '#approvals')",
    "a card of two things": "UPDATE cards SET run_id = 'run-1'",
    "a card of no known look": "UPDATE cards SET look = 'poster'",
    "a request in no batch": "UPDATE requests SET batch_id = 'bat_9'",
    "a ping about no request": "INSERT INTO pings (person, request_id, at) VALUES ('p', 'request-9', 0)",
    "a second outage at once": "INSERT INTO outages (since) VALUES (0), (1)",
    "a second last inspection": "INSERT INTO inspections (id, at, took, body) VALUES (2, 0, 0, '{}')",
    "a second absence at once": (
        "INSERT INTO absences (person, stand_in, since, until) VALUES ('p', 'a', 0, 1), ('p', 'b', 0, 1)"
    ),
    "a card of no request": "INSERT INTO cards (id, request_id, audience) VALUES ('c', 'request-9', '#approvals')",
    "a notice of no request": (
        "INSERT INTO notices (id, kind, audience, request_id) VALUES ('n', 'call', 'a', 'request-9')"
    ),
    "a notice of no run": "INSERT INTO notices (id, kind, audience, run_id) VALUES ('n', 'call', 'a', 'run-9')",
    "a notice twice": "INSERT INTO notices (id, kind, audience) SELECT id, kind, audience FROM notices",
    "a second end of the chain": "INSERT INTO chain_head VALUES (2, 0, '')",
}

ALLOWED = {
    "a vote that counts no more": (
        f"INSERT INTO votes ({_VOTE}) SELECT request_id, person, action, kind, digest, reason, at, false FROM votes"
    ),
    "an answer in the place of a void one": (
        "UPDATE answers SET state = 'void'",
        f"INSERT INTO answers ({_ANSWER}) SELECT 'request-1', run_id, interrupt_id, body, 'owed', at FROM answers",
    ),
    "a question asked anew": (
        f"INSERT INTO requests ({_REQUEST}) SELECT 'request-9', run_id, interrupt_id, 'open', NULL, 0, 1, body "
        "FROM requests WHERE id = 'request-2'"
    ),
}


@pytest.fixture
async def full(ledger: Ledger) -> Ledger:
    """A ledger with a request that is open and has a vote, one that is settled and one that was withdrawn."""
    two_leads = a_policy(a_tier(quorum=2))
    first = await open_request(ledger, 1, policy=two_leads)
    await give(ledger, first, a_click(first))
    await settle(ledger, await open_request(ledger, 2))
    await give(ledger, await open_request(ledger, 3), Withdraw(because="it went on", by="engine"))
    await want_card(ledger)
    await tell(ledger)
    return ledger


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED.keys())
async def test_the_schema_refuses_by_itself(full: Ledger, sql: str) -> None:
    before = await dump(full)
    with pytest.raises(IntegrityError):
        await execute(full, sql)
    assert await dump(full) == before


@pytest.mark.parametrize("sql", ALLOWED.values(), ids=ALLOWED.keys())
async def test_the_schema_allows(full: Ledger, sql: str | tuple[str, ...]) -> None:
    await execute(full, *([sql] if isinstance(sql, str) else sql))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET body = '{}' WHERE position = 1",
        "UPDATE events SET hash = 'h' WHERE position = 1",
        "UPDATE events SET position = position",
        "DELETE FROM events WHERE position = 1",
        "DELETE FROM events",
    ],
)
async def test_events_cannot_be_changed_or_taken_away(full: Ledger, sql: str) -> None:
    before = await dump(full)
    with pytest.raises(DBAPIError, match="events are append-only"):
        await execute(full, sql)
    assert await dump(full) == before


async def test_migrations_build_what_the_tables_say(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        assert await conn.run_sync(differences) == []


@pytest.mark.parametrize("backend", BACKENDS)
async def test_migrations_build_every_key_check_and_index_that_the_tables_have(backend: str, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    migrated = fresh_database(backend, tmp_path)
    made = fresh_database(backend, tmp_path / "made")
    async with migrated as first, made as second:
        assert await built(first, migrating.upgrade) == await built(second, metadata.create_all)


async def test_opening_a_ledger_again_changes_nothing(full: Ledger, url: str) -> None:
    before = await dump(full)
    again = await Ledger.open(url, sole=False)
    assert await dump(again) == before
    await again.close()


async def test_processes_that_start_at_once_find_one_schema(url: str) -> None:
    command = [sys.executable, "-m", "tests.ledger.opening", url]
    processes = [await asyncio.create_subprocess_exec(*command, cwd=ROOT) for _ in range(3)]
    assert [await process.wait() for process in processes] == [0, 0, 0]


async def execute(ledger: Ledger, *statements: str) -> None:
    async with ledger.write() as tx:
        for sql in statements:
            await tx.conn.execute(text(sql))


def differences(conn: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata))


async def built(url: str, build: Any) -> dict[str, Any]:
    """What stands in a database, as the database tells it."""
    engine = create_async_engine(url)
    async with engine.begin() as conn:
        await conn.run_sync(build)
        found = await conn.run_sync(described)
    await engine.dispose()
    return found


def described(conn: Connection) -> dict[str, Any]:
    inspector = inspect(conn)
    return {table.name: table_described(inspector, table.name) for table in metadata.sorted_tables}


def table_described(inspector: Any, table: str) -> dict[str, Any]:
    parts = {
        "columns": inspector.get_columns(table),
        "checks": inspector.get_check_constraints(table),
        "indexes": inspector.get_indexes(table),
        "unique": inspector.get_unique_constraints(table),
        "foreign keys": [unnamed(key) for key in inspector.get_foreign_keys(table)],
    }
    described = {name: sorted(in_words(item) for item in part) for name, part in parts.items()}
    return described | {"primary key": in_words(inspector.get_pk_constraint(table))}


def unnamed(key: Any) -> Any:
    """A reference without its name, which SQLite forgets of a column that was added later."""
    return {**key, "name": None}


def in_words(item: Any) -> str:
    return json.dumps(item, default=str, sort_keys=True)
