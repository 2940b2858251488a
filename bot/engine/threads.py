"""What a thread's saved state says: not started, waiting, half-advanced, finished or failed.

The order of the questions is from measurements: a thread killed between two writes has nothing next and yet has tasks,
so finished means that no tasks are left, never that nothing is next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.types import Interrupt, StateSnapshot
from pydantic import ValidationError

from bot.approvals.dialects.payloads import Payload
from bot.engine.catalogue import AnyGraph
from bot.engine.drivable import Drivable

_RESUME = "__resume__"  # the channel under which a saver keeps what a node was answered


@dataclass(frozen=True, slots=True)
class Unstarted:
    """Nothing was saved for this thread."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Questions are pending: interrupt id -> payload, and interrupt id -> the node that stopped with it.

    `errors` hold what a node raised, also by interrupt id, where it was answered and its question is pending still: it
    refused that answer, or took it and failed, which only the next attempt can tell for sure.
    """

    pending: Mapping[str, Payload]
    nodes: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HalfAdvanced:
    """A process died between two steps; the thread can be driven on as it is."""


@dataclass(frozen=True, slots=True)
class Finished:
    """No tasks are left; `values` is the final state."""

    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """A node raised; `step` is its name and `error` what it raised."""

    step: str
    error: str


Look = Unstarted | Waiting | HalfAdvanced | Finished | Failed


def pending_of(seen: Look) -> Mapping[str, Payload]:
    """The questions that are pending, of which only a waiting thread has any."""
    return seen.pending if isinstance(seen, Waiting) else {}


def config_of(thread_id: str) -> RunnableConfig:
    """The configuration of every call on a thread: strict, so that an answer reaches the question it was given to."""
    return {"configurable": {"thread_id": thread_id, "__pregel_strict_resume": True}}


async def swallowed(graph: AnyGraph, config: RunnableConfig) -> frozenset[str]:
    """The pending questions whose answer is saved though their node failed with it: no other answer reaches them.

    Those within subgraphs are among them, as far as LangGraph finds these.
    """
    state = await graph.aget_state(config, subgraphs=True)
    return frozenset(await _swallowed(graph, state)) if state.created_at else frozenset()


async def _swallowed(graph: AnyGraph, state: StateSnapshot) -> list[str]:
    saver = graph.checkpointer
    saved = await saver.aget_tuple(state.config) if isinstance(saver, BaseCheckpointSaver) else None
    answered = {task_id for task_id, channel, _ in (saved.pending_writes or [] if saved else []) if channel == _RESUME}
    found: list[str] = []
    for task in state.tasks:
        if task.error and isinstance(task.state, StateSnapshot):
            found += await _swallowed(graph, task.state)
        elif task.error and task.id in answered:
            found += [interrupt.id for interrupt in task.interrupts]
    return found


async def look(graph: Drivable, config: RunnableConfig) -> Look:
    """Read what the saver knows of the thread; values that the graph's own types refuse are a failure of the run."""
    try:
        return _judge(await graph.aget_state(config))
    except ValidationError as error:
        return Failed("", str(error))


def _judge(state: StateSnapshot) -> Look:
    if state.created_at is None:
        return Unstarted()
    if not state.tasks:
        return Finished(state.values if isinstance(state.values, Mapping) else {"outcome": state.values})
    for task in state.tasks:
        if task.error and not task.interrupts and task.result is None:  # an error stays noted when a later try succeeds
            return Failed(task.name, str(task.error))
    if not state.interrupts:
        return HalfAdvanced()
    asking = [(interrupt, task) for task in state.tasks for interrupt in task.interrupts]
    return Waiting(
        pending={interrupt.id: _payload(interrupt) for interrupt in state.interrupts},
        nodes={interrupt.id: task.name for interrupt, task in asking},
        errors={interrupt.id: str(task.error) for interrupt, task in asking if task.error},
    )


def _payload(interrupt: Interrupt) -> Payload:
    """What a node stopped with; the saver keeps what its answer has to fit as JSON Schema."""
    schema = interrupt.response_schema
    return Payload(interrupt.value, schema if isinstance(schema, dict) else None)
