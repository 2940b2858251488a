"""A reviewer who is away is stood in for, from the click on, until they are back."""

from datetime import timedelta

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import standing_in
from bot.ledger import absence_book
from bot.ledger.database import Ledger
from bot.ledger.tables import absences
from tests.approvals.examples import HOUR, LEAD, NOON, OUTSIDER, REQUESTER
from tests.desk.deeds import asks, claimed_run, pause, press, stopped
from tests.ledger.books import rows

AWAY, HELPER = Person(id=LEAD), Person(id=OUTSIDER)
UNTIL = NOON + timedelta(days=2)


async def test_a_stand_in_decides_while_the_reviewer_is_away_and_not_after(ledger: Ledger) -> None:
    first, second = await stopped(ledger), await another(ledger)
    await standing_in.leave(ledger, AWAY, HELPER, UNTIL, now=NOON)
    settled = await press(ledger, first[0], OUTSIDER, now=NOON + HOUR / 2)
    assert (settled.state, settled.votes[-1].behalf) == (State.SETTLED, LEAD)
    assert await standing_in.come_back(ledger, AWAY, now=NOON + HOUR / 2)
    assert not await standing_in.come_back(ledger, AWAY, now=NOON + HOUR / 2)
    with pytest.raises(Refused) as refused:
        await press(ledger, second, OUTSIDER, now=NOON + HOUR / 2)
    assert refused.value.reason is Reason.NOT_ELIGIBLE


async def test_an_absence_ends_by_itself(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await standing_in.leave(ledger, AWAY, HELPER, NOON + HOUR / 4, now=NOON)
    with pytest.raises(Refused):
        await press(ledger, request, OUTSIDER, now=NOON + HOUR / 2)
    assert not await standing_in.come_back(ledger, AWAY, now=NOON + HOUR / 2), "they were back already"
    [absence] = await rows(ledger, absences)
    assert absence["ended_at"] == absence["until"]


async def test_a_new_arrangement_takes_the_place_of_the_old(ledger: Ledger) -> None:
    await standing_in.leave(ledger, AWAY, HELPER, UNTIL, now=NOON)
    later = await standing_in.leave(ledger, AWAY, Person(id="U0OTHER"), UNTIL, now=NOON)
    async with ledger.read() as conn:
        assert await absence_book.stand_ins(conn, NOON) == {LEAD: "U0OTHER"}
        assert await absence_book.concerning(conn, "U0OTHER", NOON) == [later]
        assert await absence_book.concerning(conn, LEAD, NOON) == [later]
        assert await absence_book.concerning(conn, OUTSIDER, NOON) == []


async def test_a_stand_in_who_is_away_passes_no_seat_on_that_is_not_their_own(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await standing_in.leave(ledger, AWAY, HELPER, UNTIL, now=NOON)
    await standing_in.leave(ledger, HELPER, Person(id="U0OTHER"), UNTIL, now=NOON)
    with pytest.raises(Refused) as refused:
        await press(ledger, request, "U0OTHER")
    assert refused.value.reason is Reason.NOT_ELIGIBLE
    assert (await press(ledger, request, OUTSIDER)).state is State.SETTLED


async def test_a_requester_does_not_decide_as_somebodys_stand_in(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await standing_in.leave(ledger, AWAY, Person(id=REQUESTER), UNTIL, now=NOON)
    with pytest.raises(Refused) as refused:
        await press(ledger, request, REQUESTER)
    assert refused.value.reason is Reason.OWN_REQUEST


@pytest.mark.parametrize(
    ("pair", "days", "reason"),
    [
        ((Person(id=LEAD, is_guest=True), HELPER), 1, Reason.NOT_A_MEMBER),
        ((AWAY, AWAY), 1, Reason.NOT_A_STAND_IN),
        ((AWAY, Person(id=OUTSIDER, is_active=False)), 1, Reason.NOT_A_STAND_IN),
        ((AWAY, Person(id=OUTSIDER, is_bot=True)), 1, Reason.NOT_A_STAND_IN),
        ((AWAY, HELPER), 0, Reason.NOT_A_STAND_IN),
    ],
)
async def test_an_arrangement_that_cannot_be_is_refused(
    ledger: Ledger, pair: tuple[Person, Person], days: int, reason: Reason
) -> None:
    with pytest.raises(Refused) as refused:
        await standing_in.leave(ledger, *pair, NOON + timedelta(days=days), now=NOON)
    assert refused.value.reason is reason


async def another(ledger: Ledger) -> Request:
    """A request of a second run."""
    [request] = await pause(ledger, await claimed_run(ledger, "second wish"), asks())
    return request
