"""Offering: one card, nobody called, nothing owed to the run, and the undoing owed from the commit of the vote."""

from datetime import datetime, timedelta

import pytest

from bot.approvals.effect import Effect
from bot.approvals.machine import EffectState, RunState
from bot.approvals.offers import Done
from bot.approvals.policy import Policy
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import auditing, expiring, offering, running, settling
from bot.desk.running import Ending
from bot.ledger import effect_book, listing, request_book, run_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work
from bot.ledger.listing import Span
from bot.ledger.tables import answers, cards, notices
from tests.approvals.examples import LEAD, MANAGER, NOON, REQUESTER, a_policy, a_roster
from tests.desk.deeds import a_house, asks, claimed_run, pause, press, requests_of, start, the_request, the_run
from tests.ledger.books import claimed, rows

WINDOW = timedelta(minutes=30)
END = NOON + WINDOW
MAY = a_roster((LEAD, MANAGER, REQUESTER))


async def offered(ledger: Ledger, run: Work, policy: Policy | None = None, now: datetime = NOON) -> Request:
    """An offer to undo what the run has just done."""
    done = Done(key="release", words="Switched search on", result=None, at=now, window=WINDOW)
    async with ledger.write() as tx:
        found = await run_book.load(tx.conn, run.key)
        assert found
        request = await offering.offer(tx, found, done, a_house(policy or a_policy()))
        effect = Effect(
            run_id=run.key,
            key="release",
            place=1,
            words=done.words,
            undo="somewhere:undo",
            state=EffectState.DONE,
            began_at=now,
            done_at=now,
            until=now + WINDOW,
            request_id=request.id,
        )
        await effect_book.add(tx.conn, effect)
    return request


async def undone(ledger: Ledger, request: Request, by: str = LEAD, now: datetime = NOON) -> Request:
    return await press(ledger, request, by, "undo", roster=MAY, now=now)


async def state_of(ledger: Ledger, run: Work) -> EffectState:
    async with ledger.read() as conn:
        effect = await effect_book.load(conn, run.key, "release")
    assert effect
    return effect.state


async def test_it_has_one_card_in_the_channel_and_calls_nobody(ledger: Ledger) -> None:
    request = await offered(ledger, await start(ledger))
    assert [(row["request_id"], row["audience"], row["look"]) for row in await rows(ledger, cards)] == [
        (request.id, "#approvals", "request")
    ]
    assert await rows(ledger, notices) == []
    assert request.due_at == END


async def test_a_vote_owes_the_undoing_once_and_the_run_nothing(ledger: Ledger) -> None:
    run = await start(ledger)
    request = await offered(ledger, run)
    await undone(ledger, request)
    assert await state_of(ledger, run) is EffectState.UNDOING
    with pytest.raises(Refused) as refused:
        await undone(ledger, request, MANAGER)
    assert refused.value.reason is Reason.ALREADY_CLOSED
    assert await rows(ledger, answers) == []
    assert await rows(ledger, notices) == []


async def test_it_may_be_undone_though_the_graph_has_changed_since(ledger: Ledger) -> None:
    run = await start(ledger)
    request = await offered(ledger, run)
    await press(ledger, request, LEAD, "undo", roster=MAY, graph="another")
    assert await state_of(ledger, run) is EffectState.UNDOING


@pytest.mark.parametrize("rings", [True, False])
async def test_at_the_end_of_its_time_it_is_kept(ledger: Ledger, rings: bool) -> None:
    run = await start(ledger)
    request = await offered(ledger, run)
    if rings:
        assert await expiring.ring(ledger, now=END) == 1
    with pytest.raises(Refused):
        await undone(ledger, request, now=END)
    assert (await the_request(ledger, request.id)).state is State.EXPIRED
    assert await state_of(ledger, run) is EffectState.DONE
    assert await rows(ledger, answers) == []
    assert await rows(ledger, notices) == []


async def test_it_outlives_the_end_of_its_run(ledger: Ledger) -> None:
    claim = await claimed_run(ledger, "wish")
    request = await offered(ledger, claim.work)
    await running.end(ledger, claim, Ending(RunState.FAILED, "it broke"), now=NOON)
    assert (await the_request(ledger, request.id)).state is State.OPEN
    assert [row["audience"] for row in await rows(ledger, notices)] == [REQUESTER]
    await undone(ledger, request)
    assert await state_of(ledger, claim.work) is EffectState.UNDOING
    assert (await the_run(ledger, claim.work)).state is RunState.FAILED


async def test_it_outlives_a_run_that_is_cancelled(ledger: Ledger) -> None:
    claim = await claimed_run(ledger, "wish")
    request = await offered(ledger, claim.work)
    await pause(ledger, claim, asks())
    async with ledger.write() as tx:
        await settling.cancel(tx, request.origin, "cancelled", NOON)
    states = {each.is_offer: each.state for each in await requests_of(ledger, claim.work)}
    assert states == {True: State.OPEN, False: State.WITHDRAWN}


async def test_a_run_that_asks_something_leaves_it_alone(ledger: Ledger) -> None:
    claim = await claimed_run(ledger, "wish")
    request = await offered(ledger, claim.work)
    [question] = [each for each in await pause(ledger, claim, asks()) if not each.is_offer]
    await undone(ledger, request)
    assert (await the_request(ledger, question.id)).state is State.OPEN
    await press(ledger, question)
    await pause(ledger, await claimed(ledger, claim.work), asks(interrupt_id="interrupt-2"))
    assert (await the_request(ledger, request.id)).state is State.SETTLED


async def test_what_the_run_undoes_itself_is_offered_no_more(ledger: Ledger) -> None:
    request = await offered(ledger, await start(ledger))
    async with ledger.write() as tx:
        await offering.close(tx, request.id, NOON)
        await offering.close(tx, request.id, NOON)
    assert (await the_request(ledger, request.id)).state is State.WITHDRAWN
    with pytest.raises(Refused):
        await undone(ledger, request)


async def test_it_waits_for_nobody_in_any_list_but_is_its_requesters(ledger: Ledger) -> None:
    request = await offered(ledger, await start(ledger))
    async with ledger.read() as conn:
        assert await listing.open_ones(conn, Span(10)) == []
        assert [each.id for each in await listing.asked_by(conn, REQUESTER, Span(10))] == [request.id]
        assert await request_book.on_ladders(conn) == []
    await expiring.ring(ledger, now=END)
    async with ledger.read() as conn:
        assert [each.id for each in await listing.closed(conn, Span(10))] == [request.id]


async def test_the_auditor_misses_no_answer_and_still_finds_a_stranded_run(ledger: Ledger) -> None:
    claim = await claimed_run(ledger, "wish")
    kept = await offered(ledger, claim.work)
    await expiring.ring(ledger, now=END)
    assert await found(ledger) == []
    await pause(ledger, claim)
    assert await found(ledger) == [("stranded", claim.work.key)]
    assert (await the_request(ledger, kept.id)).decision


async def test_an_offer_that_is_open_hides_no_stranded_run(ledger: Ledger) -> None:
    claim = await claimed_run(ledger, "wish")
    await offered(ledger, claim.work)
    await pause(ledger, claim)
    assert await found(ledger) == [("stranded", claim.work.key)]


async def found(ledger: Ledger) -> list[tuple[str, str]]:
    inspection = await auditing.inspect(ledger, now=END + timedelta(hours=1), heal=False, whole=True)
    return [(finding.kind, finding.subject) for finding in inspection.findings if finding.kind != "late"]
