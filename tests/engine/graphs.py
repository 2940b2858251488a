"""Small graphs for the engine, made anew for each test; their effects are lines in a list that the test holds."""

import asyncio
import operator
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Protocol

from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send, interrupt
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from bot.review import Ask, ask

Effects = list[str]


class Wire(BaseModel):
    """What a wire needs."""

    amount: int = Field(gt=0)


class State(TypedDict, total=False):
    amount: int
    approved: bool
    left: str
    right: str
    words: Annotated[list[str], operator.add]
    outcome: str


class Node(Protocol):
    """A step of a graph."""

    async def __call__(self, state: State) -> State:
        """Take the step."""
        raise NotImplementedError


class Function(Protocol):
    """A step that is no coroutine, and so is taken in a thread."""

    def __call__(self, state: State) -> State:
        """Take the step."""
        raise NotImplementedError


class Gate:
    """Holds a step up until it is opened, and tells when somebody has arrived at it."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def wait(self) -> None:
        """Arrive, and go on once it is open."""
        self.reached.set()
        await self.opened.wait()


def question(title: str = "Wire it?") -> Ask:
    """A question with nothing but a title."""
    return Ask(title=title)


def chained(*nodes: tuple[str, Node | Function], takes: type[Any] = State) -> StateGraph[State]:
    """A graph of these steps, one after the other."""
    builder = StateGraph(State, input_schema=takes)
    previous = START
    for name, node in nodes:
        builder.add_node(name, node)
        builder.add_edge(previous, name)
        previous = name
    builder.add_edge(previous, END)
    return builder


async def ask_once(state: State) -> State:
    """Ask whether to wire."""
    return {"approved": ask(question()).approved}


def acting(effects: Effects) -> Node:
    """The step that wires, if it may."""

    async def act(state: State) -> State:
        if not state["approved"]:
            return {"outcome": "Not wired."}
        effects.append("wired")
        return {"outcome": "Wired."}

    return act


def wire(effects: Effects) -> StateGraph[State]:
    """Asks, then acts."""
    return chained(("ask", ask_once), ("act", acting(effects)), takes=Wire)


def choosy() -> StateGraph[State, None, Wire, State]:
    """Takes only input that makes sense."""

    async def take(state: Wire) -> State:
        return {"outcome": f"{state.amount} it is"}

    builder = StateGraph(State, input_schema=Wire)
    builder.add_node("take", take)
    builder.add_edge(START, "take")
    return builder


def careful_wire(effects: Effects) -> StateGraph[State]:
    """Asks, looks again, then acts: the wire after somebody changed it."""

    async def look_again(state: State) -> State:
        return {}

    return chained(("ask", ask_once), ("look", look_again), ("act", acting(effects)), takes=Wire)


def two_in_a_row(effects: Effects) -> StateGraph[State]:
    """Asks two questions in one node, then says how they were answered."""

    async def ask_twice(state: State) -> State:
        return {"left": ask(question("First?")).action, "right": ask(question("Second?")).action}

    async def act(state: State) -> State:
        effects.append(f"{state['left']}, {state['right']}")
        return {}

    return chained(("ask", ask_twice), ("act", act))


def twins(pause: Callable[[], Awaitable[object]]) -> StateGraph[State]:
    """Asks two questions at the same time, and pauses after each answer."""

    async def ask_left(state: State) -> State:
        left = interrupt("left?")
        await pause()
        return {"left": left}

    async def ask_right(state: State) -> State:
        right = interrupt("right?")
        await pause()
        return {"right": right}

    async def join(state: State) -> State:
        return {"outcome": f"{state['left']}, {state['right']}"}

    builder = StateGraph(State)
    builder.add_node("left", ask_left)
    builder.add_node("right", ask_right)
    builder.add_node("join", join)
    builder.add_edge(START, "left")
    builder.add_edge(START, "right")
    builder.add_edge(["left", "right"], "join")
    return builder


def fan(effects: Effects, branches: int) -> StateGraph[State]:
    """Asks many questions at the same time and does one thing for each."""

    def spread(state: State) -> list[Send]:
        return [Send("branch", {"left": f"{number}"}) for number in range(branches)]

    async def ask_branch(state: State) -> State:
        decision = ask(question(f"Open door {state['left']}?"))
        return {"words": [f"{state['left']} {decision.action}"]}

    async def act(state: State) -> State:
        effects.extend(state["words"])
        return {"outcome": f"{len(state['words'])} doors"}

    builder = StateGraph(State)
    builder.add_node("branch", ask_branch)
    builder.add_node("act", act)
    builder.add_conditional_edges(START, spread, ["branch"])
    builder.add_edge("branch", "act")
    builder.add_edge("act", END)
    return builder


def broken(error: Exception) -> StateGraph[State]:
    """Asks, then breaks."""

    async def act(state: State) -> State:
        raise error

    return chained(("ask", ask_once), ("act", act))


def held_up(gate: Gate, effects: Effects) -> StateGraph[State]:
    """Asks, then works until the gate opens, then acts."""

    async def work(state: State) -> State:
        effects.append("at work")
        try:
            await gate.wait()
        except asyncio.CancelledError:
            effects.append("stopped")
            raise
        return {}

    return chained(("ask", ask_once), ("work", work), ("act", acting(effects)))


def forked(gate: Gate, effects: Effects, held_up_in: str) -> StateGraph[State]:
    """Two steps at the same time, of which one is held up: in its node, or when it is to say where it leads."""

    async def left(state: State) -> State:
        effects.append("left")
        if held_up_in == "node":
            await gate.wait()
        return {"left": "done"}

    async def right(state: State) -> State:
        effects.append("right")
        await gate.opened.wait()
        return {}

    async def lead(state: State) -> str:
        if held_up_in == "edge":
            await gate.wait()
        return "arrive"

    async def arrive(state: State) -> State:
        return {"outcome": "Arrived."}

    builder = StateGraph(State)
    builder.add_node("left", left)
    builder.add_node("right", right)
    builder.add_node("arrive", arrive)
    builder.add_edge(START, "left")
    builder.add_edge(START, "right")
    builder.add_conditional_edges("left", lead, ["arrive"])
    builder.add_edge("arrive", END)
    return builder


def nested(effects: Effects) -> StateGraph[State]:
    """Asks in a graph within the graph, then acts."""
    inner = chained(("ask", ask_once)).compile()
    builder = StateGraph(State)
    builder.add_node("inner", inner)
    builder.add_node("act", acting(effects))
    builder.add_edge(START, "inner")
    builder.add_edge("inner", "act")
    return builder


def functional(effects: Effects) -> Any:
    """The same wire in LangGraph's functional style."""

    @task
    async def act() -> str:
        effects.append("wired")
        return "Wired."

    @entrypoint()
    async def flow(values: dict[str, Any]) -> dict[str, str]:
        decision = ask(question(f"Wire {values['amount']}?"))
        return {"outcome": await act() if decision.approved else "Not wired."}

    return flow
