"""Answers named in a sentence, in quotes."""

from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt


class State(TypedDict, total=False):
    version: str
    status: str


def gate(state: State) -> Command:
    decision = interrupt(
        {
            "message": f"Version {state['version']} is ready for production.",
            "instructions": "Reply 'deploy', 'reject', or 'hold:<reason>'",
        }
    )
    if decision == "deploy":
        return Command(goto="deploy")
    if decision.startswith("hold:"):
        return Command(update={"status": f"on hold because {decision.removeprefix('hold:')}"}, goto=END)
    return Command(update={"status": "rejected"}, goto=END)


def deploy(state: State) -> State:
    return {"status": f"deployed {state['version']}"}


builder = StateGraph(State)
builder.add_node("gate", gate, destinations=("deploy", END))
builder.add_node("deploy", deploy)
builder.add_edge(START, "gate")
builder.add_edge("deploy", END)
graph = builder.compile()
