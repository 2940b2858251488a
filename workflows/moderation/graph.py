"""The moderation workflow: screen, resolve what is clear, and ask about the rest."""

from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph

from bot.review import Cause, Decision, ask
from workflows.journal import Effect, reference_of
from workflows.models import judge
from workflows.moderation import card, prompt, rule
from workflows.moderation.state import ModerationInput, ModerationState, Screening, Verdict
from workflows.moderation.thresholds import verdict
from workflows.recording import on_record

Update = dict[str, Any]


async def screen(state: ModerationState) -> Update:
    """Screen the content, by a model or by the list of words, and hold it against the thresholds."""
    listed = rule.screen(state)
    judgement = await judge(prompt.question(state), lambda: listed)
    found, doubts = verdict(judgement.answer, listed)
    return {"screening": judgement.answer, "verdict": found, "doubts": doubts, "notice": judgement.notice}


async def resolve(state: ModerationState, config: RunnableConfig) -> Update:
    """Publish or remove what is beyond doubt; there is no request that could lend it a key, so the run does."""
    key = f"{config['configurable']['thread_id']}:resolve"
    reference = await _record(state, key, state.verdict)
    return {"outcome": card.settled(state, _screening(state), reference)}


async def ask_people(state: ModerationState) -> Update:
    """Ask a moderator about a borderline case."""
    return {"decision": ask(card.question(state, _screening(state)))}


async def carry(state: ModerationState) -> Update:
    """Publish, remove or flag, as was decided."""
    decision = _decision(state)
    reference = await _record(state, decision.request_id, decision.action, decision.reason)
    return {"outcome": card.answered(state, decision, reference)}


async def hold(state: ModerationState) -> Update:
    """Leave it unpublished, as nobody decided; nothing need be done for that."""
    return {"outcome": card.unanswered(state, _decision(state))}


def build() -> StateGraph[ModerationState, None, ModerationInput, ModerationState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(ModerationState, input_schema=ModerationInput)
    builder.add_node("screen", screen)
    builder.add_node("resolve", resolve)
    builder.add_node("ask", ask_people)
    builder.add_node("carry_out", carry)
    builder.add_node("hold", hold)
    builder.add_edge(START, "screen")
    builder.add_conditional_edges("screen", _after_screening, ["resolve", "ask"])
    builder.add_conditional_edges("ask", _after_asking, ["carry_out", "hold"])
    for last in ("resolve", "carry_out", "hold"):
        builder.add_edge(last, END)
    return builder


def _after_screening(state: ModerationState) -> str:
    return "ask" if state.verdict is Verdict.ASK else "resolve"


def _after_asking(state: ModerationState) -> str:
    """Only what somebody chose is carried out; silence chooses nothing."""
    return "hold" if _decision(state).cause in {Cause.TIMEOUT, Cause.OUTAGE} else "carry_out"


async def _record(state: ModerationState, key: str, deed: str, reason: str = "") -> str:
    """Have it done once, and return the reference it is known by."""
    reference = reference_of("MO", key)
    details = {"deed": deed, "place": state.place, "author": state.author, "content": state.content, "reason": reason}
    entry = Effect(key=key, workflow="moderation", reference=reference, details=details)
    return await on_record("moderate", entry, words=f"Moderated the {state.place} by {state.author}: {deed}")


def _screening(state: ModerationState) -> Screening:
    if state.screening is None:
        raise ValueError("People were to be asked about content that was not screened.")
    return state.screening


def _decision(state: ModerationState) -> Decision:
    if state.decision is None:
        raise ValueError("Moderation went on without a decision.")
    return state.decision


graph = build()
