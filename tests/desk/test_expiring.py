"""6. When a tier's SLA has run out the request climbs by itself, once, however many clocks ring."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause
from bot.approvals.machine import RunState
from bot.approvals.policy import OnTimeout
from bot.approvals.request import State
from bot.desk import expiring
from bot.ledger import request_book
from bot.ledger.database import Ledger
from bot.ledger.hints import WorkKind
from bot.ledger.tables import answers, cards, events, notices, requests
from tests.approvals.examples import DIRECTOR, HOUR, MANAGER, NOON, REQUESTER, a_policy, a_tier
from tests.desk.calls import called, shown_to
from tests.desk.deeds import asks, mumbles, press, run_of, stopped, the_request, the_run, told
from tests.desk.ladders import falling_back_on
from tests.ledger.books import Ear, dump, open_request, owed, rows

A_LOOK = 100  # as many as a ring looks at together


async def test_nothing_rings_before_its_time(ledger: Ledger) -> None:
    await stopped(ledger)
    before = await dump(ledger)
    assert await expiring.ring(ledger, now=NOON + HOUR / 5) == 0
    assert await dump(ledger) == before


async def test_cards_are_drawn_anew_as_the_time_runs_out_and_nobody_is_called(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    for number, share in enumerate((0.25, 0.5, 0.75), start=2):
        assert await expiring.ring(ledger, now=NOON + share * HOUR) == 1
        assert (await the_request(ledger, request.id)).neared == share
        assert [card["wanted"] for card in await rows(ledger, cards)] == [number]
    assert await told(ledger) == []


async def test_a_ring_ends_though_nothing_can_be_done_about_what_is_due(ledger: Ledger) -> None:
    for number in range(A_LOOK):
        await open_request(ledger, number)
    async with ledger.write() as tx:
        await tx.conn.execute(update(requests).values(ring_at=NOON.timestamp()))
    async with asyncio.timeout(30):
        assert await expiring.ring(ledger, now=NOON) == 0


async def test_any_number_that_cannot_be_handled_holds_up_no_other(ledger: Ledger) -> None:
    for number in range(A_LOOK):
        await open_request(ledger, number)
    async with ledger.write() as tx:
        await tx.conn.execute(update(requests).values(ring_at=NOON.timestamp(), body="{}"))
    behind = await open_request(ledger, A_LOOK)
    with pytest.raises(ValidationError):
        await expiring.ring(ledger, now=NOON + HOUR)
    assert (await the_request(ledger, behind.id)).tier == 1


async def test_a_policys_reminders_are_owed_once_each_to_the_tier_that_is_asked(ledger: Ledger) -> None:
    tier = a_tier().model_copy(update={"reminders": (0.5, 0.9)})
    [request] = await stopped(ledger, policy=a_policy(tier))
    for minutes in (20, 31, 32, 55, 56):
        await expiring.ring(ledger, now=NOON + timedelta(minutes=minutes))
    reminders = [notice["id"] for notice in await rows(ledger, notices) if notice["kind"] == "remind"]
    assert [name.rpartition(".")[0] for name in reminders] == [f"remind.{request.id}.0.0.0"] * 2
    assert await told(ledger) == [("remind", "tier:0.0.0", request.id)] * 2


async def test_a_request_nobody_answered_climbs_and_its_new_reviewers_are_called(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    assert await expiring.ring(ledger, now=NOON + HOUR) == 1
    climbed = await the_request(ledger, request.id)
    assert (climbed.state, climbed.tier, climbed.due_at) == (State.OPEN, 1, NOON + 2 * HOUR)
    assert await told(ledger) == [("call", "tier:0.0.1", request.id)]
    assert [(card["look"], card["wanted"]) for card in await rows(ledger, cards)] == [("request", 2), ("history", 1)]
    assert (await press(ledger, climbed, MANAGER, now=NOON + HOUR)).state is State.SETTLED


async def test_after_the_last_tier_the_answer_is_no(ledger: Ledger) -> None:
    """9. Silence is not consent."""
    [request] = await stopped(ledger, policy=a_policy(a_tier()))
    assert await expiring.ring(ledger, now=NOON + HOUR) == 1
    expired = await the_request(ledger, request.id)
    assert expired.decision
    assert (expired.state, expired.due_at) == (State.EXPIRED, None)
    assert (expired.decision.kind, expired.decision.cause, expired.decision.by) == (Kind.REJECT, Cause.TIMEOUT, ())
    assert run_of(request) in await owed(ledger)
    assert await told(ledger) == []


async def test_what_an_earlier_release_had_wait_without_end_waits_on(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(), on_timeout=OnTimeout.WAIT))
    waiting = replace(request, due_at=None)
    async with ledger.write() as tx:
        row = requests.update().where(requests.c.id == request.id)
        await tx.conn.execute(row.values(due_at=None, ring_at=None, body=request_book.stored(waiting)))
    assert await expiring.ring(ledger, now=NOON + 1000 * HOUR) == 0
    assert (await the_request(ledger, request.id)).state is State.OPEN


async def test_a_ladder_is_climbed_again_as_often_as_its_policy_says(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(), a_tier("manager"), repeat=1))
    stages = []
    for hours in range(1, 4):
        assert await expiring.ring(ledger, now=NOON + hours * HOUR) == 1
        stages.append((await the_request(ledger, request.id)).stage)
    assert stages == ["0.0.1", "0.1.0", "0.1.1"]
    assert [audience for kind, audience, _ in await told(ledger) if kind == "call"] == [
        f"tier:{stage}" for stage in stages
    ]
    assert await expiring.ring(ledger, now=NOON + 4 * HOUR) == 1
    assert (await the_request(ledger, request.id)).state is State.EXPIRED


async def test_a_policy_to_fall_back_on_asks_its_people_in_its_channel(ledger: Ledger) -> None:
    other = a_policy(a_tier("director"), name="other").model_copy(update={"channel": "#directors"})
    [request] = await stopped(ledger, policy=falling_back_on(other))
    await expiring.ring(ledger, now=NOON + HOUR)
    assert await shown_to(ledger) == ["#approvals", "#directors"]
    after = await called(ledger, request, DIRECTOR, now=NOON + HOUR)
    assert (after.policy.name, after.fallbacks, after.stage) == ("other", ("refund",), "1.0.0")
    assert await shown_to(ledger) == ["#approvals", "#directors", DIRECTOR]


async def test_many_that_fall_due_in_one_second_are_handled_in_short_transactions(ledger: Ledger) -> None:
    """A click waits for one of them at most."""
    for number in range(1, 41):
        await open_request(ledger, number, policy=a_policy(a_tier("one"), a_tier("two")))
    ear = ledger.hints = Ear()
    assert await expiring.ring(ledger, now=NOON + HOUR) == 40
    climbed = [sum(hint.kind is WorkKind.DEADLINE for hint in commit) for commit in ear.commits]
    assert climbed == [10] * 4


async def test_a_deadline_that_cannot_be_handled_holds_up_no_other(ledger: Ledger) -> None:
    """6. A broken row is its own problem."""
    [broken, whole] = await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    async with ledger.write() as tx:
        await tx.conn.execute(requests.update().where(requests.c.id == broken.id).values(body="{}", ring_at=0.0))
    with pytest.raises(ValidationError):
        await expiring.ring(ledger, now=NOON + HOUR)
    assert (await the_request(ledger, whole.id)).tier == 1


@pytest.mark.parametrize("hours", [1, 2, 3])
async def test_ringing_twice_is_ringing_once(ledger: Ledger, hours: int) -> None:
    await stopped(ledger, asks(interrupt_id="1"), asks(interrupt_id="2"))
    for hour in range(1, hours + 1):
        await expiring.ring(ledger, now=NOON + hour * HOUR)
    before = await dump(ledger)
    assert await expiring.ring(ledger, now=NOON + hours * HOUR) == 0
    assert await dump(ledger) == before


async def test_many_clocks_may_ring_at_once(ledger: Ledger, second: Ledger) -> None:
    for number in range(1, 11):
        await open_request(ledger, number, policy=a_policy(a_tier("one"), a_tier("two")))
    rings = (expiring.ring(clock, now=NOON + HOUR) for clock in (ledger, second) * 3)
    assert sum(await asyncio.gather(*rings)) == 10
    kinds = [event["kind"] for event in await rows(ledger, events)]
    assert sorted(kinds) == ["escalated"] * 10 + ["opened"] * 10
    assert len(await told(ledger)) == 10


async def test_more_deadlines_than_one_look_takes_are_all_handled(ledger: Ledger) -> None:
    for number in range(1, 121):
        await open_request(ledger, number, policy=a_policy(a_tier()))
    assert await expiring.ring(ledger, now=NOON + HOUR) == 120


async def test_one_that_slept_through_two_deadlines_climbs_one_tier_at_a_time(ledger: Ledger) -> None:
    """People of the next tier get the whole SLA from when they are asked."""
    [request] = await stopped(ledger)
    assert await expiring.ring(ledger, now=NOON + 10 * HOUR) == 1
    climbed = await the_request(ledger, request.id)
    assert (climbed.state, climbed.due_at) == (State.OPEN, NOON + 11 * HOUR)


async def test_a_vote_and_a_ring_at_the_same_moment_make_one_decision(ledger: Ledger, second: Ledger) -> None:
    """1. A request settles at most once."""
    questions = [asks(interrupt_id=f"{number}") for number in range(10)]
    requests = await stopped(ledger, *questions, policy=a_policy(a_tier()))
    late = NOON + HOUR
    deeds = [press(ledger, request, now=late) for request in requests]
    rings = [expiring.ring(second, now=late) for _ in range(3)]
    await asyncio.gather(*deeds, *rings, return_exceptions=True)
    kinds = [event["kind"] for event in await rows(ledger, events)]
    assert sum(kind in {"settled", "expired"} for kind in kinds) == 10
    assert len(await rows(ledger, answers)) == 10


async def test_a_question_that_takes_no_answer_ends_its_run(ledger: Ledger) -> None:
    [request] = await stopped(ledger, mumbles(), policy=a_policy(a_tier()))
    await expiring.ring(ledger, now=NOON + HOUR)
    run = await the_run(ledger, run_of(request))
    assert run.state is RunState.CANCELLED
    assert await rows(ledger, answers) == []
    assert await told(ledger) == [("outcome", REQUESTER, None), ("outcome", "thread", request.id)]
    assert {item.kind for item in await owed(ledger)} == {WorkKind.CARD, WorkKind.NOTICE}


async def test_a_cancelled_run_leaves_no_question_open(ledger: Ledger) -> None:
    """Nobody is asked for an answer that nothing waits for any more."""
    small = a_policy(a_tier("one", limits={"amount": 500}, sla=2 * HOUR), a_tier("two"))
    unclear, clear = await stopped(ledger, mumbles("1"), asks(interrupt_id="2"), policy=small)
    await expiring.ring(ledger, now=NOON + HOUR)
    assert (await the_run(ledger, run_of(unclear))).state is RunState.CANCELLED
    withdrawn = await the_request(ledger, clear.id)
    assert (withdrawn.state, withdrawn.due_at) == (State.WITHDRAWN, None)
