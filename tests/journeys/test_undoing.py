"""Journeys of people who undo what a workflow did at once, and of people who may not, or come too late."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.decision import Cause
from bot.approvals.machine import RunState
from bot.approvals.request import Request, State
from bot.desk import auditing
from sandbox import Sandbox, SeenMessage
from tests.journeys.reviewing import events_of, in_time, the_view
from tests.journeys.world import World

FOLDER = "tests/journeys/undoing"
DONE = "Done: Switched search on for everybody"


def undoing(sandbox: Sandbox, data: Path, **settings: str) -> World:
    """The bot, not yet started, with a workflow that switches a feature on at once."""
    files = {
        "COUNTERSIGN_WORKFLOWS": f"{FOLDER}/langgraph.json",
        "COUNTERSIGN_POLICIES": f"{FOLDER}/policies.yaml",
    }
    return World(sandbox, data, **files | settings)


@pytest.fixture
def stopped(sandbox: Sandbox, tmp_path: Path) -> World:
    return undoing(sandbox, tmp_path)


@pytest.fixture
async def world(stopped: World) -> AsyncIterator[World]:
    async with stopped.running():
        yield stopped


def switches(world: World) -> list[str]:
    file = world.data / "switches.txt"
    return file.read_text().splitlines() if file.exists() else []


async def released(world: World, task: str = "release", **values: object) -> SeenMessage:
    """The card of a feature that maya has had switched on."""
    given = " ".join(f"{name}={value}" for name, value in values.items())
    await world.person("maya").command("#support", f"/task {task} switches={world.data / 'switches.txt'} {given}")
    return await world.card("tom", title=DONE)


async def undo(world: World, name: str, card: SeenMessage, reason: str = "") -> None:
    """Press the button, and confirm it in the modal."""
    person = world.person(name)
    await person.press(card, "Undo…")
    await the_view(world, name, "Switched search on")
    assert (await person.submit({"reason": reason} if reason else {})).closed


async def the_offer(world: World) -> Request:
    [offer] = [request for request in await world.requests() if request.is_offer]
    return offer


async def test_it_is_done_at_once_and_offered_to_be_undone(world: World) -> None:
    card = await released(world)
    run = await world.run_ends()
    assert (run.state, run.outcome) == (RunState.FINISHED, "search is on.")
    assert switches(world) == ["search on"]
    assert card.buttons() == ["Undo…"]
    assert card.notifies == (world.person("maya").id,)  # as on any card, whoever asked for it is named
    assert "It can be undone until:" in card.plain()
    assert "@team-leads or @managers, or whoever asked for it" in card.plain()
    told = await world.direct("maya", "search is on.")
    assert "What can still be undone" in told.plain()
    await world.nothing_is_owed()
    assert [m.plain() for m in world.person("tom").direct()] == []
    assert not any("waiting for a decision" in m.plain() for m in world.person("maya").direct())


@pytest.mark.parametrize("name", ["tom", "miguel", "maya"])
async def test_those_who_may_undo_it_do_and_so_does_whoever_asked_for_it(world: World, name: str) -> None:
    card = await released(world)
    await world.run_ends()
    await undo(world, name, card, "the wrong customers see it")
    undone = await world.shows("lena", "Undone")
    assert undone.buttons() == []
    assert "the wrong customers see it" in undone.plain()
    assert world.person(name).names.users[world.person(name).id] in undone.plain()
    assert switches(world) == ["search on", "search off"]
    await world.in_thread("lena", undone, "had it undone")
    assert (await the_offer(world)).state is State.SETTLED
    assert len(world.person("tom").messages("#approvals")) == 1


async def test_an_outsider_is_refused_in_private(world: World) -> None:
    card = await released(world)
    await world.person("otto").press(card, "Undo…")
    refusal = await world.told("otto", "can undo this. Nothing was undone")
    assert "@team-leads" in refusal.plain()
    assert world.person("otto").view() is None
    assert (await the_offer(world)).state is State.OPEN
    assert switches(world) == ["search on"]


async def test_where_the_policy_names_who_may_undo_nobody_else_may(world: World) -> None:
    card = await released(world, "guarded")
    await world.person("tom").press(card, "Undo…")
    await world.told("tom", "Only @managers, or whoever asked for it")
    await undo(world, "miguel", card)
    await world.shows("tom", "Undone")
    assert switches(world) == ["search on", "search off"]


async def test_a_stand_in_may_undo_it_for_whom_they_stand_in_for(world: World) -> None:
    await world.person("tom").command("#support", "/approvals away until Monday @otto")
    await world.direct("otto", "decide")
    card = await released(world)
    await undo(world, "otto", card)
    undone = await world.shows("lena", "Undone")
    assert "Otto Brandt for" in undone.plain()


async def test_who_comes_too_late_is_told_so_and_the_card_says_that_it_is_kept(world: World) -> None:
    card = await released(world, minutes=30)
    world.clock.advance(minutes=30)  # to the very moment, with no clock that rings
    await world.person("tom").press(card, "Undo…")
    await world.told("tom", "The time to undo this ended at")
    kept = await world.shows("tom", "Kept")
    assert kept.buttons() == []
    assert "The time to undo it is over." in kept.plain()
    offer = await the_offer(world)
    assert offer.decision
    assert (offer.state, offer.decision.cause, offer.decision.action) == (State.EXPIRED, Cause.TIMEOUT, "keep")
    await world.person("lena").press(card, "Undo…")
    await world.told("lena", "The time to undo this ended at")
    assert switches(world) == ["search on"]


async def test_a_form_that_is_sent_too_late_undoes_nothing(world: World) -> None:
    card = await released(world)
    tom = world.person("tom")
    await tom.press(card, "Undo…")
    await the_view(world, "tom", "Switched search on")
    world.clock.advance(minutes=31)
    await tom.submit({})
    await world.told("tom", "The time to undo this ended at")
    await world.shows("tom", "Kept")
    assert switches(world) == ["search on"]


async def test_at_the_end_of_its_time_it_is_kept_and_nobody_is_called(world: World) -> None:
    await released(world)
    await world.run_ends()
    await world.pass_time(minutes=29, seconds=59)
    assert (await the_offer(world)).state is State.OPEN
    await world.pass_time(seconds=1)
    kept = await world.shows("tom", "Kept")
    await world.in_thread("tom", kept, "Nobody undid it in time, so it is kept.")
    await world.nothing_is_owed()
    assert kept.buttons() == []
    assert "rejected" not in kept.plain().casefold()
    assert await events_of(world, await the_offer(world)) == ["Opened", "Effected", "Expired"]
    assert [m.plain() for m in world.person("tom").direct()] == []


async def test_two_who_undo_it_at_once_undo_it_once(world: World) -> None:
    card = await released(world)
    tom, lena = world.person("tom"), world.person("lena")
    for person in (tom, lena):
        await person.press(card, "Undo…")
        await the_view(world, "tom" if person is tom else "lena", "Switched search on")
    await asyncio.gather(tom.submit({}), lena.submit({}))
    await world.shows("tom", "Undone")
    decision = (await the_offer(world)).decision
    assert decision
    assert len(decision.by) == 1
    second = "lena" if decision.by == (tom.id,) else "tom"
    await world.told(second, "had this undone already")
    assert switches(world) == ["search on", "search off"]


async def test_the_time_to_undo_it_outlives_a_restart(stopped: World) -> None:
    async with stopped.running():
        card = await released(stopped)
        await stopped.run_ends()
        await stopped.nothing_is_owed()
    stopped.clock.advance(minutes=15)
    async with stopped.running():
        await undo(stopped, "tom", card)
        await stopped.shows("tom", "Undone")
    assert switches(stopped) == ["search on", "search off"]


async def test_undoing_is_tried_until_it_works(world: World) -> None:
    card = await released(world, failures=2)
    await undo(world, "tom", card)
    await world.shows("tom", "Being undone")
    await world.shows("tom", "Undone")
    assert switches(world) == ["search on", "search off"]


async def test_where_undoing_fails_for_good_the_card_says_so_and_operators_are_told(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    world = undoing(sandbox, tmp_path, COUNTERSIGN_MAX_ATTEMPTS="1")
    async with world.running():
        card = await released(world, failures=99)
        await undo(world, "tom", card)
        failed = await world.shows("tom", "undoing it failed; operators were told")
        assert "the switch of search cannot be reached" in failed.plain()
        await world.shows("rhea", "the switch of search cannot be reached", "#operators")
        assert switches(world) == ["search on"]


async def test_it_is_undone_while_the_run_waits_for_something_else(world: World) -> None:
    card = await released(world, then_ask=True)
    question = await world.card("tom", title="Tell the customers")
    await undo(world, "tom", card)
    await world.shows("tom", "Undone")
    assert "Approve" in (await world.card("tom", title="Tell the customers")).buttons()
    await world.person("lena").press(question, "Approve")
    run = await world.run_ends()
    assert run.state is RunState.FINISHED
    assert switches(world) == ["search on", "search off"]
    told = await world.direct("maya", "search is on.")
    assert "Undone" in told.plain()


async def test_an_offer_that_is_over_decides_nothing_for_a_run_that_waits(world: World) -> None:
    await released(world, then_ask=True, minutes=5)
    await world.card("tom", title="Tell the customers")
    await world.pass_time(minutes=6)
    await world.shows("tom", "Kept")
    assert [request.state for request in await world.requests() if not request.is_offer] == [State.OPEN]
    await world.nothing_is_owed()
    assert not any("goes on after a decision" in m.plain() for m in world.person("maya").direct())


async def test_what_the_workflow_undoes_itself_is_offered_no_more(world: World) -> None:
    card = await released(world, then_ask=True, roll_back=True)
    question = await world.card("tom", title="Tell the customers")
    tom = world.person("tom")
    await tom.press(question, "Reject…")
    await the_view(world, "tom", "Reason")
    await tom.submit({"reason": "not yet"})
    assert "Rolled back" in (await world.run_ends()).outcome
    undone = await world.shows("tom", "by the workflow itself")
    assert undone.buttons() == []
    await tom.press(card, "Undo…")
    await world.told("tom", "The workflow has undone this itself already.")
    assert switches(world) == ["search on", "search off"]


async def test_lists_hold_no_offers_but_for_whoever_asked_and_what_is_over(world: World) -> None:
    await released(world)
    await world.person("tom").command("#support", "/approvals")
    await world.told("tom", "Nothing waits for you", "#support")
    await world.person("maya").command("#support", "/approvals mine")
    mine = await world.told("maya", "it can be undone until", "#support")
    assert "Undo…" in mine.buttons()
    await world.pass_time(minutes=31)
    await world.shows("tom", "Kept")
    await world.person("tom").command("#support", "/approvals history")
    await world.told("tom", "Kept", "#support")


async def test_it_is_undone_from_ones_own_list(world: World) -> None:
    await released(world)
    maya = world.person("maya")
    await maya.command("#support", "/approvals mine")
    await undo(world, "maya", await world.told("maya", "it can be undone until", "#support"))
    await world.told("maya", "is being undone", "#support")
    await world.shows("tom", "Undone")


async def test_an_outage_decides_no_offer(world: World) -> None:
    await world.person("maya").command("#support", f"/task release switches={world.data / 'switches.txt'}")
    world.sandbox.faults.add("*", times=10**9, drop=True, before=True)

    async def is_there() -> bool:
        return bool(await world.requests())

    await in_time(is_there)
    world.clock.advance(seconds=31)
    await world.bot.rounds.go("slack")
    world.clock.advance(minutes=10)
    await world.bot.rounds.go("slack")
    assert (await the_offer(world)).state is State.OPEN
    world.sandbox.faults.clear()
    await world.bot.rounds.go("slack")
    await undo(world, "tom", await world.card("tom", title=DONE))
    await world.shows("tom", "Undone")


async def test_the_auditor_finds_nothing_wrong_with_offers(world: World) -> None:
    await released(world, then_ask=True, minutes=5)
    await world.card("tom", title="Tell the customers")
    await world.pass_time(minutes=6)
    await world.shows("tom", "Kept")
    await world.nothing_is_owed()
    assert await findings(world) == []


async def findings(world: World) -> list[str]:
    """What the auditor finds when it looks at everything."""
    inspection = await auditing.inspect(world.bot.ledger, now=world.clock(), heal=False, whole=True)
    return [finding.words for finding in inspection.findings]
