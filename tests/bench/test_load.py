"""Many open requests and deadlines in time are measured, on ledgers that are true; how fast it was is not judged."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from bench import falling_due, filling, load_table, many_open, on_time
from bench.contest import ROOT
from bench.load import Load
from bot.approvals.machine import evolve
from bot.desk import auditing, expiring
from bot.ledger import chain, listing
from bot.ledger.database import Ledger
from bot.ledger.listing import Span
from bot.settings import real_now

TINY = ["--open", "20", "--few", "10", "--due", "3", "--one-by-one", "3", "--busy", "2", "--clicks", "2"]


async def _filled(directory: Path, due: int) -> Ledger:
    now = real_now()
    rules = await filling.house(directory)
    await filling.waiting(directory, rules, 12, now)
    await filling.due(directory, rules, [now + timedelta(minutes=1 + number) for number in range(due)])
    return await Ledger.open(f"sqlite+aiosqlite:///{directory / 'ledger.db'}")


def _measured(written: Path, part: str) -> tuple[str, dict[str, Any]]:
    """What a part of the measurement prints, and its figures."""
    command = [sys.executable, "-m", "bench", "--parts", part, *TINY, "--json", str(written)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    figures: dict[str, Any] = json.loads(written.read_text())["figures"]
    return ended.stdout, figures


def test_few_open_requests_and_fewer_are_held_against_each_other(tmp_path: Path) -> None:
    printed, figures = _measured(tmp_path / "figures.json", "many-open")
    for words in (many_open.OPENING, many_open.IDLE, "a tick with 3 due", many_open.ROUND, "ratio of p50"):
        assert words in printed
    assert figures[f"20 open: {many_open.IDLE}"]["p50"] > 0


@pytest.mark.timeout(180)
def test_people_click_while_many_requests_fall_due(tmp_path: Path) -> None:
    printed, figures = _measured(tmp_path / "figures.json", "falling-due")
    for words in (falling_due.RECORDED, falling_due.CLICKS, "aim: p99 under 100"):
        assert words in printed
    assert figures[f"10 open: {falling_due.RECORDED}"]["most"] > 0


@pytest.mark.timeout(180)
def test_escalations_are_timed_while_cycles_are_in_flight(tmp_path: Path) -> None:
    printed, figures = _measured(tmp_path / "figures.json", "on-time")
    assert on_time.LATE in printed
    assert "aim: p99 under 1000" in printed
    assert figures[on_time.LATE]["most"] > 0


async def test_a_filled_ledger_is_one_that_the_auditor_finds_nothing_wrong_with(tmp_path: Path) -> None:
    ledger = await _filled(tmp_path, 3)
    try:
        inspection = await auditing.inspect(ledger, now=real_now(), heal=False, whole=True)
        async with ledger.read() as conn:
            open_ones = await listing.open_ones(conn, Span(100))
    finally:
        await ledger.close()
    assert inspection.findings == ()
    assert len({request.id for request in open_ones}) == len({request.origin.run_id for request in open_ones}) == 15
    assert len({request.origin.requester for request in open_ones}) == 12


async def test_folding_a_copys_events_gives_the_stored_copy(tmp_path: Path) -> None:
    ledger = await _filled(tmp_path, 2)
    try:
        async with ledger.read() as conn:
            stored = await listing.open_ones(conn, Span(100))
            stories = [await chain.story(conn, request.id) for request in stored]
    finally:
        await ledger.close()
    folded = [reduce(evolve, (entry.event for entry in story), None) for story in stories]
    assert folded == stored


async def test_what_falls_due_escalates_at_its_deadline_and_nothing_else_rings(tmp_path: Path) -> None:
    ledger = await _filled(tmp_path, 3)
    try:
        assert await expiring.ring(ledger, now=real_now()) == 0
        assert await expiring.ring(ledger, now=real_now() + timedelta(minutes=10)) == 3
    finally:
        await ledger.close()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as conn:
        assert conn.execute("SELECT count(*) FROM events WHERE kind = 'escalated'").fetchall() == [(3,)]


def test_the_table_holds_many_against_few() -> None:
    few, many = {many_open.IDLE: [2.0, 2.0]}, {many_open.IDLE: [4.0, 4.0]}
    [line] = [line for line in load_table.of_many(Load(), few, many).splitlines() if many_open.IDLE in line]
    assert line.split()[5:10] == ["2.0", "2.0", "4.0", "4.0", "2.00"]
