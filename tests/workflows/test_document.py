"""The document workflow on real LangGraph: manager, legal, executive, and back to the start for changes."""

from pathlib import Path
from typing import Any

import pytest

from bot.approvals.ask import Ask, Kind, ReasonRule, Risk
from bot.approvals.decision import Cause
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.recorded import bodies
from tests.workflows.servers import serving, tool_call
from workflows.document import rule
from workflows.document.graph import graph
from workflows.document.state import DocumentState
from workflows.journal import Tally, tally
from workflows.models import UnreadableAnswer
from workflows.revisions import digest

TEXT = "Trips up to 500 EUR need no approval.\nReports are due within 14 days."


def form(**changed: Any) -> dict[str, Any]:
    """A travel policy."""
    return {"title": "Travel policy", "kind": "policy", "text": TEXT, **changed}


def facts(ask: Ask) -> dict[str, str]:
    return {fact.label: fact.value for fact in ask.facts}


async def test_manager_legal_and_executive_are_asked_in_turn_and_see_what_was_said(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form(note="Look at the limit."))
    assert (ask.title, ask.step) == ("Sign off “Travel policy”, version 1, for the team?", "manager")
    assert facts(ask)["Note of the requester"] == "Look at the limit."
    assert "not a model" in ask.notice
    ask = await thread.continued(decision(ask, reason="Good.", by=("U1",)))
    assert (ask.title, ask.step) == ("Is “Travel policy”, version 1, sound in law?", "legal")
    assert facts(ask)["Version 1, manager"] == "Approved by manager on 05 Jan 2026 at 09:30 UTC: “Good.”"
    ask = await thread.continued(decision(ask, tier="legal", by=("U2",)))
    assert (ask.title, ask.step) == ("Release “Travel policy”, version 1?", "executive")
    assert [name for name in facts(ask) if name.startswith("Version")] == ["Version 1, manager", "Version 1, legal"]
    assert facts(ask)["Text of version 1"] == TEXT
    outcome = await thread.answer(decision(ask, tier="executive", by=("U3",)))
    assert outcome.startswith(
        "Version 1 of “Travel policy” is released, signed by manager, legal and executive. Record: DC-"
    )
    [body] = bodies(effects)
    assert body["details"] == {
        "title": "Travel policy",
        "version": 1,
        "digest": digest(TEXT),
        "manager": "U1 at 2026-01-05T09:30:00+00:00",
        "legal": "U2 at 2026-01-05T09:30:00+00:00",
        "executive": "U3 at 2026-01-05T09:30:00+00:00",
    }
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


async def test_only_the_manager_may_skip_legal_and_the_executive_sees_why(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    skip = ask.action("skip_legal")
    assert skip
    assert (skip.kind, skip.reason) == (Kind.APPROVE, ReasonRule.REQUIRED)
    ask = await thread.continued(decision(ask, "skip_legal", reason="Nothing\nbinding."))
    assert ask.step == "executive"
    assert ask.flags[0] == "Legal was not asked. The manager's reason: “Nothing binding.”"
    assert ask.action("skip_legal") is None
    assert "signed by manager and executive." in await thread.answer(decision(ask))
    assert "legal" not in bodies(effects)[0]["details"]


@pytest.mark.parametrize("approvals", [0, 1, 2])
async def test_changes_at_any_stage_lead_to_a_new_version_and_back_to_the_manager(
    effects: Path, approvals: int
) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    for _ in range(approvals):
        ask = await thread.continued(decision(ask))
    stage = ask.step
    ask = await thread.continued(decision(ask, "request_changes", reason="Change 14 days to 30 days."))
    assert (ask.title, ask.step) == ("Sign off “Travel policy”, version 2, for the team?", "manager")
    assert facts(ask)[f"Version 1, {stage}"].startswith("Changes requested by manager on")
    assert facts(ask)["Changed since version 1"] == (
        "-Reports are due within 14 days.\n+Reports are due within 30 days."
    )
    for _ in range(2):
        ask = await thread.continued(decision(ask))
    assert "Version 2 of “Travel policy” is released" in await thread.answer(decision(ask))
    [body] = bodies(effects)
    assert {"manager", "legal", "executive"} <= set(body["details"])
    assert body["details"]["digest"] == digest(TEXT.replace("14", "30"))


@pytest.mark.parametrize(("approvals", "stage"), [(0, "manager"), (1, "legal"), (2, "executive")])
@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (
            {"reason": "Not now."},
            "Version 1 of “Travel policy” at the stage “{}” was rejected, so nothing was released. Reason: Not now.",
        ),
        (
            {"cause": Cause.TIMEOUT, "by": ()},
            "Nobody signed for version 1 of “Travel policy” at the stage “{}” in time, so nothing was released.",
        ),
        (
            {"cause": Cause.OUTAGE, "by": ()},
            "Nobody could be asked about version 1 of “Travel policy” at the stage “{}”, as Slack was out of reach, so "
            "nothing was released.",
        ),
    ],
)
async def test_what_one_of_them_does_not_approve_is_not_released(
    effects: Path, *, approvals: int, stage: str, changed: dict[str, Any], outcome: str
) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    for _ in range(approvals):
        ask = await thread.continued(decision(ask))
    assert await thread.answer(decision(ask, "reject", **changed)) == outcome.format(stage)
    assert tally(effects) == {}


async def test_a_models_brief_and_revision_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    first = tool_call("Brief", {"summary": "Says who may travel.", "risk": 0.65, "concerns": ["A limit"]})
    revised = tool_call("NextVersion", {"text": "Trips need no approval."})
    second = tool_call("Brief", {"summary": "Now open.", "risk": 0.1, "concerns": []})
    async with serving(first, revised, second) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        thread = Thread.of(graph)
        ask = await thread.start(form())
        assert (ask.summary, ask.risk, ask.flags, ask.notice) == ("Says who may travel.", Risk.HIGH, ("A limit",), "")
        ask = await thread.continued(decision(ask, "request_changes", reason="No limit."))
    assert (facts(ask)["Text of version 2"], ask.risk) == ("Trips need no approval.", Risk.LOW)
    assert "No limit." in str(server.bodies[1])


async def test_a_model_that_cannot_be_read_ends_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(tool_call("Brief", {"risk": "none"})) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start(form())


@pytest.mark.parametrize(
    ("changed", "risk"),
    [
        ({"text": "Be kind."}, 0.10),
        ({"text": "Be kind.", "kind": "course material"}, 0.15),
        ({"text": "Be kind.", "kind": "press release"}, 0.30),
        ({"text": "Be kind.", "kind": "clinical protocol"}, 0.40),
        ({"text": "Be kind.", "kind": "settlement terms"}, 0.45),
        ({}, 0.30),
        ({"text": "We guarantee 5 mg for 3 EUR within 2 days, ask a@b.example.", "kind": "clinical protocol"}, 0.9),
    ],
)
def test_the_risk_is_what_the_rule_says(changed: dict[str, Any], risk: float) -> None:
    assert rule.brief(DocumentState(**form(**changed))).risk == risk


def test_a_long_first_sentence_is_cut_in_the_brief() -> None:
    assert "…” The risk starts" in rule.brief(DocumentState(**form(text="word " * 200))).summary


@pytest.mark.parametrize("typed", HOSTILE)
def test_telling_the_rule_to_approve_changes_nothing(typed: str) -> None:
    assert rule.brief(DocumentState(**form(text=f"{TEXT} {typed}"))).risk == 0.30
