"""Journeys of people who go away and come back, whoever decides in their place, and whoever loses that person."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.request import State
from bot.ledger import absence_book
from bot.ledger.absence_book import Absence
from sandbox import Sandbox
from tests.journeys.climbing import moment, start, the_request
from tests.journeys.moving import calls_to, card_of, moving
from tests.journeys.reviewing import the_view
from tests.journeys.test_approvals_command import type_in
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    async with moving(sandbox, tmp_path) as world:
        yield world


async def absence_of(world: World, name: str) -> Absence | None:
    """What this person has arranged."""
    async with world.bot.ledger.read() as conn:
        return await absence_book.of(conn, world.person(name).id, world.clock())


async def test_whoever_stands_in_decides_with_the_vote_of_who_is_away(world: World) -> None:
    told = await type_in(world, "tom", "away until Monday @otto", "decides in your place")
    assert "@Otto Brandt" in told.plain()
    await world.direct("otto", "@Tom Okafor will be away")
    absence = await absence_of(world, "tom")
    assert absence
    assert absence.until.date().isoformat() == "2026-11-23"
    await card_of(world, "ladder")
    await world.person("otto").press(await world.card("otto"), "Approve")
    await world.run_ends()
    [vote] = (await the_request(world)).votes
    assert (vote.person, vote.behalf) == (world.person("otto").id, world.person("tom").id)
    assert "@Tom Okafor" in (await world.shows("lena", "Approved")).plain()


async def test_an_absence_that_is_still_to_come_changes_nothing_yet(world: World) -> None:
    await type_in(world, "tom", "away from Mon to Fri @otto", "decides in your place")
    absence = await absence_of(world, "tom")
    assert absence
    assert (absence.since, absence.until) == (moment("2026-11-23 00:00"), moment("2026-11-28 00:00"))
    await card_of(world, "ladder")
    await world.person("otto").press(await world.card("otto"), "Approve")
    await world.told("otto", "@team-leads")
    assert (await the_request(world)).state is State.OPEN


async def test_times_are_those_of_the_persons_own_zone(world: World) -> None:
    await type_in(world, "cleo", "away from Mon to Tue", "nobody decides in your place")
    absence = await absence_of(world, "cleo")
    assert absence
    assert (absence.since, absence.until) == (moment("2026-11-23 05:00"), moment("2026-11-25 05:00"))


async def test_a_tier_whose_people_are_away_with_nobody_in_their_place_is_passed_over(world: World) -> None:
    await type_in(world, "miguel", "away until Monday", "nobody decides in your place")
    await start(world, "lone")
    await world.direct("dora", "Pay 120 EUR?")
    assert (await the_request(world)).asked.name == "directors"
    assert calls_to(world, "miguel") == []
    await world.shows("rhea", "managers", "#operators")


async def test_whoever_stands_in_is_called_in_place_of_who_is_away(world: World) -> None:
    await type_in(world, "miguel", "away until Monday @rhea", "decides in your place")
    await card_of(world, "ladder")
    await world.pass_time(minutes=31)
    await world.direct("rhea", "Pay 120 EUR?")
    await world.nothing_is_owed()
    assert calls_to(world, "miguel") == []


async def test_the_form_needs_no_stand_in_and_judges_times(world: World) -> None:
    tom = world.person("tom")
    await tom.command("#support", "/approvals away")
    await the_view(world, "tom")
    now = int(world.clock().timestamp())
    assert list((await tom.submit({"until": now - 60})).errors) == ["until"]
    assert list((await tom.submit({"since": now + 7200, "until": now + 3600})).errors) == ["until"]
    assert (await tom.submit({"since": now + 3600, "until": now + 7200})).closed
    await world.direct("tom", "nobody decides in your place")
    absence = await absence_of(world, "tom")
    assert absence
    assert (absence.stand_in, absence.since) == ("", world.clock() + timedelta(hours=1))


async def test_whoever_is_back_decides_for_themselves_again(world: World) -> None:
    await type_in(world, "tom", "away until Monday @otto", "decides in your place")
    await type_in(world, "tom", "back", "Welcome back")
    await type_in(world, "tom", "back", "You were not away")
    await card_of(world, "ladder")
    await world.person("otto").press(await world.card("otto"), "Approve")
    await world.told("otto", "@team-leads")


async def test_whoever_need_not_stand_in_any_more_is_told(world: World) -> None:
    await type_in(world, "tom", "away until Monday @otto", "decides in your place")
    await type_in(world, "tom", "away until Tuesday @otto", "decides in your place")
    await type_in(world, "tom", "away until Monday @rhea", "decides in your place")
    await world.direct("otto", "You do not decide in place of @Tom Okafor any more")
    await type_in(world, "tom", "back", "Welcome back")
    await world.direct("rhea", "You do not decide in place of @Tom Okafor any more")
    assert len([told for told in world.person("otto").direct() if "any more" in told.plain()]) == 1


async def test_a_day_away_is_asked_about_and_not_guessed(world: World) -> None:
    told = await type_in(world, "tom", "away next week @otto", "cannot read from “next week”")
    assert "away from Mon to Fri" in told.plain()
    assert await absence_of(world, "tom") is None


async def test_whoever_loses_their_stand_in_is_told(world: World) -> None:
    await type_in(world, "tom", "away until Monday @otto", "decides in your place")
    await type_in(world, "otto", "away until Sunday", "nobody decides in your place")
    await world.direct("tom", "will be away as well")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("away until the cows come home", "cannot read from “until the cows come home”"),
        ("away until 2020-01-01", "still to come"),
        ("away from Fri to Mon 2020", "cannot read"),
        ("away until <!channel>", "cannot read from “until <!channel>”"),
    ],
)
async def test_what_names_no_absence_is_answered_in_words_and_changes_nothing(
    world: World, typed: str, words: str
) -> None:
    told = await type_in(world, "tom", typed, words)
    assert not told.notifies
    assert await absence_of(world, "tom") is None


async def test_one_person_stands_in_and_not_oneself(world: World) -> None:
    await type_in(world, "tom", "away until Monday @otto @lena", "one person only")
    await type_in(world, "tom", "away until Monday @tom", "cannot stand in for yourself")
    assert await absence_of(world, "tom") is None


async def test_whoever_is_away_as_well_cannot_stand_in(world: World) -> None:
    await type_in(world, "otto", "away until Sunday", "nobody decides in your place")
    world.person("tom").reload()
    await world.person("tom").command("#support", "/approvals away until Monday @otto")
    await world.told("tom", "away", "#support")
    assert await absence_of(world, "tom") is None


async def test_whoever_stands_in_for_the_requester_may_not_decide_it_either(world: World) -> None:
    await type_in(world, "maya", "away until Monday @tom", "decides in your place")
    await card_of(world, "ladder")
    await world.person("tom").press(await world.card("tom"), "Approve")
    assert "not counted" in (await world.told("tom", "")).plain()
    assert (await the_request(world)).state is State.OPEN
    await world.person("lena").press(await world.card("lena"), "Approve")
    await world.run_ends()
