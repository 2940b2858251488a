"""What is owed, due or asked for is found by index, however many runs wait: measured on 20,000 of each."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger import (
    absence_book,
    batch_book,
    card_book,
    doubts,
    effect_book,
    home_book,
    listing,
    notice_book,
    ping_book,
    request_book,
    ring_book,
    work,
)
from bot.ledger.batch_book import Gathering
from bot.ledger.card_book import Address
from bot.ledger.database import Ledger, Transaction
from bot.ledger.doubts import Scope
from bot.ledger.listing import Span
from tests.approvals.examples import NOON

WAITING = 20_000
IDLE = [
    f"INSERT INTO runs (id, workflow, requester, input, state, created_at) "
    f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {WAITING}) "
    f"SELECT 'run-' || i, 'refund', 'U', '{{}}', 'waiting', 0 FROM n",
    "INSERT INTO requests (id, run_id, interrupt_id, ladder, state, due_at, ring_at, opened_at, seq, body) "
    "SELECT 'request-' || id, id, 'i', CASE id WHEN 'run-7' THEN 'tall' ELSE 'usual' END, "
    "'open', 4e9, 4e9, 0, 1, '{}' FROM runs",
    "INSERT INTO pings (person, request_id, at) SELECT 'U' || id, id, 0 FROM requests",
    "INSERT INTO answers (request_id, run_id, interrupt_id, body, state, at) "
    "SELECT id, run_id, 'i', '1', 'applied', 0 FROM requests",
    "INSERT INTO cards (id, request_id, audience, shown) SELECT 'c-' || id, id, '#approvals', 1 FROM requests",
    "INSERT INTO homes (id, shown) SELECT requester || id, 1 FROM runs",
    "INSERT INTO notices (id, kind, audience, told) SELECT 'n-' || id, 'outcome', 'U', true FROM requests",
    "INSERT INTO effects (id, run_id, key, place, state, began_at) "
    "SELECT 'e-' || id, id, 'wire', 1, 'done', 0 FROM runs",
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
    answered = ("ix_answers_owed", "sqlite_autoindex_runs_1")
    used = [("ix_runs_owed",), answered, *((f"ix_{table}_owed",) for table in ("cards", "homes", "notices", "effects"))]
    for steps, indexes in zip(plans, used, strict=True):
        for index in indexes:
            assert f"USING INDEX {index}" in steps, steps


async def test_looking_for_what_was_given_up_reads_only_that(ledger: Ledger) -> None:
    for look in (work.dead, lambda conn: doubts.untold(conn, Scope(due=NOON))):
        async with ledger.read() as conn:
            with listening(conn) as heard:
                assert await look(conn) == []
            plans = [await plan(conn, statement) for statement in heard]
        for steps, table in zip(plans, ("runs", "cards", "homes", "notices", "effects"), strict=True):
            assert f"SCAN {table} USING INDEX ix_{table}_dead" in steps, steps


async def test_looking_for_deadlines_reads_only_what_is_due(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        with listening(conn) as heard:
            assert await request_book.ringing(conn, NOON, 100) == []
            assert await ring_book.after(conn, NOON) == datetime.fromtimestamp(4e9, UTC)
        for statement in heard:
            assert "INDEX ix_requests_ring (ring_at" in await plan(conn, statement)


async def test_nothing_that_is_owed_is_sorted_first(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        with listening(conn) as heard:
            await work.owed(conn, 50)
            await request_book.ringing(conn, NOON, 100)
        plans = [await plan(conn, statement) for statement in heard]
    assert [steps for steps in plans if "FOR ORDER BY" in steps] == []


async def test_telling_the_ladders_apart_reads_a_row_of_each(ledger: Ledger) -> None:
    """However many requests are on them."""
    async with ledger.read() as conn:
        found = await request_book.on_ladders(conn)
        assert [ladder for ladder, _ in found] == ["tall", "usual"]
        assert dict(found)["tall"] == "request-run-7"
        with listening(conn) as heard:
            await request_book.on_ladders(conn)
        steps = await plan(conn, heard[0])
    assert steps.count("SEARCH requests USING") == 3, steps
    assert "SCAN requests" not in steps


_SCAN = re.compile(r"SCAN (?!CONSTANT ROW)(?!\w+ USING)")
PAGE = Span(20)
LOOKS: dict[str, Callable[[Transaction], Awaitable[object]]] = {
    "what is open": lambda tx: listing.open_ones(tx.conn, PAGE),
    "what somebody asked for": lambda tx: listing.asked_by(tx.conn, "U", PAGE),
    "what was closed": lambda tx: listing.closed(tx.conn, PAGE),
    "what is in a batch": lambda tx: listing.of_batch(tx.conn, "b"),
    "a request to change": lambda tx: request_book.load(tx.conn, "request-run-1", to_change=True),
    "a run's requests": lambda tx: request_book.of_run(tx.conn, "run-1"),
    "a run's effects": lambda tx: effect_book.of_run(tx.conn, "run-1"),
    "an effect": lambda tx: effect_book.load(tx.conn, "run-1", "wire"),
    "the place of a run's next effect": lambda tx: effect_book.next_place(tx.conn, "run-1"),
    "a request's main card": lambda tx: card_book.main_card(tx.conn, "request-run-1", "#other"),
    "the card at an address": lambda tx: card_book.card_at(tx.conn, Address("C1", "1.0")),
    "the cards to draw anew": lambda tx: card_book.redraw(tx, "request-run-1"),
    "the homes to draw anew": lambda tx: home_book.refresh(tx.conn, ["U1", "U2"]),
    "a home": lambda tx: home_book.opened(tx, "U1"),
    "a batch that gathers": lambda tx: batch_book.join(
        tx, "request-run-1", Gathering("alike", "#approvals", timedelta(minutes=1), 5), NOON
    ),
    "a batch in a channel": lambda tx: batch_book.in_channel(tx.conn, "request-run-1", "#approvals"),
    "who is away": lambda tx: absence_book.away(tx.conn, NOON),
    "who stands in": lambda tx: absence_book.stand_ins(tx.conn, NOON),
    "when somebody is away": lambda tx: absence_book.of(tx.conn, "U", NOON),
    "who was called lately": lambda tx: ping_book.recent(tx.conn, ["U1", "U2"], NOON),
    "who was called last": lambda tx: ping_book.last(tx.conn, ["U1", "U2"]),
    "a notice": lambda tx: notice_book.load(tx.conn, "n-request-run-1"),
    "whether a notice was begun": lambda tx: notice_book.is_begun(tx.conn, "n-request-run-1"),
    "requests to change": lambda tx: request_book.load_all(tx.conn, ["request-run-1", "request-run-2"]),
    "what is on a ladder": lambda tx: request_book.of_ladder(tx.conn, "tall", 5),
    "whom an absence concerns": lambda tx: absence_book.concerning(tx.conn, "U", NOON),
}


async def test_what_people_do_reads_no_table_from_end_to_end(ledger: Ledger) -> None:
    async with ledger.write() as tx:
        for name, look in LOOKS.items():
            with listening(tx.conn) as heard, suppress(ValidationError):  # the bodies here are empty
                await look(tx)
            for statement in heard:
                assert not _SCAN.search(await plan(tx.conn, statement)), (name, statement)


@contextmanager
def listening(conn: AsyncConnection) -> Iterator[list[Statement]]:
    """The statements that are sent over the connection, with their values."""
    heard: list[Statement] = []

    def hear(_conn: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        if sql.startswith(("SELECT", "UPDATE", "INSERT", "WITH")):
            heard.append((sql, values))

    event.listen(conn.sync_connection, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(conn.sync_connection, "before_cursor_execute", hear)


async def plan(conn: AsyncConnection, statement: Statement) -> str:
    """How the database goes about a query, step by step."""
    sql, values = statement
    steps = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    return "; ".join(str(step.detail) for step in steps)
