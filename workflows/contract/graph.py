"""The contract workflow: draft, ask, revise as often as people want, then finalise the version they signed for."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask, progress
from workflows.contract import card, prompt, rule
from workflows.contract.state import ContractInput, ContractState
from workflows.journal import Effect, reference_of
from workflows.models import judge
from workflows.recording import on_record
from workflows.reviews import review_of
from workflows.revisions import digest

Update = dict[str, Any]


async def draft(state: ContractState) -> Update:
    """Write the first version, by a model or by the rule."""
    progress("Drafting the contract")
    judgement = await judge(prompt.first(state), lambda: rule.draft(state))
    return {"versions": (judgement.answer,), "notice": judgement.notice}


async def ask_people(state: ContractState) -> Update:
    """Ask about the newest version; what is said to it joins the history."""
    decision = ask(card.question(state))
    review = review_of(decision, card.STEP, len(state.versions), card.VERDICTS)
    return {"decision": decision, "reviews": (*state.reviews, review)}


async def revise(state: ContractState) -> Update:
    """Write the next version from what was asked for, by a model or by the rule."""
    feedback = _decision(state).reason
    progress(f"Writing version {len(state.versions) + 1}")
    text = state.newest.text
    judgement = await judge(prompt.next_version(state, feedback), lambda: rule.revise(state, text, feedback))
    return {"versions": (*state.versions, judgement.answer), "notice": judgement.notice}


async def finalise(state: ContractState) -> Update:
    """Put on record who approved which words, and when; the decision's key makes a repeat harmless."""
    decision = _decision(state)
    reference = reference_of("CT", decision.request_id)
    entry = Effect(key=decision.request_id, workflow="contract", reference=reference, details=_record(state, decision))
    words = f"Recorded the approval of {state.subject!r}, version {len(state.versions)}"
    return {"outcome": card.finalised(state, await on_record("record", entry, words))}


async def close(state: ContractState) -> Update:
    """Sign nothing, and say so."""
    return {"outcome": card.ended(state, _decision(state))}


def build() -> StateGraph[ContractState, None, ContractInput, ContractState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(ContractState, input_schema=ContractInput)
    builder.add_node("draft", draft)
    builder.add_node("ask", ask_people)
    builder.add_node("revise", revise)
    builder.add_node("finalise", finalise)
    builder.add_node("close", close)
    builder.add_edge(START, "draft")
    builder.add_edge("draft", "ask")
    builder.add_conditional_edges("ask", _after_asking, ["finalise", "revise", "close"])
    builder.add_edge("revise", "ask")
    builder.add_edge("finalise", END)
    builder.add_edge("close", END)
    return builder


def _after_asking(state: ContractState) -> str:
    decision = _decision(state)
    if decision.approved:
        return "finalise"
    return "revise" if decision.action == card.CHANGES.id else "close"


def _record(state: ContractState, decision: Decision) -> dict[str, str | float]:
    return {
        "subject": state.subject,
        "counterparty": state.counterparty,
        "value": state.value,
        "version": len(state.versions),
        "digest": digest(state.newest.text),
        "approved_by": ", ".join(decision.by) or f"the policy's tier {decision.tier}",
        "approved_at": decision.at.isoformat(),
        "reviews": len(state.reviews),
    }


def _decision(state: ContractState) -> Decision:
    if state.decision is None:
        raise ValueError("The contract went on without a decision.")
    return state.decision


graph = build()
