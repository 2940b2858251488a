"""The catalogue: every configured graph, ready to be driven with our checkpointer."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import StateGraph
from langgraph.pregel import Pregel
from pydantic.errors import PydanticUserError

from bot.approvals.workflow import Workflow
from bot.engine.finding import Found
from bot.engine.versions import version_of
from bot.faults import Misconfigured, Mistake

log = structlog.get_logger(__name__)

AnyGraph = Pregel[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A workflow as people meet it, and the graph behind it."""

    workflow: Workflow
    graph: AnyGraph


def compile_all(found: Sequence[Found], saver: BaseCheckpointSaver[Any] | None) -> Mapping[str, Entry]:
    """Every graph with `saver` in place of the checkpointer it came with; raises Misconfigured with all mistakes."""
    entries: dict[str, Entry] = {}
    mistakes: list[Mistake] = []
    for item in found:
        try:
            entries[item.name] = _entry(item, saver)
        except Misconfigured as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise Misconfigured(mistakes)
    return entries


def _entry(found: Found, saver: BaseCheckpointSaver[Any] | None) -> Entry:
    graph = _with_saver(found, saver)
    if graph.interrupt_before_nodes or graph.interrupt_after_nodes:
        wrong = "it stops by interrupt_before or interrupt_after, which leaves no question to put before people"
        raise Misconfigured([Mistake(found.where, wrong, "call interrupt() or bot.review.ask() in a node instead")])
    workflow = Workflow(
        name=found.name,
        description=found.description,
        input_schema=_input_schema(graph),
        graph_version=version_of(graph),
    )
    return Entry(workflow, graph)


def _with_saver(found: Found, saver: BaseCheckpointSaver[Any] | None) -> AnyGraph:
    if isinstance(found.graph, StateGraph):
        return found.graph.compile(checkpointer=saver)
    if isinstance(found.graph, Pregel):
        # Not Pregel.copy: that forgets which types the state may hold, and strictness would turn them into dicts.
        graph = copy.copy(found.graph)
        graph.checkpointer = saver
        return graph
    wrong = f"it is a {type(found.graph).__name__}, not a graph"
    remedy = "name a StateGraph, a compiled graph, an @entrypoint, or a function without arguments that makes one"
    raise Misconfigured([Mistake(found.where, wrong, remedy)])


def _input_schema(graph: AnyGraph) -> dict[str, Any]:
    """The JSON Schema of the graph's input; a state type that pydantic cannot describe is taken as any object."""
    try:
        return graph.get_input_jsonschema()
    except (PydanticUserError, TypeError, ValueError) as error:
        log.warning("the input's type cannot be described, so its form has no fields", because=str(error))
        return {"type": "object", "properties": {}}
