"""Approved or not, with notes, as many blog posts have it."""

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from typing_extensions import TypedDict


class State(TypedDict):
    title: str
    published: str


async def approve(state: State):
    review = interrupt(
        {
            "question": f"Publish “{state['title']}”?",
            "respond_with": {"approved": True, "notes": "anything to add", "user": "who approved"},
        }
    )
    if review["approved"]:
        return {"published": f"{state['title']} was published for {review['user']}"}
    return {"published": f"{state['title']} stays a draft. {review['notes']}".strip()}


workflow = StateGraph(State)
workflow.add_node("approve", approve)
workflow.add_edge(START, "approve")
workflow.add_edge("approve", END)
graph = workflow.compile()
