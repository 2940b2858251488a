"""A decision with modified parameters; the payload says how it wants to be answered."""

import operator
from typing import Annotated, Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from pydantic import BaseModel


class Transfer(BaseModel):
    recipient: str
    amount: float = 100.0
    log: Annotated[list[str], operator.add] = []


def approval(state: Transfer) -> dict[str, Any]:
    answer = interrupt(
        {
            "action_type": "wire_transfer",
            "description": f"Wire {state.amount} to {state.recipient}",
            "parameters": {"recipient": state.recipient, "amount": state.amount},
            "risk_level": "high",
            "expected_response": {
                "decision": "approved | rejected",
                "feedback": "optional text",
                "modified_parameters": "optional object",
            },
        }
    )
    if answer["decision"] != "approved":
        return {"log": [f"refused: {answer.get('feedback') or 'no reason'}"]}
    parameters = {"recipient": state.recipient, "amount": state.amount} | (answer.get("modified_parameters") or {})
    return {"log": [f"wired {parameters['amount']} to {parameters['recipient']}"]}


builder = StateGraph(Transfer)
builder.add_node("approval", approval)
builder.add_edge(START, "approval")
builder.add_edge("approval", END)
graph = builder.compile()
