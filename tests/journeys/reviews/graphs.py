"""Graphs that ask what takes more than a click: something to edit, to read at length, to fill in, or many at once."""

from collections.abc import Callable
from typing import Any

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from bot.review import APPROVE, REJECT, Action, Ask, Decision, Draft, Fact, Kind, ReasonRule, ask


class Wish(TypedDict, total=False):
    """What any of these graphs is started with, and how it ended."""

    amount: int
    to: str
    outcome: str


ESCALATE = Action(id="escalate", label="Ask a manager", kind=Kind.ESCALATE, reason=ReasonRule.REQUIRED)
HOLD = Action(
    id="hold",
    label="Hold",
    kind=Kind.NEUTRAL,
    reason=ReasonRule.OPTIONAL,
    form={
        "type": "object",
        "required": ["days"],
        "properties": {
            "days": {"type": "integer", "title": "Days", "minimum": 1, "maximum": 30},
            "reason": {"type": "string", "title": "Note to the owner"},
        },
    },
)
INVOICE = {
    "type": "object",
    "required": ["amount", "to"],
    "properties": {
        "amount": {"type": "integer", "title": "Amount", "minimum": 1},
        "to": {"type": "string", "title": "Paid to", "maxLength": 40},
    },
}
PAYOUT = {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "integer", "title": "Amount"}}}


def _invoice(wish: Wish) -> Ask:
    values: dict[str, Any] = {"amount": wish["amount"], "to": wish.get("to", "ACME")}
    return Ask(
        title=f"Pay the invoice of {values['to']}?",
        facts=(Fact(label="Invoice", value="2026-11"),),
        measures={"amount": values["amount"]},
        draft=Draft(values=values, form=INVOICE, measures={"amount": "amount"}),
    )


def _report(wish: Wish) -> Ask:
    paragraphs = "\n\n".join(f"Paragraph {number}. " + "It says a great deal. " * 40 for number in range(1, 121))
    return Ask(title="Publish the report?", summary=paragraphs, actions=(APPROVE, REJECT, ESCALATE, HOLD))


def _lease(wish: Wish) -> Ask:
    return Ask(title="Sign the lease?", facts=(Fact(label="Flat", value="12"),), actions=(APPROVE, REJECT, HOLD))


def _payout(wish: Wish) -> Ask:
    return Ask(
        title=f"Pay {wish['amount']} EUR to {wish.get('to', 'ACME')}?",
        facts=(Fact(label="Amount", value=f"{wish['amount']} EUR"),),
        measures={"amount": wish["amount"]},
        actions=(APPROVE, REJECT, ESCALATE),
        step="payout",
        draft=Draft(values={"amount": wish["amount"]}, form=PAYOUT, measures={"amount": "amount"}),
    )


def _told(decision: Decision) -> str:
    said = [decision.action, *([repr(decision.edits)] if decision.edits else [])]
    return " ".join([*said, *([repr(decision.values)] if decision.values else []), decision.reason]).strip()


def _asking(question: Callable[[Wish], Ask]) -> StateGraph[Wish]:
    async def ask_people(state: Wish) -> Wish:
        return {"outcome": _told(ask(question(state)))}

    graph = StateGraph(Wish)
    graph.add_node("ask", ask_people)
    graph.add_edge(START, "ask")
    graph.add_edge("ask", END)
    return graph


invoice = _asking(_invoice)
report = _asking(_report)
lease = _asking(_lease)
payout = _asking(_payout)
