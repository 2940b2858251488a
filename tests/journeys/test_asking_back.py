"""Journeys of people who want to know more, or somebody else to decide, before they answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.request import State
from sandbox import Sandbox, SeenMessage
from tests.journeys.reviewing import card_of, events_of, reviewing, the_request, the_view
from tests.journeys.world import World


@pytest.fixture
async def desk(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with workflows that take more than a click."""
    async with reviewing(sandbox, tmp_path) as world:
        yield world


async def more(desk: World, card: SeenMessage, who: str, entry: str) -> None:
    """Choose an entry of the menu More: see, history, delegate or ask."""
    _, menu = card.find("more")
    value = next(option["value"] for option in menu["options"] if option["value"].startswith(f"{entry}:"))
    await desk.person(who).choose(card, "more", value)


async def told_without_an_answer(desk: World, who: str, words: str) -> None:
    """Wait until they are told this; it was no answer that they gave, so nothing is said of one."""
    told = (await desk.told(who, words)).plain()
    assert "Nothing was changed." in told
    assert "Your answer" not in told


async def test_a_reviewer_passes_their_seat_on_and_it_is_one_seat(desk: World) -> None:
    card = await card_of(desk, "joint amount=10 to=ACME")
    await more(desk, card, "tom", "delegate")
    await the_view(desk, "tom", "in your stead")
    assert (await desk.person("tom").submit({"person": desk.person("otto").id, "reason": "on a plane"})).closed
    await desk.told("tom", "The two of you are one seat")
    copy = await desk.direct("otto", "Pay the invoice of ACME?")
    await desk.person("otto").press(copy, "vote:approve")
    await desk.shows("lena", "1 of the 2")
    await desk.person("tom").press(card, "vote:approve")
    await desk.nothing_is_owed()
    assert (await the_request(desk)).state is State.OPEN
    await desk.person("lena").press(await desk.card("lena"), "vote:approve")
    await desk.run_ends()


async def test_somebody_who_may_decide_anyway_cannot_stand_in(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await more(desk, card, "tom", "delegate")
    await the_view(desk, "tom", "in your stead")
    await desk.person("tom").submit({"person": desk.person("lena").id, "reason": "on a plane"})
    await desk.told("tom", "cannot decide in your stead")
    assert (await the_request(desk)).delegations == ()


async def test_nobody_chosen_is_told_at_its_field(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await more(desk, card, "tom", "delegate")
    await the_view(desk, "tom", "in your stead")
    assert list((await desk.person("tom").submit({"reason": "on a plane"})).errors) == ["person"]


async def test_an_outsider_has_no_seat_to_pass_on(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await more(desk, card, "otto", "delegate")
    await told_without_an_answer(desk, "otto", "@team-leads")
    assert desk.person("otto").view() is None


async def test_a_question_is_asked_in_the_thread_and_decides_nothing(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await more(desk, card, "otto", "ask")
    await the_view(desk, "otto", "Your question")
    assert list((await desk.person("otto").submit({"question": "  "})).errors) == ["question"]
    assert (await desk.person("otto").submit({"question": "Which floor? <!channel>"})).closed
    await desk.told("otto", "on its way")

    def asked() -> SeenMessage | None:
        replies = desk.person("tom").thread(card)
        return next((reply for reply in replies if "Which floor?" in reply.plain()), None)

    reply = await desk.sandbox.until(asked)
    assert set(reply.notifies) <= {desk.person("maya").id}
    request = await the_request(desk)
    assert request.state is State.OPEN
    assert await events_of(desk, request) == ["Opened", "Seated", "Questioned"]


async def test_the_history_tells_what_happened(desk: World) -> None:
    card = await card_of(desk, "joint amount=10 to=ACME")
    await desk.person("lena").press(card, "vote:approve")
    await desk.shows("tom", "1 of the 2")
    await more(desk, await desk.card("tom"), "otto", "history")
    view = await the_view(desk, "otto", "Lena Petrova")
    assert view.title == "History"
    assert view.submit is None


async def test_everything_is_behind_the_menu_of_a_card_that_shows_it_whole(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await more(desk, card, "tom", "see")
    view = await the_view(desk, "tom", "Sign the lease?")
    assert view.submit == "Approve"
    assert (await desk.person("tom").submit()).closed
    run = await desk.run_ends()
    assert run.outcome == "approve"


async def test_after_the_decision_there_is_nothing_to_ask_or_to_pass_on(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await desk.person("tom").press(card, "vote:approve")
    await desk.run_ends()
    for entry in ("delegate", "ask"):
        await more(desk, card, "lena", entry)
        await told_without_an_answer(desk, "lena", "decided already")
        desk.person("lena").reload()


async def test_a_form_to_pass_on_left_open_until_the_decision_says_so(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await more(desk, card, "tom", "delegate")
    await the_view(desk, "tom", "in your stead")
    await desk.person("lena").press(card, "vote:approve")
    await desk.run_ends()
    await desk.person("tom").submit({"person": desk.person("otto").id, "reason": "on a plane"})
    await told_without_an_answer(desk, "tom", "decided already")


async def test_a_question_left_open_until_the_decision_says_so(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    await more(desk, card, "otto", "ask")
    await the_view(desk, "otto", "Your question")
    await desk.person("lena").press(card, "vote:approve")
    await desk.run_ends()
    await desk.person("otto").submit({"question": "Which floor?"})
    await told_without_an_answer(desk, "otto", "decided already")


async def test_a_copy_of_ones_own_tells_nothing_more_to_who_left_the_channel(desk: World) -> None:
    await card_of(desk, "lease to=ACME")
    otto = desk.person("otto")
    await otto.command("#support", f"/approvals show {(await the_request(desk)).id}")
    copy = await desk.told("otto", "Sign the lease?", "#support")
    await desk.shows("otto", "Sign the lease?")
    desk.sandbox.remove_member("#approvals", "otto")
    for entry in ("see", "history", "ask"):
        await more(desk, copy, "otto", entry)
        await desk.sandbox.until(lambda: "not on the ledger" in otto.ephemerals("#support")[-1].plain())
        otto.screen.ephemerals.pop()
    assert otto.view() is None
