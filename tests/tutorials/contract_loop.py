"""Options as words, answered by a dict that the payload spells out; asked again as often as changes are wanted."""

from operator import add
from typing import Annotated, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt


class State(TypedDict):
    subject: str
    version: int
    history: Annotated[list[str], add]


def draft(state: State) -> dict:
    return {"version": state.get("version", 0) + 1}


def review(state: State) -> dict:
    decision = interrupt(
        {
            "question": f"Review version {state['version']} of the contract about {state['subject']}",
            "options": ["approve", "reject", "request_changes"],
            "respond_with": {"action": "one of options", "feedback": "what to change", "reviewer": "who you are"},
        }
    )
    return {"history": [f"{decision['action']}: {decision.get('feedback', '')}".strip(": ")]}


def route(state: State) -> Literal["draft", "__end__"]:
    return "draft" if state["history"][-1].startswith("request_changes") else END


builder = StateGraph(State)
builder.add_node(draft)
builder.add_node(review)
builder.add_edge(START, "draft")
builder.add_edge("draft", "review")
builder.add_conditional_edges("review", route)
graph = builder.compile()
