"""The sign-off workflow on real LangGraph: asked, then told."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.approvals.ask import Kind, ReasonRule
from bot.approvals.decision import Cause
from tests.workflows.examples import Thread, decision
from workflows.signoff.graph import graph
from workflows.signoff.state import SignoffInput


def form(**changed: Any) -> dict[str, Any]:
    """A message to be signed off."""
    said = {"subject": "Contract with Globex", "details": "It says 30 days now.", "link": "https://example.com/p1"}
    return {**said, **changed}


async def test_people_see_the_subject_the_details_and_the_link() -> None:
    ask = await Thread.of(graph).start(form(note="Page 3"))
    assert ask.title == "Sign off “Contract with Globex”?"
    assert {fact.label: fact.value for fact in ask.facts} == {
        "Details": "It says 30 days now.",
        "Link": "https://example.com/p1",
        "Note to the reviewers": "Page 3",
    }
    assert ask.step == "sign-off"
    assert [(action.kind, action.reason) for action in ask.actions] == [
        (Kind.APPROVE, ReasonRule.NONE),
        (Kind.REJECT, ReasonRule.REQUIRED),
    ]


async def test_what_was_left_out_is_not_shown() -> None:
    ask = await Thread.of(graph).start({"subject": "Contract", "details": "All of it."})
    assert [fact.label for fact in ask.facts] == ["Details"]


@pytest.mark.parametrize(
    ("action", "changed", "outcome"),
    [
        ("approve", {}, "“Contract with Globex” is signed off."),
        ("approve", {"reason": "Fine\nby me"}, "“Contract with Globex” is signed off. Reason: Fine by me."),
        ("reject", {"reason": "Too long."}, "“Contract with Globex” was not signed off. Reason: Too long."),
        (
            "reject",
            {"cause": Cause.TIMEOUT},
            "Nobody signed off “Contract with Globex” in time, so it is not signed off.",
        ),
        (
            "reject",
            {"cause": Cause.OUTAGE},
            "Nobody could be asked about “Contract with Globex”, as Slack was out of reach, so it is not signed off.",
        ),
    ],
)
async def test_it_ends_with_the_decision_in_words(action: str, changed: dict[str, Any], outcome: str) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    assert await thread.answer(decision(ask, action, **changed)) == outcome


@pytest.mark.parametrize("wrong", [{"subject": " "}, {"details": ""}, {"link": "javascript:alert(1)"}])
async def test_a_form_out_of_bounds_starts_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await Thread.of(graph).start(form(**wrong))


def test_the_form_says_where_a_slack_message_belongs() -> None:
    properties = SignoffInput.model_json_schema()["properties"]
    formats = {name: said["format"] for name, said in properties.items() if "format" in said}
    assert formats == {"details": "slack-message", "link": "slack-permalink"}
