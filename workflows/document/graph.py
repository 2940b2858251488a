"""The document workflow: brief, then ask manager, legal and executive in turn; changes lead back to the start."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask, progress
from workflows.document import card, prompt, rule
from workflows.document.card import Stage
from workflows.document.state import DocumentInput, DocumentState
from workflows.journal import Effect, reference_of
from workflows.models import judge
from workflows.recording import on_record
from workflows.reviews import review_of
from workflows.revisions import digest

Update = dict[str, Any]


async def brief_reviewers(state: DocumentState) -> Update:
    """Brief the reviewers on the newest version, by a model or by the rule."""
    judgement = await judge(prompt.brief(state), lambda: rule.brief(state))
    return {"brief": judgement.answer, "notice": judgement.notice}


async def ask_manager(state: DocumentState) -> Update:
    """Ask the manager, who may leave legal out."""
    return _asked(state, Stage.MANAGER)


async def ask_legal(state: DocumentState) -> Update:
    """Ask legal, who see what the manager said."""
    return _asked(state, Stage.LEGAL)


async def ask_executive(state: DocumentState) -> Update:
    """Ask the executive, who sees what everybody said."""
    return _asked(state, Stage.EXECUTIVE)


async def revise(state: DocumentState) -> Update:
    """Write the next version from what was asked for, by a model or by the rule."""
    feedback = _decision(state).reason
    progress(f"Writing version {len(state.versions) + 1}")
    judgement = await judge(prompt.next_version(state, feedback), lambda: rule.next_version(state.newest, feedback))
    return {"later": (*state.later, judgement.answer.text)}


async def release(state: DocumentState) -> Update:
    """Release it with its signatures; the last decision's key makes a repeat harmless."""
    decision = _decision(state)
    reference = reference_of("DC", decision.request_id)
    entry = Effect(key=decision.request_id, workflow="document", reference=reference, details=_record(state))
    words = f"Released {state.title!r}, version {len(state.versions)}"
    return {"outcome": card.released(state, await on_record("release", entry, words))}


async def close(state: DocumentState) -> Update:
    """Release nothing, and say so."""
    return {"outcome": card.ended(state, _decision(state))}


def build() -> StateGraph[DocumentState, None, DocumentInput, DocumentState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(DocumentState, input_schema=DocumentInput)
    builder.add_node("brief_reviewers", brief_reviewers)
    builder.add_node("manager", ask_manager)
    builder.add_node("legal", ask_legal)
    builder.add_node("executive", ask_executive)
    builder.add_node("revise", revise)
    builder.add_node("release", release)
    builder.add_node("close", close)
    builder.add_edge(START, "brief_reviewers")
    builder.add_edge("brief_reviewers", "manager")
    builder.add_conditional_edges("manager", _after_manager, ["legal", "executive", "revise", "close"])
    builder.add_conditional_edges("legal", _after_legal, ["executive", "revise", "close"])
    builder.add_conditional_edges("executive", _after_executive, ["release", "revise", "close"])
    builder.add_edge("revise", "brief_reviewers")
    builder.add_edge("release", END)
    builder.add_edge("close", END)
    return builder


def _asked(state: DocumentState, stage: Stage) -> Update:
    """What people of this stage decided, added to what was said before."""
    if state.brief is None:
        raise ValueError("Nobody was briefed on the document before people were asked.")
    decision = ask(card.question(state, stage, state.brief))
    review = review_of(decision, stage, len(state.versions), card.VERDICTS)
    return {"decision": decision, "reviews": (*state.reviews, review)}


def _after_manager(state: DocumentState) -> str:
    return _unless_approved(state, "executive" if _decision(state).action == card.SKIP.id else "legal")


def _after_legal(state: DocumentState) -> str:
    return _unless_approved(state, "executive")


def _after_executive(state: DocumentState) -> str:
    return _unless_approved(state, "release")


def _unless_approved(state: DocumentState, onwards: str) -> str:
    decision = _decision(state)
    if decision.approved:
        return onwards
    return "revise" if decision.action == card.CHANGES.id else "close"


def _record(state: DocumentState) -> dict[str, str | float]:
    signed = {
        review.step: f"{', '.join(review.by) or 'the policy'} at {review.at.isoformat()}"
        for review in card.signatures(state)
    }
    return {"title": state.title, "version": len(state.versions), "digest": digest(state.newest), **signed}


def _decision(state: DocumentState) -> Decision:
    if state.decision is None:
        raise ValueError("The document went on without a decision.")
    return state.decision


graph = build()
