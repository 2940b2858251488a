"""Every graph takes our checkpointer, and one that could stop without a question is refused."""

from dataclasses import dataclass
from typing import Any

import pytest
import typing_extensions
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from langgraph.pregel import Pregel
from langgraph.pregel.remote import RemoteGraph
from langgraph.types import Command, interrupt

from bot.engine.catalogue import AnyGraph, Entry, compile_all
from bot.engine.finding import Found
from bot.engine.threads import Finished, Waiting, config_of, look
from bot.faults import Misconfigured
from tests.engine.graphs import State, ask_once, chained, choosy, functional, wire

SHAPES: dict[str, Any] = {
    "builder": wire([]),
    "compiled": wire([]).compile(),
    "compiled with a checkpointer": wire([]).compile(checkpointer=InMemorySaver()),
    "compiled to keep nothing": wire([]).compile(checkpointer=False),
    "functional": functional([]),
}


@dataclass
class Customer:
    """A type of the workflow's own."""

    name: str


class TypedState(typing_extensions.TypedDict, total=False):
    customer: Customer
    seen: str


@pytest.mark.parametrize("graph", SHAPES.values(), ids=SHAPES.keys())
async def test_whatever_checkpointer_a_graph_came_with_gives_way_to_ours(graph: Any) -> None:
    ours = InMemorySaver()
    entry = compile_all([found(graph)], ours)["refund"]
    await local(entry).ainvoke({"amount": 1}, config_of("thread-1"))
    assert ours.get_tuple(config_of("thread-1"))
    theirs = getattr(graph, "checkpointer", None)
    assert not isinstance(theirs, InMemorySaver) or theirs.get_tuple(config_of("thread-1")) is None


@pytest.mark.parametrize("compiled", [False, True])
async def test_what_a_state_holds_is_of_its_own_type_after_a_pause(compiled: bool) -> None:
    builder = typed()
    graph = local(compile_all([found(builder.compile() if compiled else builder)], InMemorySaver())["refund"])
    await graph.ainvoke({}, config_of("thread-1"), durability="sync")
    seen = await look(graph, config_of("thread-1"))
    assert isinstance(seen, Waiting)
    [pending] = seen.pending
    await graph.ainvoke(Command(resume={pending: "yes"}), config_of("thread-1"), durability="sync")
    finished = await look(graph, config_of("thread-1"))
    assert isinstance(finished, Finished)
    assert finished.values["seen"] == "Customer(name='Ada')"


@pytest.mark.parametrize(
    "how", [{"interrupt_before": ["act"]}, {"interrupt_after": ["ask"]}, {"interrupt_before": "*"}]
)
def test_a_graph_that_stops_without_asking_is_refused(how: dict[str, Any]) -> None:
    with pytest.raises(Misconfigured) as refused:
        compile_all([found(wire([]).compile(**how))], InMemorySaver())
    [mistake] = refused.value.mistakes
    assert mistake.where == "langgraph.json: graphs.refund"
    assert "leaves no question" in mistake.wrong


@pytest.mark.parametrize("stops", [{"interrupt_before": "*"}, {"interrupt_after": ["ask"]}])
@pytest.mark.parametrize("shape", ["node", "node of a node", "called", "keeping nothing"])
def test_a_graph_within_that_stops_without_asking_is_refused_by_its_name(stops: dict[str, Any], shape: str) -> None:
    inner = chained(("ask", ask_once)).compile(**stops, checkpointer=False if shape == "keeping nothing" else None)
    outer = calling(inner) if shape == "called" else holding(holding(inner) if shape == "node of a node" else inner)
    with pytest.raises(Misconfigured) as refused:
        compile_all([found(outer)], InMemorySaver())
    [mistake] = refused.value.mistakes
    name = "within.within" if shape == "node of a node" else "within"
    assert mistake.wrong.startswith(f"its subgraph {name!r} stops by interrupt_before or interrupt_after")
    assert "interrupt()" in mistake.remedy


@pytest.mark.parametrize("shape", ["node", "called"])
def test_a_graph_within_that_keeps_nothing_is_refused_by_its_name(shape: str) -> None:
    """LangGraph fails in the first step of one that is told to save each step at once."""
    inner = chained(("ask", ask_once)).compile(checkpointer=False)
    with pytest.raises(Misconfigured) as refused:
        compile_all([found(calling(inner) if shape == "called" else holding(inner))], InMemorySaver())
    [mistake] = refused.value.mistakes
    assert mistake.wrong.startswith("its subgraph 'within' is compiled with checkpointer=False")


def test_a_graph_that_calls_itself_is_looked_at_once() -> None:
    graphs: dict[str, Any] = {}

    async def again(state: State) -> State:
        return await graphs["self"].ainvoke(state) if state.get("amount") else {}

    graphs["self"] = chained(("again", again)).compile()
    assert "refund" in compile_all([found(graphs["self"])], InMemorySaver())


def test_a_graph_that_stands_for_one_elsewhere_is_to_be_named_by_its_server() -> None:
    with pytest.raises(Misconfigured) as refused:
        compile_all([found(RemoteGraph("agent", url="http://127.0.0.1:2024"))], InMemorySaver())
    [mistake] = refused.value.mistakes
    assert (mistake.wrong, "name=https://host#assistant" in mistake.remedy) == (
        "it is a RemoteGraph, not a graph",
        True,
    )


def test_everything_that_is_no_graph_is_named_at_once() -> None:
    things = [found(42, "number"), found(wire([]), "refund"), found("text", "text"), found(object(), "object")]
    with pytest.raises(Misconfigured) as refused:
        compile_all(things, InMemorySaver())
    assert [mistake.wrong for mistake in refused.value.mistakes] == [
        "it is a int, not a graph",
        "it is a str, not a graph",
        "it is a object, not a graph",
    ]


def test_a_workflow_says_what_it_needs_to_start() -> None:
    workflow = compile_all([found(choosy())], InMemorySaver())["refund"].workflow
    assert (workflow.name, workflow.description) == ("refund", "Gives money back")
    assert workflow.input_schema["required"] == ["amount"]
    assert workflow.input_schema["properties"]["amount"]["exclusiveMinimum"] == 0


def test_each_workflow_is_found_under_its_name() -> None:
    catalogue = compile_all([found(wire([]), "one"), found(functional([]), "two")], InMemorySaver())
    assert list(catalogue) == ["one", "two"]
    assert catalogue["one"].workflow.graph_version != catalogue["two"].workflow.graph_version


def found(graph: Any, name: str = "refund") -> Found:
    return Found(name=name, description="Gives money back", where=f"langgraph.json: graphs.{name}", graph=graph)


def holding(inner: Any) -> Any:
    """A graph of which a node is a graph."""
    builder = StateGraph(State)
    builder.add_node("within", inner)
    builder.add_edge(START, "within")
    return builder.compile()


def calling(inner: Any) -> Any:
    """A graph of which a node calls a graph."""

    async def within(state: State) -> State:
        found: State = await inner.ainvoke(state)
        return found

    return chained(("within", within)).compile()


def local(entry: Entry) -> AnyGraph:
    """The graph of an entry that is driven here."""
    assert isinstance(entry.graph, Pregel)
    return entry.graph


def typed() -> StateGraph[TypedState]:
    """Loads a customer, asks, and says whom it finds in the state afterwards."""

    async def load(state: TypedState) -> TypedState:
        return {"customer": Customer("Ada")}

    async def ask(state: TypedState) -> TypedState:
        interrupt("this one?")
        return {}

    async def tell(state: TypedState) -> TypedState:
        return {"seen": repr(state["customer"])}

    builder = StateGraph(TypedState)
    for previous, name, node in ((START, "load", load), ("load", "ask", ask), ("ask", "tell", tell)):
        builder.add_node(name, node)
        builder.add_edge(previous, name)
    return builder
