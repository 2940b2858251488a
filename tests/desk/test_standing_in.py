"""A reviewer who is away is stood in for, from the click on, until they are back."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import standing_in
from bot.desk.standing_in import Away, Left
from bot.ledger import absence_book
from bot.ledger.database import Ledger
from bot.ledger.tables import absences, notices
from tests.approvals.examples import HOUR, LEAD, NOON, OUTSIDER, REQUESTER, a_policy, a_tier
from tests.desk.deeds import asks, claimed_run, pause, press, stopped
from tests.ledger.books import rows

AWAY, HELPER, OTHER = Person(id=LEAD), Person(id=OUTSIDER), Person(id="U0OTHER")
DAY = timedelta(days=1)
UNTIL = NOON + 2 * DAY


async def test_a_stand_in_decides_while_the_reviewer_is_away_and_not_after(ledger: Ledger) -> None:
    first, second = await stopped(ledger), await another(ledger)
    await go(ledger, AWAY, HELPER)
    settled = await press(ledger, first[0], OUTSIDER, now=NOON + HOUR / 2)
    assert (settled.state, settled.votes[-1].behalf) == (State.SETTLED, LEAD)
    assert await standing_in.come_back(ledger, AWAY, now=NOON + HOUR / 2)
    assert not await standing_in.come_back(ledger, AWAY, now=NOON + HOUR / 2)
    with pytest.raises(Refused) as refused:
        await press(ledger, second, OUTSIDER, now=NOON + HOUR / 2)
    assert refused.value.reason is Reason.NOT_ELIGIBLE


async def test_an_absence_ends_by_itself(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await go(ledger, AWAY, HELPER, until=NOON + HOUR / 4)
    with pytest.raises(Refused):
        await press(ledger, request, OUTSIDER, now=NOON + HOUR / 2)
    assert not await standing_in.come_back(ledger, AWAY, now=NOON + HOUR / 2), "they were back already"
    [absence] = await rows(ledger, absences)
    assert absence["ended_at"] == absence["until"]


async def test_a_new_arrangement_takes_the_place_of_the_old(ledger: Ledger) -> None:
    await go(ledger, AWAY, HELPER)
    later = await go(ledger, AWAY, OTHER)
    async with ledger.read() as conn:
        assert await absence_book.stand_ins(conn, NOON) == {LEAD: OTHER.id}
        assert await absence_book.concerning(conn, OTHER.id, NOON) == [later.absence]
        assert await absence_book.concerning(conn, LEAD, NOON) == [later.absence]
        assert await absence_book.concerning(conn, OUTSIDER, NOON) == []


async def test_a_stand_in_who_is_away_passes_no_seat_on_that_is_not_their_own(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await go(ledger, AWAY, HELPER)
    await go(ledger, HELPER, OTHER)
    with pytest.raises(Refused) as refused:
        await press(ledger, request, OTHER.id)
    assert refused.value.reason is Reason.NOT_ELIGIBLE
    assert (await press(ledger, request, OUTSIDER)).state is State.SETTLED


async def test_a_requester_does_not_decide_as_somebodys_stand_in(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await go(ledger, AWAY, Person(id=REQUESTER))
    with pytest.raises(Refused) as refused:
        await press(ledger, request, REQUESTER)
    assert refused.value.reason is Reason.OWN_REQUEST


async def test_an_absence_that_was_announced_begins_by_itself(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(sla=DAY * 3)))
    await go(ledger, AWAY, HELPER, since=NOON + DAY)
    async with ledger.read() as conn:
        assert await absence_book.away(conn, NOON) == frozenset()
        assert await absence_book.away(conn, NOON + DAY) == {LEAD}
    with pytest.raises(Refused):
        await press(ledger, request, OUTSIDER, now=NOON + HOUR)
    assert (await press(ledger, request, OUTSIDER, now=NOON + DAY)).state is State.SETTLED


async def test_an_announced_absence_can_be_called_off(ledger: Ledger) -> None:
    await go(ledger, AWAY, HELPER, since=NOON + DAY)
    assert await standing_in.come_back(ledger, AWAY, now=NOON)
    async with ledger.read() as conn:
        assert await absence_book.away(conn, NOON + DAY) == frozenset()


async def test_nobody_has_to_be_named(ledger: Ledger) -> None:
    left = await go(ledger, AWAY, None)
    assert left.absence.stand_in == ""
    async with ledger.read() as conn:
        assert await absence_book.away(conn, NOON) == {LEAD}
        assert await absence_book.stand_ins(conn, NOON) == {}


async def test_who_is_away_at_the_time_is_no_stand_in(ledger: Ledger) -> None:
    await go(ledger, HELPER, None, since=NOON + DAY)
    with pytest.raises(Refused) as refused:
        await go(ledger, AWAY, HELPER)
    assert refused.value.reason is Reason.AWAY_THEMSELVES
    assert (await go(ledger, AWAY, HELPER, until=NOON + DAY)).unseated == [], "back by the time the other goes"


async def test_two_do_not_stand_in_for_each_other(ledger: Ledger) -> None:
    await go(ledger, AWAY, HELPER)
    with pytest.raises(Refused) as refused:
        await go(ledger, HELPER, AWAY)
    assert refused.value.reason is Reason.AWAY_THEMSELVES


async def test_two_who_name_each_other_at_once_do_not_both_go(ledger: Ledger, second: Ledger) -> None:
    for number in range(8):
        one, two = Person(id=f"U0ONE{number}"), Person(id=f"U0TWO{number}")
        ends = await asyncio.gather(go(ledger, one, two), go(second, two, one), return_exceptions=True)
        assert [type(end) for end in ends].count(Refused) == 1, ends


async def test_whoever_loses_a_stand_in_is_told(ledger: Ledger) -> None:
    first = await go(ledger, AWAY, HELPER)
    left = await go(ledger, HELPER, OTHER, since=NOON + DAY, until=NOON + 9 * DAY)
    assert left.unseated == [first.absence]
    [notice] = await rows(ledger, notices)
    assert (notice["kind"], notice["audience"]) == ("unseated", LEAD)
    assert notice["body"] == f"{OUTSIDER}\n{(NOON + DAY).timestamp()}\n{UNTIL.timestamp()}", "for the time in both"


async def test_whoever_is_back_by_then_loses_nobody(ledger: Ledger) -> None:
    await go(ledger, AWAY, HELPER)
    left = await go(ledger, HELPER, OTHER, since=UNTIL, until=UNTIL + DAY)
    assert (left.unseated, await rows(ledger, notices)) == ([], [])


@pytest.mark.parametrize(
    ("pair", "days", "reason"),
    [
        ((Person(id=LEAD, is_guest=True), HELPER), 1, Reason.NOT_A_MEMBER),
        ((AWAY, AWAY), 1, Reason.NOT_A_STAND_IN),
        ((AWAY, Person(id=OUTSIDER, is_active=False)), 1, Reason.NOT_A_STAND_IN),
        ((AWAY, Person(id=OUTSIDER, is_bot=True)), 1, Reason.NOT_A_STAND_IN),
        ((AWAY, HELPER), 0, Reason.NOT_A_STAND_IN),
        ((AWAY, None), 0, Reason.NOT_A_STAND_IN),
        ((AWAY, None), -1, Reason.NOT_A_STAND_IN),
    ],
)
async def test_an_arrangement_that_cannot_be_is_refused(
    ledger: Ledger, pair: tuple[Person, Person | None], days: int, reason: Reason
) -> None:
    with pytest.raises(Refused) as refused:
        await go(ledger, *pair, until=NOON + timedelta(days=days))
    assert refused.value.reason is reason


async def go(
    ledger: Ledger, person: Person, stand_in: Person | None, *, since: datetime = NOON, until: datetime = UNTIL
) -> Left:
    """Have somebody say, at noon, when they are away."""
    return await standing_in.leave(ledger, person, Away(stand_in, since, until), now=NOON)


async def another(ledger: Ledger) -> Request:
    """A request of a second run."""
    [request] = await pause(ledger, await claimed_run(ledger, "second wish"), asks())
    return request
