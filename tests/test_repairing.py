"""Repairing a run by hand: what both believe is told, and what is stuck goes on without a second effect."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.graph import StateGraph
from langgraph.types import Command
from sqlalchemy import update

from bot.approvals.events import Repaired
from bot.approvals.machine import RunState
from bot.approvals.request import State
from bot.engine.threads import config_of
from bot.faults import Misconfigured
from bot.ledger import agreement, chain, work
from bot.ledger.hints import Work
from bot.ledger.tables import answers, runs
from bot.plan import Plan
from bot.policybook import PolicyFile
from bot.repairing import Mend, Operator, Wish, repair
from bot.review import ask
from bot.settings import Settings
from tests.approvals import examples
from tests.approvals.examples import NOON, a_policy
from tests.desk.deeds import the_run, told
from tests.engine import graphs
from tests.engine.graphs import chained
from tests.engine.workbench import Bench, a_book, workbench
from tests.ledger.books import rows

BECAUSE = "the bank was down, it is back"


class Bank:
    """A bank that may be closed, and notes what it was asked to do."""

    def __init__(self) -> None:
        self.closed = True
        self.done: list[str] = []

    def picky(self) -> StateGraph[graphs.State]:
        """Asks, and raises in the same step while the bank is closed: the answer is in the thread by then."""

        async def step(state: graphs.State) -> graphs.State:
            answer = ask(graphs.question())
            if self.closed:
                raise RuntimeError("the bank is closed")
            self.done.append(answer.action)
            return {"outcome": "Wired."}

        return chained(("ask", step))

    def closing(self) -> StateGraph[graphs.State]:
        """Asks, and raises in the next step while the bank is closed."""

        async def act(state: graphs.State) -> graphs.State:
            if self.closed:
                raise RuntimeError("the bank is closed")
            self.done.append("wired")
            return {"outcome": "Wired."}

        return chained(("ask", graphs.ask_once), ("act", act))


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
async def bench(tmp_path: Path, bank: Bank) -> AsyncIterator[Bench]:
    """A driver of the bank's graphs, which another process may work beside."""
    made = {"picky": bank.picky(), "closing": bank.closing(), "wire": graphs.wire(bank.done)}
    async with workbench(tmp_path, made, sole=False) as bench:
        yield bench


class Desk:
    """An operator at a terminal beside the bot."""

    def __init__(self, bench: Bench, folder: Path, sure: bool = True) -> None:
        self._bench = bench
        self._folder = folder
        self._sure = sure
        self.told: list[str] = []

    async def repair(self, run: Work | str, step: Mend | None = None, because: str = BECAUSE) -> int:
        """Do as `countersign repair` does."""
        self.told = []
        settings = Settings.read(
            {
                "COUNTERSIGN_DATA": str(self._folder),
                "COUNTERSIGN_LEDGER_URL": f"sqlite+aiosqlite:///{self._folder / 'ledger.db'}",
            },
            serving=False,
        )
        found = [entry.found for entry in self._bench.catalogue.values()]
        file = PolicyFile(path=Path("none"), workflows=frozenset(), speedup=1.0, now=lambda: NOON)
        wish = Wish(run if isinstance(run, str) else run.key, step, because)
        plan = Plan(found, a_book(a_policy()), file)
        return await repair(settings, plan, wish, Operator(self.told.append, self._is_sure), now=NOON)

    async def _is_sure(self, question: str) -> bool:
        self.told.append(question)
        return self._sure


@pytest.fixture
def desk(bench: Bench, tmp_path: Path) -> Desk:
    return Desk(bench, tmp_path)


async def poisoned(bench: Bench) -> Work:
    """A run whose step took the answer in and then raised."""
    run, [request] = await bench.asked("picky")
    await bench.answer(request)
    assert (await bench.drive(run)).state is RunState.FAILED
    return run


async def offered(desk: Desk, run: Work) -> list[str]:
    """The steps that are offered for the run."""
    await desk.repair(run)
    return [line.split()[1].rstrip(":") for line in desk.told if line.startswith("  --step")]


async def mended(bench: Bench, run: Work) -> list[Repaired]:
    """What the audit trail tells of repairs."""
    async with bench.ledger.read() as conn:
        told = [entry.event for request in await bench.requests(run) for entry in await chain.story(conn, request.id)]
        assert await agreement.differing(conn) == []
    return [event for event in told if isinstance(event, Repaired)]


async def test_a_poisoned_thread_asks_again_under_a_new_id_and_takes_the_new_answer(
    bench: Bench, bank: Bank, desk: Desk
) -> None:
    run = await poisoned(bench)
    assert await offered(desk, run) == ["ask-again"]
    assert any("took an answer in and then raised" in line for line in desk.told)
    assert await desk.repair(run, Mend.ASK_AGAIN) == 0
    bank.closed = False
    assert (await bench.drive(run)).state is RunState.WAITING
    [second] = await bench.open_requests(run)
    [first] = [request for request in await bench.requests(run) if request.id != second.id]
    assert first.state is State.SETTLED
    assert first.origin.interrupt_id != second.origin.interrupt_id
    await bench.answer(second)
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome, bank.done) == (RunState.FINISHED, "Wired.", ["approve"])
    [event] = await mended(bench, run)
    assert (event.step, event.because) == ("ask-again", BECAUSE)


async def test_the_end_of_a_mended_run_is_told_though_its_failure_was(bench: Bench, bank: Bank, desk: Desk) -> None:
    run = await poisoned(bench)
    before = [notice for notice in await told(bench.ledger) if notice[0] == "outcome"]
    await desk.repair(run, Mend.ASK_AGAIN)
    bank.closed = False
    await bench.drive(run)
    [request] = await bench.open_requests(run)
    await bench.answer(request)
    await bench.drive(run)
    after = [notice for notice in await told(bench.ledger) if notice[0] == "outcome"]
    assert len(after) > len(before) > 0


async def test_a_step_that_raised_runs_again_and_what_was_decided_stays_decided(
    bench: Bench, bank: Bank, desk: Desk
) -> None:
    run, [request] = await bench.asked("closing")
    await bench.answer(request)
    assert (await bench.drive(run)).state is RunState.FAILED
    assert await offered(desk, run) == ["ask-again"]
    await desk.repair(run, Mend.ASK_AGAIN)
    bank.closed = False
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert (bank.done, len(await bench.requests(run))) == (["wired"], 1)


async def test_a_lost_answer_is_delivered_once_more(bench: Bench, bank: Bank, desk: Desk) -> None:
    run, [request] = await bench.asked("wire")
    await bench.answer(request)
    async with bench.ledger.write() as tx:
        await tx.conn.execute(update(answers).values(state="void"))
    assert await offered(desk, run) == ["redeliver", "abandon"]
    assert await desk.repair(run, Mend.REDELIVER) == 0
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert (bank.done, await bench.answers()) == (["wired"], ["applied"])


async def test_a_run_whose_thread_went_on_without_the_ledger_is_brought_in_line(
    bench: Bench, bank: Bank, desk: Desk
) -> None:
    run, [request] = await bench.asked("picky")
    bank.closed = False
    answer: Command[Any] = Command(resume={request.origin.interrupt_id: (await a_decision(bench, run))})
    await bench.graph("picky").ainvoke(answer, config_of(run.key))
    assert await offered(desk, run) == ["drive-on", "abandon"]
    assert await desk.repair(run, Mend.DRIVE_ON) == 0
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert bank.done == ["approve"]


async def a_decision(bench: Bench, run: Work) -> dict[str, Any]:
    """What an approval of the run's question answers, without anybody having given it."""
    [request] = await bench.requests(run)
    decided = examples.a_decision().model_dump(mode="json")
    return decided | {"request_id": request.id, "digest": request.digest}


async def test_a_run_that_is_given_up_is_cancelled_and_its_requester_is_told_why(bench: Bench, desk: Desk) -> None:
    run, _ = await bench.asked("wire")
    assert await desk.repair(run, Mend.ABANDON) == 0
    stands = await the_run(bench.ledger, run)
    assert (stands.state, stands.outcome) == (RunState.CANCELLED, f"It was given up by an operator: {BECAUSE}")
    [request] = await bench.requests(run)
    assert request.state is State.WITHDRAWN
    assert (await mended(bench, run))[0].step == "abandon"


async def test_nothing_is_to_be_mended_where_both_agree(bench: Bench, desk: Desk) -> None:
    run, [request] = await bench.asked("wire")
    assert await desk.repair(run) == 0
    assert "Both agree; nothing is to be mended." in desk.told
    assert await desk.repair(request.id) == 0  # a request names its run
    await bench.answer(request)
    await bench.drive(run)
    assert await offered(desk, run) == []


async def test_looking_changes_nothing(bench: Bench, desk: Desk) -> None:
    run = await poisoned(bench)
    before = await everything(bench)
    assert await desk.repair(run) == 1
    assert await everything(bench) == before


async def test_an_operator_who_is_not_sure_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    run = await poisoned(bench)
    before = await everything(bench)
    desk = Desk(bench, tmp_path, sure=False)
    assert await desk.repair(run, Mend.ASK_AGAIN) == 1
    assert desk.told[-1] == "Nothing was done."
    assert await everything(bench) == before


@pytest.mark.parametrize("step", [Mend.REDELIVER, Mend.DRIVE_ON, Mend.ABANDON])
async def test_what_would_not_mend_it_is_refused(bench: Bench, desk: Desk, step: Mend) -> None:
    run = await poisoned(bench)
    with pytest.raises(Misconfigured, match="what would: ask-again"):
        await desk.repair(run, step)


async def test_a_step_without_a_reason_is_refused(bench: Bench, desk: Desk) -> None:
    run = await poisoned(bench)
    with pytest.raises(Misconfigured, match="the audit trail wants to know why"):
        await desk.repair(run, Mend.ASK_AGAIN, because="  ")


async def test_a_run_that_is_not_there_is_told(desk: Desk) -> None:
    with pytest.raises(Misconfigured, match="there is no such run"):
        await desk.repair("run_9")


async def test_a_run_that_somebody_drives_is_left_alone(bench: Bench, desk: Desk) -> None:
    run = await poisoned(bench)
    async with bench.ledger.write() as tx:
        await tx.conn.execute(update(runs).values(state="queued"))
    async with bench.ledger.write() as tx:
        assert await work.claim(tx.conn, run, 30.0)
    with pytest.raises(Misconfigured, match="drives this run at the moment"):
        await desk.repair(run, Mend.ASK_AGAIN)


async def test_a_repair_that_is_killed_before_its_end_leaves_the_run_as_it_was(
    bench: Bench, bank: Bank, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await poisoned(bench)
    [task] = [asyncio.create_task(killed(desk, run, monkeypatch))]
    with pytest.raises(asyncio.CancelledError):
        await task
    monkeypatch.undo()
    async with bench.ledger.write() as tx:
        await tx.conn.execute(update(runs).values(lease_until=0.0))
    await bench.drive(run)
    bank.closed = False
    assert (await the_run(bench.ledger, run)).state in {RunState.FAILED, RunState.WAITING}
    assert bank.done == []


async def killed(desk: Desk, run: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repair that is stopped once it has the run, and has copied the thread's checkpoint."""

    async def stop(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr("bot.desk.setting_right.drive_on", stop)
    await desk.repair(run, Mend.ASK_AGAIN)


async def test_two_operators_mend_a_run_once(bench: Bench, bank: Bank, desk: Desk, tmp_path: Path) -> None:
    run = await poisoned(bench)
    other = Desk(bench, tmp_path)
    ended = await asyncio.gather(
        desk.repair(run, Mend.ASK_AGAIN), other.repair(run, Mend.ASK_AGAIN), return_exceptions=True
    )
    assert 0 in ended
    bank.closed = False
    await bench.drive(run)
    assert len(await bench.open_requests(run)) == 1


async def everything(bench: Bench) -> list[Any]:
    """All that the ledger has of runs and answers."""
    return [*await rows(bench.ledger, runs), *await rows(bench.ledger, answers)]
