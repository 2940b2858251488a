"""What the auditor asks costs no more however much is open: measured on 20,000 runs that wait, with nothing amiss."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger import doubts, outage_book, ring_book
from bot.ledger.database import Ledger
from bot.ledger.doubts import Scope
from tests.approvals.examples import NOON
from tests.ledger.test_query_plans import IDLE, listening, plan

_SCAN = re.compile(r"SCAN (?!CONSTANT ROW|chain_head|anon_)(?!\w+ USING)(?!\()")
# Reads nothing but the numbers in an index, so that the requests themselves stay where they are.
_COUNTED = re.compile(r"SCAN requests USING COVERING INDEX \w+")
SCOPE = Scope(due=NOON, after=0, again=["request-run-1", "run-1"])
QUESTIONS: dict[str, Callable[[AsyncConnection], Awaitable[object]]] = {
    "late": lambda conn: doubts.late(conn, SCOPE),
    "silent": lambda conn: doubts.silent(conn, SCOPE),
    "unanswered": lambda conn: doubts.unanswered(conn, SCOPE),
    "undriven": lambda conn: doubts.undriven(conn, SCOPE),
    "broken": lambda conn: doubts.broken(conn, SCOPE),
    "untaken": lambda conn: doubts.untaken(conn, SCOPE),
    "unasked": lambda conn: doubts.unasked(conn, SCOPE),
    "cardless": lambda conn: doubts.cardless(conn, SCOPE),
    "the next deadline": lambda conn: ring_book.after(conn, NOON),
    "what nobody was shown": outage_book.unseen,
    "what was decided without Slack": lambda conn: outage_book.decided(conn, NOON),
    "how much is queued": outage_book.queued,
}


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """A busy team's ledger, on which nothing is amiss."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    async with ledger.write() as tx:
        for sql in IDLE:
            await tx.conn.execute(text(sql))
    yield ledger
    await ledger.close()


async def test_no_question_reads_a_table_from_end_to_end(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        for name, ask in QUESTIONS.items():
            with listening(conn) as heard:
                await ask(conn)
            for statement in heard:
                steps = await plan(conn, statement)
                assert not _SCAN.search(_COUNTED.sub("", steps)), (name, steps)


async def test_a_run_that_waits_for_an_open_request_is_not_stranded(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        assert await doubts.stranded(conn, SCOPE) == []
