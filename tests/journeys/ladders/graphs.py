"""One graph for every ladder: it asks whether to pay, and notes the payment in the file that the input names."""

import asyncio
from pathlib import Path
from typing import Any

from langgraph.graph import END, START, StateGraph
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from bot.review import Ask, Draft, Risk, Urgency, ask

TERMS = {
    "type": "object",
    "properties": {"amount": {"type": "number", "title": "Amount", "minimum": 0}},
    "required": ["amount"],
}


class Payment(BaseModel):
    """What a payment needs."""

    amount: float = Field(gt=0, description="How much, in EUR")
    risk: Risk = Field(default=Risk.MEDIUM, description="How much is at stake")
    urgency: Urgency = Field(default=Urgency.NORMAL, description="How soon it is needed")
    effects: str = Field(default="", description="File that payments are noted in")


class PaymentState(TypedDict, total=False):
    amount: float
    risk: Risk
    urgency: Urgency
    effects: str
    paid: float
    outcome: str


async def _ask(state: PaymentState) -> PaymentState:
    amount = state["amount"]
    question = Ask(
        title=f"Pay {amount:.0f} EUR?",
        risk=Risk(state.get("risk", Risk.MEDIUM)),
        urgency=Urgency(state.get("urgency", Urgency.NORMAL)),
        measures={"amount": amount},
        draft=Draft(values={"amount": amount}, form=TERMS, measures={"amount": "amount"}),
    )
    decision = ask(question)
    if not decision.approved:
        return {"outcome": "Not paid."}
    return {"paid": _amount(decision.edits, amount)}


async def _pay(state: PaymentState) -> PaymentState:
    if "paid" not in state:
        return {}
    await asyncio.to_thread(_note, state.get("effects", ""), f"paid {state['paid']:.0f}")
    return {"outcome": f"Paid {state['paid']:.0f} EUR."}


def _amount(edits: dict[str, Any] | None, amount: float) -> float:
    return float(edits["amount"]) if edits else amount


def _note(effects: str, line: str) -> None:
    if effects:
        with Path(effects).open("a") as file:
            file.write(line + "\n")


_graph = StateGraph(PaymentState, input_schema=Payment)
_graph.add_node("ask", _ask)
_graph.add_node("pay", _pay)
_graph.add_edge(START, "ask")
_graph.add_edge("ask", "pay")
_graph.add_edge("pay", END)
pay = _graph.compile()
