"""The graph that every contestant runs: prepare, ask, act, finish, with a state of about 500 bytes; and its like."""

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from bot.review import Ask, Decision, Draft, Fact, ask
from bot.settings import real_now

NAME = "bench"
EDITED = "edited"
CLIMBING = "climbing"  # the same graph, under a policy of two tiers
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


def editable(ticket: int) -> Ask:
    """The same question, with a draft that people may change before they approve it."""
    form = {
        "type": "object",
        "properties": {"weight": {"type": "number", "minimum": 0}, "carrier": {"type": "string"}},
        "required": ["weight", "carrier"],
    }
    draft = Draft(values={"weight": 2.4, "carrier": "Northern Post"}, form=form, measures={"weight": "weight"})
    return question(ticket).model_copy(update={"draft": draft})


async def _prep(state: State) -> State:
    return {"payload": _PAYLOAD}


async def _ask(state: State) -> State:
    decision: Decision = ask(question(state["ticket"]))
    return {"approved": decision.approved}


async def _ask_editable(state: State) -> State:
    decision: Decision = ask(editable(state["ticket"]))
    return {"approved": decision.approved}


async def _act(state: State) -> State:
    return {"resumed_at": real_now().timestamp()}


async def _fin(state: State) -> State:
    """The outcome says when the workflow went on, which is how another process gets to know."""
    return {"outcome": f"{state['resumed_at']:.6f}"}


def _built(*, is_editable: bool) -> StateGraph[State, None, Ticket, State]:
    builder = StateGraph(State, input_schema=Ticket)
    asking = _ask_editable if is_editable else _ask
    for name, node in (("prep", _prep), ("ask", asking), ("act", _act), ("fin", _fin)):
        builder.add_node(name, node)
    builder.add_edge(START, "prep")
    builder.add_edge("prep", "ask")
    builder.add_edge("ask", "act")
    builder.add_edge("act", "fin")
    builder.add_edge("fin", END)
    return builder


graph = _built(is_editable=False)
edited = _built(is_editable=True)
