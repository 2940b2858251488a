"""Options as text: a draft, and a list of what may be answered."""

from typing import TypedDict

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt


class State(TypedDict):
    task: str
    draft: str
    result: str


def write_draft(state: State) -> dict:
    return {"draft": f"Dear customer, regarding {state['task']}: it is on its way."}


def human_review(state: State) -> dict:
    answer = interrupt(
        {
            "task": state["task"],
            "draft": state["draft"],
            "options": [
                "approve — execute as drafted",
                "reject — cancel",
                "edit:<your revised content> — replace the draft and execute",
            ],
        }
    )
    if answer == "approve":
        return {"result": f"SENT: {state['draft']}"}
    if answer.startswith("edit:"):
        return {"result": f"SENT: {answer[len('edit:') :]}"}
    return {"result": "CANCELLED"}


builder = StateGraph(State)
builder.add_node("write_draft", write_draft)
builder.add_node("human_review", human_review)
builder.add_edge(START, "write_draft")
builder.add_edge("write_draft", "human_review")
builder.add_edge("human_review", END)
graph = builder.compile(checkpointer=InMemorySaver())
