"""What people do to a request besides deciding it: pass it on, read it, ask about it, take it back."""

import contextlib

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import delegating, questioning, taking_back, viewing
from bot.desk.faltering import Patience, falter
from bot.ledger import work
from bot.ledger.database import Ledger
from bot.ledger.tables import answers, cards, notices
from tests.approvals.examples import HOUR, LEAD, NOON, OUTSIDER, REQUESTER, a_roster
from tests.desk.deeds import asks, heard, pause, press, run_of, stopped, the_request, the_run, told
from tests.ledger.books import claimed, dump, owed, rows

GIVER, STAND_IN, ASKER = Person(id=LEAD), Person(id=OUTSIDER), Person(id=REQUESTER)


async def test_a_reviewer_passes_a_request_on_and_the_other_decides_in_their_seat(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await delegate(ledger, request)
    assert [(card["look"], card["audience"]) for card in await rows(ledger, cards)] == [
        ("request", OUTSIDER),
        ("request", "#approvals"),
        ("history", "thread"),
    ]
    settled = await press(ledger, await the_request(ledger, request.id), OUTSIDER)
    assert settled.decision
    assert (settled.decision.by, settled.votes[-1].behalf) == ((OUTSIDER,), LEAD)


async def test_who_has_no_seat_passes_none_on(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    before = await dump(ledger)
    with pytest.raises(Refused) as refused:
        await delegating.delegate(ledger, request.id, (STAND_IN, a_roster(), GIVER), "", now=NOON)
    assert refused.value.reason is Reason.NOT_ELIGIBLE
    assert await dump(ledger) == before


async def test_after_the_last_deadline_there_is_nothing_to_pass_on_though_the_clock_is_late(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    for hours in (2, 4):
        late = NOON + hours * HOUR
        with contextlib.suppress(Refused):
            await delegating.delegate(ledger, request.id, (GIVER, a_roster(), STAND_IN), "on leave", now=late)
    closed = await the_request(ledger, request.id)
    assert (closed.state, closed.tier) == (State.EXPIRED, 1)
    assert [delegation.at for delegation in closed.delegations] == [NOON + 2 * HOUR]  # to which the next tier was asked


async def test_reading_is_noted_once_and_lets_a_person_approve_what_no_card_shows_whole(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    with pytest.raises(Refused) as refused:
        await press(ledger, request, saw_whole=False)
    assert refused.value.reason is Reason.NOT_READ_YET
    for _ in range(2):
        await viewing.note_view(ledger, request.id, GIVER, request.digest[:16], now=NOON)
    assert (await the_request(ledger, request.id)).seq == 2
    assert (await press(ledger, request, saw_whole=False)).state is State.SETTLED


async def test_reading_something_else_or_nothing_that_is_there_is_not_noted(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    before = await dump(ledger)
    await viewing.note_view(ledger, request.id, GIVER, "0" * 16, now=NOON)
    await viewing.note_view(ledger, "request-9", GIVER, "0" * 16, now=NOON)
    assert await dump(ledger) == before


async def test_a_question_is_owed_to_the_thread_with_who_asked(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await questioning.put_question(ledger, request.id, GIVER, " Which invoice?\n", now=NOON)
    assert await told(ledger) == [("question", "thread", request.id)]
    [question] = [row for row in await rows(ledger, notices) if row["kind"] == "question"]
    assert question["body"] == f"{LEAD}\nWhich invoice?"


async def test_a_requester_takes_a_request_back_and_the_run_ends(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await taking_back.take_back(ledger, left.id, ASKER, "typed the wrong amount", now=NOON)
    taken = await the_request(ledger, left.id)
    assert (taken.state, taken.withdrawn_by, taken.withdrawn_at) == (State.WITHDRAWN, REQUESTER, NOON)
    assert (await the_request(ledger, right.id)).state is State.WITHDRAWN
    assert (await the_run(ledger, run_of(left))).state is RunState.CANCELLED
    assert ("outcome", REQUESTER, None) in await told(ledger)


async def test_taking_a_request_back_voids_an_answer_that_the_run_was_still_owed(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    await taking_back.take_back(ledger, right.id, ASKER, "", now=NOON)
    assert [row["state"] for row in await rows(ledger, answers)] == ["void"]
    assert run_of(left) not in await owed(ledger)


async def test_a_request_is_taken_back_while_its_run_is_driven(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    claim = await claimed(ledger, run_of(left))
    await taking_back.take_back(ledger, right.id, ASKER, "", now=NOON)
    requests = await pause(ledger, claim, asks(interrupt_id="3"))
    assert len(requests) == 2, "nothing more is asked"
    assert (await the_run(ledger, run_of(left))).state is RunState.CANCELLED
    assert run_of(left) not in await owed(ledger)


async def test_a_run_that_was_given_up_waits_for_no_operator_once_it_is_taken_back(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    await falter(ledger, await claimed(ledger, run_of(left)), "broken", Patience(1, None))
    await taking_back.take_back(ledger, right.id, ASKER, "", now=NOON)
    async with ledger.read() as conn:
        assert await work.dead(conn) == []


async def test_who_takes_a_request_back_gets_it_as_it_stands_then(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    taken = await taking_back.take_back(ledger, request.id, ASKER, "typed wrong", now=NOON)
    assert taken == await the_request(ledger, request.id)
    with pytest.raises(Refused) as refused:
        await taking_back.take_back(ledger, request.id, ASKER, "again", now=NOON)
    assert (refused.value.reason, refused.value.request) == (Reason.ALREADY_CLOSED, taken)


async def test_nobody_else_takes_a_request_back(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    before = await dump(ledger)
    with pytest.raises(Refused) as refused:
        await taking_back.take_back(ledger, request.id, GIVER, "", now=NOON)
    assert refused.value.reason is Reason.NOT_YOURS
    assert await dump(ledger) == before


async def test_a_request_that_is_not_there_is_refused_in_every_way(ledger: Ledger) -> None:
    deeds = (
        delegating.delegate(ledger, "request-9", (GIVER, a_roster(), STAND_IN), "", now=NOON),
        questioning.put_question(ledger, "request-9", GIVER, "?", now=NOON),
        taking_back.take_back(ledger, "request-9", GIVER, "", now=NOON),
    )
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            await deed
        assert refused.value.reason is Reason.UNKNOWN_REQUEST


async def test_the_requester_hears_that_it_waits_and_what_was_decided(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    assert await heard(ledger) == [("waits", request.id)]
    await press(ledger, request)
    assert await heard(ledger) == [("decided", request.id), ("waits", request.id)]
    [decided] = [row for row in await rows(ledger, notices) if row["kind"] == "decided"]
    assert decided["next_at"] > 0, "a run that ends at once is told of once"


async def delegate(ledger: Ledger, request: Request) -> None:
    await delegating.delegate(ledger, request.id, (GIVER, a_roster(), STAND_IN), "on leave", now=NOON)
