"""What runs tell of themselves reaches the ledger from whatever step tells it, before the run stops."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.approvals.machine import RunState
from bot.ledger.tables import cards
from bot.review import progress
from tests.engine.talkers import TALKERS
from tests.engine.workbench import Bench, workbench
from tests.ledger.books import rows

_FULL = "SELECT RAISE(ABORT, 'the disk is full')"
ALL = [name for name, (_, words) in TALKERS.items() if words]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A driver of everything that tells."""
    async with workbench(tmp_path, {name: graph for name, (graph, _) in TALKERS.items()}) as bench:
        yield bench


@pytest.mark.parametrize("name", ALL)
async def test_the_last_words_are_on_the_ledger_when_the_run_stops(bench: Bench, name: str) -> None:
    run = await bench.drive(await bench.start(name))
    assert run.progress.startswith(TALKERS[name][1])
    [card] = [row for row in await rows(bench.ledger, cards) if row["look"] == "progress"]
    assert (card["run_id"], card["audience"]) == (run.id, "thread")


async def test_a_run_that_goes_on_goes_on_telling(bench: Bench) -> None:
    run, [request] = await bench.asked("asking")
    await bench.answer(request)
    ended = await bench.drive(run)
    assert (ended.state, ended.progress) == (RunState.FINISHED, "from a function")
    [card] = [row for row in await rows(bench.ledger, cards) if row["look"] == "progress"]
    assert card["wanted"] > 1


async def test_a_run_that_tells_nothing_to_people_shows_nothing(bench: Bench) -> None:
    run = await bench.drive(await bench.start("silent"))
    assert (run.state, run.progress) == (RunState.FINISHED, "")
    assert await rows(bench.ledger, cards) == []


async def test_a_run_whose_words_cannot_be_kept_goes_on(bench: Bench) -> None:
    async with bench.ledger.write() as tx:
        await tx.conn.execute(text(f"CREATE TRIGGER full BEFORE UPDATE OF progress ON runs BEGIN {_FULL}; END"))
    run = await bench.drive(await bench.start("several"))
    assert (run.state, run.progress) == (RunState.FINISHED, "")


def test_outside_of_a_graph_nobody_hears_of_progress() -> None:
    progress("Reading the invoices", 1, 3)
