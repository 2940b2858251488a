"""Fills a ledger with as many open requests as are wanted, each true to what the desk writes."""

import asyncio
import itertools
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bench.contest import ROOT, Contest, environ
from bench.stencil import Copy, Row, Stencil
from bench.town import clerk_id
from bench.workload import CLIMBING, question
from bot.approvals.deadlines import MARKS
from bot.approvals.dialects import native
from bot.approvals.dialects.payloads import Payload
from bot.approvals.digests import canonical, digest
from bot.approvals.quiet import Quiet
from bot.desk import calling, expiring, opening, running
from bot.desk.mustering import Present
from bot.desk.opening import House, Question
from bot.desk.running import Task
from bot.engine.catalogue import compile_all
from bot.ledger import notice_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.plan import read_plan
from bot.settings import Settings

SLA = timedelta(hours=4)
CHANNEL = "C07APPROVE3"
_REQUESTER = "U07REQUESTER"
_TEAM_LEADS = Present(people=frozenset({"U07TOMOK002", "U07LENAP003"}))
_REQUESTERS = 100
_ASKED_WITHIN = timedelta(minutes=30)
_INTERRUPT = "6" * 32
_BATCH = 10_000
_LEASE = 60.0
_CHAINED = ("position", "request_id", "seq", "kind", "at", "body")


async def house(directory: Path) -> House:
    """The policies of the measurement, and the graph as it is now."""
    settings = Settings.read(environ(Contest(), directory), serving=False)
    plan = await read_plan(settings, ROOT)
    return House(plan.book, frozenset(), compile_all(plan.found, None)[CLIMBING].workflow.graph_version)


async def empty(ledger: Path) -> None:
    """Make a ledger that has only its tables."""
    opened = await Ledger.open(f"sqlite+aiosqlite:///{ledger}")
    await opened.close()


async def ask(ledger: Ledger, rules: House, key: str, now: datetime) -> None:
    """Start a run that stops with a question, and open the request for it."""
    run = await running.start(ledger, Task(CLIMBING, {"ticket": 0}, _REQUESTER, key), now=now)
    if run is None:
        raise RuntimeError(f"{key} was started before")
    async with ledger.write() as tx:
        claim = await work.claim(tx.conn, Work(WorkKind.RUN, run.id), _LEASE)
    if claim is None:
        raise RuntimeError(f"{run.id} is not to be had")
    questions = [Question(_INTERRUPT, Payload(native.payload(question(0))), "ask")]
    await opening.pause(ledger, claim, questions, rules, now=now)


async def drawn(directory: Path, rules: House, opened_at: datetime, *, is_nearly_due: bool) -> Stencil:
    """The stencil of a request that its reviewers have seen; one nearly due has only its end ahead."""
    path = directory / f"stencil-{is_nearly_due}.db"
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{path}")
    try:
        await ask(ledger, rules, "stencil", opened_at)
        await _seat(ledger, opened_at)
        for share in MARKS if is_nearly_due else ():
            await expiring.ring(ledger, now=opened_at + share * SLA)
    finally:
        await ledger.close()
    return await asyncio.to_thread(Stencil.read, path, _REQUESTER)


async def waiting(directory: Path, rules: House, count: int, now: datetime) -> None:
    """Fill the ledger of the data directory with requests of the last half hour; their clocks ring after another."""
    await empty(directory / "ledger.db")
    stencil = await drawn(directory, rules, now, is_nearly_due=False)
    spread = (_ASKED_WITHIN * (number / count) for number in range(count))
    copies = [
        Copy(-before, clerk_id(number % _REQUESTERS), CHANNEL, f"1.{number:06}") for number, before in enumerate(spread)
    ]
    await asyncio.to_thread(insert, directory / "ledger.db", stencil, copies)


async def due(directory: Path, rules: House, moments: Sequence[datetime], cards: Sequence[str] = ()) -> None:
    """Add requests that fall due at these moments, their cards standing at these timestamps where any are given."""
    stencil = await drawn(directory, rules, moments[0] - SLA, is_nearly_due=True)
    shown = cards or [f"2.{number:06}" for number in range(len(moments))]
    copies = [
        Copy(moment - moments[0], clerk_id(number % _REQUESTERS), CHANNEL, shown[number])
        for number, moment in enumerate(moments)
    ]
    await asyncio.to_thread(insert, directory / "ledger.db", stencil, copies)


def insert(ledger: Path, stencil: Stencil, copies: Sequence[Copy]) -> None:
    """Write the copies in one transaction, their events in the chain behind those that are there."""
    with closing(sqlite3.connect(ledger, isolation_level=None, timeout=30)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        [(position, previous)] = conn.execute("SELECT position, hash FROM chain_head")
        link = _Chain(position, previous)
        rows = stencil.copies(copies)
        while batch := list(itertools.islice(rows, _BATCH)):
            _write(conn, [(table, link.add(row) if table == "events" else row) for table, row in batch])
        conn.execute("UPDATE chain_head SET position = ?, hash = ?", (link.position, link.previous))
        conn.execute("COMMIT")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Chain:
    """Numbers events and links each to the one before."""

    def __init__(self, position: int, previous: str) -> None:
        self.position = position
        self.previous = previous

    def add(self, event: Row) -> Row:
        self.position += 1
        linked = event | {"position": self.position}
        self.previous = digest(canonical([*(linked[name] for name in _CHAINED), self.previous]))
        return linked | {"hash": self.previous}


def _write(conn: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> None:
    for table, of_table in _by_table(rows).items():
        names = list(of_table[0])
        into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - columns of ours
        conn.executemany(into, [tuple(row.values()) for row in of_table])


def _by_table(rows: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for table, row in rows:
        found.setdefault(table, []).append(row)
    return found


async def _seat(ledger: Ledger, now: datetime) -> None:
    """The directory answers who the team leads are."""
    async with ledger.read() as conn:
        owed = [each for each in await work.owed(conn, 10) if each.kind is WorkKind.NOTICE]
    for each in owed:
        async with ledger.write() as tx:
            notice = await notice_book.load(tx.conn, each.key)
            is_call = notice is not None and notice.kind is NoticeKind.CALL
            claim = await work.claim(tx.conn, each, _LEASE) if is_call else None
        if notice and claim:
            await calling.call(ledger, claim, _TEAM_LEADS, Quiet(), now=now)
