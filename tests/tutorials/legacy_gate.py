"""A dict without a word of how to answer it; the configuration of this workflow says it."""

from typing import Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt


class State(TypedDict, total=False):
    amount: int
    customer: str
    status: str


def human_approval(state: State) -> Command[Literal["proceed", "cancel"]]:
    is_approved = interrupt(
        {"question": "Do you approve this action?", "amount": state["amount"], "customer": state["customer"]}
    )
    return Command(goto="proceed" if is_approved else "cancel")


def proceed(state: State):
    return {"status": f"charged {state['customer']} {state['amount']}"}


def cancel(state: State):
    return {"status": "cancelled"}


builder = StateGraph(State)
builder.add_node("human_approval", human_approval)
builder.add_node("proceed", proceed)
builder.add_node("cancel", cancel)
builder.add_edge(START, "human_approval")
builder.add_edge("proceed", END)
builder.add_edge("cancel", END)
graph = builder.compile()
