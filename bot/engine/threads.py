"""What a thread's saved state says: not started, waiting, half-advanced, finished or failed.

The order of the questions is from measurements: a thread killed between two writes has nothing next and yet has tasks,
so finished means that no tasks are left, never that nothing is next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.types import StateSnapshot
from pydantic import ValidationError

from bot.engine.catalogue import AnyGraph


@dataclass(frozen=True, slots=True)
class Unstarted:
    """Nothing was saved for this thread."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Questions are pending: interrupt id -> payload, and interrupt id -> the node that stopped with it."""

    pending: Mapping[str, Any]
    nodes: Mapping[str, str] = field(default_factory=dict)


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


def pending_of(seen: Look) -> Mapping[str, Any]:
    """The questions that are pending, of which only a waiting thread has any."""
    return seen.pending if isinstance(seen, Waiting) else {}


def config_of(thread_id: str) -> RunnableConfig:
    """The configuration of every call on a thread: strict, so that an answer reaches the question it was given to."""
    return {"configurable": {"thread_id": thread_id, "__pregel_strict_resume": True}}


async def look(graph: AnyGraph, config: RunnableConfig) -> Look:
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
        if task.error:
            return Failed(task.name, str(task.error))
    if state.interrupts:
        return Waiting(
            pending={interrupt.id: interrupt.value for interrupt in state.interrupts},
            nodes={interrupt.id: task.name for task in state.tasks for interrupt in task.interrupts},
        )
    return HalfAdvanced()
