"""A form in words: the answer is JSON, as a string."""

import json
from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt


class State(TypedDict):
    complaint: str
    plan: str


def clinician(state: State) -> State:
    raw = interrupt(
        {
            "complaint": state["complaint"],
            "urgency": "urgent",
            "instructions": (
                'Respond with JSON: {"approved_plan": "...", "modifications": "..." or null, '
                '"clinician_id": "...", "urgency_override": "routine|urgent|emergent" or null}'
            ),
        }
    )
    answer = json.loads(raw)
    override = answer.get("urgency_override") or "urgent"
    return {"plan": f"{answer['approved_plan']} ({override}), signed by {answer['clinician_id']}"}


builder = StateGraph(State)
builder.add_node("clinician", clinician)
builder.add_edge(START, "clinician")
builder.add_edge("clinician", END)
graph = builder.compile()
