"""Repairing what other tools and hands have done to a run: to its thread, or to how its questions are read."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from bot.approvals.dialects.told import Told
from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.engine.remote import RemoteThreads
from bot.engine.threads import config_of
from bot.faults import Misconfigured
from bot.ledger.hints import Work
from bot.plan import Plan
from bot.policybook import PolicyFile
from bot.repairing import Mend, Operator, Wish, repair
from bot.settings import Settings
from tests.approvals.examples import NOON, a_policy
from tests.engine.agents import Deeds, agent
from tests.engine.elsewhere import serving
from tests.engine.graphs import State, chained
from tests.engine.workbench import Bench, a_book, workbench

ASKED: Any = {"messages": [{"role": "user", "content": "Do all three."}]}
BOOK = a_book(a_policy())


async def strict(state: State) -> State:
    """Takes two words only, as tutorials do."""
    answer = interrupt({"question": "Which?", "options": ["approve — do it", "reject — do not"]})
    if answer not in ("approve", "reject"):
        raise ValueError(f"{answer} is no answer")
    return {"outcome": answer}


async def beside(state: State) -> State:
    answer = interrupt({"question": "And this?", "options": ["approve — do it", "reject — do not"]})
    return {"right": answer}


def parallel() -> StateGraph[State]:
    """Two questions at once, one of which takes no nonsense."""
    builder = StateGraph(State)
    builder.add_node("strict", strict)
    builder.add_node("beside", beside)
    builder.add_edge(START, "strict")
    builder.add_edge(START, "beside")
    return builder


def within() -> StateGraph[State]:
    """A question in a graph within the graph."""
    builder = StateGraph(State)
    builder.add_node("inner", chained(("strict", strict)).compile())
    builder.add_edge(START, "inner")
    return builder


async def unsure(state: State) -> State:
    return {"outcome": f"{interrupt('Approve?')!r}"}


@pytest.fixture
def deeds() -> Deeds:
    """What the agent's tools have done."""
    return []


@pytest.fixture
async def bench(tmp_path: Path, deeds: Deeds) -> AsyncIterator[Bench]:
    made = {"agent": agent(deeds), "parallel": parallel(), "within": within(), "unsure": chained(("ask", unsure))}
    async with workbench(tmp_path, made, sole=False) as bench:
        yield bench


async def mend(bench: Bench, run: Work, step: Mend | None = None, told: Told | None = None) -> list[str]:
    """What an operator is told; `told` is the dialect that the policies file gives the workflow `unsure`."""
    said: list[str] = []
    async with bench.saver.conn.execute("pragma database_list") as listed:
        folder = next(Path(row[2]).parent for row in await listed.fetchall())
    ledger = f"sqlite+aiosqlite:///{folder / 'ledger.db'}"
    settings = Settings.read({"COUNTERSIGN_DATA": str(folder), "COUNTERSIGN_LEDGER_URL": ledger}, serving=False)
    file = PolicyFile(path=Path("none"), workflows=frozenset(), speedup=1.0, now=lambda: NOON)
    book = replace(BOOK, dialects={"unsure": told} if told else {})
    plan = Plan([entry.found for entry in bench.catalogue.values()], book, file)

    async def sure(question: str) -> bool:
        return True

    await repair(settings, plan, Wish(run.key, step, "because"), Operator(said.append, sure), now=NOON)
    return [line.split()[1].rstrip(":") for line in said if line.startswith("  --step")]


async def answered_by_hand(bench: Bench, run: Work, request: Request, value: Any) -> None:
    """Somebody answers a question with nonsense, past Countersign."""
    graph = bench.graph(request.origin.workflow)
    with pytest.raises(ValueError, match=r"is no answer|Number of human decisions|decision"):
        await graph.ainvoke(Command(resume={request.origin.interrupt_id: value}), config_of(run.key))


async def test_an_agent_that_was_answered_with_too_few_decisions_by_hand_is_asked_again(
    bench: Bench, deeds: Deeds
) -> None:
    run, [request, *_] = await bench.asked("agent", **ASKED)
    await answered_by_hand(bench, run, request, {"decisions": [{"type": "approve"}]})
    assert await mend(bench, run) == ["ask-again", "abandon"]
    await mend(bench, run, Mend.ASK_AGAIN)
    assert (await bench.drive(run)).state is RunState.WAITING
    parts = sorted(await bench.open_requests(run), key=lambda each: each.origin.part)
    assert len(parts) == 3
    for part in parts:
        await bench.answer(part)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert sorted(deeds) == ["paid 10", "refunded 20", "shipped 30"]


@pytest.mark.parametrize("name", ["parallel", "within"])
async def test_a_step_that_was_answered_with_nonsense_by_hand_is_asked_again(bench: Bench, name: str) -> None:
    run, requests = await bench.asked(name)
    [mine] = [each for each in requests if each.ask.title == "Which?"]
    await answered_by_hand(bench, run, mine, "nonsense")
    assert await mend(bench, run) == ["ask-again", "abandon"]
    await mend(bench, run, Mend.ASK_AGAIN)
    await bench.drive(run)
    again = await bench.open_requests(run)
    assert sorted(each.ask.title for each in again) == sorted(each.ask.title for each in requests)
    for each in again:
        await bench.answer(each)
    ended = await bench.drive(run)
    while ended.state is RunState.RUNNING:
        ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "approve")


async def test_a_run_whose_thread_was_deleted_can_only_be_given_up(bench: Bench) -> None:
    run, _ = await bench.asked("parallel")
    await bench.saver.adelete_thread(run.key)
    assert await mend(bench, run) == ["abandon"]
    await mend(bench, run, Mend.ABANDON)
    assert (await bench.drive(run)).state is RunState.CANCELLED


async def test_a_question_that_could_only_be_read_is_asked_anew_once_it_is_configured(bench: Bench) -> None:
    run, [shown] = await bench.asked("unsure")
    assert shown.ask.actions == ()
    told = Told(dialect="true_or_false")
    assert await mend(bench, run) == ["abandon"]
    assert await mend(bench, run, told=told) == ["drive-on", "abandon"]
    await mend(bench, run, Mend.DRIVE_ON, told)
    book = replace(BOOK, dialects={"unsure": told})
    after = replace(bench, driver=replace(bench.driver, book=lambda: book))
    assert (await after.drive(run)).state is RunState.WAITING
    [request] = await after.open_requests(run)
    await after.answer(request)
    assert (await after.drive(run)).outcome == "True"


async def test_a_run_on_another_server_is_repaired_there(tmp_path: Path) -> None:
    async with serving({"far": parallel()}) as server:
        far = await RemoteThreads.reach(server.url, "far")
        async with workbench(tmp_path, {"far": far}, sole=False) as bench:
            run = await bench.start("far")
            await bench.drive(run)
            with pytest.raises(Misconfigured, match="cannot be repaired from here"):
                await mend(bench, run)
