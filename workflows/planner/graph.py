"""The planner: make one typed action of a request, ask, then carry it out once or not at all."""

from functools import partial
from typing import Any

from langgraph.graph import END, START, StateGraph
from pydantic import ValidationError

from bot.review import Decision, ask, effect
from workflows.models import judge
from workflows.planner import card, executing, outcome, prompt, rule
from workflows.planner.state import BeyondSigned, PlannerInput, PlannerState, Proposal, risk_of, signed

Update = dict[str, Any]


async def plan(state: PlannerState) -> Update:
    """Choose the action, by a model or by the rule, rate it, and look whether it would be let through."""
    judgement = await judge(prompt.question(state), lambda: rule.plan(state.request))
    proposal = judgement.answer
    checks = (executing.allowed(proposal.action),)
    return {"proposal": proposal, "risk": risk_of(proposal), "checks": checks, "notice": judgement.notice}


async def ask_people(state: PlannerState) -> Update:
    """Ask always; that a low risk needs nobody is the policy's business."""
    return {"decision": ask(card.question(state, _proposal(state)))}


async def execute(state: PlannerState) -> Update:
    """Carry out what was signed for, under the decision's key; its bounds are looked at anew."""
    proposal, decision = _proposal(state), _decision(state)
    try:
        action = signed(proposal, decision, state.risk)
    except ValidationError as wrong:
        return {"outcome": card.unsound("; ".join(each["msg"] for each in wrong.errors()))}
    except BeyondSigned as wrong:
        return {"outcome": card.unsound(str(wrong))}
    do = partial(executing.execute, action, decision.request_id, decision.at)
    came: outcome.Done = await effect("execute", do, words=action.described, repeatable=executing.is_repeatable(action))
    return {"outcome": card.done(action, decision, outcome.read(came, action.described))}


async def decline(state: PlannerState) -> Update:
    """Do nothing, and say so."""
    return {"outcome": card.declined(_proposal(state), _decision(state))}


def build() -> StateGraph[PlannerState, None, PlannerInput, PlannerState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(PlannerState, input_schema=PlannerInput)
    builder.add_node("plan", plan)
    builder.add_node("ask", ask_people)
    builder.add_node("execute", execute)
    builder.add_node("decline", decline)
    builder.add_edge(START, "plan")
    builder.add_edge("plan", "ask")
    builder.add_conditional_edges("ask", _after_asking, ["execute", "decline"])
    builder.add_edge("execute", END)
    builder.add_edge("decline", END)
    return builder


def _after_asking(state: PlannerState) -> str:
    return "execute" if _decision(state).approved else "decline"


def _proposal(state: PlannerState) -> Proposal:
    if state.proposal is None:
        raise ValueError("People were to be asked about a request without a plan.")
    return state.proposal


def _decision(state: PlannerState) -> Decision:
    if state.decision is None:
        raise ValueError("The plan went on without a decision.")
    return state.decision


graph = build()
