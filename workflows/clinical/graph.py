"""The clinical workflow: draft, ask a clinician, then file what was signed; there is no other way to its end."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask
from workflows.clinical import card, prompt, rule
from workflows.clinical.state import Assessment, ClinicalInput, ClinicalState, signed
from workflows.journal import Effect, reference_of
from workflows.models import judge
from workflows.recording import on_record

Update = dict[str, Any]


async def assess(state: ClinicalState) -> Update:
    """Draft an assessment, by a model or by the rule."""
    judgement = await judge(prompt.question(state), lambda: rule.assess(state))
    return {"draft": judgement.answer, "notice": judgement.notice}


async def ask_clinician(state: ClinicalState) -> Update:
    """Ask a clinician, always."""
    return {"decision": ask(card.question(state, _draft(state)))}


async def file_plan(state: ClinicalState) -> Update:
    """File the plan that was signed, under the decision's key; only a vote with a filled in form gets here."""
    decision, draft = _decision(state), _draft(state)
    plan = signed(decision)
    details = {"patient": state.patient, "drafted_urgency": draft.urgency.value, **_filed(plan.model_dump(mode="json"))}
    reference = reference_of("CL", decision.request_id)
    entry = Effect(key=decision.request_id, workflow="clinical", reference=reference, details=details)
    await on_record("file", entry, words=f"Filed the plan for patient {state.patient}")
    return {"outcome": card.done(state, draft, plan, reference)}


async def leave(state: ClinicalState) -> Update:
    """File nothing, and say so."""
    return {"outcome": card.declined(state, _decision(state))}


def build() -> StateGraph[ClinicalState, None, ClinicalInput, ClinicalState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(ClinicalState, input_schema=ClinicalInput)
    builder.add_node("assess", assess)
    builder.add_node("ask", ask_clinician)
    builder.add_node("file", file_plan)
    builder.add_node("leave", leave)
    builder.add_edge(START, "assess")
    builder.add_edge("assess", "ask")
    builder.add_conditional_edges("ask", _after_asking, ["file", "leave"])
    builder.add_edge("file", END)
    builder.add_edge("leave", END)
    return builder


def _after_asking(state: ClinicalState) -> str:
    """Consent counts only with somebody's name under it, whatever a policy may say."""
    decision = _decision(state)
    return "file" if decision.approved and decision.by else "leave"


def _filed(plan: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in plan.items() if value}


def _draft(state: ClinicalState) -> Assessment:
    if state.draft is None:
        raise ValueError("A clinician was to be asked about a case without a draft.")
    return state.draft


def _decision(state: ClinicalState) -> Decision:
    if state.decision is None:
        raise ValueError("The case went on without a decision.")
    return state.decision


graph = build()
