"""Every graph takes our checkpointer, and one that could stop without a question is refused."""

from dataclasses import dataclass
from typing import Any, TypedDict

import pytest
import typing_extensions
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from bot.engine.catalogue import compile_all
from bot.engine.finding import Found
from bot.engine.threads import Finished, Waiting, config_of, look
from bot.faults import Misconfigured
from tests.engine.graphs import choosy, functional, wire

SHAPES: dict[str, Any] = {
    "builder": wire([]),
    "compiled": wire([]).compile(),
    "compiled with a checkpointer": wire([]).compile(checkpointer=InMemorySaver()),
    "compiled to keep nothing": wire([]).compile(checkpointer=False),
    "functional": functional([]),
}


class PlainState(TypedDict):
    """A state type that pydantic does not describe on Python 3.11."""

    answer: str


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
    await entry.graph.ainvoke({"amount": 1}, config_of("thread-1"))
    assert ours.get_tuple(config_of("thread-1"))
    theirs = getattr(graph, "checkpointer", None)
    assert not isinstance(theirs, InMemorySaver) or theirs.get_tuple(config_of("thread-1")) is None


@pytest.mark.parametrize("compiled", [False, True])
async def test_what_a_state_holds_is_of_its_own_type_after_a_pause(compiled: bool) -> None:
    builder = typed()
    graph = compile_all([found(builder.compile() if compiled else builder)], InMemorySaver())["refund"].graph
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


def test_a_state_that_cannot_be_described_takes_any_object() -> None:
    async def act(state: PlainState) -> PlainState:
        return state

    builder = StateGraph(PlainState)
    builder.add_node("act", act)
    builder.add_edge(START, "act")
    schema = compile_all([found(builder)], InMemorySaver())["refund"].workflow.input_schema
    assert schema["type"] == "object"


def test_each_workflow_is_found_under_its_name() -> None:
    catalogue = compile_all([found(wire([]), "one"), found(functional([]), "two")], InMemorySaver())
    assert list(catalogue) == ["one", "two"]
    assert catalogue["one"].workflow.graph_version != catalogue["two"].workflow.graph_version


def found(graph: Any, name: str = "refund") -> Found:
    return Found(name=name, description="Gives money back", where=f"langgraph.json: graphs.{name}", graph=graph)


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
