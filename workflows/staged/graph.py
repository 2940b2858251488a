"""The staged workflow: research, plan, ask, write, ask, publish; a refusal at either gate ends it, and work is kept."""

from collections.abc import Mapping
from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Ask, Decision, ask, progress
from workflows.journal import Effect, reference_of
from workflows.models import judge
from workflows.recording import on_record
from workflows.reviews import review_of
from workflows.revisions import digest
from workflows.staged import card, prompt, rule
from workflows.staged.card import Gate
from workflows.staged.state import Findings, Piece, Plan, StagedInput, StagedState

Update = dict[str, Any]


async def research(state: StagedState) -> Update:
    """Collect what the material says, by a model or by the rule."""
    progress("Researching")
    judgement = await judge(prompt.research(state), lambda: rule.research(state))
    return {"findings": judgement.answer, "notice": judgement.notice}


async def make_plan(state: StagedState) -> Update:
    """Plan the piece from what was found."""
    progress("Planning")
    found = _findings(state)
    judgement = await judge(prompt.plan(state, found), lambda: rule.plan(state, found))
    return {"plan": judgement.answer, "notice": judgement.notice}


async def ask_about_plan(state: StagedState) -> Update:
    """The first gate; a plan that people changed is the one that is followed."""
    update = _asked(state, Gate.PLAN, card.plan_question(state, _findings(state), _plan(state)))
    edited = card.signed(update["decision"], "steps")
    steps = [line.strip()[:400] for line in (edited or "").splitlines() if line.strip()]
    return update | ({"plan": _plan(state).model_copy(update={"steps": steps})} if steps else {})


async def write(state: StagedState) -> Update:
    """Write the piece by the approved plan."""
    found, steps = _findings(state), _plan(state).steps
    progress(f"Writing {len(steps)} parts")
    judgement = await judge(prompt.write(state, found, steps), lambda: rule.write(state, found, steps))
    return {"piece": judgement.answer, "notice": judgement.notice}


async def ask_about_output(state: StagedState) -> Update:
    """The second gate; a text that people changed is the one that is published."""
    question = card.output_question(state, _findings(state), _plan(state), _piece(state))
    update = _asked(state, Gate.OUTPUT, question)
    edited = card.signed(update["decision"], "text")
    return update | ({"piece": Piece(text=edited)} if edited else {})


async def publish(state: StagedState) -> Update:
    """Publish what was signed for; the decision's key makes a repeat harmless."""
    text = _piece(state).text
    details = {"goal": state.goal, "place": state.place.value, "digest": digest(text), "text": text}
    reference = await _recorded("publish", _decision(state), details, f"Published {state.goal!r}")
    return {"outcome": card.published(state, reference)}


async def keep(state: StagedState) -> Update:
    """Publish nothing, keep what the stages made, and say so."""
    decision = _decision(state)
    details = {
        "goal": state.goal,
        "research": "\n".join(_findings(state).points),
        "plan": "\n".join(_plan(state).steps),
        "text": state.piece.text if state.piece else "",
    }
    reference = await _recorded("keep", decision, details, f"Kept what was made for {state.goal!r}")
    return {"outcome": card.ended(state, decision, reference)}


def build() -> StateGraph[StagedState, None, StagedInput, StagedState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(StagedState, input_schema=StagedInput)
    builder.add_node("research", research)
    builder.add_node("make_plan", make_plan)
    builder.add_node("ask_about_plan", ask_about_plan)
    builder.add_node("write", write)
    builder.add_node("ask_about_output", ask_about_output)
    builder.add_node("publish", publish)
    builder.add_node("keep", keep)
    builder.add_edge(START, "research")
    builder.add_edge("research", "make_plan")
    builder.add_edge("make_plan", "ask_about_plan")
    builder.add_conditional_edges("ask_about_plan", _after_plan, ["write", "keep"])
    builder.add_edge("write", "ask_about_output")
    builder.add_conditional_edges("ask_about_output", _after_output, ["publish", "keep"])
    builder.add_edge("publish", END)
    builder.add_edge("keep", END)
    return builder


def _asked(state: StagedState, gate: Gate, question: Ask) -> Update:
    decision = ask(question)
    return {"decision": decision, "reviews": (*state.reviews, review_of(decision, gate, 1, card.VERDICTS))}


async def _recorded(name: str, decision: Decision, details: Mapping[str, str | float], words: str) -> str:
    """Do the effect once, and return its reference."""
    reference = reference_of("ST", decision.request_id)
    entry = Effect(key=decision.request_id, workflow="staged", reference=reference, details=details)
    return await on_record(name, entry, words)


def _after_plan(state: StagedState) -> str:
    return "write" if _decision(state).approved else "keep"


def _after_output(state: StagedState) -> str:
    return "publish" if _decision(state).approved else "keep"


def _findings(state: StagedState) -> Findings:
    if state.findings is None:
        raise ValueError("The work went on without research.")
    return state.findings


def _plan(state: StagedState) -> Plan:
    if state.plan is None:
        raise ValueError("The work went on without a plan.")
    return state.plan


def _piece(state: StagedState) -> Piece:
    if state.piece is None:
        raise ValueError("The work went on without a text.")
    return state.piece


def _decision(state: StagedState) -> Decision:
    if state.decision is None:
        raise ValueError("The work went on without a decision.")
    return state.decision


graph = build()
