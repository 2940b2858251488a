"""The shape of the agent inbox, in a list and answered by a list."""

from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt


class State(TypedDict):
    to: str
    body: str
    sent: str


def send(state: State) -> dict:
    request = {
        "action_request": {"action": "send_email", "args": {"to": state["to"], "body": state["body"], "copies": 2}},
        "config": {"allow_ignore": True, "allow_respond": True, "allow_edit": True, "allow_accept": True},
        "description": "The assistant wants to send this e-mail.",
    }
    response = interrupt([request])[0]
    if response["type"] == "accept":
        return {"sent": f"{state['body']} to {state['to']}, twice"}
    if response["type"] == "edit":
        args = response["args"]["args"]
        return {"sent": f"{args['body']} to {args['to']}, {'twice' if args['copies'] == 2 else args['copies']}"}
    return {"sent": f"nothing; {response['type']}: {response['args']}"}


builder = StateGraph(State)
builder.add_node("send", send)
builder.add_edge(START, "send")
builder.add_edge("send", END)
graph = builder.compile()
