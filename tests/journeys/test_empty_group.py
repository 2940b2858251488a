"""Journeys of tiers that nobody is left in: noticed when they are asked, and when it happens, not at the deadline."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.journeys.climbing import start, the_request
from tests.journeys.moving import card_of, moving
from tests.journeys.reviewing import in_time
from tests.journeys.test_approvals_command import type_in
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    async with moving(sandbox, tmp_path) as world:
        yield world


async def reaches(world: World, tier: str) -> None:
    """Wait until this tier is asked."""

    async def is_there() -> bool:
        return (await the_request(world)).asked.name == tier

    await in_time(is_there)


async def test_a_group_that_is_empty_is_passed_over_when_the_request_opens(world: World) -> None:
    world.sandbox.set_group("managers", [])
    await start(world, "lone")
    await reaches(world, "directors")
    await world.direct("dora", "Pay 120 EUR?")
    assert "managers" in (await world.shows("rhea", "managers", "#operators")).plain()
    request = await the_request(world)
    assert request.seatings[0].vacant
    assert request.due_at
    assert (request.due_at - world.clock()).total_seconds() == 30 * 60


async def test_a_manager_whose_stand_in_has_left_is_passed_over_when_the_request_opens(world: World) -> None:
    await type_in(world, "miguel", "away until Monday @rhea", "decides in your place")
    world.sandbox.deactivate("rhea")
    await start(world, "lone")
    await reaches(world, "directors")
    assert (await the_request(world)).seatings[0].vacant


async def test_whom_the_policy_allows_by_e_mail_to_sign_for_herself_is_there_to_decide(world: World) -> None:
    world.sandbox.set_group("managers", ["maya"])
    await start(world, "own")
    request = await the_request(world)
    assert (request.asked.name, request.seatings[0].count) == ("managers", 1)


async def test_a_group_that_becomes_empty_while_it_is_asked_waits_for_no_deadline(world: World) -> None:
    await card_of(world, "lone")
    assert (await the_request(world)).asked.name == "managers"
    world.sandbox.set_group("managers", [])
    await reaches(world, "directors")
    await world.direct("dora", "Pay 120 EUR?")
    await world.shows("rhea", "managers", "#operators")


async def test_the_only_reviewer_who_is_deactivated_is_noticed_at_once(world: World) -> None:
    await card_of(world, "lone")
    world.sandbox.deactivate("miguel")
    await reaches(world, "directors")
    await world.person("dora").press(await world.direct("dora", "Pay 120 EUR?"), "Approve")
    await world.run_ends()


async def test_whoever_is_left_of_a_group_is_still_waited_for(world: World) -> None:
    await card_of(world, "ladder")
    world.sandbox.set_group("team-leads", ["lena"])
    world.sandbox.deactivate("otto")
    await world.nothing_is_owed()
    assert (await the_request(world)).asked.name == "team leads"
    await world.person("lena").press(await world.card("lena"), "Approve")
    await world.run_ends()


async def test_the_members_of_a_channel_decide_until_the_last_has_left(world: World) -> None:
    await card_of(world, "panel")
    world.sandbox.remove_member("#operators", "rhea")
    await world.nothing_is_owed()
    assert (await the_request(world)).asked.name == "the operators"
    world.sandbox.remove_member("#operators", "miguel")
    await reaches(world, "directors")


async def test_a_member_of_the_channel_that_is_asked_decides_and_others_may_not(world: World) -> None:
    await card_of(world, "panel")
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.told("tom", "not counted")
    await world.person("rhea").press(await world.card("rhea"), "Approve")
    await world.run_ends()


async def test_the_last_tier_waits_for_its_deadline_though_nobody_is_there(world: World) -> None:
    world.sandbox.set_group("managers", [])
    world.sandbox.set_group("directors", [])
    await start(world, "lone")
    await reaches(world, "directors")
    await world.shows("rhea", "directors", "#operators")
    await world.pass_time(minutes=31)
    run = await world.run_ends()
    assert run.outcome == "Not paid."


async def test_a_slack_that_does_not_say_who_is_there_is_asked_again_and_nobody_is_passed_over(world: World) -> None:
    world.sandbox.faults.add("usergroups.users.list", status=500, times=2)
    await card_of(world, "lone")
    request = await the_request(world)
    assert request.asked.name == "managers"
    assert request.seating
    assert request.seating.count == 1
