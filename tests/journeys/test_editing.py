"""Journeys of people who edit before they approve, and of people who fill in what an answer needs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.request import State
from sandbox import Sandbox, SeenMessage
from tests.journeys.reviewing import card_of, in_time, reviewing, the_request, the_view
from tests.journeys.world import World

INVOICE = "invoice amount=4000 to=ACME"
JOINT = "joint amount=4000 to=ACME"


@pytest.fixture
async def desk(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with workflows that take more than a click."""
    async with reviewing(sandbox, tmp_path) as world:
        yield world


async def edit(desk: World, card: SeenMessage, who: str = "tom", **values: str) -> dict[str, str]:
    """Open the form, change these values and send it; returns the errors, by label of their field."""
    person = desk.person(who)
    await person.press(card, "edit")
    await the_view(desk, who, "What you send is what runs")
    submitted = await person.submit({f"draft:{name}": value for name, value in values.items()})
    assert submitted.acked or submitted.errors
    return submitted.errors


async def test_what_was_edited_is_what_runs_with_its_types(desk: World) -> None:
    card = await card_of(desk, INVOICE)
    assert await edit(desk, card, amount="3500") == {}
    run = await desk.run_ends()
    assert run.outcome == "approve {'amount': 3500, 'to': 'ACME'}"
    request = await the_request(desk)
    assert [(each.before["amount"], each.after["amount"]) for each in request.edits] == [(4000, 3500)]


async def test_the_form_begins_with_what_would_run(desk: World) -> None:
    card = await card_of(desk, INVOICE)
    await desk.person("tom").press(card, "edit")
    view = await the_view(desk, "tom", "Pay the invoice of ACME?")
    assert view.labels() == ["Amount", "Paid to"]
    assert view.state["draft:amount"]["value"]["value"] == "4000"
    assert view.state["draft:to"]["value"]["value"] == "ACME"


async def test_a_wrong_value_is_told_at_its_field_and_nothing_typed_is_lost(desk: World) -> None:
    card = await card_of(desk, INVOICE)
    errors = await edit(desk, card, amount="-4", to="Sun & Moon")
    assert list(errors) == ["draft:amount"]
    view = await the_view(desk, "tom")
    assert view.state["draft:to"]["value"]["value"] == "Sun & Moon"
    submitted = await desk.person("tom").submit({"draft:amount": "40"})
    assert submitted.closed
    run = await desk.run_ends()
    assert run.outcome == "approve {'amount': 40, 'to': 'Sun & Moon'}"


async def test_an_edit_beyond_the_editors_limit_is_put_to_those_who_may(desk: World) -> None:
    card = await card_of(desk, INVOICE)
    await edit(desk, card, amount="9000")
    told = await desk.told("tom", "put to")
    assert "@managers (managers)" in told.plain()
    assert "not counted" in told.plain()
    request = await the_request(desk)
    assert (request.state, request.asked.name, request.votes) == (State.OPEN, "managers", ())
    copy = await desk.direct("miguel", "Pay the invoice")
    await desk.person("miguel").press(copy, "vote:approve")
    run = await desk.run_ends()
    assert run.outcome == "approve {'amount': 9000, 'to': 'ACME'}"


async def test_the_draft_as_it_was_is_a_plain_approval(desk: World) -> None:
    card = await card_of(desk, INVOICE)
    await edit(desk, card)
    run = await desk.run_ends()
    assert run.outcome == "approve"


async def test_a_form_left_open_while_somebody_else_edits_counts_nothing(desk: World) -> None:
    card = await card_of(desk, JOINT)
    await desk.person("lena").press(card, "edit")
    await the_view(desk, "lena", "What you send is what runs")
    await edit(desk, card, amount="9000")
    await desk.shows("lena", "9000")
    assert (await desk.person("lena").submit({"draft:amount": "1"})).closed
    await desk.told("lena", "What you saw is not what stands now")
    request = await the_request(desk)
    assert len(request.edits) == 1


async def test_an_edit_that_comes_between_two_others_is_never_taken_for_a_plain_approval(desk: World) -> None:
    card = await card_of(desk, JOINT)
    first = await the_request(desk)
    tom = desk.person("tom")
    await tom.press(card, "edit")
    await the_view(desk, "tom", "What you send is what runs")
    await edit(desk, card, "lena", amount="4100")
    await desk.shows("lena", "4100")
    desk.sandbox.activate("tom")  # so that he is looked up anew, which takes its time
    desk.sandbox.faults.add("users.info", delay=2.0)
    await tom.submit({"draft:amount": "1"})
    await edit(desk, await desk.card("lena"), "lena", amount="4000")

    async def is_heard() -> bool:
        voted = any(vote.person == tom.id for vote in (await the_request(desk)).votes)
        return voted or bool(tom.ephemerals("#approvals"))

    await in_time(is_heard)
    request = await the_request(desk)
    assert (tom.id, first.digest) not in {(vote.person, vote.digest) for vote in request.votes}


async def test_a_form_left_open_until_it_is_decided_says_so(desk: World) -> None:
    card = await card_of(desk, INVOICE)
    await desk.person("lena").press(card, "edit")
    await the_view(desk, "lena", "What you send is what runs")
    await desk.person("tom").press(card, "vote:approve")
    await desk.run_ends()
    assert (await desk.person("lena").submit({"draft:amount": "1"})).closed
    await desk.told("lena", "decided already")


async def test_an_old_card_does_not_open_the_form(desk: World) -> None:
    card = await card_of(desk, JOINT)
    await edit(desk, card, amount="9000")
    await desk.sandbox.until(lambda: desk.person("tom").view() is None)
    await desk.shows("lena", "9000")
    await desk.person("lena").press(card, "edit")
    await desk.told("lena", "What you saw is not what stands now")
    assert desk.person("lena").view() is None


async def test_an_outsider_gets_no_form_but_words_on_who_may_and_where(desk: World) -> None:
    card = await card_of(desk, INVOICE)
    await desk.person("otto").press(card, "edit")
    told = await desk.told("otto", "@team-leads")
    assert "You can reach them in #approvals" in told.plain()
    assert told.notifies == ()
    assert desk.person("otto").view() is None


async def test_an_answer_brings_the_values_that_it_needs(desk: World) -> None:
    card = await card_of(desk, "lease to=ACME")
    tom = desk.person("tom")
    await tom.press(card, "vote:hold")
    view = await the_view(desk, "tom", "Sign the lease?")
    assert view.labels() == ["Days", "Note to the owner", "Reason"]
    assert list((await tom.submit({"Days": "90", "Note to the owner": "soon"})).errors) == ["form:days"]
    assert (await tom.submit({"Days": "9", "Reason": "the landlord is away"})).closed
    run = await desk.run_ends()
    assert run.outcome == "hold {'days': 9, 'reason': 'soon'} the landlord is away"


async def test_two_must_sign_for_what_was_edited_last(desk: World) -> None:
    card = await card_of(desk, JOINT)
    await desk.person("lena").press(card, "vote:approve")
    await desk.shows("tom", "1 of the 2")
    await edit(desk, await desk.card("tom"), amount="3900")
    changed = await desk.shows("lena", "3900")
    request = await the_request(desk)
    assert (request.state, request.asked.name) == (State.OPEN, "team leads")
    assert desk.person("tom").ephemerals("#approvals") == []
    await desk.person("lena").press(changed, "vote:approve")
    run = await desk.run_ends()
    assert run.outcome == "approve {'amount': 3900, 'to': 'ACME'}"
