"""1, 5 and 9. A click counts only if it may, and of many at once one decides."""

import asyncio
from typing import Any

import pytest

from bot.approvals.ask import Kind
from bot.approvals.eligibility import Person, Roster
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import voting
from bot.desk.voting import Click
from bot.ledger import answer_book
from bot.ledger.database import Ledger
from bot.ledger.tables import answers, cards, events, votes
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_policy,
    a_roster,
    a_tier,
)
from tests.desk.deeds import VERSION, asks, mumbles, pause, press, requests_of, run_of, stopped, the_request
from tests.desk.ladders import falling_back_on
from tests.ledger.books import claimed, dump, owed, rows, shown_cards

NOBODY = Roster({})

REFUSED: dict[str, tuple[Reason, dict[str, Any]]] = {
    "an outsider": (Reason.NOT_ELIGIBLE, {"by": OUTSIDER}),
    "somebody of the next tier": (Reason.NOT_ELIGIBLE, {"by": MANAGER}),
    "a lead who left the group": (Reason.NOT_ELIGIBLE, {"roster": a_roster((SECOND_LEAD,))}),
    "anybody while the directory is empty": (Reason.NOT_ELIGIBLE, {"roster": NOBODY}),
    "the requester": (Reason.OWN_REQUEST, {"by": REQUESTER, "roster": a_roster((REQUESTER,))}),
    "a bot": (Reason.NOT_A_MEMBER, {"person": Person(id=LEAD, is_bot=True)}),
    "somebody deactivated": (Reason.NOT_A_MEMBER, {"person": Person(id=LEAD, is_active=False)}),
    "a guest": (Reason.NOT_A_MEMBER, {"person": Person(id=LEAD, is_guest=True)}),
    "a stranger": (Reason.NOT_A_MEMBER, {"person": Person(id=LEAD, is_stranger=True)}),
    "a card that showed something else": (Reason.STALE_CARD, {"seen": "0" * 16}),
    "a card that showed too little": (Reason.STALE_CARD, {"seen": ""}),
    "an action that is not offered": (Reason.UNKNOWN_ACTION, {"action": "nonsense"}),
    "a rejection without a reason": (Reason.REASON_MISSING, {"action": "reject", "reason": " "}),
    "a graph that was changed": (Reason.GRAPH_CHANGED, {"graph": "v2"}),
    "a workflow that is gone": (Reason.GRAPH_CHANGED, {"graph": None}),
}


async def test_an_approval_settles_and_owes_the_answer_and_the_cards(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    settled = await press(ledger, request)
    assert settled == await the_request(ledger, request.id)
    assert settled.decision
    assert (settled.state, settled.decision.by, settled.due_at) == (State.SETTLED, (LEAD,), None)
    async with ledger.read() as conn:
        [answer] = await answer_book.owed(conn, run_of(request).key)
    assert answer == (request.id, "interrupt-1", settled.decision.model_dump(mode="json"))
    assert [(card["wanted"], card["shown"]) for card in await shown_cards(ledger)] == [(2, 0)]
    assert run_of(request) in await owed(ledger)


async def test_a_vote_short_of_the_quorum_decides_nothing(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(quorum=2)))
    first = await press(ledger, request)
    assert (first.state, first.decision, len(await rows(ledger, answers))) == (State.OPEN, None, 0)
    assert (await press(ledger, first, SECOND_LEAD)).state is State.SETTLED


@pytest.mark.parametrize(("reason", "how"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_refused_click_changes_nothing(ledger: Ledger, reason: Reason, how: dict[str, Any]) -> None:
    [request] = await stopped(ledger)
    before = await dump(ledger)
    with pytest.raises(Refused) as refused:
        await press(ledger, request, **how)
    assert (refused.value.reason, refused.value.request) == (reason, request)
    assert await dump(ledger) == before


async def test_a_click_on_a_closed_request_says_what_became_of_it(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    settled = await press(ledger, request)
    before = await dump(ledger)
    with pytest.raises(Refused) as refused:
        await press(ledger, request, SECOND_LEAD, "reject")
    assert (refused.value.reason, refused.value.request) == (Reason.ALREADY_CLOSED, settled)
    assert await dump(ledger) == before


async def test_the_same_click_twice_counts_once(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(quorum=2)))
    await press(ledger, request)
    before = await dump(ledger)
    with pytest.raises(Refused) as refused:
        await press(ledger, request)
    assert refused.value.reason is Reason.ALREADY_COUNTED
    assert await dump(ledger) == before


async def test_a_click_on_a_request_that_is_not_there_is_refused(ledger: Ledger) -> None:
    click = Click(request_id="request-9", action="approve", seen="0" * 16, saw_whole=True)
    with pytest.raises(Refused) as refused:
        await voting.vote(ledger, click, (Person(id=LEAD), a_roster()), VERSION, now=NOON)
    assert (refused.value.reason, refused.value.request) == (Reason.UNKNOWN_REQUEST, None)


@pytest.mark.parametrize("action", ["approve", "reject"])
async def test_a_question_nobody_can_read_takes_no_answer(ledger: Ledger, action: str) -> None:
    [request] = await stopped(ledger, mumbles())
    with pytest.raises(Refused) as refused:
        await press(ledger, request, action=action)
    assert refused.value.reason is Reason.UNKNOWN_ACTION


async def test_a_request_that_was_withdrawn_takes_no_answer(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    await pause(ledger, await claimed(ledger, run_of(left)), asks(interrupt_id="3"))
    with pytest.raises(Refused) as refused:
        await press(ledger, right)
    assert refused.value.reason is Reason.ALREADY_CLOSED
    assert refused.value.request
    assert refused.value.request.state is State.WITHDRAWN


async def test_a_click_after_the_last_deadline_is_too_late_even_if_the_alarm_is_later(ledger: Ledger) -> None:
    """9. Silence is not consent, and neither is what comes after it."""
    [request] = await stopped(ledger, policy=a_policy(a_tier()))
    with pytest.raises(Refused) as refused:
        await press(ledger, request, now=NOON + HOUR)
    assert refused.value.reason is Reason.ALREADY_CLOSED
    expired = await the_request(ledger, request.id)
    assert expired == refused.value.request
    assert expired.decision
    assert (expired.state, expired.decision.kind) == (State.EXPIRED, Kind.REJECT)
    assert run_of(request) in await owed(ledger)


@pytest.mark.parametrize("quorum", [1, 2])
async def test_of_twenty_votes_at_once_one_makes_the_decision(ledger: Ledger, second: Ledger, quorum: int) -> None:
    people = [f"U0LEAD{number}" for number in range(20)]
    [request] = await stopped(ledger, policy=a_policy(a_tier(quorum=quorum)))
    clicks = (
        press(
            second if number % 2 else ledger,
            request,
            person,
            "approve" if number % 3 else "reject",
            roster=a_roster(people),
        )
        for number, person in enumerate(people)
    )
    ends = await asyncio.gather(*clicks, return_exceptions=True)
    counted = [end for end in ends if isinstance(end, Request)]
    refused = [end.reason for end in ends if isinstance(end, Refused)]
    assert len(counted) + len(refused) == 20, ends
    assert 1 <= len(counted) <= quorum
    assert set(refused) == {Reason.ALREADY_CLOSED}
    kinds = [event["kind"] for event in await rows(ledger, events)]
    assert kinds == ["opened", *["voted"] * len(counted), "settled"]
    assert len(await rows(ledger, answers)) == 1
    assert len(await rows(ledger, votes)) == len(counted)


async def test_a_click_that_comes_with_the_end_of_its_ladder_does_not_count_on_the_next(ledger: Ledger) -> None:
    """Whoever was looked up for the ladder that ended is nobody on the one to fall back on."""
    policy = falling_back_on(a_policy(a_tier("director"), name="other"))
    [request] = await stopped(ledger, policy=policy)
    with pytest.raises(Refused) as refusal:
        await press(ledger, request, now=NOON + HOUR)
    assert refusal.value.reason is Reason.LOOKUP_FAILED
    assert (await the_request(ledger, request.id)).votes == ()


async def test_a_click_on_a_stale_card_owes_every_card_a_new_drawing(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await voting.refresh(ledger, request.id)
    await voting.refresh(ledger, "request-9")
    assert [card["wanted"] for card in await rows(ledger, cards)] == [2]


async def test_two_questions_of_a_run_are_decided_apart(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await asyncio.gather(press(ledger, left), press(ledger, right, SECOND_LEAD, "reject"))
    after = await requests_of(ledger, run_of(left))
    assert [request.decision and request.decision.kind for request in after] == [Kind.APPROVE, Kind.REJECT]
    assert len(await rows(ledger, answers)) == 2
