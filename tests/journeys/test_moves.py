"""Journeys of people who move a request by hand: up, to a later deadline, to somebody else, before people once more."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.request import State
from sandbox import Sandbox
from tests.journeys.climbing import the_request
from tests.journeys.moving import card_of, more, moving
from tests.journeys.reviewing import events_of, in_time, the_view
from tests.journeys.test_deciding import effects
from tests.journeys.world import World


@pytest.fixture
async def world(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    async with moving(sandbox, tmp_path) as world:
        yield world


async def filled(world: World, who: str, entry: str, **values: object) -> dict[str, str]:
    """Open a modal of the menu *More* and send it filled in so: what is to be corrected in it, by field."""
    await more(world, who, entry)
    await the_view(world, who)
    return dict((await world.person(who).submit(values)).errors)


async def test_a_reviewer_has_the_next_tier_asked_before_its_time(world: World, tmp_path: Path) -> None:
    file = tmp_path / "paid.txt"
    await card_of(world, "ladder", effects=file)
    assert await filled(world, "tom", "escalate", reason="Out of my depth") == {}
    await world.told("tom", "is put to")
    await world.direct("miguel", "Pay 120 EUR?")
    shown = await world.shows("lena", "@managers")
    assert "Out of my depth" in shown.plain()
    request = await the_request(world)
    assert (request.asked.name, request.escalators) == ("managers", (world.person("tom").id,))
    await world.person("miguel").press(await world.card("miguel"), "Approve")
    await world.run_ends()
    assert effects(file) == ["paid 120"]


async def test_escalating_needs_a_reason_and_a_seat(world: World) -> None:
    await card_of(world, "ladder")
    await more(world, "otto", "escalate")
    assert "Nothing was changed." in (await world.told("otto", "@team-leads")).plain()
    assert world.person("otto").view() is None
    assert list(await filled(world, "tom", "escalate", reason="  ")) == ["reason"]
    assert (await the_request(world)).tier == 0


async def test_two_who_escalate_at_once_put_it_up_by_one_tier(world: World) -> None:
    await card_of(world, "ladder")
    for name in ("tom", "lena"):
        await more(world, name, "escalate")
        await the_view(world, name)
    for name in ("tom", "lena"):
        await world.person(name).submit({"reason": "Not ours"})
    await world.told("tom", "is put to")
    await in_time(lambda: _told_something(world, "lena"))
    assert (await the_request(world)).tier == 1


async def test_a_deadline_is_put_off_in_the_reviewers_own_words(world: World) -> None:
    await card_of(world, "ladder")
    before = (await the_request(world)).due_at
    assert before
    assert list(await filled(world, "tom", "extend", span="a while", reason="Waiting for the bank")) == ["span"]
    assert list((await world.person("tom").submit({"span": "45 min", "reason": " "})).errors) == ["reason"]
    assert (await world.person("tom").submit({"span": "45 min", "reason": "Waiting for the bank"})).closed
    await world.told("tom", "can be answered until")
    assert (await the_request(world)).due_at == before + timedelta(minutes=45)
    assert "Waiting for the bank" in (await world.shows("lena", "Extended")).plain()
    await world.pass_time(minutes=31)
    assert (await the_request(world)).tier == 0
    await world.pass_time(minutes=45)
    assert (await the_request(world)).tier == 1


async def test_no_more_time_is_added_than_the_policy_allows(world: World) -> None:
    await card_of(world, "ladder")
    await filled(world, "tom", "extend", span="1h", reason="Waiting for the bank")
    await world.told("tom", "can be answered until")
    before = (await the_request(world)).due_at
    await filled(world, "lena", "extend", span="1 min", reason="A little more")
    assert "Nothing was changed." in (await in_time_told(world, "lena"))
    assert (await the_request(world)).due_at == before


async def test_handing_over_needs_a_reason_and_the_card_comes_to_whoever_decides_now(world: World) -> None:
    await card_of(world, "ladder")
    otto = world.person("otto")
    assert list(await filled(world, "tom", "delegate", person=otto.id)) == ["reason"]
    assert (await world.person("tom").submit({"person": otto.id, "reason": "He knows the bank"})).closed
    await otto.press(await world.direct("otto", "Pay 120 EUR?"), "Approve")
    await world.run_ends()
    request = await the_request(world)
    assert [(vote.person, vote.behalf) for vote in request.votes] == [(otto.id, world.person("tom").id)]
    assert request.delegations[0].reason == "He knows the bank"


async def test_what_was_rejected_gets_one_other_look_by_a_new_request_that_is_linked(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "paid.txt"
    await card_of(world, "ladder", effects=file)
    first = await the_request(world)
    await world.person("tom").press(await world.card("tom"), "Reject…")
    await the_view(world, "tom")
    await world.person("tom").submit({"reason": "No invoice"})
    await world.run_ends()
    await world.shows("maya", "Rejected")
    world.clock.advance(seconds=1)
    assert await filled(world, "maya", "reopen", reason="Here is the invoice") == {}
    await world.told("maya", "gets another look")
    await in_time(lambda: _is_asked_again(world, first.id))
    await world.nothing_is_owed()
    [old, again] = sorted(await world.requests(), key=lambda request: request.origin.reopens)
    assert (old.state, again.state) == (State.SETTLED, State.OPEN)
    assert (await events_of(world, old))[-1] == "Reopened"
    assert old.reopening
    assert old.reopening.run_id == again.origin.run_id
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.run_ends()
    assert effects(file) == ["paid 120"]


async def test_another_look_is_given_once_and_to_nobody_without_a_part_in_it(world: World) -> None:
    await card_of(world, "ladder")
    for _ in range(3):
        await world.pass_time(minutes=31)
    await world.run_ends()
    stale = await world.shows("otto", "Expired")
    await more(world, "otto", "reopen", stale)
    await the_view(world, "otto")
    await world.person("otto").submit({"reason": "I want it"})
    assert "Nothing was changed." in await in_time_told(world, "otto")
    [first] = await world.requests()
    await filled(world, "maya", "reopen", reason="Everybody was at lunch")
    await world.told("maya", "gets another look")
    await more(world, "tom", "reopen", stale)
    await the_view(world, "tom")
    await world.person("tom").submit({"reason": "Me too"})
    assert "Nothing was changed." in await in_time_told(world, "tom")
    await in_time(lambda: _is_asked_again(world, first.id))
    assert len(await world.requests()) == 2


async def test_a_move_that_comes_too_late_says_so(world: World) -> None:
    await card_of(world, "ladder")
    for entry in ("escalate", "extend"):
        await more(world, "tom", entry)
        await the_view(world, "tom")
        await world.person("tom").close_view()
    await more(world, "tom", "escalate")
    await the_view(world, "tom")
    await world.person("lena").press(await world.card("lena"), "Approve")
    await world.run_ends()
    await world.person("tom").submit({"reason": "Not ours"})
    assert "Nothing was changed." in await in_time_told(world, "tom")


async def in_time_told(world: World, who: str) -> str:
    """What somebody was told last in the channel of the cards, as soon as there is anything."""
    return (await world.told(who, "")).plain()


async def _told_something(world: World, who: str) -> bool:
    return bool(world.person(who).ephemerals("#approvals"))


async def _is_asked_again(world: World, first: str) -> bool:
    return any(request.origin.reopens == first for request in await world.requests())
