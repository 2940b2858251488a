"""Journeys through the tiers, on a clock that the test moves."""

from pathlib import Path

from bot.approvals.decision import Cause
from bot.approvals.request import State
from tests.journeys.test_deciding import ask_for_wire, effects
from tests.journeys.world import World


async def test_an_unanswered_request_reaches_the_next_tier_by_dm_and_is_approved_there(
    world: World, tmp_path: Path
) -> None:
    file = await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    assert "team-leads" in card.plain()
    await world.pass_time(minutes=31)
    direct = await world.direct("miguel", "Wire 4000 EUR")
    assert world.person("miguel").id in direct.notifies
    escalated = await world.shows("tom", "@managers")
    assert escalated.ts == card.ts
    await world.person("miguel").press(direct, "Approve")
    await world.run_ends()
    assert effects(file) == ["wired 4000"]
    await world.shows("tom", "Miguel Santos")
    await world.sandbox.until(lambda: world.person("miguel").direct()[-1].buttons() == [])
    [request] = await world.requests()
    assert request.decision
    assert request.decision.tier == "managers"


async def test_those_asked_first_may_still_act_after_an_escalation(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    await world.card("tom")
    await world.pass_time(minutes=31)
    await world.person("tom").press(await world.shows("tom", "@managers"), "Approve")
    await world.run_ends()
    assert effects(file) == ["wired 4000"]


async def test_the_next_tier_may_not_act_before_it_is_asked(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    await world.person("miguel").press(await world.card("miguel"), "Approve")
    await world.told("miguel", "team-leads")
    [request] = await world.requests()
    assert request.state is State.OPEN


async def test_silence_up_to_the_end_of_the_last_tier_rejects(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    for _ in range(3):
        await world.pass_time(minutes=31)
    run = await world.run_ends()
    assert run.outcome == "Not wired."
    assert effects(file) == []
    [request] = await world.requests()
    assert (request.state, request.decision and request.decision.cause) == (State.EXPIRED, Cause.TIMEOUT)
    await world.sandbox.until(lambda: world.person("tom").messages("#approvals")[-1].buttons() == [])
    await world.person("tom").press(card, "Approve")
    await world.told("tom", "it was not decided in time")
    await world.direct("maya", "Not wired.")


async def test_a_machine_that_slept_through_deadlines_asks_the_next_tier_and_not_all_at_once(
    world: World, tmp_path: Path
) -> None:
    await ask_for_wire(world, tmp_path)
    await world.card("tom")
    await world.pass_time(hours=24)
    await world.direct("miguel", "Wire 4000 EUR")
    [request] = await world.requests()
    assert (request.state, request.asked.name) == (State.OPEN, "managers")
    assert request.due_at
    assert request.due_at > world.clock.time


async def test_an_ask_nobody_can_read_is_shown_without_answers_and_cancelled_by_silence(world: World) -> None:
    await world.person("maya").command("#support", "/task foreign answer=none")
    card = await world.card("tom")
    assert card.buttons() == ["See everything"]
    assert "shall I?" in card.plain()
    for _ in range(2):
        await world.pass_time(minutes=31)
    run = await world.run_ends()
    assert run.state.value == "cancelled"
    await world.direct("maya", "cancelled")
