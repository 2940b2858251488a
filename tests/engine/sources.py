"""Workflow files as a user would write them."""

from pathlib import Path

GRAPH = """
import contextlib

from langgraph.func import entrypoint
from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from typing_extensions import TypedDict

class State(TypedDict, total=False):
    answer: str

async def ask(state: State) -> State:
    return {"answer": interrupt("ready?")}

async def act(state: State) -> State:
    return {"answer": "done"}

builder = StateGraph(State)
builder.add_node("ask", ask)
builder.add_node("act", act)
builder.add_edge(START, "ask")
builder.add_edge("ask", "act")
builder.add_edge("act", END)
graph = builder.compile()

def make():
    return builder

async def make_later():
    return graph

def make_with(config):
    assert config == {}
    return builder

def make_perhaps(model="small"):
    assert model == "small"
    return builder

def make_named(*, config):
    assert config == {}
    return builder

def make_any(*args, **kwargs):
    assert not args
    return builder

opened = []

@contextlib.asynccontextmanager
async def make_for_a_while(config):
    opened.append("opened")
    try:
        yield builder
    finally:
        opened.append("closed")

@entrypoint()
async def flow(values: dict) -> dict:
    return {"answer": interrupt("ready?")}

def fail():
    raise RuntimeError("no licence")

number = 42
"""


def write(folder: Path, name: str = "flows.py", source: str = GRAPH) -> Path:
    """Write a workflow's file."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source)
    return file
