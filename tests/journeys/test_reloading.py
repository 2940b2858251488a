"""Journeys in which the policies change while the bot is at work."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.journeys.climbing import FOLDER, ask, below, climbing, the_request
from tests.journeys.killing import serving
from tests.journeys.world import World


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A policies file that the test may change."""
    return Path(shutil.copy(f"{FOLDER}/policies.yaml", tmp_path / "policies.yaml"))


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path, file: Path) -> AsyncIterator[World]:
    async with climbing(sandbox, tmp_path / "data", COUNTERSIGN_POLICIES=str(file)) as world:
        yield world


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def line_of(file: Path, words: str) -> int:
    return 1 + next(number for number, line in enumerate(file.read_text().splitlines()) if words in line)


async def test_a_changed_policy_holds_for_what_is_asked_from_then_on(world: World, file: Path) -> None:
    await ask(world, "patient")
    change(file, "sla: 1h", "sla: 2h")
    await world.bot.reloader.look()
    world.clock.advance(seconds=1)
    await ask(world, "patient")
    first, second = await world.requests()
    assert [request.asked.sla.total_seconds() for request in (first, second)] == [3600, 7200]
    await world.pass_time(minutes=60)
    first, second = await world.requests()
    assert [request.overruns for request in (first, second)] == [1, 0]


async def test_a_broken_file_keeps_the_old_policies_and_says_so_once(world: World, file: Path) -> None:
    change(file, "sla: 1d", "sla: soon")
    for _ in range(3):
        await world.bot.reloader.look()
    told = await world.shows("rhea", "policies", "#operators")
    assert f"policies.yaml:{line_of(file, 'sla: soon')}" in told.plain()
    await world.nothing_is_owed()
    assert len(world.person("rhea").messages("#operators")) == 1
    await ask(world, "three")
    assert (await the_request(world)).asked.name == "team leads"


async def test_a_policy_that_names_a_group_slack_does_not_know_is_not_taken_over(world: World, file: Path) -> None:
    change(file, "groups: [directors]", "groups: [direktors]")
    await world.bot.reloader.look()
    told = await world.shows("rhea", "policies", "#operators")
    assert "direktors" in told.plain()
    await ask(world, "three")
    assert (await the_request(world)).policy.tiers[2].reviewers == _reviewers(world)


def _reviewers(world: World) -> object:
    return world.bot.reloader.book().policies["three"].tiers[2].reviewers


async def test_a_file_that_is_mended_is_taken_over(world: World, file: Path) -> None:
    change(file, "sla: 1d", "sla: soon")
    await world.bot.reloader.look()
    change(file, "sla: soon", "sla: 3h")
    await world.bot.reloader.look()
    await ask(world, "offline")
    assert (await the_request(world)).asked.sla.total_seconds() == 3 * 3600


async def test_a_process_that_hears_sighup_lives_on_with_the_policies_as_they_are_now(
    sandbox: Sandbox, tmp_path: Path, file: Path
) -> None:
    still = below(sandbox, tmp_path / "data", COUNTERSIGN_POLICIES=str(file))
    async with serving(still) as bot:
        change(file, "sla: 1d", "sla: 3h")
        bot.hang_up()
        told = await still.shows("rhea", "The policies were read anew", "#operators")
        assert "changed: offline" in told.plain()
        bot.hang_up()
        await still.person("maya").command("#support", "/task offline amount=120")
        card = await still.card("tom", title="Pay 120 EUR?")
        await still.person("tom").press(card, "Approve")
        await still.direct("maya", "Paid 120 EUR.")
        assert await bot.stop() == 0
