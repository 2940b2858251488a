"""2, 3, 4 and 7. Crashes, rivals, lost leases, changed graphs and a saver in trouble: no effect twice, none unasked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from langgraph.types import Command

from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.engine.threads import HalfAdvanced, config_of, look
from bot.ledger import answer_book, work
from bot.ledger.hints import Work
from bot.ledger.tables import cards, runs
from bot.ledger.work import Claim
from tests.desk.deeds import the_run, told
from tests.engine.graphs import Gate, careful_wire, forked, held_up, two_in_a_row, wire
from tests.engine.workbench import Bench, workbench
from tests.ledger.books import claimed, lapse, owed, rows, take_from


@pytest.fixture
def effects() -> list[str]:
    """What the graphs have done."""
    return []


@pytest.fixture
def gate() -> Gate:
    """What holds the graph named `held` up."""
    return Gate()


@pytest.fixture
def graphs(effects: list[str], gate: Gate) -> dict[str, Any]:
    """The workflows of every process."""
    return {"wire": wire(effects), "two": two_in_a_row(effects), "held": held_up(gate, effects)}


@pytest.fixture
async def bench(tmp_path: Path, graphs: dict[str, Any]) -> AsyncIterator[Bench]:
    """The process that the test is about."""
    async with workbench(tmp_path, graphs) as bench:
        yield bench


@pytest.fixture
async def rival(tmp_path: Path, graphs: dict[str, Any], bench: Bench) -> AsyncIterator[Bench]:
    """Another process on the same ledger and the same checkpoints."""
    async with workbench(tmp_path, graphs, sole=False) as rival:
        yield rival


async def test_a_run_that_a_dead_process_finished_is_ended_without_repeating_it(
    bench: Bench, effects: list[str]
) -> None:
    """The process died after the last step was saved and before the ledger heard of it."""
    run, [request] = await bench.asked()
    await bench.answer(request)
    await die_holding(bench, run, resumed=request)
    assert effects == ["wired"]
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome, effects) == (RunState.FINISHED, "Wired.", ["wired"])
    assert await bench.answers() == ["applied"]


async def test_an_answer_that_a_dead_process_delivered_never_reaches_the_next_question(
    bench: Bench, effects: list[str]
) -> None:
    """3. Resume by interrupt id: the second question is put before people, not answered with the first answer."""
    run, [first] = await bench.asked("two")
    await bench.answer(first)
    await die_holding(bench, run, resumed=first)
    assert (await bench.drive(run)).state is RunState.WAITING
    [second] = await bench.open_requests(run)
    assert (second.ask.title, effects) == ("Second?", [])
    assert await bench.answers() == ["applied"]


async def test_an_answer_that_a_dead_process_never_delivered_is_delivered(bench: Bench, effects: list[str]) -> None:
    """4. An answer is redelivered after a crash until the saver shows it consumed."""
    run, [request] = await bench.asked()
    await bench.answer(request)
    await die_holding(bench, run)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert effects == ["wired"]


async def test_a_run_whose_process_died_before_its_first_step_is_started(bench: Bench) -> None:
    run = await bench.start()
    await die_holding(bench, run)
    assert (await bench.drive(run)).state is RunState.WAITING


async def test_a_run_whose_process_died_before_it_could_ask_asks_once(bench: Bench) -> None:
    run = await bench.start()
    held = await claimed(bench.ledger, run)
    await bench.graph().ainvoke({"amount": 120}, config_of(run.key), durability="sync")
    await let_lapse(bench, held)
    assert (await bench.drive(run)).state is RunState.WAITING
    assert len(await bench.requests(run)) == 1


async def test_a_run_that_was_stopped_within_a_step_goes_on_from_there(
    bench: Bench, effects: list[str], gate: Gate
) -> None:
    run, [request] = await bench.asked("held")
    await bench.answer(request)
    driving = asyncio.create_task(bench.driver.drive(run.key))
    await gate.reached.wait()
    driving.cancel()
    await asyncio.gather(driving, return_exceptions=True)
    assert await look(bench.graph("held"), config_of(run.key)) == HalfAdvanced()
    await let_lapse(bench, run)
    gate.opened.set()
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert effects == ["at work", "stopped", "at work", "wired"]


async def test_a_drive_that_lost_its_lease_is_stopped_and_writes_nothing(
    tmp_path: Path, graphs: dict[str, Any], effects: list[str], gate: Gate
) -> None:
    """2. One driver per thread at any moment: whoever lost the lease stops before it can act."""
    async with workbench(tmp_path, graphs, lease=0.3) as bench:
        run, [request] = await bench.asked("held")
        await bench.answer(request)
        driving = asyncio.create_task(bench.driver.drive(run.key))
        await gate.reached.wait()
        held = await holder(bench, run)
        thief = await take_from(bench.ledger, held)
        await driving
        assert effects == ["at work", "stopped"]
        assert (await the_run(bench.ledger, run)).state is RunState.RUNNING
        assert await bench.answers() == ["owed"]
        await let_lapse(bench, thief)
        gate.opened.set()
        assert (await bench.drive(run)).state is RunState.FINISHED
    assert effects == ["at work", "stopped", "at work", "wired"]


async def test_a_slow_drive_keeps_its_lease_against_a_rival(
    tmp_path: Path, graphs: dict[str, Any], effects: list[str], gate: Gate
) -> None:
    async with workbench(tmp_path, graphs, lease=0.3) as bench, workbench(tmp_path, graphs, sole=False) as rival:
        run, [request] = await bench.asked("held")
        await bench.answer(request)
        driving = asyncio.create_task(bench.driver.drive(run.key))
        await gate.reached.wait()
        before = await lease_of(bench, run)
        while await lease_of(bench, run) < before + 0.3:
            await rival.driver.drive(run.key)
        gate.opened.set()
        await driving
    assert effects == ["at work", "wired"]


@pytest.mark.parametrize("rounds", [10])
async def test_of_two_drivers_at_once_one_drives(bench: Bench, rival: Bench, effects: list[str], rounds: int) -> None:
    """2. Neither the question nor the effect comes twice, whoever is quicker."""
    for number in range(1, rounds + 1):
        run = await bench.start()
        await both_drive(bench, rival, run)
        [request] = await bench.requests(run)
        await bench.answer(request)
        await both_drive(bench, rival, run)
        assert (await the_run(bench.ledger, run)).state is RunState.FINISHED
        assert len(effects) == number


async def test_an_answer_to_a_graph_that_was_changed_is_kept_and_told(
    tmp_path: Path, graphs: dict[str, Any], effects: list[str]
) -> None:
    """7. A changed graph is refused in words, not resumed blindly; what people saw brings it back to life."""
    async with workbench(tmp_path, graphs) as bench:
        run, [request] = await bench.asked()
        await bench.answer(request)
    async with workbench(tmp_path, {"wire": careful_wire(effects)}) as changed:
        given_up = await changed.drive(run)
        assert (given_up.dead, given_up.state, effects) == (True, RunState.RUNNING, [])
        assert "changed after people were asked" in given_up.error
        assert await changed.answers() == ["owed"]
        assert [kind for kind, _, _ in await told(changed.ledger)] == ["dead"]
        assert [card["wanted"] for card in await rows(changed.ledger, cards) if card["look"] == "request"] == [3]
    async with workbench(tmp_path, graphs) as again:
        await revive(again, run)
        assert (await again.drive(run)).state is RunState.FINISHED
    assert effects == ["wired"]


async def test_a_saver_that_is_locked_for_a_while_costs_time_and_nothing_else(
    bench: Bench, effects: list[str], tmp_path: Path
) -> None:
    run, [request] = await bench.asked()
    await bench.answer(request)
    async with locked(tmp_path / "checkpoints.db", bench):
        assert (await bench.drive(run)).state is RunState.RUNNING
        assert await bench.answers() == ["owed"]
    ended = await bench.drive(run)
    assert (ended.state, ended.error, effects) == (RunState.FINISHED, "", ["wired"])


async def test_a_saver_that_is_locked_from_the_start_is_tried_again(bench: Bench, tmp_path: Path) -> None:
    run = await bench.start()
    async with locked(tmp_path / "checkpoints.db", bench):
        tried = await bench.drive(run)
    assert (tried.state, tried.dead, "locked" in tried.error) == (RunState.RUNNING, False, True)
    assert (await bench.drive(run)).state is RunState.WAITING
    assert len(await bench.requests(run)) == 1


async def test_a_run_whose_saver_stays_broken_is_given_up_and_told(bench: Bench, effects: list[str]) -> None:
    run, [request] = await bench.asked()
    await bench.answer(request)
    await bench.saver.conn.close()
    tries = [await bench.drive(run) for _ in range(3)]
    assert [tried.dead for tried in tries] == [False, False, True]
    assert tries[-1].error
    assert (await bench.answers(), effects) == (["owed"], [])
    assert [kind for kind, _, _ in await told(bench.ledger)] == ["dead"]
    assert run not in await owed(bench.ledger)


@pytest.mark.parametrize("stopped_in", ["node", "edge"])
async def test_steps_that_were_stopped_leave_no_trace_and_are_taken_again(
    tmp_path: Path, gate: Gate, effects: list[str], stopped_in: str
) -> None:
    """A drive is cancelled when the program stops; that is no failure, and half a step is not taken for a whole one."""
    async with workbench(tmp_path, {"forked": forked(gate, effects, stopped_in)}) as bench:
        run = await bench.start("forked")
        driving = asyncio.create_task(bench.driver.drive(run.key))
        await gate.reached.wait()
        driving.cancel()
        await asyncio.gather(driving, return_exceptions=True)
        assert await look(bench.graph("forked"), config_of(run.key)) == HalfAdvanced()
        await let_lapse(bench, run)
        gate.opened.set()
        ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "Arrived.")
    assert sorted(effects) == ["left", "left", "right", "right"]


async def both_drive(bench: Bench, rival: Bench, run: Work) -> None:
    drives = [driver.drive(run.key) for driver in (bench.driver, rival.driver) * 2]
    await asyncio.gather(*drives)


async def die_holding(bench: Bench, run: Work, *, resumed: Request | None = None) -> None:
    """Claim a run as a process does that dies before it tells the ledger, perhaps after it delivered an answer."""
    held = await claimed(bench.ledger, run)
    if resumed:
        async with bench.ledger.read() as conn:
            values = {answer.interrupt_id: answer.value for answer in await answer_book.owed(conn, run.key)}
        graph = bench.graph(resumed.origin.workflow)
        await graph.ainvoke(Command(resume=values), config_of(run.key), durability="sync")
    await let_lapse(bench, held)


async def let_lapse(bench: Bench, held: Claim | Work) -> None:
    """The time has come at which the lease of a process that died runs out."""
    async with bench.ledger.write() as tx:
        await tx.conn.execute(lapse(held.work if isinstance(held, Claim) else held))


async def holder(bench: Bench, run: Work) -> Claim:
    """The claim that a drive under way holds."""
    [row] = [row for row in await rows(bench.ledger, runs) if row["id"] == run.key]
    return Claim(run, row["fence"], row["attempts"], row)


async def lease_of(bench: Bench, run: Work) -> float:
    """Until when the run is held, in seconds since 1970."""
    return float((await holder(bench, run)).row["lease_until"])


async def revive(bench: Bench, run: Work) -> None:
    async with bench.ledger.write() as tx:
        assert await work.revive(tx.conn, [run]) == 1


@contextlib.asynccontextmanager
async def locked(file: Path, bench: Bench) -> AsyncIterator[None]:
    """The checkpoints' file while another process holds it, and the bench not willing to wait for it."""
    await bench.saver.conn.execute("PRAGMA busy_timeout = 1")
    async with aiosqlite.connect(file) as other:
        await other.execute("BEGIN IMMEDIATE")
        yield
        await other.rollback()
