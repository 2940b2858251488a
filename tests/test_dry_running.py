"""A dry run tells what of the configuration would not work in the workspace, and what it did not look at."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import dry_running
from bot.dry_running import check, directory_of
from bot.faults import Misconfigured
from bot.plan import Plan, read_plan
from bot.settings import Settings
from sandbox import Sandbox
from tests.architecture.tree import ROOT

SOUND = """
routes:
  - {name: large, when: {measures: {amount: {above: 5000}}}, policy: large refunds, tier: CFO}
policies:
  refund:
    channel: "#approvals"
    on_timeout: fallback
    fallback: large refunds
    tiers: [{name: leads, reviewers: {groups: [team-leads]}}]
  large refunds:
    channel: "#approvals"
    on_timeout: approve
    tiers:
      - {name: managers, reviewers: {groups: [managers]}}
      - {name: CFO, reviewers: {groups: [cfo]}}
"""
LOST = """
policies:
  refund:
    channel: "#nowhere"
    tiers:
      - {name: board, reviewers: {groups: [board]}}
      - {name: leads, reviewers: {groups: [team-leads]}, quorum: 3}
      - {name: ghost, reviewers: {people: [ghost@northwind-trading.example]}}
"""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A workspace."""
    sandbox = Sandbox(manifest=ROOT / "manifest.yml")
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


def settings(sandbox: Sandbox | None, **more: str) -> Settings:
    """The settings to ask this workspace with, or without a token."""
    slack = {"SLACK_BOT_TOKEN": sandbox.bot_token, "SLACK_API_URL": sandbox.api_url} if sandbox else {}
    ours = {"COUNTERSIGN_WORKFLOWS": "refund=workflows.refund.graph:graph", "COUNTERSIGN_POLICIES": "policies.yaml"}
    return Settings.read({**slack, **ours, **more}, serving=False)


async def planned(folder: Path, policies: str) -> Plan:
    """The plan with these policies."""
    (folder / "policies.yaml").write_text(policies, encoding="utf-8")
    return await read_plan(settings(None), folder)


async def told(folder: Path, sandbox: Sandbox | None, policies: str = SOUND, *, offline: bool = False) -> list[str]:
    """What a check says; it raises Misconfigured where Slack does not know everything."""
    said: list[str] = []
    await check(settings(sandbox), await planned(folder, policies), said.append, offline=offline)
    return [line.replace(f"{folder}/", "") for line in said]


async def test_what_was_and_was_not_checked_is_said_and_the_workflows_come_last(tmp_path: Path) -> None:
    assert await told(tmp_path, None) == [
        "Warning: policies.yaml:12: policies.large refunds.on_timeout: "
        "where nobody answers, requests of low risk are approved",
        "Checked: the settings, 1 workflow, and in policies.yaml 2 policies and 1 route.",
        "Not checked: whether Slack knows whom they name, as SLACK_BOT_TOKEN is not set.",
        'refund: by the route "large" to policy large refunds, from its tier CFO on',
        "refund: policy refund, cards in #approvals, tiers leads, then policy large refunds",
    ]


async def test_a_workspace_that_knows_everybody_is_told(tmp_path: Path, sandbox: Sandbox) -> None:
    said = await told(tmp_path, sandbox)
    assert "Checked with Slack: everybody and every channel that they name, and what the token allows." in said


async def test_offline_slack_is_not_asked(tmp_path: Path, sandbox: Sandbox) -> None:
    said = await told(tmp_path, sandbox, LOST, offline=True)
    assert "Not checked: whether Slack knows whom they name, as --offline was given." in said
    assert sandbox.calls() == []


async def test_everything_that_slack_does_not_know_is_told_at_once(tmp_path: Path, sandbox: Sandbox) -> None:
    with pytest.raises(Misconfigured) as found:
        await told(tmp_path, sandbox, LOST)
    words = "\n".join(str(mistake) for mistake in found.value.mistakes)
    assert [wanted in words for wanted in ("#nowhere", "@board", "the quorum is 3", "ghost@northwind")] == [True] * 4


async def test_the_operators_channel_is_looked_for_too(tmp_path: Path, sandbox: Sandbox) -> None:
    lost = settings(sandbox, COUNTERSIGN_OPERATORS_CHANNEL="#attic")
    [mistake] = await dry_running.examine(lost, await planned(tmp_path, SOUND))
    assert mistake.where == "COUNTERSIGN_OPERATORS_CHANNEL"


async def test_a_token_that_slack_does_not_take_is_a_mistake(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.revoke_token()
    with pytest.raises(Misconfigured, match="Slack does not let us in"):
        await told(tmp_path, sandbox)


async def test_the_directory_is_open_to_be_asked(sandbox: Sandbox) -> None:
    async with directory_of(settings(sandbox)) as (directory, unasked):
        assert directory
        assert await directory.user_id("tom@northwind-trading.example") == sandbox.person("tom").id
    assert unasked == ""


async def test_a_directory_that_cannot_be_asked_is_none_with_the_reason(sandbox: Sandbox) -> None:
    async with directory_of(settings(None)) as (directory, unasked):
        assert (directory, unasked) == (None, "SLACK_BOT_TOKEN is not set")
    sandbox.revoke_token()
    async with directory_of(settings(sandbox)) as (directory, unasked):
        assert directory is None
    assert unasked.startswith("Slack does not let us in")
