"""The deploy workflow on real LangGraph: checked, summarised, asked, then deployed once or not at all."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.approvals.ask import CheckStatus, Kind, ReasonRule
from bot.approvals.decision import Cause
from tests.workflows.examples import GOOD_DIFF, Thread, decision, deploy_input
from tests.workflows.servers import serving, tool_call
from workflows.deploy.graph import deploy, graph
from workflows.deploy.state import DeployState
from workflows.journal import Tally, tally


async def test_people_see_the_summary_every_check_and_the_diff() -> None:
    ask = await Thread.of(graph).start(deploy_input())
    assert ask.title == "Deploy checkout 1.4.2 to production?"
    assert ask.summary.startswith("Adds 3 lines and removes 1 in checkout/pay.py, tests/test_pay.py.")
    assert [(check.name, check.status) for check in ask.checks] == [
        ("Unit tests (in the diff)", CheckStatus.WARN),
        ("Lint (added lines)", CheckStatus.PASS),
        ("Staging smoke test (rehearsed)", CheckStatus.WARN),
        ("Coverage (as stated)", CheckStatus.PASS),
    ]
    assert {fact.label: fact.value for fact in ask.facts}["Diff"] == GOOD_DIFF
    assert ask.measures == {"risk": 0.3}
    assert "not a model" in ask.notice


async def test_whoever_does_not_deploy_says_why() -> None:
    ask = await Thread.of(graph).start(deploy_input())
    assert [(action.id, action.kind, action.reason) for action in ask.actions] == [
        ("deploy", Kind.APPROVE, ReasonRule.NONE),
        ("reject", Kind.REJECT, ReasonRule.REQUIRED),
        ("hold", Kind.NEUTRAL, ReasonRule.REQUIRED),
        ("request_changes", Kind.NEUTRAL, ReasonRule.REQUIRED),
    ]


async def test_an_approved_change_is_deployed_once_and_told_with_its_reference(effects: Path) -> None:
    thread = Thread.of(graph)
    outcome = await thread.answer(decision(await thread.start(deploy_input()), "deploy"))
    assert outcome.startswith("Deployed checkout 1.4.2 to production. Reference: DP-")
    assert tally(effects) == {"req-1": Tally(attempts=1, effects=1)}


@pytest.mark.parametrize(
    ("action", "cause", "outcome"),
    [
        ("hold", Cause.VOTES, "is on hold, so nothing was deployed. Reason: After lunch."),
        ("reject", Cause.VOTES, "was rejected, so nothing was deployed. Reason: After lunch."),
        ("reject", Cause.TIMEOUT, "in time, so nothing was deployed."),
        ("reject", Cause.OUTAGE, ", as Slack was out of reach, so nothing was deployed."),
    ],
)
async def test_anything_but_deploy_deploys_nothing(effects: Path, action: str, cause: Cause, outcome: str) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(deploy_input())
    told = await thread.answer(decision(ask, action, cause=cause, reason="After lunch."))
    assert "the deployment of checkout 1.4.2 to production" in told.lower()
    assert told.endswith(outcome)
    assert tally(effects) == {}


async def test_running_the_deploying_node_twice_deploys_once(effects: Path) -> None:
    ask = await Thread.of(graph).start(deploy_input())
    state = DeployState(**deploy_input(), decision=decision(ask, "deploy"))
    assert await deploy(state) == await deploy(state)
    assert tally(effects) == {"req-1": Tally(attempts=2, effects=1)}


async def test_a_failed_check_is_flagged_and_adds_to_the_risk() -> None:
    ask = await Thread.of(graph).start(deploy_input(coverage=40))
    assert ask.checks[3].status is CheckStatus.FAIL
    assert "Compared 40 %, as stated in the request, with the threshold of 80 %." in ask.checks[3].detail
    assert "The check “Coverage (as stated)” failed (+0.20)" in ask.flags
    assert ask.measures == {"risk": 0.5}


async def test_a_models_summary_is_shown_without_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"summary": "Raises a fee.", "risk": 0.4, "concerns": ["Money"]}
    async with serving(tool_call("ChangeSummary", answer)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        ask = await Thread.of(graph).start(deploy_input())
    assert (ask.summary, ask.flags, ask.measures, ask.notice) == ("Raises a fee.", ("Money",), {"risk": 0.4}, "")
    assert "Lint" in server.bodies[0]["messages"][1]["content"]


@pytest.mark.parametrize("wrong", [{"diff": " "}, {"service": "a b"}, {"environment": "moon"}, {"coverage": 101}])
async def test_a_form_out_of_bounds_starts_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await Thread.of(graph).start(deploy_input(**wrong))


def test_a_form_can_be_made_from_the_input_schema() -> None:
    schema = graph.compile().get_input_jsonschema()
    assert schema["required"] == ["service", "version", "diff"]
    assert schema["$defs"]["Environment"]["enum"] == ["staging", "production"]
