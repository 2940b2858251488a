"""Journeys of people who approve what no card can hold, and so have to read it first."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.request import State
from sandbox import Sandbox, SeenView
from tests.journeys.reviewing import card_of, events_of, in_time, reviewing, the_request, the_view
from tests.journeys.world import World


@pytest.fixture
async def desk(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with workflows that take more than a click."""
    async with reviewing(sandbox, tmp_path) as world:
        yield world


async def read_to_the_end(desk: World, name: str) -> list[SeenView]:
    """Turn every page of the full view that is open."""
    person = desk.person(name)
    pages = [await the_view(desk, name, "Page 1 of")]
    while "Next page" in pages[-1].buttons():
        await person.press(pages[-1], "Next page")
        pages.append(await the_view(desk, name, f"Page {len(pages) + 1} of"))
    return pages


async def is_noted(desk: World, name: str) -> None:
    """Wait until the ledger knows that this person has read it all."""

    async def has_viewed() -> bool:
        return (await the_request(desk)).has_viewed(desk.person(name).id)

    await in_time(has_viewed)


async def test_approving_unread_opens_the_whole_and_says_why(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    await desk.person("tom").press(card, "vote:approve")
    view = await the_view(desk, "tom", "Please read this first")
    assert view.submit is None
    assert "Approving is offered on page" in view.plain()
    request = await the_request(desk)
    assert (request.state, request.votes, request.views) == (State.OPEN, (), ())


async def test_who_has_read_it_to_its_end_approves_there(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    await desk.person("tom").press(card, "vote:approve")
    pages = await read_to_the_end(desk, "tom")
    told = "".join(page.plain() for page in pages)
    assert told.count("great deal") > 4700  # of 4800: the others stand on two pieces
    assert (await desk.person("tom").submit()).closed
    run = await desk.run_ends()
    assert run.outcome == "approve"


async def test_reading_is_on_the_record_and_the_card_then_takes_the_approval(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    tom = desk.person("tom")
    await tom.press(card, "see")
    await read_to_the_end(desk, "tom")
    await is_noted(desk, "tom")
    await tom.close_view()
    request = await the_request(desk)
    assert await events_of(desk, request) == ["Opened", "Seated", "Viewed"]
    await tom.press(card, "vote:approve")
    await desk.run_ends()
    assert tom.view() is None


async def test_what_one_has_read_no_other_has(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    await desk.person("tom").press(card, "see")
    await read_to_the_end(desk, "tom")
    await is_noted(desk, "tom")
    await desk.person("lena").press(card, "vote:approve")
    await the_view(desk, "lena", "Please read this first")
    assert (await the_request(desk)).votes == ()


async def test_half_of_it_is_not_all_of_it(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    tom = desk.person("tom")
    await tom.press(card, "see")
    await tom.press(await the_view(desk, "tom", "Page 1 of"), "Next page")
    await the_view(desk, "tom", "Page 2 of")
    await tom.close_view()
    await tom.press(card, "vote:approve")
    await the_view(desk, "tom", "Please read this first")
    assert (await the_request(desk)).state is State.OPEN


async def test_a_page_that_slack_did_not_show_was_not_read(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    tom = desk.person("tom")
    await tom.press(card, "see")
    pages = await read_to_the_end(desk, "tom")
    await is_noted(desk, "tom")
    lena = desk.person("lena")
    await lena.press(card, "see")
    for number in range(1, len(pages) - 1):
        await lena.press(await the_view(desk, "lena", f"Page {number} of"), "Next page")
    last_but_one = await the_view(desk, "lena", f"Page {len(pages) - 1} of")
    desk.sandbox.faults.add("views.update", error="internal_error")
    await lena.press(last_but_one, "Next page")
    await desk.told("lena", "try again")
    assert not (await the_request(desk)).has_viewed(lena.id)


async def test_rejecting_needs_no_reading(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    tom = desk.person("tom")
    await tom.press(card, "vote:reject")
    await the_view(desk, "tom", "Your answer: Reject")
    assert (await tom.submit({"reason": "far too long"})).closed
    run = await desk.run_ends()
    assert run.outcome == "reject far too long"


async def test_a_blank_reason_is_told_at_its_field(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    tom = desk.person("tom")
    await tom.press(card, "vote:reject")
    await the_view(desk, "tom", "Your answer: Reject")
    assert list((await tom.submit({"reason": "   "})).errors) == ["reason"]
    assert (await tom.submit({"reason": "no"})).closed
    await desk.run_ends()


async def test_escalating_by_hand_asks_the_next_tier_now_with_the_reason(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    tom = desk.person("tom")
    await tom.press(card, "vote:escalate")
    await the_view(desk, "tom", "Ask a manager")
    assert (await tom.submit({"reason": "above my head"})).closed
    await desk.direct("miguel", "Publish the report?")
    request = await the_request(desk)
    assert (request.state, request.asked.name, request.votes) == (State.OPEN, "managers", ())


async def test_an_outsider_is_not_made_to_read_but_told_who_may(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    await desk.person("otto").press(card, "vote:approve")
    await desk.told("otto", "@team-leads")
    assert desk.person("otto").view() is None


async def test_everything_can_be_read_after_the_decision_too(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    tom = desk.person("tom")
    await tom.press(card, "vote:reject")
    await the_view(desk, "tom", "Your answer: Reject")
    await tom.submit({"reason": "no"})
    await desk.run_ends()
    await desk.person("otto").press(card, "see")
    pages = await read_to_the_end(desk, "otto")
    assert "This request is closed" in pages[-1].plain()
    assert pages[-1].submit is None


async def test_somebody_without_an_account_any_more_sees_nothing(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    desk.sandbox.faults.add("users.info", times=9, error="user_not_found")
    await desk.person("otto").press(card, "see")
    await desk.told("otto", "could not look up")
    assert desk.person("otto").view() is None


async def test_a_modal_that_slack_would_not_open_is_told_in_private(desk: World) -> None:
    card = await card_of(desk, "report to=all")
    desk.sandbox.faults.add("views.open", error="expired_trigger_id")
    await desk.person("tom").press(card, "vote:approve")
    await desk.told("tom", "try again")
    assert (await the_request(desk)).votes == ()
