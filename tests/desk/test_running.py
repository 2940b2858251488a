"""Runs are started once for each wish, and their books are closed when they end."""

import asyncio

import pytest

from bot.approvals.machine import RunState
from bot.approvals.request import State
from bot.desk import expiring, running
from bot.desk.running import Ending
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.run_book import Run
from bot.ledger.tables import answers, cards, runs
from bot.ledger.work import Claim, LeaseLost
from tests.approvals.examples import HOUR, NOON, REQUESTER, a_policy, a_tier, an_ask, an_auto_tier
from tests.desk.deeds import (
    a_task,
    asks,
    mumbles,
    pause,
    press,
    requests_of,
    run_of,
    start,
    stopped,
    the_request,
    the_run,
    told,
)
from tests.ledger.books import claimed, dump, owed, rows, shown_cards, take_from

FINISHED = Ending(RunState.FINISHED, "Refunded.")
FAILED = Ending(RunState.FAILED, "The step 'act' failed: the bank is closed")


async def test_a_started_run_is_owed_from_its_commit_on(ledger: Ledger) -> None:
    run = await running.start(ledger, a_task(), now=NOON)
    assert run
    assert (run.state, run.requester, run.input) == (RunState.QUEUED, REQUESTER, {"amount": 120})
    assert await owed(ledger) == [Work(WorkKind.RUN, run.id)]


async def test_a_failed_run_owes_no_answer_any_more(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await press(ledger, request)
    await running.end(ledger, await claimed(ledger, run_of(request)), FAILED, now=NOON)
    assert [row["state"] for row in await rows(ledger, answers)] == ["void"]


async def test_the_same_wish_twice_starts_one_run(ledger: Ledger) -> None:
    first = await running.start(ledger, a_task(), now=NOON)
    again = await running.start(ledger, a_task(), now=NOON + HOUR)
    assert first
    assert again is None
    assert len(await rows(ledger, runs)) == 1


async def test_the_same_wish_many_times_at_once_starts_one_run(ledger: Ledger, second: Ledger) -> None:
    wishes = (running.start(book, a_task(), now=NOON) for book in (ledger, second) * 5)
    started = [run for run in await asyncio.gather(*wishes, return_exceptions=True) if run]
    assert [type(run) for run in started] == [Run]
    assert len(await rows(ledger, runs)) == 1


async def test_other_keys_and_other_people_start_runs_of_their_own(ledger: Ledger) -> None:
    for task in (a_task("one"), a_task("two"), a_task("one")._replace(requester="U0OTHER")):
        assert await running.start(ledger, task, now=NOON)
    assert len(await rows(ledger, runs)) == 3


async def test_a_finished_run_counts_its_answers_as_applied(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await press(ledger, request)
    await running.end(ledger, await claimed(ledger, run_of(request)), FINISHED, now=NOON + HOUR)
    assert (await the_request(ledger, request.id)).applied_at == NOON + HOUR
    assert [row["state"] for row in await rows(ledger, answers)] == ["applied"]
    ended = await the_run(ledger, run_of(request))
    assert (ended.state, ended.outcome) == (RunState.FINISHED, "Refunded.")


async def test_a_failed_run_does_not_claim_that_its_answers_were_applied(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await press(ledger, request)
    before = await shown_cards(ledger)
    await running.end(ledger, await claimed(ledger, run_of(request)), FAILED, now=NOON)
    assert (await the_request(ledger, request.id)).applied_at is None
    [card] = await shown_cards(ledger)
    assert card["wanted"] == before[0]["wanted"] + 1


async def test_an_ended_run_withdraws_the_questions_left_open(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    await running.end(ledger, await claimed(ledger, run_of(left)), FAILED, now=NOON)
    withdrawn = await the_request(ledger, right.id)
    assert (withdrawn.state, withdrawn.due_at) == (State.WITHDRAWN, None)
    assert withdrawn.withdrawn_because == "The run failed without this answer."


async def test_the_outcome_is_owed_to_the_requester_and_in_every_cards_thread_once(ledger: Ledger) -> None:
    left, right = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    await press(ledger, left)
    await running.end(ledger, await claimed(ledger, run_of(left)), FINISHED, now=NOON)
    assert await told(ledger) == sorted(
        [("outcome", REQUESTER, None), ("outcome", "thread", left.id), ("outcome", "thread", right.id)],
        key=lambda notice: (notice[1], notice[2] or ""),
    )


async def test_a_run_that_limits_approved_is_told_to_its_requester_alone(ledger: Ledger) -> None:
    auto = a_policy(an_auto_tier(amount=500), a_tier())
    [request] = await stopped(ledger, policy=auto)
    await running.end(ledger, await claimed(ledger, run_of(request)), FINISHED, now=NOON)
    assert await told(ledger) == [("outcome", REQUESTER, None)]
    assert await rows(ledger, cards) == []


async def test_a_decision_that_was_void_never_counts_as_applied(ledger: Ledger) -> None:
    [old] = await stopped(ledger)
    await press(ledger, old)
    other = asks(an_ask(amount=130))
    _, new = await pause(ledger, await claimed(ledger, run_of(old)), other, now=NOON + HOUR)
    await press(ledger, new)
    await running.end(ledger, await claimed(ledger, run_of(old)), FINISHED, now=NOON + 2 * HOUR)
    assert (await the_request(ledger, new.id)).applied_at
    assert (await the_request(ledger, old.id)).applied_at is None


async def test_a_run_that_was_cancelled_while_it_was_driven_stays_cancelled(ledger: Ledger) -> None:
    claim, before = await driven_and_cancelled(ledger)
    await running.end(ledger, claim, FINISHED, now=NOON)
    assert (await dump(ledger))["notices"] == before["notices"]
    assert (await the_run(ledger, claim.work)).state is RunState.CANCELLED


async def test_a_run_that_was_cancelled_while_it_was_driven_asks_nothing_more(ledger: Ledger) -> None:
    claim, before = await driven_and_cancelled(ledger)
    await pause(ledger, claim, asks(interrupt_id="3"))
    assert (await dump(ledger))["requests"] == before["requests"]
    assert (await the_run(ledger, claim.work)).state is RunState.CANCELLED


async def test_whoever_lost_the_lease_ends_nothing(ledger: Ledger) -> None:
    loser = await claimed(ledger, await start(ledger))
    await take_from(ledger, loser)
    before = await dump(ledger)
    with pytest.raises(LeaseLost):
        await running.end(ledger, loser, FINISHED, now=NOON)
    assert await dump(ledger) == before


async def driven_and_cancelled(ledger: Ledger) -> tuple[Claim, dict[str, list[tuple[object, ...]]]]:
    """A run that is driven for one answer while another question of it runs out of time and cannot be answered."""
    clear, unclear = await stopped(ledger, asks(interrupt_id="1"), mumbles("2"), policy=a_policy(a_tier()))
    await press(ledger, clear)
    claim = await claimed(ledger, run_of(clear))
    await expiring.ring(ledger, now=NOON + HOUR)
    assert (await the_request(ledger, unclear.id)).state is State.EXPIRED
    assert len(await requests_of(ledger, claim.work)) == 2
    return claim, await dump(ledger)
