"""Journeys of people who decide on many like requests: on all that were shown, or the same one after the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.request import Request, State
from sandbox import Sandbox, SeenMessage, SeenView
from tests.journeys.reviewing import events_of, in_time, reviewing, the_view
from tests.journeys.world import World


@pytest.fixture
async def desk(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with workflows whose requests gather."""
    async with reviewing(sandbox, tmp_path) as world:
        yield world


async def a_batch(desk: World, count: int = 3, by: str = "maya", reader: str = "tom") -> SeenMessage:
    """The card that shows so many payouts, each of its own amount."""
    await gathered(desk, "payout", count, by)
    return await desk.card(reader)


async def gathered(desk: World, task: str, count: int, by: str = "maya") -> None:
    """So many of these are asked for, and their card stands."""
    before = len(await desk.requests())
    for number in range(before + 1, before + count + 1):
        await desk.person(by).command("#support", f"/task {task} amount={number * 10} to=Customer{number}")
        await until_there_are(desk, number)
    await desk.nothing_is_owed()


async def put_up(desk: World, name: str) -> SeenView:
    """Put the first open one of the newest batch to the next tier, one by one; returns what is shown then."""
    person = desk.person(name)
    await person.press(await desk.card(name), "batch_each")
    await person.press(await the_view(desk, name, "Request 1 of 2"), "vote:escalate")
    await the_view(desk, name, "Your answer: Ask a manager")
    await person.submit({"reason": "I do not know them"})
    return await the_view(desk, name, "Ask a manager is counted")


async def until_there_are(desk: World, count: int) -> None:
    async def are_there() -> bool:
        return len(await desk.requests()) == count

    await in_time(are_there)


async def joined(desk: World) -> list[Request]:
    """The requests in the order in which they were asked for."""
    return sorted(await desk.requests(), key=lambda request: request.ask.measures["amount"])


async def states(desk: World) -> list[State]:
    return [request.state for request in await joined(desk)]


async def read_all(desk: World, card: SeenMessage, name: str) -> None:
    """Read every request of the batch in full, and close the modal."""
    await desk.person(name).press(card, "batch_see")
    await the_view(desk, name, "every one of them in full")
    await noted(desk, name)
    await desk.person(name).close_view()


async def noted(desk: World, name: str) -> None:
    """Wait until the ledger knows that this person has read every open request."""

    async def has_viewed() -> bool:
        reader = desk.person(name).id
        return all(each.state is not State.OPEN or each.has_viewed(reader) for each in await desk.requests())

    await in_time(has_viewed)


async def test_approving_all_unread_opens_them_all_and_says_why(desk: World) -> None:
    card = await a_batch(desk)
    await desk.person("tom").press(card, "batch:approve")
    view = await the_view(desk, "tom", "Please read these first")
    for number in (1, 2, 3):
        assert f"Customer{number}" in view.plain()
    assert await states(desk) == [State.OPEN] * 3


async def test_who_has_seen_them_all_approves_them_all_at_the_end(desk: World) -> None:
    card = await a_batch(desk)
    tom = desk.person("tom")
    await tom.press(card, "batch:approve")
    await tom.press(await the_view(desk, "tom", "every one of them in full"), "batch:approve")
    await the_view(desk, "tom", "3 are decided by it")
    assert await states(desk) == [State.SETTLED] * 3
    requests = await desk.requests()
    assert {request.decision.by for request in requests if request.decision} == {(tom.id,)}
    assert "Viewed" in await events_of(desk, requests[0])


async def test_who_has_read_them_approves_from_the_card(desk: World) -> None:
    card = await a_batch(desk)
    await read_all(desk, card, "tom")
    await desk.person("tom").press(card, "batch:approve")
    await desk.told("tom", "3 are decided by it")
    assert await states(desk) == [State.SETTLED] * 3


async def test_a_request_that_joined_later_is_never_swept_along(desk: World) -> None:
    card = await a_batch(desk, 3)
    await read_all(desk, card, "tom")
    await a_batch(desk, 2)
    await desk.person("tom").press(card, "batch:approve")
    told = await desk.told("tom", "3 are decided by it")
    assert "2 more have joined the card since" in told.plain()
    assert await states(desk) == [State.SETTLED] * 3 + [State.OPEN] * 2


async def test_what_joins_while_one_reads_is_not_swept_along_either(desk: World) -> None:
    card = await a_batch(desk, 2)
    tom = desk.person("tom")
    await tom.press(card, "batch:approve")
    view = await the_view(desk, "tom", "every one of them in full")
    await a_batch(desk, 1)
    await tom.press(view, "batch:approve")
    await the_view(desk, "tom", "2 are decided by it")
    assert await states(desk) == [State.SETTLED, State.SETTLED, State.OPEN]


async def test_rejecting_all_asks_once_for_a_reason(desk: World) -> None:
    card = await a_batch(desk)
    tom = desk.person("tom")
    await tom.press(card, "batch:reject")
    view = await the_view(desk, "tom", "Your answer to all 3")
    assert view.submit == "Reject"
    assert (await tom.submit({"reason": "the budget is spent"})).closed
    await desk.told("tom", "3 are decided by it")
    assert {request.decision.reason for request in await desk.requests() if request.decision} == {"the budget is spent"}


async def test_each_is_judged_by_itself(desk: World) -> None:
    card = await a_batch(desk, 2)
    card = await a_batch(desk, 1, by="tom", reader="lena")
    await desk.person("lena").press(card, "batch_each")
    await desk.person("lena").press(await the_view(desk, "lena", "Request 1 of 3"), "vote:approve")
    await the_view(desk, "lena", "Request 2 of 3")
    await read_all(desk, card, "tom")
    await desk.person("tom").press(card, "batch:approve")
    told = (await desk.told("tom", "What became of your Approve")).plain()
    assert "1 is decided by it" in told
    assert "1 was closed already" in told
    assert "1 is not yours to decide" in told
    assert await states(desk) == [State.SETTLED, State.SETTLED, State.OPEN]


async def test_an_outsider_gets_no_modal_but_words_on_who_may(desk: World) -> None:
    card = await a_batch(desk, 2)
    for button in ("batch:approve", "batch:reject"):
        await desk.person("otto").press(card, button)
        await desk.told("otto", "@team-leads")
        desk.person("otto").reload()
    assert desk.person("otto").view() is None
    assert await states(desk) == [State.OPEN] * 2


async def test_one_after_the_other_each_answer_leads_to_the_next(desk: World) -> None:
    card = await a_batch(desk, 3)
    tom = desk.person("tom")
    await tom.press(card, "batch_each")
    await tom.press(await the_view(desk, "tom", "Request 1 of 3"), "vote:approve")
    second = await the_view(desk, "tom", "Approve is counted for “Pay 10 EUR to Customer1?”")
    assert "Request 2 of 3" in second.plain()
    await tom.press(second, "vote:reject")
    await the_view(desk, "tom", "Your answer: Reject")
    await tom.submit({"reason": "twice"})
    third = await the_view(desk, "tom", "Request 3 of 3")
    await tom.press(third, "vote:approve")
    await the_view(desk, "tom", "All of them are closed now")
    kinds = [request.decision.action for request in await joined(desk) if request.decision]
    assert kinds == ["approve", "reject", "approve"]


async def test_one_that_is_put_up_says_to_whom(desk: World) -> None:
    await gathered(desk, "bonus", 2)
    view = await put_up(desk, "tom")
    assert "for “Pay 10 EUR to Customer1?”. It is put to @managers (managers) now." in view.plain()
    assert "approvals needed" not in view.plain()
    assert "Request 2 of 2" in view.plain()
    assert [request.asked.name for request in await joined(desk)] == ["managers", "team leads"]


async def test_a_copy_of_a_batch_serves_who_is_asked_about_one_of_them_and_nobody_who_is_not_any_more(
    desk: World,
) -> None:
    desk.sandbox.remove_member("#approvals", "miguel")
    await gathered(desk, "bonus", 2)
    await put_up(desk, "tom")
    copy = await desk.direct("miguel", "2 payouts wait for a decision")
    miguel = desk.person("miguel")
    await miguel.press(copy, "batch_see")
    open_view = await the_view(desk, "miguel", "Pay 10 EUR to Customer1?")
    desk.sandbox.set_group("managers", ["dora"])
    await miguel.press(open_view, "batch:approve")
    await refused_as_unknown(desk, copy, "Your answer was not counted.")
    await miguel.close_view()
    for button, end in [("batch_see", "Nothing was changed."), ("batch_each", "Nothing was changed.")]:
        await miguel.press(copy, button)
        await refused_as_unknown(desk, copy, end)
    await miguel.press(copy, "batch:approve")
    await refused_as_unknown(desk, copy, "Your answer was not counted.")
    assert miguel.view() is None
    assert await states(desk) == [State.OPEN] * 2


async def refused_as_unknown(desk: World, copy: SeenMessage, end: str) -> None:
    """Wait until miguel, who pressed on this copy, was told that there is no such request, with this end."""
    told = await desk.told("miguel", "not on the ledger", copy.channel)
    assert told.plain().endswith(end)
    desk.person("miguel").reload()


async def test_one_can_be_passed_over_and_come_back_to(desk: World) -> None:
    card = await a_batch(desk, 3)
    tom = desk.person("tom")
    await tom.press(card, "batch_each")
    await tom.press(await the_view(desk, "tom", "Request 1 of 3"), "Next")
    await tom.press(await the_view(desk, "tom", "Request 2 of 3"), "Next")
    await tom.press(await the_view(desk, "tom", "Request 3 of 3"), "vote:approve")
    await the_view(desk, "tom", "Request 1 of 3")
    assert await states(desk) == [State.OPEN, State.OPEN, State.SETTLED]


async def test_an_answer_that_is_refused_one_by_one_says_why_in_the_modal(desk: World) -> None:
    card = await a_batch(desk, 1, by="tom")
    card = await a_batch(desk, 1)
    tom = desk.person("tom")
    await tom.press(card, "batch_each")
    await tom.press(await the_view(desk, "tom", "Request 1 of 2"), "vote:approve")
    view = await the_view(desk, "tom", "You asked for this yourself")
    assert "Request 1 of 2" in view.plain()
    assert await states(desk) == [State.OPEN] * 2


async def test_a_card_from_before_everything_was_decided_says_so(desk: World) -> None:
    card = await a_batch(desk, 2)
    await desk.person("lena").press(card, "batch:reject")
    await the_view(desk, "lena", "Your answer to all 2")
    await desk.person("lena").submit({"reason": "no"})
    await desk.told("lena", "2 are decided by it")
    await desk.person("tom").press(card, "batch:approve")
    await desk.told("tom", "decided already")
    await desk.person("tom").press(card, "batch_each")
    await the_view(desk, "tom", "there is nothing to answer")


async def test_a_batch_in_which_something_was_edited_is_looked_at_again(desk: World) -> None:
    card = await a_batch(desk, 3)
    await read_all(desk, card, "tom")
    lena = desk.person("lena")
    await lena.press(card, "batch_each")
    await lena.press(await the_view(desk, "lena", "Request 1 of 3"), "edit")
    await the_view(desk, "lena", "What you send is what runs")
    await lena.submit({"draft:amount": "5"})
    await the_view(desk, "lena", "Request 2 of 3")
    await desk.person("tom").press(card, "batch:approve")
    await desk.told("tom", "was edited after its card was drawn")
    await desk.nothing_is_owed()
    assert await states(desk) == [State.SETTLED, State.OPEN, State.OPEN]
    await desk.person("tom").press(await desk.card("tom"), "batch:approve")
    await desk.told("tom", "2 are decided by it")


async def test_the_same_answer_delivered_twice_counts_once(desk: World) -> None:
    card = await a_batch(desk, 2)
    await read_all(desk, card, "tom")
    desk.sandbox.faults.duplicate_next_envelope()
    await desk.person("tom").press(card, "batch:approve")
    await desk.told("tom", "2 are decided by it")
    await desk.nothing_is_owed()
    requests = await desk.requests()
    assert [len(request.votes) for request in requests] == [1, 1]


async def test_words_in_the_thread_of_a_batch_of_one_are_answered_with_the_buttons_of_that_request(desk: World) -> None:
    card = await a_batch(desk, 1)
    await desk.person("tom").say("#approvals", "lgtm", card)
    nudge = await desk.told("tom", "do not count")
    assert {"Approve", "Reject…"} <= set(nudge.buttons())
    assert await states(desk) == [State.OPEN]
