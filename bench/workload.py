"""The graph that every contestant runs: prepare, ask, act, finish, with a state of about 500 bytes."""

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from bot.review import Ask, Decision, Fact, ask
from bot.settings import real_now

NAME = "bench"
_PAYLOAD = "x" * 500


class Ticket(TypedDict):
    """What a run is started with: its number within the measurement."""

    ticket: int


class State(TypedDict, total=False):
    ticket: int
    payload: str
    approved: bool
    resumed_at: float
    outcome: str


def question(ticket: int) -> Ask:
    """What people are asked about this ticket."""
    return Ask(
        title=f"Send parcel {ticket}?",
        summary="It is packed and weighed, and the carrier is at the door.",
        facts=(Fact(label="Parcel", value=str(ticket)), Fact(label="Weight", value="2.4 kg")),
        measures={"weight": 2.4},
    )


async def _prep(state: State) -> State:
    return {"payload": _PAYLOAD}


async def _ask(state: State) -> State:
    decision: Decision = ask(question(state["ticket"]))
    return {"approved": decision.approved}


async def _act(state: State) -> State:
    return {"resumed_at": real_now().timestamp()}


async def _fin(state: State) -> State:
    """The outcome says when the workflow went on, which is how another process gets to know."""
    return {"outcome": f"{state['resumed_at']:.6f}"}


graph = StateGraph(State, input_schema=Ticket)
for _name, _node in (("prep", _prep), ("ask", _ask), ("act", _act), ("fin", _fin)):
    graph.add_node(_name, _node)
graph.add_edge(START, "prep")
graph.add_edge("prep", "ask")
graph.add_edge("ask", "act")
graph.add_edge("act", "fin")
graph.add_edge("fin", END)
