"""The approval gate on real LangGraph: drafted, asked, and done as signed or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.approvals.decision import Cause
from bot.review import AskChanged, Risk
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.models_at import answering
from workflows.gate import rule
from workflows.gate.graph import execute, graph
from workflows.gate.state import GateInput, GateState
from workflows.journal import Tally, tally
from workflows.models import STAND_IN_NOTICE, UnreadableAnswer

PROPOSAL = {
    "action": "Call Globex by Friday and ask for the signed form.",
    "reasoning": "Without the form nothing can be shipped.",
    "concerns": ["Nobody said who calls."],
    "alternatives": ["Write to them"],
    "stakes": "medium",
}


def task(**changed: Any) -> dict[str, Any]:
    """A form for a task."""
    return {"task": "Get the signed form from Globex.", "context": "They were asked twice.", **changed}


async def test_people_see_the_task_the_drafted_action_and_that_a_rule_drafted_it() -> None:
    ask = await Thread.of(graph).start(task())
    assert ask.title == "Act like this on “Get the signed form from Globex”?"
    assert ask.notice == STAND_IN_NOTICE
    assert {fact.label: fact.value for fact in ask.facts} == {
        "Task": "Get the signed form from Globex.",
        "Context": "They were asked twice.",
    }
    assert ask.draft
    assert ask.draft.values["action"] == (
        "Do this: Get the signed form from Globex. Then tell the requester what was done and how it was checked."
    )


async def test_a_models_draft_is_shown_without_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(monkeypatch, "Proposal", PROPOSAL) as model:
        ask = await Thread.of(graph).start(task())
    assert (ask.summary, ask.notice) == ("Without the form nothing can be shipped.", "")
    assert ask.flags == ("Nobody said who calls.",)
    assert [other.label for other in ask.alternatives] == ["Write to them"]
    assert ask.draft
    assert ask.draft.values == {"action": PROPOSAL["action"]}
    assert (ask.risk, ask.measures) == (Risk.MEDIUM, {"risk": 0.5})
    assert "They were asked twice." in str(model.bodies[0]["messages"][1])


async def test_an_approved_action_is_done_once_as_drafted(effects: Path) -> None:
    thread = Thread.of(graph)
    outcome = await thread.answer(decision(await thread.start(task())))
    assert outcome.startswith("Done for “Get the signed form from Globex”, as drafted: Do this:")
    assert "Reference: AG-" in outcome
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


async def test_a_reviewers_own_words_are_what_is_done(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(task())
    own = {"action": "Let Ana call them."}
    outcome = await thread.answer(decision(ask.edited(own), edits=own))
    assert "in a reviewer's own words: Let Ana call them. Reference:" in outcome
    assert '"action": "Let Ana call them."' in recorded(effects)


async def test_words_that_nobody_signed_for_do_nothing(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(task())
    with pytest.raises(AskChanged):
        await thread.answer(decision(ask, edits={"action": "Delete everything."}))
    assert tally(effects) == {}


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (
            {"reason": "They\ncalled."},
            "The action for “Get the signed form from Globex” was rejected, so nothing was done. Reason: They called.",
        ),
        (
            {"cause": Cause.TIMEOUT, "by": ()},
            "Nobody signed for the action for “Get the signed form from Globex” in time, so nothing was done.",
        ),
        (
            {"cause": Cause.OUTAGE, "by": ()},
            "Nobody could be asked about the action for “Get the signed form from Globex”, as Slack was out of reach, "
            "so nothing was done.",
        ),
    ],
)
async def test_without_consent_nothing_is_done_and_it_says_why(
    effects: Path, changed: dict[str, Any], outcome: str
) -> None:
    thread = Thread.of(graph)
    assert await thread.answer(decision(await thread.start(task()), "reject", **changed)) == outcome
    assert tally(effects) == {}


async def test_running_the_step_that_acts_twice_acts_once(effects: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(task())
    outcome = await thread.answer(decision(ask))
    state = GateState(**(await thread.graph.aget_state(thread.config)).values)
    again = Thread.of(graph)
    with again.noted():
        assert (await execute(state))["outcome"] == outcome
    assert tally(effects) == {"req-1": Tally(attempts=2, effects=1)}


async def test_a_model_that_cannot_be_read_ends_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(monkeypatch, "Proposal", {**PROPOSAL, "stakes": "enormous"}) as model:
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start(task())
    assert len(model.bodies) == 3


async def test_a_model_that_finds_its_words_again_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(monkeypatch, "Proposal", "{", PROPOSAL):
        ask = await Thread.of(graph).start(task())
    assert ask.draft
    assert ask.draft.values == {"action": PROPOSAL["action"]}


@pytest.mark.parametrize(
    ("words", "stakes"),
    [
        ("Look up the opening hours.", "low"),
        ("Send the minutes to the team.", "medium"),
        ("Delete the customer's data.", "high"),
        ("Give Otto access to production.", "high"),
    ],
)
def test_the_rule_rates_by_listed_words(words: str, stakes: str) -> None:
    assert rule.draft(GateInput(task=words)).stakes == stakes


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_words_in_the_context_change_what_the_rule_drafts(hostile: str) -> None:
    plain = rule.draft(GateInput(task="Delete the old backups.", context="None."))
    assert rule.draft(GateInput(task="Delete the old backups.", context=hostile)) == plain


@pytest.mark.parametrize("wrong", [{"task": " "}, {"task": "x" * 601}, {"context": "x" * 2001}])
async def test_a_form_out_of_bounds_starts_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await Thread.of(graph).start(task(**wrong))


async def test_an_empty_text_is_nothing_that_could_be_put_in_its_place() -> None:
    ask = await Thread.of(graph).start(task())
    assert ask.draft
    assert ask.draft.form["properties"]["action"]["pattern"] == r"\S"  # type: ignore[index,call-overload]


def recorded(effects: Path) -> str:
    """The newest effect as it was written down."""
    with closing(sqlite3.connect(effects)) as connection:
        (body,) = connection.execute("select body from effects order by at desc").fetchone()
    return str(body)
