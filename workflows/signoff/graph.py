"""The sign-off workflow: ask, then say what was decided; it does nothing else."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import ask
from workflows.signoff import card
from workflows.signoff.state import SignoffInput, SignoffState

Update = dict[str, Any]


async def ask_people(state: SignoffState) -> Update:
    """Ask whoever the policy names."""
    return {"decision": ask(card.question(state))}


async def tell(state: SignoffState) -> Update:
    """Say how it ended, to the requester and in the card's thread."""
    if state.decision is None:
        raise ValueError("The sign-off went on without a decision.")
    return {"outcome": card.ended(state, state.decision)}


def build() -> StateGraph[SignoffState, None, SignoffInput, SignoffState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(SignoffState, input_schema=SignoffInput)
    builder.add_node("ask", ask_people)
    builder.add_node("tell", tell)
    builder.add_edge(START, "ask")
    builder.add_edge("ask", "tell")
    builder.add_edge("tell", END)
    return builder


graph = build()
