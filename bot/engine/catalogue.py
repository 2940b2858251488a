"""The catalogue: every configured graph, ready to be driven with our checkpointer."""

import contextlib
import copy
import inspect
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langgraph.channels import BinaryOperatorAggregate
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import StateGraph
from langgraph.graph.message import add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.pregel import Pregel
from langgraph.pregel.remote import RemoteGraph
from pydantic import BaseModel, TypeAdapter
from typing_extensions import is_typeddict

from bot.approvals.workflow import Workflow
from bot.engine.describing import described, doubles_as_state, input_type
from bot.engine.drivable import Drivable
from bot.engine.finding import Found
from bot.engine.fitness import flaws_of
from bot.engine.intake import Form, Intake, Nature, form_of
from bot.engine.remote import RemoteThreads
from bot.engine.versions import version_of
from bot.faults import Misconfigured, Mistake

AnyGraph = Pregel[Any, Any, Any, Any]
Saver = BaseCheckpointSaver[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A workflow as people meet it, the graph behind it, and how what people gave becomes its input."""

    workflow: Workflow
    graph: Drivable
    intake: Intake
    found: Found
    saver: Saver | None = None


def compile_all(found: Sequence[Found], saver: Saver | None) -> Mapping[str, Entry]:
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


@contextlib.asynccontextmanager
async def at_hand(entry: Entry) -> AsyncIterator[Entry]:
    """The entry with a graph that can be driven now: one that is good for a while only is opened for as long."""
    if entry.found.opens is None:
        yield entry
        return
    async with entry.found.opens() as made:
        graph = _with_saver(replace(entry.found, graph=made), entry.saver)
        yield replace(entry, graph=graph, workflow=replace(entry.workflow, graph_version=version_of(graph)))


def _entry(found: Found, saver: Saver | None) -> Entry:
    if isinstance(found.graph, RemoteThreads):
        graph: Drivable = found.graph
        form, version = _remote_form(found.graph), found.graph.version
    else:
        graph = local = _with_saver(found, saver)
        form, version = form_of(described(local), _nature(local)), version_of(local)
    workflow = Workflow(
        name=found.name, description=found.description, input_schema=dict(form.schema), graph_version=version
    )
    return Entry(workflow=workflow, graph=graph, intake=form.intake, found=found, saver=saver)


def _with_saver(found: Found, saver: Saver | None) -> AnyGraph:
    """The graph compiled, with our saver; raises Misconfigured for what is none, and for one that cannot be driven."""
    if isinstance(found.graph, StateGraph):
        graph: AnyGraph = found.graph.compile(checkpointer=saver)
    elif isinstance(found.graph, Pregel):
        # Not Pregel.copy: that forgets which types the state may hold, and strictness would turn them into dicts.
        graph = copy.copy(found.graph)
        graph.checkpointer = saver
    else:
        raise Misconfigured([_no_graph(found)])
    flaws = flaws_of(graph)
    if flaws:
        raise Misconfigured([Mistake(found.where, flaw.wrong, flaw.remedy) for flaw in flaws])
    return graph


def _no_graph(found: Found) -> Mistake:
    wrong = f"it is a {type(found.graph).__name__}, not a graph"
    remedy = "name a StateGraph, a compiled graph, an @entrypoint, or a function without arguments that makes one"
    if isinstance(found.graph, RemoteGraph):
        remedy = "name the server and the assistant instead, as in name=https://host#assistant"
    return Mistake(found.where, wrong, remedy)


def _nature(graph: AnyGraph) -> Nature:
    """What of a graph's input its schema does not tell."""
    is_state = doubles_as_state(graph)
    is_function = not isinstance(graph, CompiledStateGraph) and len(graph.nodes) == 1
    return Nature(
        is_state=is_state,
        is_loose=is_state and is_typeddict(input_type(graph)),
        conversations=[name for name, channel in graph.channels.items() if _joins_messages(channel)],
        argument=_argument(graph) if is_function else "",
        build=_builder(input_type(graph)) if is_function else None,
    )


def _joins_messages(channel: Any) -> bool:
    # LangGraph wraps the function that people name, so it is known by its name and not by itself.
    if not isinstance(channel, BinaryOperatorAggregate):
        return False
    return channel.operator is add_messages or getattr(channel.operator, "__name__", "") == "_add_messages"


def _argument(graph: AnyGraph) -> str:
    """What the function behind an @entrypoint calls what it takes."""
    [node] = graph.nodes.values()
    function = getattr(node.bound, "afunc", None) or getattr(node.bound, "func", None)
    try:
        return next(iter(inspect.signature(inspect.unwrap(function)).parameters), "input")  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return "input"


def _builder(kind: Any) -> Callable[[Any], Any] | None:
    """How a function's argument is made of an object, where its type is a model: LangGraph hands over what it gets."""
    return TypeAdapter(kind).validate_python if inspect.isclass(kind) and issubclass(kind, BaseModel) else None


def _remote_form(graph: RemoteThreads) -> Form:
    """A server tells no types: an input with the fields of the state is taken for the state, which nothing checks."""
    given = graph.schemas.get("input_schema") or {"type": "object", "properties": {}}
    state = graph.schemas.get("state_schema") or {}
    is_state = given.get("properties", {}).keys() == state.get("properties", {}).keys()
    return form_of(given, Nature(is_state=is_state, is_loose=is_state))
