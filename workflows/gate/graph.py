"""The approval gate: draft, ask, then do what was signed for, once or not at all."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask
from workflows.gate import card, prompt, rule
from workflows.gate.state import GateInput, GateState, Proposal, signed
from workflows.journal import Effect, reference_of
from workflows.models import judge
from workflows.recording import on_record

Update = dict[str, Any]


async def draft(state: GateState) -> Update:
    """Draft an action, by a model or by the rule."""
    judgement = await judge(prompt.question(state), lambda: rule.draft(state))
    return {"proposal": judgement.answer, "notice": judgement.notice}


async def ask_people(state: GateState) -> Update:
    """Ask whether that is what shall be done."""
    return {"decision": ask(card.question(state, _proposal(state), state.notice))}


async def execute(state: GateState) -> Update:
    """Record what was signed for as carried out, under the decision's key: a repeat changes nothing."""
    decision = _decision(state)
    action = signed(_proposal(state), decision)
    reference, details = reference_of("AG", decision.request_id), {"task": state.task, "action": action}
    entry = Effect(key=decision.request_id, workflow="gate", reference=reference, details=details)
    reference = await on_record("execute", entry, words=f"Carried out “{state.task}”")
    return {"outcome": card.done(state, decision, action, reference)}


async def decline(state: GateState) -> Update:
    """Do nothing, and say so."""
    return {"outcome": card.declined(state, _decision(state))}


def build() -> StateGraph[GateState, None, GateInput, GateState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(GateState, input_schema=GateInput)
    builder.add_node("draft", draft)
    builder.add_node("ask", ask_people)
    builder.add_node("execute", execute)
    builder.add_node("decline", decline)
    builder.add_edge(START, "draft")
    builder.add_edge("draft", "ask")
    builder.add_conditional_edges("ask", _after_asking, ["execute", "decline"])
    builder.add_edge("execute", END)
    builder.add_edge("decline", END)
    return builder


def _after_asking(state: GateState) -> str:
    return "execute" if _decision(state).approved else "decline"


def _proposal(state: GateState) -> Proposal:
    if state.proposal is None:
        raise ValueError("People were to be asked about an action that was not drafted.")
    return state.proposal


def _decision(state: GateState) -> Decision:
    if state.decision is None:
        raise ValueError("The gate was passed without a decision.")
    return state.decision


graph = build()
