"""Journeys of requests that nobody answers, on a clock that the test moves: each deadline once, in order."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.decision import Cause
from bot.approvals.request import State
from bot.clock.alarm import Alarm
from sandbox import Sandbox
from tests.journeys.climbing import ask, climbing, moment, start, the_request
from tests.journeys.reviewing import events_of, the_view
from tests.journeys.test_deciding import effects
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    async with climbing(sandbox, tmp_path) as world:
        yield world


async def climbs_of(world: World) -> list[str]:
    """What happened to the newest request on its ladder, in order."""
    steps = {"Opened", "Escalated", "Unparked", "Overran", "FellBack", "Expired", "Settled", "Withdrawn"}
    return [kind for kind in await events_of(world, await the_request(world)) if kind in steps]


async def test_a_request_that_nobody_answers_climbs_three_tiers_and_is_rejected(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paid.txt"
    await ask(world, "three", file)
    await world.pass_time(minutes=20)
    await world.direct("tom", "still waits for your answer")
    await world.pass_time(minutes=15)
    await world.direct("tom", "5 min left")
    await world.pass_time(minutes=5)
    await world.direct("miguel", "Pay 120 EUR?")
    await world.shows("tom", "@managers")
    await world.pass_time(minutes=30)
    await world.direct("dora", "Pay 120 EUR?")
    await world.pass_time(minutes=20)
    run = await world.run_ends()
    assert (run.outcome, effects(file)) == ("Not paid.", [])
    assert await climbs_of(world) == ["Opened", "Escalated", "Escalated", "Expired"]
    request = await the_request(world)
    assert request.decision
    assert (request.decision.at - request.opened_at).total_seconds() == 90 * 60


async def test_a_vote_before_an_edit_does_not_count_for_what_was_edited(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paid.txt"
    await ask(world, "joint", file)
    await world.person("tom").press(await world.shows("tom", "Pay"), "Approve")
    await world.shows("tom", "1 of the 2")
    lena = world.person("lena")
    await lena.press(await world.card("lena"), "Edit & approve")
    await the_view(world, "lena", "Amount")
    await lena.submit({"Amount": "90"})
    await world.shows("tom", "90")
    request = await the_request(world)
    assert [vote.person for vote in request.votes] == [lena.id]
    assert request.state is State.OPEN
    await world.nothing_is_owed()
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.run_ends()
    assert effects(file) == ["paid 90"]


async def test_a_request_of_friday_evening_is_put_to_people_on_the_next_working_day(world: World) -> None:
    await start(world, "office")  # Friday 17:55; Monday is a holiday
    assert world.person("tom").messages("#approvals") == []
    await world.direct("maya", "is parked")
    request = await the_request(world)
    assert request.parked_until == moment("2026-11-24 09:00")
    assert request.due_at == moment("2026-11-24 13:00")
    world.clock.time = moment("2026-11-24 08:59")
    await world.bot.alarm.ring()
    await world.nothing_is_owed()
    assert world.person("tom").messages("#approvals") == []
    await world.pass_time(minutes=1)
    await world.card("tom", title="Pay 120 EUR?")
    await world.pass_time(hours=4)
    await world.direct("miguel", "Pay 120 EUR?")
    request = await the_request(world)
    assert request.due_at == moment("2026-11-25 10:30")  # 4.5 of 6 hours on Tuesday, the rest on Wednesday
    assert await climbs_of(world) == ["Opened", "Unparked", "Escalated"]


async def test_a_request_that_only_direct_messages_show_is_sought_in_no_channel(world: World) -> None:
    await start(world, "discreet")
    assert "has it as a direct message" in (await world.direct("maya", "is waiting for a decision")).plain()
    await world.pass_time(minutes=15)
    assert "has it as a direct message" in (await world.direct("tom", "still waits for your answer")).plain()
    assert world.person("tom").messages("#approvals") == []


async def test_operators_hear_of_an_empty_last_tier_whose_request_fell_back_on_another_policy(world: World) -> None:
    world.sandbox.set_group("team-leads", [])
    await start(world, "falling")
    told = (await world.shows("rhea", "Nobody can decide as team leads", "#operators")).plain()
    assert "falling" in told
    assert (await the_request(world)).policy.name == "last resort"


async def test_what_is_urgent_is_put_to_people_at_any_hour(world: World) -> None:
    await ask(world, "office", urgency="high")
    request = await the_request(world)
    assert request.parked_until is None


async def test_a_request_that_is_parked_can_be_decided_all_the_same(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paid.txt"
    await start(world, "office", file)
    request = await the_request(world)
    await world.person("tom").command("#approvals", f"/approvals show {request.id}")
    shown = await world.told("tom", "Pay 120 EUR?")
    await world.person("tom").press(shown, "Approve")
    await world.run_ends()
    assert effects(file) == ["paid 120"]
    world.clock.time = moment("2026-11-24 09:00")
    await world.bot.alarm.ring()
    await world.nothing_is_owed()
    assert await climbs_of(world) == ["Opened", "Settled"]


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-10-24 21:00", "2026-10-25 03:00"),  # 23:00 in Berlin to 04:00; the hour from 2 to 3 comes twice
        ("2027-03-27 22:00", "2027-03-28 04:00"),  # 23:00 in Berlin to 06:00; the hour from 2 to 3 does not come
        ("2027-03-26 22:00", "2027-03-27 04:00"),  # 23:00 in Berlin to 05:00
    ],
    ids=["longer night", "shorter night", "plain night"],
)
async def test_six_hours_of_a_night_are_six_hours_though_the_clocks_change(world: World, asked: str, due: str) -> None:
    world.clock.time = moment(asked)
    await ask(world, "night")
    assert (await the_request(world)).due_at == moment(due)


async def test_a_policy_that_waits_reminds_again_and_again_and_alarms_the_operators(world: World) -> None:
    await ask(world, "patient")
    for count in (1, 2, 3):
        await world.pass_time(minutes=60)
        await world.nothing_is_owed()
        assert (await the_request(world)).overruns == count
    assert (await the_request(world)).state is State.OPEN
    await world.direct("tom", "Pay 120 EUR?")
    assert [told for told in world.person("rhea").messages("#operators") if "Pay 120 EUR?" in told.plain()]


@pytest.mark.parametrize(("risk", "paid"), [("low", ["paid 120"]), ("medium", []), ("high", [])])
async def test_silence_is_consent_only_for_low_risk_under_a_policy_that_says_so(
    world: World, tmp_path: Path, risk: str, paid: list[str]
) -> None:
    file = tmp_path / "paid.txt"
    await ask(world, "lenient", file, risk=risk)
    await world.pass_time(minutes=60)
    await world.run_ends()
    assert effects(file) == paid
    decision = (await the_request(world)).decision
    assert decision
    assert (decision.cause, decision.by) == (Cause.TIMEOUT, ())


async def test_a_ladder_that_repeats_asks_everybody_again_before_it_rejects(world: World) -> None:
    await ask(world, "twice")
    for _ in range(4):
        await world.pass_time(minutes=30)
        await world.nothing_is_owed()
    assert await climbs_of(world) == ["Opened", "Escalated", "Escalated", "Escalated", "Expired"]
    await world.run_ends()


async def test_a_ladder_that_ends_in_another_policy_is_shown_where_that_one_says(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paid.txt"
    await ask(world, "falling", file)
    await world.pass_time(minutes=30)
    card = await world.card("tom", "#deploys", "Pay 120 EUR?")
    assert card.buttons()
    await world.person("tom").press(await world.shows("tom", "directors"), "Approve")
    await world.told("tom", "for @directors")
    direct = await world.direct("dora", "Pay 120 EUR?")
    await world.person("dora").press(direct, "Approve")
    await world.run_ends()
    assert effects(file) == ["paid 120"]


async def test_one_rejection_of_two_settles_nothing(world: World) -> None:
    await ask(world, "veto")
    for name in ("tom", "lena"):
        person = world.person(name)
        assert (await the_request(world)).state is State.OPEN
        await person.press(await world.card(name), "Reject…")
        await world.sandbox.until(person.view)
        await person.submit({"reason": "not this month"})
    run = await world.run_ends()
    assert run.outcome == "Not paid."


async def test_those_asked_before_may_not_act_where_the_next_tier_says_so(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paid.txt"
    await ask(world, "closing", file)
    await world.pass_time(minutes=30)
    card = await world.shows("tom", "@managers")
    await world.person("tom").press(card, "Approve")
    await world.told("tom", "managers")
    assert (await the_request(world)).state is State.OPEN
    await world.person("miguel").press(await world.card("miguel"), "Approve")
    await world.run_ends()
    assert effects(file) == ["paid 120"]


async def test_two_clocks_that_ring_at_once_handle_each_deadline_once(world: World) -> None:
    for _ in range(5):
        await start(world, "three")
    other = Alarm(world.bot.ledger, world.clock)
    for passed in (40, 30, 20):
        world.clock.advance(minutes=passed)
        await asyncio.gather(*(alarm.ring() for alarm in (world.bot.alarm, other) * 3))
    for request in await world.requests():
        kinds = await events_of(world, request)
        assert (kinds.count("Escalated"), kinds.count("Expired")) == (2, 1)
    await world.run_ends()


async def test_a_machine_asleep_for_a_day_goes_on_where_it_was_and_gives_each_tier_its_time(world: World) -> None:
    await ask(world, "three")
    await world.pass_time(days=1)
    request = await the_request(world)
    assert (request.asked.name, request.state) == ("managers", State.OPEN)
    assert request.due_at
    assert (request.due_at - world.clock.time).total_seconds() == 30 * 60
    await world.pass_time(days=1)
    await world.pass_time(days=1)
    assert await climbs_of(world) == ["Opened", "Escalated", "Escalated", "Expired"]


async def test_a_clock_that_is_set_back_neither_forgets_nor_repeats(world: World) -> None:
    await ask(world, "three")
    await world.pass_time(minutes=40)
    await world.pass_time(minutes=-180)
    await world.pass_time(minutes=179)
    assert await climbs_of(world) == ["Opened", "Escalated"]
    await world.pass_time(minutes=31)
    assert await climbs_of(world) == ["Opened", "Escalated", "Escalated"]


async def test_a_bot_that_was_down_over_two_deadlines_goes_on_when_it_is_back(sandbox: Sandbox, tmp_path: Path) -> None:
    async with climbing(sandbox, tmp_path / "data") as world:
        await ask(world, "three")
        await world.nothing_is_owed()
    world.clock.advance(hours=3)
    async with world.running():
        await world.direct("miguel", "Pay 120 EUR?")
        assert await climbs_of(world) == ["Opened", "Escalated"]
