"""Where a tier takes turns one person is called at a time, and each reminder calls the next."""

from datetime import datetime
from typing import Any

from bot.approvals.calendars import Calendar
from bot.approvals.policy import Batching, Policy
from bot.approvals.request import Request
from bot.approvals.tier import Reviewers, Turn
from bot.desk import calling, expiring
from bot.ledger.database import Ledger
from tests.approvals.examples import DIRECTOR, HOUR, LEAD, MANAGER, NOON, SECOND_LEAD, a_policy, a_tier
from tests.desk.calls import answer, called, present, reminded, shown_to, summons
from tests.desk.deeds import asks, claimed_run, pause, press, the_request

CREW = (DIRECTOR, LEAD, MANAGER)
MORNING = Calendar(name="morning", zone="UTC", hours="06:00-11:00")
DAYTIME = Calendar(name="daytime", zone="UTC")


async def test_each_request_goes_to_whoever_was_called_longest_ago(ledger: Ledger) -> None:
    turns = []
    for number in range(5):
        request = await opened(ledger, f"{number}", now=NOON + number * HOUR / 60)
        turns.append(called_of(await called(ledger, request, *CREW, now=NOON + number * HOUR / 60)))
    assert turns == [(DIRECTOR,), (LEAD,), (MANAGER,), (DIRECTOR,), (LEAD,)]


async def test_one_person_has_the_card_and_the_channel_sees_whose_turn_it_is(ledger: Ledger) -> None:
    request = await opened(ledger, "one")
    await called(ledger, request, *CREW)
    assert await shown_to(ledger) == ["#approvals", DIRECTOR]


async def test_each_reminder_calls_the_next_and_begins_anew_after_the_last(ledger: Ledger) -> None:
    request = await opened(ledger, "one")
    turns = [called_of(await called(ledger, request, LEAD, MANAGER))]
    for share in (0.25, 0.5, 0.75):
        await expiring.ring(ledger, now=NOON + share * HOUR)
        turns.append(called_of(await reminded(ledger, request, LEAD, MANAGER, now=NOON + share * HOUR)))
    assert turns == [(LEAD,), (MANAGER,), (LEAD,), (MANAGER,)]
    assert await shown_to(ledger) == ["#approvals", LEAD, MANAGER]
    assert await shown_to(ledger, "reminder") == [LEAD, MANAGER], "those who have the card are reminded of it"


async def test_whoever_has_voted_is_not_called_again(ledger: Ledger) -> None:
    request = await opened(ledger, "one", turns(quorum=2))
    await called(ledger, request, LEAD, SECOND_LEAD)
    await press(ledger, request, SECOND_LEAD)
    await expiring.ring(ledger, now=NOON + HOUR / 4)
    after = await reminded(ledger, request, LEAD, SECOND_LEAD, now=NOON + HOUR / 4)
    assert called_of(after) == (LEAD,)


async def test_a_second_look_calls_the_next_only_if_whoever_was_called_is_gone(ledger: Ledger) -> None:
    request = await opened(ledger, "one")
    await called(ledger, request, LEAD, MANAGER)
    await calling.recall(ledger, request.id, now=NOON)
    assert called_of(await called(ledger, request, LEAD, MANAGER)) == ()
    await calling.recall(ledger, request.id, now=NOON)
    assert called_of(await called(ledger, request, MANAGER)) == (MANAGER,)


async def test_whoever_works_now_comes_first(ledger: Ledger) -> None:
    assert await turn_at(ledger, NOON) == (MANAGER,)
    assert await turn_at(ledger, NOON - 4 * HOUR) == (LEAD,)


async def test_where_nobody_works_it_is_somebodys_turn_all_the_same(ledger: Ledger) -> None:
    assert await turn_at(ledger, NOON + 9 * HOUR) == (LEAD,)


async def test_people_who_take_turns_share_no_card(ledger: Ledger) -> None:
    for key in ("one", "two"):
        request = await opened(ledger, key, turns(batch=Batching(window=HOUR)))
        await called(ledger, request, *CREW)
    assert await shown_to(ledger, "batch") == []
    assert await shown_to(ledger) == ["#approvals", "#approvals", DIRECTOR, LEAD]


def turns(*, quorum: int = 1, **more: Any) -> Policy:
    """A policy whose only tier takes turns, with three reminders."""
    return a_policy(a_tier(turn=Turn.ROUND_ROBIN, reminders=(0.25, 0.5, 0.75), quorum=quorum), **more)


async def opened(ledger: Ledger, key: str, policy: Policy | None = None, *, now: datetime = NOON) -> Request:
    """The request of a new run, put to people who take turns."""
    [request] = await pause(ledger, await claimed_run(ledger, key), asks(), policy=policy or turns(), now=now)
    return request


def called_of(request: Request) -> tuple[str, ...]:
    """Who was called in the last round of calls."""
    assert request.seating
    return request.seating.called


async def turn_at(ledger: Ledger, now: datetime) -> tuple[str, ...]:
    """Whose turn it is at a time, of one who works in the morning and one who works in daytime."""
    hours = {LEAD: MORNING, MANAGER: DAYTIME}
    tier = a_tier(turn=Turn.ROUND_ROBIN, reviewers=Reviewers(people=(LEAD, MANAGER)), calendar=hours)
    request = await opened(ledger, f"{now}", a_policy(tier), now=now)
    by_name = {person: {person} for person in hours}
    await answer(ledger, await summons(ledger, request), present(by_name=by_name), now=now)
    return called_of(await the_request(ledger, request.id))
