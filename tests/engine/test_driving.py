"""A run is driven to its questions, resumed with their answers, and ended; each answer and each effect once."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from bot.approvals.request import Request, State
from bot.handout.embedded import Embedded, Hand
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import notices
from tests.approvals.examples import REQUESTER
from tests.desk.deeds import the_request, the_run, told
from tests.engine.graphs import broken, choosy, fan, functional, nested, two_in_a_row, wire
from tests.engine.workbench import Bench, workbench
from tests.ledger.books import owed, rows


@pytest.fixture
def effects() -> list[str]:
    """What the graphs have done."""
    return []


@pytest.fixture
async def bench(tmp_path: Path, effects: list[str]) -> AsyncIterator[Bench]:
    """A driver of one graph of each shape."""
    graphs = {
        "wire": wire(effects),
        "two": two_in_a_row(effects),
        "fan": fan(effects, 5),
        "nested": nested(effects),
        "functional": functional(effects),
        "choosy": choosy(),
        "broken": broken(ValueError("the bank is closed")),
        "wordless": broken(RuntimeError()),
    }
    async with workbench(tmp_path, graphs) as bench:
        yield bench


@pytest.mark.parametrize("name", ["wire", "nested", "functional"])
async def test_a_run_asks_waits_and_acts_once_it_is_approved(bench: Bench, effects: list[str], name: str) -> None:
    run, [request] = await bench.asked(name)
    assert (request.state, effects) == (State.OPEN, [])
    await bench.answer(request)
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "Wired.")
    assert effects == ["wired"]
    assert await bench.answers() == ["applied"]
    assert (await the_request(bench.ledger, request.id)).applied_at


async def test_a_rejected_run_does_nothing(bench: Bench, effects: list[str]) -> None:
    run, [request] = await bench.asked()
    await bench.answer(request, "reject")
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome, effects) == (RunState.FINISHED, "Not wired.", [])


async def test_a_run_that_waits_is_left_alone(bench: Bench, effects: list[str]) -> None:
    run, before = await bench.asked()
    assert (await bench.drive(run)).state is RunState.WAITING
    assert (await bench.requests(run), effects) == (before, [])


async def test_a_run_that_ended_is_left_alone(bench: Bench, effects: list[str]) -> None:
    run, [request] = await bench.asked()
    await bench.answer(request)
    ended = await bench.drive(run)
    assert await bench.drive(run) == ended
    assert effects == ["wired"]


async def test_a_run_that_is_not_there_is_nothing_to_do(bench: Bench) -> None:
    await bench.driver.drive("run-9")
    assert await owed(bench.ledger) == []


async def test_questions_in_a_row_are_asked_one_by_one_and_keep_their_own_answers(
    bench: Bench, effects: list[str]
) -> None:
    run, [first] = await bench.asked("two")
    await bench.answer(first, "reject")
    assert (await bench.drive(run)).state is RunState.WAITING
    [second] = await bench.open_requests(run)
    assert second.ask.title == "Second?"
    await bench.answer(second)
    assert (await bench.drive(run)).state is RunState.FINISHED
    assert effects == ["reject, approve"]


async def test_a_step_that_raises_ends_the_run_in_words(bench: Bench) -> None:
    run, [request] = await bench.asked("broken")
    await bench.answer(request)
    ended = await bench.drive(run)
    assert (ended.state, ended.outcome) == (RunState.FAILED, "The step 'act' failed: the bank is closed")
    assert (await the_request(bench.ledger, request.id)).applied_at is None
    outcomes = {(kind, audience) for kind, audience, _ in await told(bench.ledger) if kind != "call"}
    assert outcomes == {("outcome", "thread"), ("outcome", REQUESTER)}
    assert run not in await owed(bench.ledger)


async def test_a_step_that_raises_without_words_is_named_by_its_error(bench: Bench) -> None:
    run, [request] = await bench.asked("wordless")
    await bench.answer(request)
    assert (await bench.drive(run)).outcome == "The step 'act' failed: RuntimeError"


async def test_input_that_the_graph_does_not_take_ends_the_run_in_words(bench: Bench) -> None:
    assert (await bench.drive(await bench.start("choosy", amount=1))).outcome == "1 it is"
    refused = await bench.drive(await bench.start("choosy", amount=-1))
    assert refused.state is RunState.FAILED
    assert "greater than 0" in refused.outcome


async def test_a_run_of_a_workflow_that_is_gone_is_given_up_in_words(bench: Bench) -> None:
    run = await bench.start("retired")
    given_up = await bench.drive(run)
    assert (given_up.state, given_up.dead) == (RunState.RUNNING, True)
    assert given_up.error == "the workflow 'retired' is not configured any more"
    [alarm] = await rows(bench.ledger, notices)
    assert (alarm["kind"], alarm["audience"]) == ("dead", "#operators")


@pytest.mark.parametrize("seed", range(5))
async def test_many_questions_answered_in_any_order_at_any_moment_each_count_once(
    bench: Bench, effects: list[str], seed: int
) -> None:
    """2. Whatever moment an answer comes at, the driver that holds the thread or the next one takes it in."""
    chance = random.Random(seed)
    run, requests = await bench.asked("fan")
    given = {request.id: chance.choice(["approve", "reject"]) for request in requests}
    chance.shuffle(requests)
    over = asyncio.Event()
    bench.ledger.hints = hints = Embedded({kind: Hand(doing(bench, kind, over), 2) for kind in WorkKind})
    hints.start()
    moments = {request.id: chance.random() / 5 for request in requests}
    await asyncio.gather(*(answer_after(moments[request.id], bench, request, given) for request in requests))
    await over.wait()
    await hints.stop(5)
    assert (await the_run(bench.ledger, run)).outcome == "5 doors"
    assert sorted(effects) == sorted(f"{request.ask.title[10]} {given[request.id]}" for request in requests)
    assert await bench.answers() == ["applied"] * 5
    assert all(request.applied_at for request in await bench.requests(run))


def doing(bench: Bench, kind: WorkKind, over: asyncio.Event) -> Callable[[str], Awaitable[None]]:
    """What is done about a hint: runs are driven until they are over, and all else is somebody else's."""

    async def do(key: str) -> None:
        if kind is not WorkKind.RUN:
            return
        await bench.driver.drive(key)
        if (await the_run(bench.ledger, Work(kind, key))).state.has_ended:
            over.set()

    return do


async def answer_after(seconds: float, bench: Bench, request: Request, given: dict[str, str]) -> None:
    await asyncio.sleep(seconds)
    await bench.answer(request, given[request.id])


@pytest.mark.parametrize(
    ("name", "node"), [("wire", "ask"), ("fan", "branch"), ("nested", "inner"), ("functional", "flow")]
)
async def test_a_request_names_the_node_that_asks(bench: Bench, name: str, node: str) -> None:
    _, requests = await bench.asked(name)
    assert {request.origin.node for request in requests} == {node}
