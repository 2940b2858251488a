"""Journeys of people who start tasks, and of operators who start the bot."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from sandbox import Sandbox, SeenMessage
from tests.journeys.world import ROOT, World


async def test_task_without_a_name_offers_a_menu_that_opens_the_form(world: World) -> None:
    maya = world.person("maya")
    await maya.command("#support", "/task")
    menu = await world.told("maya", "wire", "#support")
    await maya.press(menu, "Start wire")
    form = await world.sandbox.until(maya.view)
    assert "amount" in " ".join(form.labels()).lower()


def with_another_name(world: World) -> World:
    """The same bot after a restart in which its only workflow has a new name."""
    return World(world.sandbox, world.data, COUNTERSIGN_WORKFLOWS="wiring=tests.journeys.graphs:wire")


async def the_menu(world: World) -> SeenMessage:
    """What maya is offered."""
    await world.person("maya").command("#support", "/task")
    return await world.told("maya", "Wires money", "#support")


async def test_a_workflow_that_is_gone_since_its_menu_was_shown_is_told_so(still: World) -> None:
    async with still.running():
        menu = await the_menu(still)
    later = with_another_name(still)
    async with later.running():
        assert (await later.person("maya").press(menu, "Start wire")).acked
        told = await later.told("maya", "I know no workflow called “wire”", "#support")
        assert "I know: wiring." in told.plain()
    assert still.person("maya").view() is None


async def test_a_workflow_that_is_gone_since_its_form_was_opened_is_told_so(still: World) -> None:
    maya = still.person("maya")
    async with still.running():
        await maya.command("#support", "/task wire")
        await still.sandbox.until(maya.view)
    later = with_another_name(still)
    async with later.running():
        assert (await maya.submit({"amount": "4000", "to": "Globex"})).closed
        await later.told("maya", "I know no workflow called “wire”", "#support")
        assert await later.requests() == []


async def test_a_guest_who_picks_a_workflow_that_is_gone_learns_of_no_other(still: World) -> None:
    async with still.running():
        menu = await the_menu(still)
    still.sandbox.make_guest("maya")
    later = with_another_name(still)
    async with later.running():
        await later.person("maya").press(menu, "Start wire")
        told = await later.told("maya", "Only active, full members", "#support")
        assert "wiring" not in told.plain()


async def test_a_wrong_value_in_the_form_is_told_at_its_field_and_nothing_is_lost(world: World) -> None:
    maya = world.person("maya")
    await maya.command("#support", "/task wire")
    await world.sandbox.until(maya.view)
    submitted = await maya.submit({"amount": "-5", "to": "Globex"})
    assert not submitted.closed
    assert list(submitted.errors) == ["amount"]
    submitted = await maya.submit({"amount": "4000"})
    assert submitted.closed
    assert "Globex" in (await world.card("tom")).plain()


async def test_a_guest_gets_the_form_and_starts_nothing_with_it(world: World) -> None:
    """Who may start a task is judged when the form is sent, as looking that up first could outlive the trigger."""
    world.sandbox.make_guest("maya")
    maya = world.person("maya")
    await maya.command("#support", "/task wire")
    await world.sandbox.until(maya.view)
    assert (await maya.submit({"amount": "4000", "to": "Globex"})).closed
    await world.told("maya", "Only active, full members", "#support")
    await maya.command("#support", "/task wire amount=4000")
    await world.told("maya", "Only active, full members", "#support")
    assert await world.requests() == []


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/task help", "/task NAME"),
        ("/task wier", "Did you mean"),
        ("/task wire amount=lots", "amount"),
        ("/task wire amout=5", "amount"),
        ("/task wire", ""),
    ],
)
async def test_what_is_typed_after_task_is_answered_in_private(world: World, typed: str, answer: str) -> None:
    maya = world.person("maya")
    delivered = await maya.command("#support", typed)
    assert delivered.acked
    if answer:
        told = await world.sandbox.until(lambda: maya.ephemerals("#support"))
        assert answer in told[-1].plain()
    assert await world.requests() == []


async def test_a_run_that_has_started_is_not_apologised_for(world: World) -> None:
    world.sandbox.faults.add("chat.postEphemeral", drop=True, before=True)
    maya = world.person("maya")
    await maya.command("#support", "/task wire amount=4000")
    await world.direct("maya", "is started")
    assert not any("went wrong" in message.plain() for message in [*maya.direct(), *maya.ephemerals()])


async def countersign(environ: dict[str, str], folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command in `folder`; exit status, output, complaints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_missing_tokens_are_told_both_at_once(tmp_path: Path) -> None:
    status, _, complaints = await countersign({}, tmp_path, "serve")
    assert status == 2
    assert "SLACK_BOT_TOKEN" in complaints
    assert "SLACK_APP_TOKEN" in complaints
    assert "Traceback" not in complaints


async def test_a_missing_token_an_unknown_workflow_and_unreadable_policies_are_told_at_once(tmp_path: Path) -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xoxb-1234-abcd",
        "COUNTERSIGN_WORKFLOWS": "pay=no.such.module:graph",
        "COUNTERSIGN_POLICIES": "nowhere.yaml",
    }
    status, _, complaints = await countersign(wrong, tmp_path, "serve")
    assert status == 2
    assert "3 things to mend" in complaints
    assert [complaints.count(word) > 0 for word in ("SLACK_APP_TOKEN", "no.such.module", "nowhere.yaml")] == [True] * 3
    malformed = {"COUNTERSIGN_LEASE_SECONDS": "soon"}
    _, _, complaints = await countersign(wrong | malformed, tmp_path, "serve")
    assert complaints.count("COUNTERSIGN_LEASE_SECONDS") == 1
    assert "SLACK_APP_TOKEN" in complaints


async def test_an_unknown_workflow_and_an_unreadable_policy_file_are_told_at_once(still: World) -> None:
    broken = World(
        still.sandbox, still.data, COUNTERSIGN_WORKFLOWS="pay=no.such.module:graph", COUNTERSIGN_POLICIES="nowhere.yaml"
    )
    status, _, complaints = await countersign(broken.environ(), ROOT, "serve")
    assert status == 2
    assert "no.such.module" in complaints
    assert "nowhere.yaml" in complaints
    assert "Traceback" not in complaints


@pytest.mark.parametrize("variable", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_token_slack_does_not_take_is_one_clear_message(still: World, variable: str) -> None:
    prefix = "xoxb" if variable == "SLACK_BOT_TOKEN" else "xapp"
    wrong = World(still.sandbox, still.data, **{variable: f"{prefix}-not-ours"})
    status, _, complaints = await countersign(wrong.environ(), ROOT, "serve")
    assert status == 2
    assert variable in complaints
    assert "not-ours" not in complaints
    assert "Traceback" not in complaints


async def test_a_group_that_slack_does_not_know_is_told_before_anything_starts(still: World, tmp_path: Path) -> None:
    policies = tmp_path / "policies.yaml"
    policies.write_text(
        'policies: {default: {channel: "#approvals", tiers: [{name: board, reviewers: {groups: [board]}}]}}',
        encoding="utf-8",
    )
    lost = World(still.sandbox, still.data, COUNTERSIGN_POLICIES=str(policies))
    status, _, complaints = await countersign(lost.environ(), ROOT, "serve")
    assert status == 2
    assert "@board" in complaints


async def test_a_group_that_has_become_empty_keeps_nothing_from_starting(still: World) -> None:
    still.sandbox.set_group("managers", [])
    still.sandbox.deactivate("tom")
    async with still.running():
        await still.person("maya").command("#support", "/task wire amount=4000")
        await still.person("lena").press(await still.card("lena"), "Approve")
        await still.run_ends()


async def test_a_run_knows_the_public_channel_it_was_started_in_and_no_other_place(world: World) -> None:
    maya = world.person("maya")
    world.sandbox.realm.workspace.channel("#deploys").kind = "private"
    for number, (channel, known) in enumerate((("#support", "#support"), ("#deploys", ""))):
        await maya.command(channel, f"/task wire amount={4000 + number}")
        await world.card("tom", title=f"{4000 + number} EUR")
        [request] = [each for each in await world.requests() if f"{4000 + number}" in each.ask.title]
        assert request.origin.channel == known


async def test_check_tells_the_ladders_without_a_token(still: World) -> None:
    environ = {name: value for name, value in still.environ().items() if not name.startswith("SLACK")}
    status, said, _ = await countersign(environ, ROOT, "check")
    assert status == 0
    assert "wire: policy wire, cards in #approvals, tiers small, team leads, managers, two leads" in said


async def test_a_second_bot_on_the_same_ledger_is_turned_away(world: World) -> None:
    status, _, complaints = await countersign(world.environ(), ROOT, "serve")
    assert status == 2
    assert "another Countersign" in complaints


async def test_the_audit_tells_the_story_and_finds_a_forgery(still: World, sandbox: Sandbox) -> None:
    async with still.running():
        await still.person("maya").command("#support", "/task wire amount=4000")
        await still.person("tom").press(await still.card("tom"), "Approve")
        await still.run_ends()
        [request] = await still.requests()
    status, said, _ = await countersign(still.environ(), ROOT, "audit", request.id)
    assert status == 0
    assert "settled" in said
    assert still.person("tom").id in said
    assert "fits together" in said
