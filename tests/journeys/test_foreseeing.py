"""Journeys of operators who want to know beforehand: simulate, check and doctor, as commands beside a workspace."""

import json
from pathlib import Path

from sqlalchemy import text

from bot.settings import real_now
from tests.journeys.test_starting import countersign
from tests.journeys.world import ROOT, World

TOO_FEW = """
policies:
  default:
    channel: "#approvals"
    on_timeout: approve
    tiers:
      - {name: board, reviewers: {groups: [board]}}
      - {name: leads, reviewers: {groups: [team-leads]}, quorum: 3}
"""


def with_policies(world: World, folder: Path, policies: str) -> World:
    """The same workspace, for a bot with these policies."""
    path = folder / "policies.yaml"
    path.write_text(policies, encoding="utf-8")
    return World(world.sandbox, world.data, COUNTERSIGN_POLICIES=str(path))


async def test_the_ladder_is_shown_with_the_people_of_the_workspace(still: World) -> None:
    status, said, _ = await countersign(
        still.environ(), ROOT, "simulate", "--workflow", "wire", "--amount", "4000", "--at", "2026-11-20 17:55"
    )
    assert status == 0
    assert "asks team leads" in said
    assert "@team-leads (lena, tom)" in said
    assert "1 of 2" in said
    assert "Fri 20 Nov 18:25" in said


async def test_nothing_is_asked_of_anybody_and_nothing_is_recorded(still: World) -> None:
    await countersign(still.environ(), ROOT, "simulate", "--workflow", "wire", "--amount", "4000")
    assert not [call for call in still.sandbox.calls() if call.method.startswith("chat.")]
    assert not (still.data / "ledger.db").exists()


async def test_a_workspace_that_lets_nobody_in_is_told_and_the_ladder_shown_all_the_same(still: World) -> None:
    locked = World(still.sandbox, still.data, SLACK_BOT_TOKEN="xoxb-not-ours")
    status, said, _ = await countersign(locked.environ(), ROOT, "simulate", "--workflow", "wire", "--json")
    told = json.loads(said)
    assert status == 0
    assert told["ladder"][0]["asked"]["reviewers"][0]["members"] is None
    assert any("Slack does not let us in" in note for note in told["notes"])
    assert "not-ours" not in said


async def test_mistakes_in_what_is_imagined_are_told_at_once(still: World) -> None:
    status, said, complaints = await countersign(
        still.environ(), ROOT, "simulate", "--workflow", "wier", "--amount", "much", "--at", "soon"
    )
    assert (status, said) == (2, "")
    assert "3 things to mend" in complaints
    assert "did you mean wire?" in complaints


async def test_a_check_asks_slack_and_tells_all_that_is_not_there(still: World, tmp_path: Path) -> None:
    lost = with_policies(still, tmp_path, TOO_FEW)
    status, said, complaints = await countersign(lost.environ(), ROOT, "check")
    assert status == 2
    assert "@board" in complaints
    assert "the quorum is 3" in complaints
    assert "cannot start" not in complaints
    assert "requests of low risk are approved" in said


async def test_an_offline_check_of_the_same_policies_only_warns(still: World, tmp_path: Path) -> None:
    lost = with_policies(still, tmp_path, TOO_FEW)
    status, said, complaints = await countersign(lost.environ(), ROOT, "check", "--offline")
    assert (status, complaints) == (0, "")
    assert "Not checked: whether Slack knows whom they name" in said
    assert "requests of low risk are approved" in said


async def asked_today(world: World) -> None:
    """A request that is open by the clock of this machine, which is the doctor's as well, and whose card is shown."""
    await world.person("maya").command("#support", "/task wire amount=4000")
    await world.card("tom")
    await world.nothing_is_owed()


async def test_the_doctor_looks_beside_a_running_bot(still: World) -> None:
    still.clock.time = real_now()
    async with still.running():
        await asked_today(still)
        status, said, _ = await countersign(still.environ(), ROOT, "doctor")
    assert status == 0
    assert "Given up: nothing." in said


async def test_the_doctor_heals_a_request_that_no_clock_would_ring_for(still: World) -> None:
    still.clock.time = real_now()
    async with still.running():
        await asked_today(still)
        async with still.bot.ledger.write() as tx:
            await tx.conn.execute(text("UPDATE requests SET ring_at = NULL"))
    found, _, _ = await countersign(still.environ(), ROOT, "doctor")
    healed, said, _ = await countersign(still.environ(), ROOT, "doctor", "--heal")
    after, _, _ = await countersign(still.environ(), ROOT, "doctor")
    assert (found, healed, after) == (1, 0, 0)
    assert "healed: Request" in said


async def test_the_schema_is_the_one_that_is_kept(tmp_path: Path) -> None:
    status, said, _ = await countersign({}, tmp_path, "schema")
    assert status == 0
    assert said == (ROOT / "workflows" / "policies.schema.json").read_text(encoding="utf-8")
