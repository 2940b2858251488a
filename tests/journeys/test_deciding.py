"""Journeys of people who decide, and of people who may not."""

import asyncio
from pathlib import Path

from bot.approvals.ask import Kind
from bot.approvals.machine import RunState
from bot.approvals.request import State
from tests.journeys.world import World


def effects(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


async def ask_for_wire(world: World, tmp_path: Path, amount: int = 4000) -> Path:
    file = tmp_path / "effects.txt"
    await world.person("maya").command("#support", f"/task wire amount={amount} effects={file}")
    return file


async def test_an_approval_resumes_the_thread_and_acts_once(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    assert card.buttons() == ["Approve", "Reject…", "See everything"]
    pressed = await world.person("tom").press(card, "Approve")
    assert pressed.acked
    run = await world.run_ends()
    assert (run.state, run.outcome) == (RunState.FINISHED, "Wired 4000 EUR.")
    assert effects(file) == ["wired 4000"]
    decided = await world.shows("tom", "Approved")
    assert decided.buttons() == []
    assert world.person("tom").ephemerals("#approvals") == []
    await world.direct("maya", "Wired 4000 EUR.")
    await world.in_thread("tom", decided, "Wired 4000 EUR.")


async def test_a_rejection_takes_its_reason_along(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    tom = world.person("tom")
    await tom.press(await world.card("tom"), "Reject…")
    await world.sandbox.until(tom.view)
    submitted = await tom.submit({"reason": "the invoice is a forgery"})
    assert submitted.closed
    run = await world.run_ends()
    assert run.outcome == "Not wired (the invoice is a forgery)."
    assert effects(file) == []
    decided = await world.shows("lena", "Rejected")
    assert "the invoice is a forgery" in decided.plain()


async def test_an_outsiders_click_is_refused_in_private(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    await world.person("otto").press(await world.card("otto"), "Approve")
    refusal = await world.told("otto", "team-leads")
    assert refusal.notifies == ()
    assert world.person("tom").ephemerals("#approvals") == []
    [request] = await world.requests()
    assert (request.state, request.votes) == (State.OPEN, ())


async def test_the_requesters_own_click_is_refused(world: World, tmp_path: Path) -> None:
    world.sandbox.set_group("team-leads", ["tom", "maya"])
    await ask_for_wire(world, tmp_path)
    await world.person("maya").press(await world.card("maya"), "Approve")
    await world.told("maya", "asked for this yourself")
    [request] = await world.requests()
    assert (request.state, request.votes) == (State.OPEN, ())


async def test_opposite_clicks_at_the_same_moment_make_one_decision(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    tom, lena = world.person("tom"), world.person("lena")
    await lena.press(card, "Reject…")
    await world.sandbox.until(lena.view)
    await asyncio.gather(tom.press(card, "Approve"), lena.submit({"reason": "no"}))
    await world.run_ends()
    [request] = await world.requests()
    assert request.decision
    first, second = ("tom", "lena") if request.decision.kind is Kind.APPROVE else ("lena", "tom")
    refusal = await world.told(second, "decided already")
    assert world.person(first).names.users[world.person(first).id] in refusal.plain()
    assert len(effects(file)) == (1 if first == "tom" else 0)


async def test_the_same_click_delivered_twice_counts_once(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    world.sandbox.faults.duplicate_next_envelope()
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.run_ends()
    await world.direct("maya", "Wired 4000 EUR.")
    [request] = await world.requests()
    assert [vote.person for vote in request.votes] == [world.person("tom").id]
    assert effects(file) == ["wired 4000"]
    assert world.person("tom").ephemerals("#approvals") == []


async def test_the_same_command_delivered_twice_starts_one_run(world: World, tmp_path: Path) -> None:
    world.sandbox.faults.duplicate_next_envelope()
    await ask_for_wire(world, tmp_path)
    await world.card("tom")
    await world.told("maya", "is started", "#support")
    assert len(await world.requests()) == 1
    assert len(world.person("maya").ephemerals("#support")) == 1


async def test_a_card_that_was_settled_elsewhere_says_what_became_of_it(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path)
    old = await world.card("tom")
    await world.person("tom").press(old, "Approve")
    await world.shows("lena", "Approved")
    await world.run_ends()
    await world.person("lena").press(old, "Approve")
    refusal = await world.told("lena", "decided already")
    assert "Tom Okafor" in refusal.plain()
    assert effects(file) == ["wired 4000"]


async def test_a_reviewer_who_left_the_group_may_not_act_any_more(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    world.sandbox.set_group("team-leads", ["lena"])
    await world.person("tom").press(card, "Approve")
    await world.told("tom", "team-leads")
    [request] = await world.requests()
    assert request.state is State.OPEN


async def test_a_lookup_that_fails_refuses(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    card = await world.card("tom")
    await world.nothing_is_owed()
    for method in ("usergroups.list", "usergroups.users.list"):
        world.sandbox.faults.add(method, status=500, times=10)
    world.sandbox.set_group("team-leads", ["lena", "tom"])
    await world.person("tom").press(card, "Approve")
    await world.told("tom", "could not look up")
    [request] = await world.requests()
    assert (request.state, request.votes) == (State.OPEN, ())


async def test_small_sums_are_approved_by_the_policy_and_are_on_the_record(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path, amount=80)
    await world.run_ends()
    await world.direct("maya", "Wired 80 EUR.")
    [request] = await world.requests()
    assert request.decision
    assert (request.decision.by, request.decision.tier) == ((), "small")
    assert effects(file) == ["wired 80"]
    assert world.person("tom").messages("#approvals") == []


async def test_a_quorum_of_two_needs_two_people(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path, amount=60_000)
    card = await world.card("tom")
    await world.person("tom").press(card, "Approve")
    await world.shows("tom", "1 of the 2")
    await world.person("tom").press(card, "Approve")
    assert effects(file) == []
    await world.person("lena").press(card, "Approve")
    run = await world.run_ends()
    assert run.outcome == "Wired 60000 EUR."
    assert effects(file) == ["wired 60000"]


async def test_a_modal_that_slack_would_not_open_is_apologised_for(world: World, tmp_path: Path) -> None:
    await ask_for_wire(world, tmp_path)
    world.sandbox.faults.add("views.open", error="expired_trigger_id")
    await world.person("tom").press(await world.card("tom"), "Reject…")
    await world.told("tom", "try again")
    [request] = await world.requests()
    assert request.votes == ()


async def test_a_click_after_the_last_deadline_finds_the_request_closed(world: World, tmp_path: Path) -> None:
    file = await ask_for_wire(world, tmp_path, amount=60_000)
    card = await world.card("tom")
    world.clock.advance(minutes=31)  # the alarm has not rung yet
    await world.person("tom").press(card, "Approve")
    await world.told("tom", "it was not decided in time")
    await world.run_ends()
    [request] = await world.requests()
    assert (request.state, request.votes) == (State.EXPIRED, ())
    assert effects(file) == []
