"""Graphs that tell how far they are, from every kind of place in which a step can stand."""

import operator
from typing import Annotated, Any

from langgraph.config import get_stream_writer
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send
from typing_extensions import TypedDict

from bot.review import progress
from tests.engine.graphs import State, ask_once, chained


class Seen(TypedDict, total=False):
    """What the branches of a fan have done."""

    done: Annotated[list[int], operator.add]
    outcome: str


async def _coroutine(state: State) -> State:
    progress("from a coroutine", 1, 4)
    return {}


def _function(state: State) -> State:
    progress("from a function")
    return {}


async def _raw(state: State) -> State:
    get_stream_writer()({"status": "from a team's own graph"})
    return {}


async def _raising(state: State) -> State:
    progress("just before it broke")
    raise ValueError("the bank is closed")


async def _inner_step(state: State) -> State:
    progress("from a graph within")
    return {}


_INNER = chained(("inner", _inner_step))
_CALLED = _INNER.compile()


async def _calling(state: State) -> State:
    await _CALLED.ainvoke(state)
    return {}


async def _silent(state: State) -> State:
    get_stream_writer()({"chunk": "not for people"})
    return {}


def _within() -> StateGraph[State]:
    builder = StateGraph(State)
    builder.add_node("within", _INNER.compile())
    builder.add_edge(START, "within")
    builder.add_edge("within", END)
    return builder


def _fan() -> StateGraph[Seen]:
    def spread(state: Seen) -> list[Send]:
        return [Send("branch", {"done": [number]}) for number in range(3)]

    async def branch(state: Seen) -> Seen:
        progress("from a branch", state["done"][0], 3)
        return {"done": state["done"]}

    builder = StateGraph(Seen)
    builder.add_node("branch", branch)
    builder.add_conditional_edges(START, spread, ["branch"])
    builder.add_edge("branch", END)
    return builder


def _parallel() -> StateGraph[State]:
    builder = StateGraph(State)
    for name in ("left", "right"):
        builder.add_node(name, _coroutine)
        builder.add_edge(START, name)
    return builder


def _entry() -> Any:
    @task
    async def step() -> str:
        progress("from a task")
        return "Done."

    @entrypoint()
    async def flow(values: dict[str, Any]) -> str:
        return await step()

    return flow


def _asking() -> StateGraph[State]:
    return chained(("work", _coroutine), ("ask", ask_once), ("more", _function))


TALKERS: dict[str, tuple[Any, str]] = {
    "coroutine": (chained(("step", _coroutine)), "from a coroutine (1/4)"),
    "function": (chained(("step", _function)), "from a function"),
    "raw": (chained(("step", _raw)), "from a team's own graph"),
    "several": (chained(("one", _coroutine), ("two", _function)), "from a function"),
    "within": (_within(), "from a graph within"),
    "called": (chained(("step", _calling)), "from a graph within"),
    "fan": (_fan(), "from a branch"),
    "parallel": (_parallel(), "from a coroutine (1/4)"),
    "entry": (_entry(), "from a task"),
    "raising": (chained(("step", _raising)), "just before it broke"),
    "asking": (_asking(), "from a coroutine (1/4)"),
    "silent": (chained(("step", _silent)), ""),
}
