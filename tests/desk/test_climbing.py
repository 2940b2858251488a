"""A reviewer has the next tier asked before its time, once, and says why."""

import asyncio
from datetime import datetime

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import calling, climbing, expiring
from bot.ledger.database import Ledger
from bot.ledger.tables import events
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    SECOND_LEAD,
    a_policy,
    a_roster,
    a_tier,
)
from tests.desk.calls import answer, called, present, shown_to, summons
from tests.desk.deeds import asks, claimed_run, pause, press, stopped, the_request, told
from tests.ledger.books import dump, rows

THREE = a_policy(a_tier(), a_tier("manager"), a_tier("director"))


async def test_the_next_tier_is_asked_and_hears_of_it(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    after = await climb(ledger, request)
    assert (after.tier, after.due_at) == (1, NOON + HOUR)
    assert [(step.by, step.because) for step in after.climbs] == [(LEAD, "the customer waits")]
    assert after == await the_request(ledger, request.id)
    assert await told(ledger) == [("call", "tier:0.0.1", request.id)]
    await called(ledger, request, MANAGER)
    assert await shown_to(ledger) == ["#approvals", MANAGER]
    assert await shown_to(ledger, "history") == ["thread"]


@pytest.mark.parametrize(
    ("by", "because", "reason"),
    [
        (OUTSIDER, "urgent", Reason.NOT_ELIGIBLE),
        (LEAD, " ", Reason.REASON_MISSING),
    ],
)
async def test_what_the_rules_forbid_changes_nothing(ledger: Ledger, by: str, because: str, reason: Reason) -> None:
    [request] = await stopped(ledger)
    before = await dump(ledger)
    with pytest.raises(Refused) as refused:
        await climb(ledger, request, by, because=because)
    assert refused.value.reason is reason
    assert await dump(ledger) == before


async def test_one_that_is_not_there_is_refused(ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        await climbing.escalate_now(ledger, "request-9", (Person(id=LEAD), a_roster()), "urgent", now=NOON)
    assert refused.value.reason is Reason.UNKNOWN_REQUEST


async def test_of_two_at_once_one_puts_it_up_and_by_one_tier(ledger: Ledger, second: Ledger) -> None:
    [request] = await stopped(ledger, policy=THREE)
    deeds = (climb(ledger, request, LEAD), climb(second, request, SECOND_LEAD))
    ends = await asyncio.gather(*deeds, return_exceptions=True)
    assert [end.reason for end in ends if isinstance(end, Refused)] == [Reason.ALREADY_ESCALATED]
    assert (await the_request(ledger, request.id)).tier == 1


async def test_what_time_has_done_comes_first(ledger: Ledger) -> None:
    """The deadline has passed, though the alarm is late: the next tier is asked already."""
    [request] = await stopped(ledger, policy=THREE)
    with pytest.raises(Refused) as refused:
        await climb(ledger, request, now=NOON + HOUR)
    assert refused.value.reason is Reason.ALREADY_ESCALATED
    assert refused.value.request
    assert refused.value.request.tier == 1


async def test_after_the_last_deadline_it_is_closed_even_if_the_alarm_is_later(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier()))
    with pytest.raises(Refused) as refused:
        await climb(ledger, request, now=NOON + HOUR)
    assert refused.value.reason is Reason.ALREADY_CLOSED
    assert refused.value.request == await the_request(ledger, request.id)
    assert refused.value.request.state is State.EXPIRED


@pytest.mark.parametrize("there", [(), (LEAD, SECOND_LEAD)])
async def test_a_look_at_who_is_there_and_a_climb_at_once_put_it_up_by_one(
    ledger: Ledger, second: Ledger, there: tuple[str, ...]
) -> None:
    """Whichever is first, the other is of a stage that is over, or of one that nobody has left."""
    for number in range(4):
        [request] = await pause(ledger, await claimed_run(ledger, f"{number}"), asks(), policy=THREE)
        claim = await summons(ledger, request)
        looking = answer(ledger, claim, present(*there))
        ends = await asyncio.gather(looking, climb(second, request), return_exceptions=True)
        refused = [end for end in ends if isinstance(end, BaseException)]
        assert all(isinstance(end, Refused) for end in refused), ends
        after = await the_request(ledger, request.id)
        assert after.tier == 1
        assert len(after.seatings) <= 1


async def test_a_look_and_a_ring_and_a_vote_at_once_make_one_story(ledger: Ledger, second: Ledger) -> None:
    [request] = await stopped(ledger, policy=THREE)
    await called(ledger, request, LEAD)
    await calling.recall(ledger, request.id, now=NOON)
    claim = await summons(ledger, request)
    late = NOON + HOUR
    deeds = (
        answer(ledger, claim, present(), now=late),
        expiring.ring(second, now=late),
        press(second, request, SECOND_LEAD, now=late),
    )
    await asyncio.gather(*deeds, return_exceptions=True)
    kinds = [event["kind"] for event in await rows(ledger, events)]
    assert kinds.count("escalated") == 1 or kinds[-1] == "settled"
    assert (await the_request(ledger, request.id)).seq == len(kinds)


async def climb(
    ledger: Ledger, request: Request, by: str = LEAD, because: str = "the customer waits", *, now: datetime = NOON
) -> Request:
    """Have somebody whom the directory knows ask for the next tier."""
    return await climbing.escalate_now(ledger, request.id, (Person(id=by), a_roster()), because, now=now)
