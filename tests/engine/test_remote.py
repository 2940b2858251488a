"""Graphs on a LangGraph Server are driven like our own: asked once, resumed once, waited for, never run twice."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage
from langgraph.errors import UnknownInterruptError
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.types import Command

from bot.approvals.dialects import native
from bot.approvals.digests import digest_of
from bot.approvals.machine import RunState
from bot.engine.remote import RemoteThreads, thread_of
from bot.engine.threads import Failed, Finished, HalfAdvanced, Unstarted, Waiting, config_of, look
from bot.faults import Fault
from bot.ledger import answer_book
from bot.ledger.hints import Work
from tests.approvals.examples import a_decision
from tests.desk.deeds import the_run
from tests.engine.elsewhere import LangGraphServer, serving
from tests.engine.graphs import (
    Gate,
    broken,
    careful_wire,
    choosy,
    fan,
    held_up,
    nested,
    question,
    two_in_a_row,
    wire,
)
from tests.engine.talkers import TALKERS
from tests.engine.workbench import Bench, workbench
from tests.ledger.books import lapse

Driving = Callable[[Work], Awaitable[Process]]

CONFIG = config_of("run-1")
APPROVAL = native.answer(a_decision().model_copy(update={"digest": digest_of(question())}))


@pytest.fixture
def effects() -> list[str]:
    """What the graphs have done."""
    return []


@pytest.fixture
def gate() -> Gate:
    """What holds the graph named `held` up."""
    return Gate()


@pytest.fixture
async def server(effects: list[str], gate: Gate) -> AsyncIterator[LangGraphServer]:
    """A server of one graph of each shape."""
    graphs = {
        "wire": wire(effects),
        "two": two_in_a_row(effects),
        "fan": fan(effects, 3),
        "nested": nested(effects),
        "choosy": choosy(),
        "broken": broken(ValueError("the bank is closed")),
        "held": held_up(gate, effects),
        "within": TALKERS["within"][0],
        "coroutine": TALKERS["coroutine"][0],
        "chat": chatty(),
    }
    async with serving(graphs) as server:
        yield server


@pytest.fixture
async def bench(tmp_path: Path, server: LangGraphServer) -> AsyncIterator[Bench]:
    """A driver of all that the server has."""
    async with workbench(tmp_path, await all_of(server)) as bench:
        yield bench


@pytest.mark.parametrize("name", ["wire", "nested"])
async def test_a_run_elsewhere_asks_waits_and_acts_once_it_is_approved(
    bench: Bench, server: LangGraphServer, effects: list[str], name: str
) -> None:
    run, [request] = await bench.asked(name)
    assert (request.ask.title, effects) == ("Wire it?", [])
    await bench.answer(request)
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome, effects) == (RunState.FINISHED, "Wired.", ["wired"])
    assert await bench.answers() == ["applied"]
    assert [run.given.get("multitask_strategy") for run in server.runs] == ["reject", "reject"]


async def test_questions_elsewhere_are_asked_one_by_one_and_keep_their_own_answers(
    bench: Bench, effects: list[str]
) -> None:
    run, [first] = await bench.asked("two")
    await bench.answer(first, "reject")
    assert (await bench.drive(run)).state is RunState.WAITING
    [second] = await bench.open_requests(run)
    await bench.answer(second)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert effects == ["reject, approve"]


async def test_questions_of_parallel_steps_elsewhere_are_answered_in_any_order(
    bench: Bench, effects: list[str]
) -> None:
    run, requests = await bench.asked("fan")
    for request in reversed(requests):
        await bench.answer(request, "reject" if request is requests[0] else "approve")
        ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "3 doors")
    assert sorted(words.split()[1] for words in effects) == ["approve", "approve", "reject"]


@pytest.mark.parametrize(("name", "told"), [("coroutine", "from a coroutine (1/4)"), ("within", "from a graph within")])
async def test_what_a_run_elsewhere_tells_is_heard(bench: Bench, name: str, told: str) -> None:
    assert (await bench.drive(await bench.start(name))).progress == told


async def test_a_step_that_raises_elsewhere_ends_the_run_in_words(bench: Bench) -> None:
    run, [request] = await bench.asked("broken")
    await bench.answer(request)
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FAILED, "The step 'act' failed: the bank is closed")


async def test_input_that_a_graph_elsewhere_does_not_take_ends_the_run_in_words(bench: Bench) -> None:
    assert (await bench.drive(await bench.start("choosy", amount=1))).outcome == "1 it is"
    refused = await bench.drive(await bench.start("choosy", amount=-1))
    assert refused.state is RunState.FAILED
    assert "greater than 0" in refused.outcome


async def test_a_run_that_failed_elsewhere_while_nobody_looked_has_failed(
    bench: Bench, server: LangGraphServer
) -> None:
    graph = await RemoteThreads.reach(server.url, "choosy")
    with pytest.raises(Exception, match="greater than 0"):
        await taken(graph, {"amount": -1})
    seen = await look(graph, CONFIG)
    assert isinstance(seen, Failed)
    assert "greater than 0" in seen.error


async def test_a_server_that_is_down_for_a_while_costs_time_and_nothing_else(
    bench: Bench, server: LangGraphServer, effects: list[str]
) -> None:
    run, [request] = await bench.asked()
    await bench.answer(request)
    server.down = True
    tried = await bench.drive(run)
    assert (tried.state, tried.dead, "server is in trouble" in tried.error) == (RunState.RUNNING, False, True)
    server.down = False
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert (effects, len(server.runs)) == (["wired"], 2)


async def test_a_run_whose_drive_was_stopped_is_waited_for_and_not_started_again(
    bench: Bench, server: LangGraphServer, effects: list[str], gate: Gate
) -> None:
    run, [request] = await bench.asked("held")
    await bench.answer(request)
    driving = asyncio.create_task(bench.driver.drive(run.key))
    await gate.reached.wait()
    driving.cancel()
    await asyncio.gather(driving, return_exceptions=True)
    await let_lapse(bench, run)
    again = asyncio.create_task(bench.drive(run))
    await server.joined.wait()
    gate.opened.set()
    assert (await again).state is RunState.FINISHED
    assert (effects, len(server.runs)) == (["at work", "wired"], 2)


@pytest.fixture
def drive_apart(tmp_path: Path, server: LangGraphServer) -> Driving:
    """Has a run driven by a process of its own."""

    async def drive(run: Work) -> Process:
        command = [sys.executable, "-m", "tests.engine.driving_apart", str(tmp_path), server.url, run.key]
        return await asyncio.create_subprocess_exec(*command)

    return drive


async def test_a_process_that_was_killed_leaves_a_run_that_is_found_again(
    bench: Bench, server: LangGraphServer, gate: Gate, drive_apart: Driving
) -> None:
    """Killed for good between a run's start and its stop: the server went on, and what it did is not done again."""
    run, [request] = await bench.asked("held")
    await bench.answer(request)
    apart = await drive_apart(run)
    await gate.reached.wait()
    apart.kill()
    assert await apart.wait() < 0
    assert (await the_run(bench.ledger, run)).state is RunState.RUNNING
    await let_lapse(bench, run)
    gate.opened.set()
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert [run.status for run in server.runs] == ["interrupted", "success"]
    assert await bench.answers() == ["applied"]


async def test_a_run_that_ended_elsewhere_while_nobody_looked_is_ended(
    bench: Bench, server: LangGraphServer, effects: list[str]
) -> None:
    run, [request] = await bench.asked()
    await bench.answer(request)
    graph = await RemoteThreads.reach(server.url, "wire")
    await taken(graph, Command(resume={request.origin.interrupt_id: await answer_of(bench, run)}), run.key)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert effects == ["wired"]


async def test_whoever_starts_what_is_under_way_elsewhere_is_told_to_wait(server: LangGraphServer, gate: Gate) -> None:
    graph = await RemoteThreads.reach(server.url, "held")
    pending = await asked(graph)
    first = asyncio.create_task(taken(graph, Command(resume={pending: APPROVAL})))
    await gate.reached.wait()
    assert await look(graph, CONFIG) == HalfAdvanced()
    with pytest.raises(Fault, match="somebody else drives"):
        await taken(graph, {"amount": 1})
    gate.opened.set()
    await first
    assert isinstance(await look(graph, CONFIG), Finished)


async def test_an_answer_to_what_is_not_asked_elsewhere_starts_nothing(server: LangGraphServer) -> None:
    graph = await RemoteThreads.reach(server.url, "wire")
    await asked(graph)
    with pytest.raises(UnknownInterruptError):
        await taken(graph, Command(resume={"0" * 32: APPROVAL}))
    assert len(server.runs) == 1


async def test_a_thread_that_came_to_its_stop_is_not_taken_further(server: LangGraphServer) -> None:
    graph = await RemoteThreads.reach(server.url, "wire")
    assert await look(graph, CONFIG) == Unstarted()
    await asked(graph)
    assert await taken(graph, None) == []
    assert isinstance(await look(graph, CONFIG), Waiting)
    assert len(server.runs) == 1


async def test_a_graph_that_was_changed_elsewhere_is_not_driven_on_as_if_it_were_the_same(
    tmp_path: Path, server: LangGraphServer, effects: list[str]
) -> None:
    """7. A changed graph is refused in words, by whoever knew it before, and by whoever meets it now."""
    (tmp_path / "before").mkdir()
    async with workbench(tmp_path, await all_of(server)) as bench:
        run, [request] = await bench.asked()
        await bench.answer(request)
        server.serve("wire", careful_wire(effects))
        assert "was changed on its server" in (await bench.drive(run)).error
    async with workbench(tmp_path, await all_of(server)) as again:
        given_up = await again.drive(run)
        assert (given_up.dead, effects) == (True, [])
        assert "changed after people were asked" in given_up.error


async def test_an_assistant_that_was_set_up_anew_is_another_version(server: LangGraphServer) -> None:
    before = await RemoteThreads.reach(server.url, "wire")
    assert (await RemoteThreads.reach(server.url, "wire")).version == before.version
    server.versions["wire"] = 2
    assert (await RemoteThreads.reach(server.url, "wire")).version != before.version


async def test_a_conversation_elsewhere_begins_with_a_message_and_ends_with_the_models(bench: Bench) -> None:
    schema = bench.catalogue["chat"].workflow.input_schema
    assert (schema["properties"]["messages"]["type"], schema["required"]) == ("string", ["messages"])
    ended = await bench.drive(await bench.start("chat", messages="Hello"))
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "You said: Hello")


async def test_an_assistant_is_reached_by_its_id_too(server: LangGraphServer) -> None:
    found = await RemoteThreads.reach(server.url, server.assistant_id("wire"))
    assert (found.assistant_id, found.description) == (server.assistant_id("wire"), "Serves wire")


def test_a_thread_elsewhere_has_one_id_for_each_run() -> None:
    ids = {thread_of(config_of(run)) for run in ("run-1", "run-2", "run-1")}
    assert len(ids) == 2
    assert thread_of(CONFIG) in ids


def chatty() -> StateGraph[MessagesState]:
    """Says again what it was told."""

    async def talk(state: MessagesState) -> dict[str, Any]:
        return {"messages": [AIMessage(f"You said: {state['messages'][-1].text}")]}

    builder = StateGraph(MessagesState)
    builder.add_node("talk", talk)
    builder.add_edge(START, "talk")
    return builder


async def all_of(server: LangGraphServer) -> dict[str, Any]:
    return {name: await RemoteThreads.reach(server.url, name) for name in server.graphs}


async def taken(graph: RemoteThreads, value: Any, run_id: str = "run-1") -> list[Any]:
    """Take a thread a stretch further; returns what it told."""
    stream = graph.astream(value, config_of(run_id), durability="sync", stream_mode="custom", subgraphs=True)
    return [event async for _, event in stream]


async def asked(graph: RemoteThreads) -> str:
    await taken(graph, {"amount": 120})
    seen = await look(graph, CONFIG)
    assert isinstance(seen, Waiting)
    [pending] = seen.pending
    return pending


async def answer_of(bench: Bench, run: Work) -> Any:
    """The answer that the run is owed."""
    async with bench.ledger.read() as conn:
        [answer] = await answer_book.owed(conn, run.key)
    return answer.value


async def let_lapse(bench: Bench, run: Work) -> None:
    """The time has come at which the lease of a process that died runs out."""
    async with bench.ledger.write() as tx:
        await tx.conn.execute(lapse(run))
