"""A graph that tells how far it is, before it asks and after."""

import asyncio
from pathlib import Path

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from bot.review import Ask, ask, progress


class MoveState(TypedDict, total=False):
    words: str
    steps: int
    gate: str
    last_gate: str
    asks: bool
    approved: bool
    outcome: str


async def _prepare(state: MoveState) -> MoveState:
    for step in range(1, state.get("steps", 0) + 1):
        progress(state.get("words", "Preparing"), step, state["steps"])
        await asyncio.sleep(0)
    await _wait_for(state.get("gate", ""))
    return {}


async def _ask(state: MoveState) -> MoveState:
    return {"approved": ask(Ask(title="Move the servers?")).approved} if state.get("asks", True) else {}


def _move(state: MoveState) -> MoveState:
    progress("Moving")
    return {}


async def _finish(state: MoveState) -> MoveState:
    progress("Moved")
    await _wait_for(state.get("last_gate", ""))
    return {"outcome": "All is moved."}


async def _wait_for(gate: str) -> None:
    while gate and not await asyncio.to_thread(Path(gate).exists):  # noqa: ASYNC110 - the test opens the gate
        await asyncio.sleep(0.02)


_graph = StateGraph(MoveState)
_graph.add_node("prepare", _prepare)
_graph.add_node("ask", _ask)
_graph.add_node("move", _move)
_graph.add_node("finish", _finish)
_graph.add_edge(START, "prepare")
_graph.add_edge("prepare", "ask")
_graph.add_edge("ask", "move")
_graph.add_edge("move", "finish")
_graph.add_edge("finish", END)
graph = _graph.compile()
