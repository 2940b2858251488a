"""The door to effects as a workflow meets it outside of Countersign, as in its own tests."""

import asyncio
import functools
import threading
from datetime import timedelta
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from typing_extensions import TypedDict

from bot.review import (
    Ask,
    AskedWithin,
    EffectAbandoned,
    NoBook,
    NotACompensation,
    NotDone,
    NotJson,
    ask,
    compensation,
    effect,
    remembering,
    roll_back,
)

DONE: list[str] = []
REFUSALS: list[Exception] = []


@compensation
def free(result: Any) -> None:
    """Undo a reservation; what is plain is called in a thread."""
    if REFUSALS:
        raise REFUSALS.pop()
    DONE.append(f"freed {result}")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    DONE.clear()
    REFUSALS.clear()


def reserving(what: str) -> Any:
    """The deed of reserving something."""

    async def reserve() -> str:
        DONE.append(what)
        return what

    return reserve


def plainly(what: str) -> Any:
    """The same from a plain function, which returns something to be awaited."""
    return reserving(what)()


async def test_an_effect_is_done_once_for_its_key() -> None:
    with remembering():
        assert [await effect("a", reserving("a")) for _ in range(3)] == ["a", "a", "a"]
        assert await effect("b", reserving("b")) == "b"
    assert DONE == ["a", "b"]


async def test_each_block_remembers_for_itself() -> None:
    for _ in range(2):
        with remembering():
            await effect("a", reserving("a"))
    assert DONE == ["a", "a"]


async def test_without_a_book_nothing_is_done() -> None:
    with pytest.raises(NoBook, match="remembering"):
        await effect("a", reserving("a"))
    with pytest.raises(NoBook):
        await roll_back()
    assert DONE == []


async def test_two_branches_do_the_same_once() -> None:
    with remembering():
        assert await asyncio.gather(*(effect("a", reserving("a")) for _ in range(5))) == ["a"] * 5
    assert DONE == ["a"]


async def test_what_is_no_coroutine_is_done_in_a_thread() -> None:
    with remembering():
        assert await effect("thread", lambda: threading.current_thread() is threading.main_thread()) is False
        assert await effect("awaited", functools.partial(plainly, "a")) == "a"


async def test_what_came_of_it_is_returned_as_json_has_it() -> None:
    with remembering():
        made: object = await effect("a", lambda: {"pair": (1, 2)})
        assert made == {"pair": [1, 2]}


@pytest.mark.parametrize("result", [{1, 2}, float("nan"), object()])
async def test_what_is_not_json_cannot_be_remembered_and_is_not_done_again(result: Any) -> None:
    def do() -> Any:
        DONE.append("done")
        return result

    with remembering():
        with pytest.raises(NotJson, match="JSON"):
            await effect("a", do)
        assert await effect("a", do) is None
    assert DONE == ["done"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\0b", "\ud83d"])
async def test_a_key_is_a_short_text(key: str) -> None:
    with remembering(), pytest.raises(ValueError, match="key"):
        await effect(key, reserving("a"))


async def test_a_window_needs_an_undo_and_a_length() -> None:
    with remembering():
        with pytest.raises(ValueError, match="undo"):
            await effect("a", reserving("a"), window=timedelta(hours=1))
        with pytest.raises(ValueError, match="length"):
            await effect("a", reserving("a"), undo=free, window=timedelta(0))
    assert DONE == []


async def test_only_what_is_registered_undoes_anything() -> None:
    def nested(result: Any) -> None:
        """Nothing that could be found again."""

    class Shop:
        def close(self, result: Any) -> None:
            """A method is none either."""

    others: list[Any] = [nested, lambda result: None, Shop().close, Shop.close, print, Shop]
    for function in others:
        with pytest.raises(NotACompensation, match="function"):
            compensation(function)
        with remembering(), pytest.raises(NotACompensation, match="@compensation"):
            await effect("a", reserving("a"), undo=function)
    assert DONE == []


async def test_what_a_run_did_is_undone_newest_first() -> None:
    with remembering():
        for what in ("a", "b", "c"):
            await effect(what, reserving(what), undo=None if what == "b" else free, words=f"Reserved {what}")
        assert await roll_back() == ("Reserved c", "Reserved a")
        assert await roll_back() == ("Reserved c", "Reserved a")
        assert await effect("a", reserving("a"), undo=free) == "a"
    assert DONE == ["a", "b", "c", "freed c", "freed a"]


async def test_an_undo_that_keeps_failing_is_raised_where_nobody_can_be_asked() -> None:
    with remembering():
        await effect("a", reserving("a"), undo=free)
        REFUSALS.extend([OSError("shut"), OSError("shut"), OSError("shut")])
        with pytest.raises(OSError, match="shut"):
            await roll_back()
        REFUSALS.extend([OSError("shut"), OSError("shut")])
        assert await roll_back() == ("a",)
    assert DONE == ["a", "freed a"]


async def test_what_certainly_did_not_happen_is_tried_anew() -> None:
    results: list[Any] = [NotDone("empty"), "a"]

    def do() -> Any:
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    with remembering():
        with pytest.raises(NotDone):
            await effect("a", do)
        assert await effect("a", do) == "a"


async def test_a_doubt_is_raised_where_nobody_can_be_asked() -> None:
    def do() -> None:
        raise OSError("no answer")

    with remembering():
        with pytest.raises(OSError, match="no answer"):
            await effect("a", do, words="Wired")
        with pytest.raises(EffectAbandoned, match="Wired"):
            await effect("a", do, words="Wired")
        with pytest.raises(OSError, match="no answer"):
            await effect("a", do, repeatable=True)


class State(TypedDict, total=False):
    answer: str


def a_graph(node: Any) -> Any:
    """A graph of this step, saved in memory."""
    builder = StateGraph(State)
    builder.add_node("step", node)
    builder.add_edge(START, "step")
    builder.add_edge("step", END)
    return builder.compile(checkpointer=InMemorySaver())


@pytest.mark.parametrize("asked", [lambda: ask(Ask(title="May I?")), lambda: interrupt("May I?")])
async def test_nobody_is_asked_from_within_an_effect(asked: Any) -> None:
    async def step(state: State) -> State:
        return {"answer": await effect("a", asked)}

    with remembering(), pytest.raises(AskedWithin):
        await a_graph(step).ainvoke({}, {"configurable": {"thread_id": "1"}})


async def test_within_a_graph_a_doubt_is_a_question() -> None:
    async def step(state: State) -> State:
        return {"answer": f"{await effect('a', failing)}"}

    def failing() -> None:
        raise OSError("no answer")

    config: Any = {"configurable": {"thread_id": "1"}}
    graph = a_graph(step)
    with remembering():
        asked = await graph.ainvoke({}, config)
        [question] = asked["__interrupt__"]
        assert question.value["countersign.ask"]["title"] == "Did this happen? a"
        again = await graph.ainvoke(None, config)
        assert again["__interrupt__"] == [question]
