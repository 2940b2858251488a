"""The staged workflow on real LangGraph: two gates, and nothing that was made gets lost."""

from pathlib import Path
from typing import Any

import pytest

from bot.approvals.ask import Ask, Risk
from bot.approvals.decision import Cause
from bot.review import AskChanged
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.recorded import bodies
from tests.workflows.servers import serving, tool_call
from workflows.journal import Tally, tally
from workflows.models import UnreadableAnswer
from workflows.staged import rule
from workflows.staged.graph import graph
from workflows.staged.state import StagedInput

MATERIAL = (
    "Returns come back within 14 days, says https://example.com/returns. A label for returns costs 4 EUR. "
    "Broken goods are refunded at once. The office is closed on Fridays."
)


def form(**changed: Any) -> dict[str, Any]:
    """A page on returns."""
    return {"goal": "How we handle returns", "material": MATERIAL, "place": "handbook", **changed}


def facts(ask: Ask) -> dict[str, str]:
    return {fact.label: fact.value for fact in ask.facts}


def drafted(ask: Ask, name: str) -> str:
    assert ask.draft
    return str(ask.draft.values[name])


async def test_what_each_stage_made_is_shown_at_the_next_gate(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    assert (ask.title, ask.step) == ("Write “How we handle returns” by this plan?", "plan")
    assert facts(ask)["Research"].startswith("1. Returns come back within 14 days")
    assert drafted(ask, "steps").startswith("Open with the goal: How we handle returns\nTell: Returns come back")
    assert "not a model" in ask.notice
    ask = await thread.continued(decision(ask))
    assert (ask.title, ask.step) == ("Publish “How we handle returns” in the handbook?", "output")
    assert facts(ask)["The plan"].startswith("Approved by manager on")
    assert facts(ask)["Plan"].startswith("1. Open with the goal")
    assert facts(ask)["Research"].startswith("1. Returns come back")
    text = drafted(ask, "text")
    assert "2. Tell: Returns come back within 14 days" in text
    outcome = await thread.answer(decision(ask))
    assert outcome.startswith("“How we handle returns” is published in the handbook. Reference: ST-")
    [body] = bodies(effects)
    assert body["details"]["text"] == text
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


async def test_a_changed_plan_is_followed_and_a_changed_text_is_published(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    plan = {"steps": "Tell what a label costs\n\n Say what is not known yet "}
    ask = await thread.continued(decision(ask.edited(plan), edits=plan))
    assert facts(ask)["Plan"] == "1. Tell what a label costs\n2. Say what is not known yet"
    assert "1. Tell what a label costs\nA label for returns costs 4 EUR." in drafted(ask, "text")
    text = {"text": "Labels cost 4 EUR."}
    assert "published" in await thread.answer(decision(ask.edited(text), edits=text))
    assert bodies(effects)[0]["details"]["text"] == "Labels cost 4 EUR."


async def test_a_text_that_nobody_signed_for_is_not_published(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.continued(decision(await thread.start(form())))
    with pytest.raises(AskChanged):
        await thread.answer(decision(ask, edits={"text": "Everything is free."}))
    assert tally(effects) == {}


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (
            {"reason": "Thin."},
            "The plan of “How we handle returns” was rejected, so nothing was written. Reason: Thin.",
        ),
        (
            {"cause": Cause.TIMEOUT, "by": ()},
            "Nobody signed for the plan of “How we handle returns” in time, so nothing was written.",
        ),
        (
            {"cause": Cause.OUTAGE, "by": ()},
            "Nobody could be asked about the plan of “How we handle returns”, as Slack was out of reach, so nothing "
            "was written.",
        ),
    ],
)
async def test_a_plan_that_is_not_approved_ends_it_and_keeps_the_work(
    effects: Path, changed: dict[str, Any], outcome: str
) -> None:
    thread = Thread.of(graph)
    told = await thread.answer(decision(await thread.start(form()), "reject", **changed))
    assert told.startswith(f"{outcome} Kept under ST-")
    assert told.endswith(": the research (4 findings) and the plan (6 parts).")
    [body] = bodies(effects)
    assert body["details"]["research"].startswith("Returns come back")
    assert body["details"]["text"] == ""


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (
            {"reason": "Wrong tone."},
            "The output of “How we handle returns” was rejected, so nothing was published. Reason: Wrong tone.",
        ),
        (
            {"cause": Cause.TIMEOUT, "by": ()},
            "Nobody signed for the output of “How we handle returns” in time, so nothing was published.",
        ),
        (
            {"cause": Cause.OUTAGE, "by": ()},
            "Nobody could be asked about the output of “How we handle returns”, as Slack was out of reach, so nothing "
            "was published.",
        ),
    ],
)
async def test_a_text_that_is_not_approved_is_kept_and_not_published(
    effects: Path, changed: dict[str, Any], outcome: str
) -> None:
    thread = Thread.of(graph)
    ask = await thread.continued(decision(await thread.start(form())))
    told = await thread.answer(decision(ask, "reject", **changed))
    assert told.startswith(f"{outcome} Kept under ST-")
    assert "the research (4 findings), the plan (6 parts) and the text (" in told
    [body] = bodies(effects)
    assert body["details"]["text"] == drafted(ask, "text")


async def test_a_model_makes_all_three_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tool_call("Findings", {"points": ["14 days"], "gaps": ["No owner"]})
    plan = tool_call("Plan", {"steps": ["Tell the days"], "summary": "Short.", "risk": 0.7})
    async with serving(found, plan, tool_call("Piece", {"text": "You have 14 days."})) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        thread = Thread.of(graph)
        ask = await thread.start(form())
        assert (ask.summary, ask.risk, ask.flags, ask.notice) == ("Short.", Risk.HIGH, ("No owner",), "")
        ask = await thread.continued(decision(ask))
    assert drafted(ask, "text") == "You have 14 days."


@pytest.mark.parametrize("bad", [("Findings", {"points": []}), ("Plan", {})])
async def test_a_model_that_cannot_be_read_ends_the_run_in_words(
    monkeypatch: pytest.MonkeyPatch, bad: tuple[str, dict[str, Any]]
) -> None:
    good = tool_call("Findings", {"points": ["14 days"], "gaps": []})
    replies = (tool_call(*bad),) if bad[0] == "Findings" else (good, tool_call(*bad))
    async with serving(*replies) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start(form())


@pytest.mark.parametrize(
    ("changed", "gaps", "risk"),
    [
        ({}, 0, 0.10),
        ({"place": "course"}, 0, 0.20),
        ({"place": "website"}, 0, 0.40),
        ({"place": "website", "material": "Be kind."}, 3, 0.70),
    ],
)
def test_gaps_and_risk_are_what_the_rule_says(changed: dict[str, Any], gaps: int, risk: float) -> None:
    request = StagedInput(**form(**changed))
    found = rule.research(request)
    assert (len(found.gaps), rule.plan(request, found).risk) == (gaps, risk)


@pytest.mark.parametrize("typed", HOSTILE)
def test_telling_the_rule_to_approve_lowers_no_risk(typed: str) -> None:
    request = StagedInput(**form(material=f"{MATERIAL} {typed}"))
    assert rule.plan(request, rule.research(request)).risk >= 0.10
