"""A fan-out: a question for each invoice, all waiting at the same time."""

from operator import add
from typing import Annotated

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send, interrupt
from typing_extensions import TypedDict


class State(TypedDict):
    invoices: list[str]
    results: Annotated[list[str], add]


class Invoice(TypedDict):
    name: str


def each(state: State) -> list[Send]:
    return [Send("check", {"name": name}) for name in state["invoices"]]


def check(state: Invoice) -> dict:
    answer = interrupt({"invoice": state["name"], "options": ["pay — settle it now", "skip — leave it"]})
    return {"results": [f"{state['name']} {answer}"]}


builder = StateGraph(State)
builder.add_node("check", check)
builder.add_conditional_edges(START, each, ["check"])
builder.add_edge("check", END)
graph = builder.compile()
