"""1 and 10. A request and its events are written together, by whoever saw it as it stands."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.approvals.commands import MarkApplied, Ring, Withdraw
from bot.approvals.rules import decide
from bot.ledger import request_book, ring_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.request_book import Overtaken
from bot.ledger.tables import events, votes
from tests.approvals.examples import (
    HOUR,
    LEAD,
    NOON,
    SECOND_LEAD,
    a_click,
    a_drafted_ask,
    a_policy,
    a_request,
    a_tier,
    an_auto_tier,
    an_edit,
)
from tests.ledger.books import add_waiting_run, dump, give, open_request, opening, rows

TWO_LEADS = a_policy(a_tier(quorum=2), a_tier("manager"))


async def test_a_request_is_stored_as_it_was_recorded(ledger: Ledger) -> None:
    recorded = await open_request(ledger)
    async with ledger.read() as conn:
        assert await request_book.load(conn, recorded.id) == recorded
        assert await request_book.of_run(conn, "run-1") == [recorded]
        assert await request_book.load(conn, "request-9") is None


async def test_every_event_is_stored_beside_the_request_it_leads_to(ledger: Ledger) -> None:
    request = await open_request(ledger, policy=TWO_LEADS)
    request = await give(ledger, request, a_click(request, LEAD))
    request = await give(ledger, request, Ring(), NOON + HOUR)
    request = await give(ledger, request, a_click(request, SECOND_LEAD), NOON + HOUR)
    request = await give(ledger, request, MarkApplied(), NOON + HOUR)
    kinds = [event["kind"] for event in await rows(ledger, events)]
    assert kinds == ["opened", "voted", "escalated", "voted", "settled", "applied"]
    async with ledger.read() as conn:
        assert await request_book.load(conn, request.id) == request


async def test_whoever_saw_an_older_request_is_overtaken_and_writes_nothing(ledger: Ledger) -> None:
    seen = await open_request(ledger)
    await give(ledger, seen, a_click(seen))
    before = await dump(ledger)
    with pytest.raises(Overtaken):
        await give(ledger, seen, Withdraw(because="it went on", by="engine"))
    assert await dump(ledger) == before


async def test_of_two_who_saw_the_same_request_one_is_overtaken(ledger: Ledger, second: Ledger) -> None:
    seen = await open_request(ledger)
    commands = a_click(seen, LEAD), a_click(seen, SECOND_LEAD)
    ends = await asyncio.gather(
        *(give(book, seen, command) for book, command in zip((ledger, second), commands, strict=True)),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["Overtaken", "Request"]
    assert len(await rows(ledger, votes)) == 1


async def test_a_looker_neither_waits_for_a_writer_nor_holds_one_up(ledger: Ledger, second: Ledger) -> None:
    before = await open_request(ledger)
    async with asyncio.timeout(5), second.read() as look:
        assert await request_book.load(look, before.id) == before
        after = await give(ledger, before, a_click(before))
        async with ledger.write() as tx:
            await request_book.record(tx, after, decide(after, MarkApplied(), NOON))
            assert await request_book.load(look, before.id) == before


async def test_nothing_cannot_happen_to_no_request(ledger: Ledger) -> None:
    async with ledger.write() as tx:
        with pytest.raises(ValueError, match="nothing happened"):
            await request_book.record(tx, None, ())


async def test_a_later_vote_takes_the_place_of_the_earlier_and_both_stay_on_record(ledger: Ledger) -> None:
    approve_twice = a_policy(a_tier(quorum=2))
    request = await open_request(ledger, policy=approve_twice)
    request = await give(ledger, request, a_click(request, LEAD))
    await give(ledger, request, a_click(request, LEAD, "hold"))
    assert [(vote["action"], vote["live"]) for vote in await rows(ledger, votes)] == [
        ("approve", False),
        ("hold", True),
    ]


async def test_an_edit_voids_the_votes_before_it_and_their_voters_may_vote_anew(ledger: Ledger) -> None:
    await add_waiting_run(ledger)
    request = await give(ledger, None, opening(ask=a_drafted_ask(), policy=TWO_LEADS))
    request = await give(ledger, request, a_click(request, LEAD))
    request = await give(ledger, request, an_edit(request, {"amount": 100, "note": ""}, LEAD))
    assert [(vote["person"], vote["live"]) for vote in await rows(ledger, votes)] == [(LEAD, False), (LEAD, True)]


async def test_the_longest_overdue_comes_first_and_closed_requests_never(ledger: Ledger) -> None:
    for number, minutes in ((1, 30), (2, 10), (3, 20), (4, 5), (5, 90)):
        policy = a_policy(a_tier(sla=timedelta(minutes=minutes)))
        request = await open_request(ledger, number, policy=policy)
        if number == 4:
            await give(ledger, request, a_click(request))
    async with ledger.read() as conn:
        assert await request_book.ringing(conn, NOON + HOUR, 10) == ["request-2", "request-3", "request-1", "request-5"]
        assert await request_book.ringing(conn, NOON + HOUR, 2) == ["request-2", "request-3"]
        assert await ring_book.after(conn, NOON) == NOON + timedelta(minutes=2.5)


async def test_a_request_rings_at_the_very_moment_of_each_mark_and_of_its_deadline(ledger: Ledger) -> None:
    request = await open_request(ledger)
    for minutes in (15, 30, 45, 60):
        moment = NOON + timedelta(minutes=minutes)
        async with ledger.read() as conn:
            assert await request_book.ringing(conn, moment - timedelta(microseconds=1), 1) == []
            assert await request_book.ringing(conn, moment, 1) == ["request-1"]
        async with ledger.write() as tx:
            request = await request_book.record(tx, request, decide(request, Ring(), moment))


async def test_nothing_is_due_where_nothing_waits(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        assert await ring_book.after(conn, NOON - HOUR) is None
        assert await request_book.ringing(conn, NOON, 1) == []


async def test_every_new_deadline_is_hinted_at_and_nothing_else(ledger: Ledger) -> None:
    request = await open_request(ledger, policy=TWO_LEADS)
    watch = Work(WorkKind.DEADLINE, request.id)
    async with ledger.write() as tx:
        request = await request_book.record(tx, request, decide(request, a_click(request), NOON))
        assert tx.hints == []
        request = await request_book.record(tx, request, decide(request, Ring(), NOON + HOUR))
        assert tx.hints == [watch]
        await request_book.record(tx, request, decide(request, Withdraw(because="", by="engine"), NOON + HOUR))
        assert tx.hints == [watch]


async def test_a_request_that_limits_decide_has_no_deadline_to_hint_at(ledger: Ledger) -> None:
    policy = a_policy(an_auto_tier(amount=500), a_tier())
    request = await open_request(ledger, policy=policy)
    assert (request.decision is not None, request.due_at) == (True, None)
    async with ledger.read() as conn:
        assert await ring_book.after(conn, NOON - HOUR) is None


async def test_a_request_is_opened_once(ledger: Ledger) -> None:
    await open_request(ledger)
    with pytest.raises(IntegrityError):
        await give(ledger, None, opening())


async def test_requests_that_are_put_to_the_same_people_are_on_one_ladder(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        await open_request(ledger, number, policy=a_policy(a_tier(sla=number * HOUR)))
    other = await open_request(ledger, 4, policy=a_policy(a_tier("manager")))
    closed = await open_request(ledger, 5, policy=a_policy(a_tier("director")))
    await give(ledger, closed, Withdraw(because="it went on", by="engine"))
    async with ledger.read() as conn:
        ladders = dict(await request_book.on_ladders(conn))
        assert ladders.keys() == {request_book.ladder_of(request) for request in (other, a_request())}
        usual = request_book.ladder_of(a_request())
        assert sorted(await request_book.of_ladder(conn, usual, 9)) == ["request-1", "request-2", "request-3"]
        assert len(await request_book.of_ladder(conn, usual, 2)) == 2
        assert await request_book.of_ladder(conn, "no such", 9) == []


async def test_nothing_is_on_a_ladder_where_nothing_is_open(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        assert await request_book.on_ladders(conn) == []


async def test_many_are_loaded_at_once_and_those_that_are_not_there_are_left_out(ledger: Ledger) -> None:
    opened = [await open_request(ledger, number) for number in (1, 2)]
    async with ledger.write() as tx:
        assert await request_book.load_all(tx.conn, ["request-2", "request-9", "request-1"]) == opened
        assert await request_book.load_all(tx.conn, []) == []
