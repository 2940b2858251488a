"""Checks at start-up that LangGraph is as strict as our promises need, with a graph of one question."""

from typing import Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde import _msgpack
from langgraph.errors import UnknownInterruptError
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt
from typing_extensions import TypedDict

from bot.engine.threads import config_of
from bot.faults import Misconfigured, Mistake


class _State(TypedDict, total=False):
    answer: str


async def assert_strict() -> None:
    """Raise Misconfigured unless foreign interrupt ids are refused and checkpoints are read strictly."""
    mistakes = []
    if not _msgpack.STRICT_MSGPACK_ENABLED:
        wrong = "LangGraph was imported without LANGGRAPH_STRICT_MSGPACK, so a crafted checkpoint could run code"
        mistakes.append(Mistake("LANGGRAPH_STRICT_MSGPACK", wrong, "set it to true in the environment"))
    if not await _refuses_unknown_ids():
        wrong = "this version takes an answer to a question that is not pending"
        mistakes.append(Mistake("langgraph", wrong, "install the version that the requirements pin"))
    if mistakes:
        raise Misconfigured(mistakes)


async def _refuses_unknown_ids() -> bool:
    builder = StateGraph(_State)
    builder.add_node("ask", _ask)
    builder.add_edge(START, "ask")
    builder.add_edge("ask", END)
    graph: Any = builder.compile(checkpointer=InMemorySaver())
    await graph.ainvoke({"answer": ""}, config_of("self-test"))
    try:
        await graph.ainvoke(Command(resume={"0" * 32: "yes"}), config_of("self-test"))
    except UnknownInterruptError:
        return True
    return False


async def _ask(state: _State) -> _State:
    return {"answer": interrupt("ready?")}
