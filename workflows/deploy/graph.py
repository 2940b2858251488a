"""The deploy workflow: check, summarise, ask, then deploy once or stop."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask, progress
from workflows.deploy import card, prompt, rule
from workflows.deploy.preflight import preflight
from workflows.deploy.state import DeployInput, DeployState
from workflows.journal import Effect, carry_out, reference_of
from workflows.models import judge

Update = dict[str, Any]


async def check(state: DeployState) -> Update:
    """Run the preflight checks; a failed one stops nothing, but people see it."""
    progress("Running the preflight checks")
    return {"checks": await preflight(state)}


async def summarise(state: DeployState) -> Update:
    """Summarise and judge the change, by a model or by the rule."""
    judgement = await judge(prompt.question(state, state.checks), lambda: rule.summarise(state, state.checks))
    return {"summary": judgement.answer, "notice": judgement.notice}


async def ask_people(state: DeployState) -> Update:
    """Ask always; whether anybody need be bothered is the policy's business."""
    if state.summary is None:
        raise ValueError("The change was not summarised before people were asked.")
    return {"decision": ask(card.question(state, state.summary))}


async def deploy(state: DeployState) -> Update:
    """Deploy, under the decision's key: when LangGraph runs this node again, nothing is deployed twice."""
    decision = _decision(state)
    progress(f"Deploying {state.service} {state.version} to {state.environment}")
    reference = reference_of("DP", decision.request_id)
    details = {"service": state.service, "version": state.version, "environment": state.environment.value}
    await carry_out(Effect(key=decision.request_id, workflow="deploy", reference=reference, details=details))
    return {"outcome": card.done(state, decision, reference)}


async def stop(state: DeployState) -> Update:
    """Deploy nothing, and say why."""
    return {"outcome": card.stopped(state, _decision(state))}


def build() -> StateGraph[DeployState, None, DeployInput, DeployState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(DeployState, input_schema=DeployInput)
    builder.add_node("check", check)
    builder.add_node("summarise", summarise)
    builder.add_node("ask", ask_people)
    builder.add_node("deploy", deploy)
    builder.add_node("stop", stop)
    builder.add_edge(START, "check")
    builder.add_edge("check", "summarise")
    builder.add_edge("summarise", "ask")
    builder.add_conditional_edges("ask", _after_asking, ["deploy", "stop"])
    builder.add_edge("deploy", END)
    builder.add_edge("stop", END)
    return builder


def _after_asking(state: DeployState) -> str:
    return "deploy" if _decision(state).approved else "stop"


def _decision(state: DeployState) -> Decision:
    if state.decision is None:
        raise ValueError("The deployment went on without a decision.")
    return state.decision


graph = build()
