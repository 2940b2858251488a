"""What of a graph, or of a graph within it, makes it impossible to drive; found before anybody starts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import RunnableSequence
from langchain_core.runnables.utils import get_function_nonlocals
from langgraph.pregel import Pregel

AnyPregel = Pregel[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, and what to do about it."""

    wrong: str
    remedy: str


_STOPS = Flaw(
    "stops by interrupt_before or interrupt_after, which leaves no question to put before people",
    "call interrupt() or bot.review.ask() in a node instead",
)
# LangGraph 1.2 waits for a checkpoint of each step where steps are saved at once, also for one that is never made.
_FORGETS = Flaw(
    "is compiled with checkpointer=False, so that its steps cannot be saved before the next one is taken",
    "compile it without that; it then shares the checkpointer of the graph that it is in",
)


def flaws_of(graph: AnyPregel) -> list[Flaw]:
    """The flaws of a graph and of every graph that its nodes are, or call, each said of the one that has it."""
    found = ((name, _flaw(inner, is_within=bool(name))) for name, inner in _all_within(graph, "", set()))
    return [Flaw(f"{_subject(name)} {flaw.wrong}", flaw.remedy) for name, flaw in found if flaw]


def _flaw(graph: AnyPregel, *, is_within: bool) -> Flaw | None:
    if graph.interrupt_before_nodes or graph.interrupt_after_nodes:
        return _STOPS
    return _FORGETS if is_within and graph.checkpointer is False else None


def _subject(name: str) -> str:
    return f"its subgraph {name!r}" if name else "it"


def _all_within(graph: AnyPregel, name: str, seen: set[int]) -> Iterator[tuple[str, AnyPregel]]:
    """The graph and those within it, by the names of their nodes; one that calls itself is looked at once."""
    if id(graph) in seen:
        return
    seen.add(id(graph))
    yield name, graph
    for node, told in graph.nodes.items():
        for inner in _graphs_in(told.bound):
            yield from _all_within(inner, f"{name}.{node}" if name else node, seen)


def _graphs_in(bound: Any) -> Iterator[AnyPregel]:
    """The graph that a node is, or those that its functions name."""
    if isinstance(bound, Pregel):
        yield bound
    elif isinstance(bound, RunnableSequence) or type(bound).__name__ == "RunnableSeq":
        for step in bound.steps:
            yield from _graphs_in(step)
    for function in (getattr(bound, "func", None), getattr(bound, "afunc", None)):
        named = get_function_nonlocals(function) if callable(function) else []
        yield from (graph for each in named if isinstance(graph := getattr(each, "__self__", each), Pregel))
