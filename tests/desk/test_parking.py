"""What nobody would see before they work again is parked until then, and its requester knows."""

import pytest

from bot.approvals.ask import Urgency
from bot.approvals.eligibility import Person
from bot.approvals.request import Request, State
from bot.desk import auditing, calling, expiring
from bot.desk.taking_back import take_back
from bot.ledger.database import Ledger
from bot.ledger.tables import cards
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, REQUESTER, a_policy, a_tier, an_ask
from tests.desk.calls import answer, present, shown_to, summons
from tests.desk.deeds import asks, heard, press, stopped, the_request, told
from tests.desk.ladders import (
    FRIDAY_EVENING,
    MONDAY_MORNING,
    a_deferring_policy,
    a_deferring_tier,
    falling_back_on,
)
from tests.ledger.books import rows


async def test_nobody_hears_of_it_but_its_requester_until_people_work(ledger: Ledger) -> None:
    request = await parked(ledger)
    assert (request.parked_until, request.due_at) == (MONDAY_MORNING, MONDAY_MORNING + HOUR)
    assert await rows(ledger, cards) == []
    assert await heard(ledger) == [("parked", request.id)]
    assert await told(ledger) == []


async def test_when_people_work_they_are_asked_and_have_their_whole_time(ledger: Ledger) -> None:
    request = await parked(ledger)
    assert await expiring.ring(ledger, now=MONDAY_MORNING - HOUR) == 0
    assert await expiring.ring(ledger, now=MONDAY_MORNING) == 1
    assert await expiring.ring(ledger, now=MONDAY_MORNING) == 0
    after = await the_request(ledger, request.id)
    assert (after.parked_until, after.tier, after.due_at) == (None, 0, MONDAY_MORNING + HOUR)
    assert await heard(ledger) == [("parked", request.id), ("waits", request.id)]
    await answer(ledger, await summons(ledger, request), present(LEAD), now=MONDAY_MORNING)
    assert await shown_to(ledger) == ["#approvals"], "they are asked first, so the channel is enough"


async def test_high_urgency_is_put_to_people_at_any_hour(ledger: Ledger) -> None:
    urgent = an_ask().model_copy(update={"urgency": Urgency.HIGH})
    [request] = await stopped(ledger, asks(urgent), policy=a_deferring_policy(), now=FRIDAY_EVENING)
    assert request.parked_until is None
    assert await shown_to(ledger) == ["#approvals"]


async def test_somebody_who_may_decides_it_meanwhile(ledger: Ledger) -> None:
    request = await parked(ledger)
    settled = await press(ledger, request, now=FRIDAY_EVENING)
    assert settled.state is State.SETTLED
    assert await expiring.ring(ledger, now=MONDAY_MORNING) == 0


async def test_nobody_is_called_while_it_is_parked(ledger: Ledger) -> None:
    request = await parked(ledger)
    await calling.recall(ledger, request.id, now=FRIDAY_EVENING)
    assert await told(ledger) == []


async def test_a_tier_that_it_climbs_to_out_of_hours_is_asked_when_it_works(ledger: Ledger) -> None:
    policy = a_policy(a_tier(sla=6 * HOUR), a_deferring_tier("manager"))
    [request] = await stopped(ledger, policy=policy)
    await expiring.ring(ledger, now=NOON + 6 * HOUR)
    climbed = await the_request(ledger, request.id)
    assert (climbed.tier, climbed.parked_until) == (1, NOON + 21 * HOUR)
    assert ("parked", request.id) in await heard(ledger)
    await expiring.ring(ledger, now=NOON + 21 * HOUR)
    await answer(ledger, await summons(ledger, request), present(MANAGER), now=NOON + 21 * HOUR)
    assert await shown_to(ledger) == ["#approvals", MANAGER]


async def test_a_policy_to_fall_back_on_may_park_too_and_posts_in_its_own_channel(ledger: Ledger) -> None:
    other = a_policy(a_deferring_tier("director"), name="other").model_copy(update={"channel": "#directors"})
    policy = falling_back_on(other).model_copy(update={"tiers": (a_tier(sla=6 * HOUR),)})
    [request] = await stopped(ledger, policy=policy)
    await expiring.ring(ledger, now=NOON + 6 * HOUR)
    fallen = await the_request(ledger, request.id)
    assert (fallen.policy.name, fallen.stage, fallen.parked_until) == ("other", "1.0.0", NOON + 21 * HOUR)
    assert await shown_to(ledger) == ["#approvals"]
    await expiring.ring(ledger, now=NOON + 21 * HOUR)
    assert await shown_to(ledger) == ["#approvals", "#directors"]


@pytest.mark.parametrize("days", [0, 1])
async def test_a_machine_that_slept_over_the_opening_asks_when_it_wakes(ledger: Ledger, days: int) -> None:
    """People who were not asked yet have their whole time, however late the clock."""
    request = await parked(ledger)
    woken = MONDAY_MORNING + days * 24 * HOUR + 2 * HOUR
    assert await expiring.ring(ledger, now=woken) == 1
    assert await expiring.ring(ledger, now=woken) == 0
    after = await the_request(ledger, request.id)
    assert (after.parked_until, after.due_at) == (None, woken + HOUR)


async def test_what_was_decided_while_it_was_parked_is_in_order_without_a_card(ledger: Ledger) -> None:
    await press(ledger, await parked(ledger), now=FRIDAY_EVENING)
    assert (await auditing.inspect(ledger, now=FRIDAY_EVENING, heal=True)).findings == ()


async def test_what_was_taken_back_while_it_was_parked_is_in_order_without_a_card(ledger: Ledger) -> None:
    request = await parked(ledger)
    await take_back(ledger, request.id, Person(id=REQUESTER), "", now=FRIDAY_EVENING)
    assert (await auditing.inspect(ledger, now=FRIDAY_EVENING, heal=True)).findings == ()


async def parked(ledger: Ledger) -> Request:
    """A request that was opened when the week was over."""
    [request] = await stopped(ledger, policy=a_deferring_policy(), now=FRIDAY_EVENING)
    return request
