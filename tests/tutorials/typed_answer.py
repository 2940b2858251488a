"""An answer with a type of its own, in a subgraph."""

from typing import Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from pydantic import BaseModel, Field


class Verdict(BaseModel):
    """How the order is to be handled."""

    verdict: Literal["ship", "hold", "cancel"]
    discount: int = Field(0, ge=0, le=50, description="Percent off, as an apology")


class State(TypedDict):
    order: str
    note: str


def decide(state: State) -> dict:
    answer = interrupt({"question": f"What about order {state['order']}?"}, response_schema=Verdict)
    return {"note": f"{state['order']}: {answer.verdict}, {answer.discount} % off"}


inner = StateGraph(State)
inner.add_node("decide", decide)
inner.add_edge(START, "decide")
inner.add_edge("decide", END)

outer = StateGraph(State)
outer.add_node("handle", inner.compile())
outer.add_edge(START, "handle")
outer.add_edge("handle", END)
graph = outer.compile()
