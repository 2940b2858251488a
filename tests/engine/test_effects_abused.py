"""Effects in every kind of graph, under keys, words and results that nobody would wish for, and in runs that end."""

import asyncio
import operator
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import pytest
from langchain.agents import create_agent
from langchain_core.tools import tool
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send
from typing_extensions import TypedDict

from bot.approvals.machine import RunState
from bot.desk import setting_right, settling
from bot.desk.faltering import Patience
from bot.desk.setting_right import Step
from bot.engine.compensating import Compensator
from bot.ledger.hints import WorkKind
from bot.ledger.tables import effects
from bot.review import ask, effect
from tests.approvals.examples import LEAD, NOON, REQUESTER
from tests.desk.deeds import the_run
from tests.engine.agents import Scripted
from tests.engine.deeds_done import BANK, Bank, held, once, rolled_back, take_back
from tests.engine.graphs import Gate, State, chained, question
from tests.engine.test_effects import answered, states
from tests.engine.workbench import LEASE, Bench, workbench
from tests.ledger.books import lapse, owed, rows

HOUR = timedelta(hours=1)


class Wide(TypedDict, total=False):
    """What branches share."""

    amount: int
    number: int
    results: Annotated[list[Any], operator.add]
    outcome: str


class Results(TypedDict, total=False):
    """What a branch gives back."""

    results: Annotated[list[Any], operator.add]


@pytest.fixture
def bank() -> Bank:
    """Where the money is wired."""
    return Bank()


@pytest.fixture(autouse=True)
def _empty_bank() -> None:
    for said in (BANK.done, BANK.before, BANK.after):
        said.clear()
    BANK.gate = None


def branches(bank: Bank, *, one_key: bool, within: bool = False) -> StateGraph[Wide]:
    """Wires in three branches at the same time, each in a subgraph of its own if they are to."""

    async def wire(state: Wide) -> Wide:
        number = state["number"]
        result = await effect("wire" if one_key else f"wire {number}", bank.wires(f"{number}"))
        return {"results": [result]}

    def spread(state: Wide) -> list[Send]:
        return [Send("wire", {"number": number}) for number in range(3)]

    def tell(state: Wide) -> Wide:
        return {"outcome": f"{len(state['results'])} results, {len({str(one) for one in state['results']})} kinds"}

    inner = StateGraph(Wide, output_schema=Results)
    inner.add_node("inside", wire)
    inner.add_edge(START, "inside")
    graph = StateGraph(Wide)
    graph.add_node("wire", inner.compile() if within else wire)
    graph.add_node("tell", tell)
    graph.add_conditional_edges(START, spread, ["wire"])
    graph.add_edge("wire", "tell")
    graph.add_edge("tell", END)
    return graph


def looping(bank: Bank) -> StateGraph[Wide]:
    """Wires three times in a loop of one node: under one key twice over, and under a key of each occasion."""

    async def wire(state: Wide) -> Wide:
        number = len(state.get("results", []))
        same = await effect("wire", bank.wires(f"same {number}"))
        other = await effect(f"wire {number}", bank.wires(f"other {number}"))
        return {"results": [[same["wire"], other["wire"]]], "outcome": "done"}

    graph = StateGraph(Wide)
    graph.add_node("wire", wire)
    graph.add_edge(START, "wire")
    graph.add_conditional_edges("wire", lambda state: END if len(state["results"]) == 3 else "wire")
    return graph


def functional(bank: Bank) -> Any:
    """Wires within a task of the functional API, and in the entry point itself."""

    @task
    async def wire(what: str) -> dict[str, str]:
        return await effect(what, bank.wires(what))

    @entrypoint()
    async def pay(given: dict[str, Any]) -> dict[str, Any]:
        first = await wire("in a task")
        ask(question("Go on?"))
        second = await effect("in the entry point", bank.wires("in the entry point"))
        return {"outcome": f"{first['wire']}, {second['wire']}"}

    return pay


def agent(bank: Bank) -> Any:
    """An agent whose tool wires, called twice in one turn."""

    @tool
    async def pay(amount: int) -> str:
        """Pay somebody."""
        result = await effect(f"pay {amount}", bank.wires(f"{amount}"))
        return f"paid {result}"

    return create_agent(Scripted(wants=(("pay", {"amount": 10}), ("pay", {"amount": 20}))), [pay])


def slow(bank: Bank, gate: Gate) -> StateGraph[State]:
    """Wires, which takes until the gate is open."""

    async def wire() -> dict[str, str]:
        await gate.wait()
        bank.done.append("wired")
        return {"wire": "wired"}

    async def act(state: State) -> State:
        return {"outcome": f"{await effect('wire', wire)}"}

    return chained(("act", act))


def failing(troubles: list[Exception]) -> StateGraph[State]:
    """Wires, which can be undone, and then fails as long as there is trouble."""

    async def act(state: State) -> State:
        await effect("wire", BANK.wires("wired"), undo=take_back, window=HOUR)
        if troubles:
            raise troubles.pop()
        return {}

    return chained(("act", act))


def odd(given: dict[str, Any]) -> StateGraph[State]:
    """Does something whose words, key and result the test chooses, offers to undo it, and takes it back."""

    async def act(state: State) -> State:
        done = await effect(
            given["key"], lambda: given["result"], undo=take_back, window=given["window"], words=given["words"]
        )
        return {"outcome": f"{type(done).__name__}"}

    return chained(("act", act))


@pytest.fixture
async def bench(tmp_path: Path, bank: Bank) -> AsyncIterator[Bench]:
    """A driver of every kind of graph."""
    graphs = {
        "one key": branches(bank, one_key=True),
        "keys": branches(bank, one_key=False),
        "subgraphs": branches(bank, one_key=False, within=True),
        "looping": looping(bank),
        "functional": functional(bank),
        "agent": agent(bank),
        "once": once(bank),
    }
    async with workbench(tmp_path, graphs) as bench:
        yield bench


@pytest.mark.parametrize(("name", "kinds"), [("keys", 3), ("subgraphs", 3), ("one key", 1)])
async def test_branches_do_what_they_do_once_for_each_key(bench: Bench, bank: Bank, name: str, kinds: int) -> None:
    ended = await bench.drive(await bench.start(name))
    assert ended.outcome == f"3 results, {kinds} kinds"
    assert (len(bank.done), await states(bench)) == (kinds, ["done"] * kinds)


@pytest.mark.parametrize("name", ["keys", "subgraphs"])
async def test_a_doubt_in_each_branch_is_a_question_of_its_own(bench: Bench, bank: Bank, name: str) -> None:
    bank.after += [TimeoutError(f"no answer {number}") for number in range(3)]
    run, asked = await bench.asked(name)
    assert len(asked) == 3
    assert len(bank.done) == 3
    for request, action in zip(asked, ("happened", "again", "happened"), strict=True):
        await bench.answer(request, action)
    ended = await bench.drive(run)
    assert (ended.state, len(bank.done)) == (RunState.FINISHED, 4)


async def test_in_a_loop_the_same_key_is_the_same_occasion(bench: Bench, bank: Bank) -> None:
    ended = await bench.drive(await bench.start("looping"))
    assert ended.state is RunState.FINISHED
    assert bank.done == ["same 0", "other 0", "other 1", "other 2"]


@pytest.mark.parametrize("crashes", [0, 1])
async def test_the_functional_api_does_it_once(bench: Bench, bank: Bank, crashes: int) -> None:
    bank.after += [TimeoutError("no answer")] * crashes
    run, _ = await bench.asked("functional")
    for action in ["happened"] * crashes:
        await answered(bench, run, action, values={"result": '{"wire": "in a task"}'})
    ended = await answered(bench, run, "approve")
    assert ended.outcome == "in a task, in the entry point"
    assert bank.done == ["in a task", "in the entry point"]


async def test_the_tools_of_an_agent_do_it_once_and_ask_each_for_itself(bench: Bench, bank: Bank) -> None:
    bank.after += [TimeoutError("no answer"), TimeoutError("no answer")]
    run, asked = await bench.asked("agent")
    assert sorted(bank.done) == ["10", "20"]
    assert sorted(request.ask.title for request in asked) == ["Did this happen? pay 10", "Did this happen? pay 20"]
    for request in asked:
        await bench.answer(request, "happened")
    ended = await bench.drive(run)
    assert (ended.state, len(bank.done)) == (RunState.FINISHED, 2)


async def test_a_run_that_was_cancelled_begins_nothing_more(tmp_path: Path, bank: Bank) -> None:
    gate = Gate()
    async with workbench(tmp_path, {"held": held(bank, gate)}) as bench:
        run = await bench.start("held")
        driving = asyncio.create_task(bench.driver.drive(run.key))
        await gate.reached.wait()
        async with bench.ledger.write() as tx:
            await settling.cancel_run(tx, run.key, REQUESTER, "never mind", now=NOON)
        gate.opened.set()
        await driving
        assert (await the_run(bench.ledger, run)).state is RunState.CANCELLED
        assert (bank.done, await rows(bench.ledger, effects)) == ([], [])


@pytest.mark.parametrize("action", ["happened", "again", "stop"])
async def test_who_lost_the_run_while_at_it_may_still_say_that_it_is_done(
    tmp_path: Path, bank: Bank, action: str
) -> None:
    """Others have asked people meanwhile; whatever these answer then, it is not done again."""
    gate = Gate()
    async with workbench(tmp_path, {"slow": slow(bank, gate)}) as bench:
        run = await bench.start("slow")
        first = asyncio.create_task(bench.driver.drive(run.key))
        await gate.reached.wait()
        async with bench.ledger.write() as tx:
            await tx.conn.execute(lapse(run))
        assert (await bench.drive(run)).state is RunState.WAITING
        [request] = await bench.open_requests(run)
        gate.opened.set()
        await first
        assert await states(bench) == ["done"]
        await bench.answer(request, action)
        ended = await bench.drive(run)
        assert (ended.state, ended.outcome, bank.done) == (RunState.FINISHED, "{'wire': 'wired'}", ["wired"])


@pytest.mark.parametrize("order", ["pressed first", "given up first"])
async def test_what_a_run_did_that_an_operator_gave_up_can_still_be_undone_once(tmp_path: Path, order: str) -> None:
    async with workbench(tmp_path, {"rolled back": rolled_back(HOUR)}) as bench:
        run, asked = await bench.asked("rolled back")
        [offer] = [request for request in asked if request.origin.effect == "two"]
        if order == "pressed first":
            await bench.answer(offer, "undo")
        held_run = await setting_right.take(bench.ledger, run.key, now=NOON)
        await setting_right.abandon(bench.ledger, held_run, Step("abandon", LEAD, "stuck"), now=NOON)
        if order != "pressed first":
            await bench.answer(offer, "undo")
        compensator = Compensator(
            ledger=bench.ledger, lease=LEASE, patience=Patience(2, "#operators"), now=lambda: NOON
        )
        for piece in [piece for piece in await owed(bench.ledger) if piece.kind is WorkKind.EFFECT] * 2:
            await compensator.undo(piece.key)
        assert (BANK.done[3:], await states(bench)) == (["-two"], ["done", "undone", "done"])
        assert (await the_run(bench.ledger, run)).state is RunState.CANCELLED


async def test_a_run_that_failed_and_is_driven_on_does_nothing_again_not_even_what_was_undone(
    tmp_path: Path, bank: Bank
) -> None:
    troubles: list[Exception] = [ValueError("down"), ValueError("down")]
    async with workbench(tmp_path, {"failing": failing(troubles)}) as bench:
        run = await bench.start("failing")
        assert (await bench.drive(run)).state is RunState.FAILED
        [offer] = await bench.requests(run)
        await bench.answer(offer, "undo")
        taken = await setting_right.take(bench.ledger, run.key, now=NOON)
        await setting_right.drive_on(bench.ledger, taken, Step("drive on", LEAD, "up again"), now=NOON)
        assert (await bench.drive(run)).state is RunState.FAILED
        assert (BANK.done, await states(bench)) == (["wired"], ["undoing"])


ODD: dict[str, dict[str, Any]] = {
    "very long words": {"words": "wired " * 100_000},
    "half a character": {"words": "half \ud83d", "result": {"half \ud83d": "\ud83d"}},
    "hostile words": {"words": "<!channel> *Approved* <https://evil.example|ok> \u202e `x`", "key": "<@U1> \u202e"},
    "a key as long as it may be": {"key": "k" * 255},
    "nothing but blanks": {"words": " \n "},
    "a result of a megabyte": {"result": {"text": "x" * 1_000_000, "list": list(range(1000))}},
    "many strange fields": {"result": {f"{' ' * number}": None for number in range(40)}},
    "a NUL": {"result": {"a\0b": "\0"}, "words": "a\0b"},
    "nothing": {"result": None},
    "deep within": {"result": {"a": [[[[[[[[]]]]]]]]}},
    "as long as may be": {"window": timedelta(days=366)},
    "a moment": {"window": timedelta(microseconds=1)},
}


@pytest.mark.parametrize("given", ODD.values(), ids=ODD)
async def test_whatever_it_says_or_comes_to_it_is_done_offered_and_undone(
    tmp_path: Path, given: dict[str, Any]
) -> None:
    plain = {"key": "wire", "words": "Wired", "result": {"wire": "w"}, "window": HOUR}
    async with workbench(tmp_path, {"odd": odd(plain | given)}) as bench:
        run = await bench.start("odd")
        ended = await bench.drive(run)
        assert ended.state is RunState.FINISHED, ended
        [offer] = await bench.requests(run)
        assert await states(bench) == ["done"]
        await bench.answer(offer, "undo")
        assert await states(bench) == ["undoing"]


def _deep() -> Any:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    return deep


NOT_JSON: dict[str, Any] = {
    "bytes": b"x",
    "no number": float("nan"),
    "a set": {1},
    "too deep": _deep(),
    "an object": object(),
}


@pytest.mark.parametrize("result", NOT_JSON.values(), ids=NOT_JSON)
async def test_what_is_no_json_was_done_all_the_same(tmp_path: Path, result: Any) -> None:
    given = {"key": "wire", "words": "Wired", "result": result, "window": HOUR}
    async with workbench(tmp_path, {"odd": odd(given)}) as bench:
        ended = await bench.drive(await bench.start("odd"))
        assert ended.state is RunState.FAILED
        assert "is remembered as JSON" in ended.outcome
        assert await states(bench) == ["done"]


@pytest.mark.parametrize("told", ["NaN", "Infinity", '"\\ud83d"', '{"\\ud83d": "\\u0000"}', "[" * 100_000, "\0 \ud83d"])
async def test_whatever_people_tell_of_what_came_of_it_is_taken(bench: Bench, bank: Bank, told: str) -> None:
    bank.after.append(TimeoutError("no answer"))
    run, _ = await bench.asked("once")
    ended = await answered(bench, run, "happened", values={"result": told})
    assert (ended.state, await states(bench), bank.done) == (RunState.FINISHED, ["done"], ["wired"])


@pytest.mark.parametrize("window", [timedelta(days=367), timedelta.max])
async def test_a_window_that_nothing_can_keep_open_is_refused_before_anything_is_done(
    tmp_path: Path, window: timedelta
) -> None:
    given = {"key": "wire", "words": "Wired", "result": None, "window": window}
    async with workbench(tmp_path, {"odd": odd(given)}) as bench:
        ended = await bench.drive(await bench.start("odd"))
        assert (ended.state, await states(bench)) == (RunState.FAILED, [])
        assert "366 days" in ended.outcome
