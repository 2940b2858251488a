"""Graphs as teams have them: with checkpointers of their own, graphs within graphs, and fans of questions."""

import operator
import sqlite3
import typing
from dataclasses import dataclass
from typing import Annotated, Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send
from pydantic import BaseModel

from bot.review import ask
from tests.engine.graphs import Effects, State, acting, ask_once, chained, question


class Plain(typing.TypedDict, total=False):
    """A state as tutorials write it."""

    amount: int
    approved: bool
    outcome: str


@dataclass
class Data:
    """A state that Python checks."""

    amount: int = 0
    approved: bool = False
    outcome: str = ""


class Model(BaseModel):
    """A state that pydantic checks."""

    amount: int = 0
    approved: bool = False
    outcome: str = ""


class Doors(typing.TypedDict, total=False):
    """What became of doors."""

    opened: Annotated[list[str], operator.add]
    outcome: str


def inner(checkpointer: Any = None) -> Any:
    """A graph that asks."""
    return chained(("ask", ask_once)).compile(checkpointer=checkpointer)


def around(within: Any, effects: Effects) -> StateGraph[State]:
    """A graph of which a step is a graph that asks, or a function that calls one."""
    builder = StateGraph(State)
    builder.add_node("inner", within)
    builder.add_node("act", acting(effects))
    builder.add_edge(START, "inner")
    builder.add_edge("inner", "act")
    return builder


def calling(within: Any, effects: Effects) -> StateGraph[State]:
    """A graph of which a step calls a graph that asks."""

    async def call(state: State) -> State:
        effects.append("called")
        found: State = await within.ainvoke(state)
        return {"approved": found["approved"]}

    return around(call, effects)


def of_state(state: Any, effects: Effects) -> Any:
    """A wire over a state of any type."""

    async def ask_it(values: Any) -> dict[str, Any]:
        return {"approved": ask(question()).approved}

    async def act(values: Any) -> dict[str, Any]:
        approved = values["approved"] if isinstance(values, dict) else values.approved
        if approved:
            effects.append("wired")
        return {"outcome": "Wired." if approved else "Not wired."}

    builder: Any = StateGraph(state)
    builder.add_node("ask", ask_it)
    builder.add_node("act", act)
    builder.add_edge(START, "ask")
    builder.add_edge("ask", "act")
    return builder


def functional(effects: Effects) -> Any:
    """A function that asks between two of its tasks, each of which is done once."""

    @task
    def prepare(amount: int) -> str:
        effects.append("prepared")
        return f"Wire {amount}?"

    @task
    async def act() -> str:
        effects.append("wired")
        return "Wired."

    @entrypoint(checkpointer=InMemorySaver())
    async def flow(values: dict[str, Any]) -> str:
        words = await prepare(values["amount"])
        return await act() if ask(question(words)).approved else "Not wired."

    return flow


def fan_of_graphs(effects: Effects) -> Any:
    """Sends each of three doors to a graph of its own, which asks; all three questions are pending at once."""

    async def ask_door(state: State) -> State:
        door = state["left"]
        return {"words": [f"{door} {ask(question(f'Open door {door}?')).action}"]}

    async def sum_up(state: Doors) -> Doors:
        effects.extend(state["opened"])
        return {"outcome": f"{len(state['opened'])} doors"}

    door = chained(("ask", ask_door)).compile()

    async def branch(state: State) -> Doors:
        return {"opened": (await door.ainvoke(state))["words"]}

    builder = StateGraph(Doors)
    builder.add_node("branch", branch)
    builder.add_node("sum up", sum_up)
    builder.add_conditional_edges(
        START, lambda _: [Send("branch", {"left": str(door)}) for door in range(3)], ["branch"]
    )
    builder.add_edge("branch", "sum up")
    builder.add_edge("sum up", END)
    return builder.compile()


def on_file(effects: Effects, path: str) -> Any:
    """A graph that keeps its threads in a file of its own."""
    connection = sqlite3.connect(path, check_same_thread=False)
    return chained(("ask", ask_once), ("act", acting(effects))).compile(checkpointer=SqliteSaver(connection))
