"""The refund workflow: judge, ask, then pay once or not at all."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask
from workflows.journal import Effect, carry_out, reference_of
from workflows.models import judge
from workflows.refund import card, prompt, rule
from workflows.refund.state import Assessment, RefundInput, RefundState, signed

Update = dict[str, Any]


async def analyse(state: RefundState) -> Update:
    """Judge the request, by a model or by the rule."""
    judgement = await judge(prompt.question(state), lambda: rule.assess(state))
    return {"assessment": judgement.answer, "notice": judgement.notice}


async def ask_people(state: RefundState) -> Update:
    """Ask always; whether anybody need be bothered is the policy's business."""
    return {"decision": ask(card.question(state, _assessment(state), state.notice))}


async def execute(state: RefundState) -> Update:
    """Pay what was signed for, under the decision's key: when LangGraph runs this node again, nothing is paid twice."""
    decision = _decision(state)
    payment = signed(state, decision)
    reference = reference_of("RF", decision.request_id)
    details = payment.model_dump(mode="json", include={"transaction_id", "type", "amount", "currency", "customer"})
    await carry_out(Effect(key=decision.request_id, workflow="refund", reference=reference, details=details))
    return {"outcome": card.done(payment, decision, reference)}


async def decline(state: RefundState) -> Update:
    """Pay nothing, and say so."""
    return {"outcome": card.declined(state, _decision(state))}


def build() -> StateGraph[RefundState, None, RefundInput, RefundState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(RefundState, input_schema=RefundInput)
    builder.add_node("analyse", analyse)
    builder.add_node("ask", ask_people)
    builder.add_node("execute", execute)
    builder.add_node("decline", decline)
    builder.add_edge(START, "analyse")
    builder.add_edge("analyse", "ask")
    builder.add_conditional_edges("ask", _after_asking, ["execute", "decline"])
    builder.add_edge("execute", END)
    builder.add_edge("decline", END)
    return builder


def _after_asking(state: RefundState) -> str:
    return "execute" if _decision(state).approved else "decline"


def _assessment(state: RefundState) -> Assessment:
    if state.assessment is None:
        raise ValueError("The refund was not judged before people were asked.")
    return state.assessment


def _decision(state: RefundState) -> Decision:
    if state.decision is None:
        raise ValueError("The refund went on without a decision.")
    return state.decision


graph = build()
