"""Nobody is pinged more often in an hour than they can bear; what is over they hear of once, when it has passed."""

import secrets
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.approvals.ask import Urgency
from bot.approvals.calendars import Calendar
from bot.approvals.quiet import Quiet
from bot.approvals.request import Request
from bot.approvals.tier import Notify, Reviewers, Tier, Turn
from bot.desk import expiring
from bot.ledger import notice_book
from bot.ledger.clocks import db_now
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.ledger.tables import notices, pings
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, SECOND_LEAD, a_policy, a_tier, an_ask
from tests.desk.calls import answer, present, shown_to, summons
from tests.desk.deeds import asks, claimed_run, pause, the_request
from tests.ledger.books import claimed, rows

MINUTE = timedelta(minutes=1)
TWO = Quiet(pings_per_hour=2)


async def test_who_was_pinged_often_enough_gets_one_digest_for_all_the_rest(ledger: Ledger) -> None:
    for number in range(5):
        await call(ledger, NOON + number * MINUTE)
    assert await shown_to(ledger) == ["#approvals"] * 5 + [LEAD, LEAD]
    [digest] = await digests(ledger)
    assert (digest["audience"], digest["id"]) == (LEAD, f"digest.{LEAD}.{int(NOON.timestamp()) // 3600 + 1}")


async def test_the_digest_is_told_when_an_hour_has_passed_since_the_first_ping(ledger: Ledger) -> None:
    for number in range(3):
        await call(ledger, NOON + number * MINUTE)
    [digest] = await digests(ledger)
    assert digest["next_at"] - await the_time(ledger) == pytest.approx(58 * 60, abs=45)


async def test_after_the_hour_they_are_pinged_again(ledger: Ledger) -> None:
    for minutes in (0, 1, 2, 60, 61):
        await call(ledger, NOON + minutes * MINUTE)
    assert await shown_to(ledger) == ["#approvals"] * 5 + [LEAD] * 4
    assert len(await digests(ledger)) == 1


async def test_what_is_over_after_a_digest_was_told_comes_in_the_next(ledger: Ledger) -> None:
    at_half_past = NOON + 30 * MINUTE
    for number in range(3):
        await call(ledger, at_half_past + number * MINUTE)
    [first] = await digests(ledger)
    async with ledger.write() as tx:
        await notice_book.note_told(tx.conn, first["id"])
    await call(ledger, at_half_past + 59 * MINUTE)
    told, new = await digests(ledger)
    assert (told["told"], new["told"], new["id"]) == (True, False, f"digest.{LEAD}.{hour_of(told) + 1}")


async def test_what_is_over_while_a_digest_is_on_its_way_comes_in_the_next(ledger: Ledger) -> None:
    for number in range(3):
        await call(ledger, NOON + number * MINUTE)
    [first] = await digests(ledger)
    async with ledger.write() as tx:
        await tx.conn.execute(update(notices).values(next_at=0.0))
    await claimed(ledger, Work(WorkKind.NOTICE, first["id"]))
    await call(ledger, NOON + 59 * MINUTE)
    assert [hour_of(digest) - hour_of(first) for digest in await digests(ledger)] == [0, 1]


async def test_high_urgency_breaks_through_and_counts(ledger: Ledger) -> None:
    for number in range(3):
        await call(ledger, NOON + number * MINUTE, urgency=Urgency.HIGH)
    await call(ledger, NOON + 3 * MINUTE)
    assert await shown_to(ledger) == ["#approvals"] * 4 + [LEAD] * 3
    assert len(await digests(ledger)) == 1


async def test_without_a_limit_nobody_is_held_back(ledger: Ledger) -> None:
    for _ in range(5):
        await call(ledger, NOON, quiet=Quiet(pings_per_hour=None))
    assert await shown_to(ledger) == ["#approvals"] * 5 + [LEAD] * 5
    assert await digests(ledger) == []


async def test_reminders_count_as_well_and_one_drawn_anew_does_not(ledger: Ledger) -> None:
    request = await call(ledger, NOON, tier=in_person(reminders=(0.25, 0.5, 0.75)))
    for share in (0.25, 0.5, 0.75):
        now = NOON + share * HOUR
        await expiring.ring(ledger, now=now)
        await answer(ledger, await summons(ledger, request, NoticeKind.REMIND), present(LEAD), quiet=TWO, now=now)
    assert [row["person"] for row in await rows(ledger, pings)] == [LEAD, LEAD]
    assert await shown_to(ledger, "reminder") == [LEAD]


async def test_where_people_take_turns_the_next_is_called_in_place_of_one_who_was_pinged_enough(
    ledger: Ledger,
) -> None:
    tier = in_person(turn=Turn.ROUND_ROBIN)
    for number in range(4):
        await call(ledger, NOON + number * MINUTE, LEAD, tier=tier)
    after = await call(ledger, NOON + 4 * MINUTE, LEAD, MANAGER, tier=tier)
    assert after.seating
    assert after.seating.called == (MANAGER,)
    assert [digest["audience"] for digest in await digests(ledger)] == [LEAD]


@pytest.mark.parametrize(
    ("hour", "urgency", "called"),
    [
        (12, Urgency.NORMAL, [LEAD]),
        (12, Urgency.HIGH, [LEAD, SECOND_LEAD]),
        (19, Urgency.NORMAL, [SECOND_LEAD]),
        (3, Urgency.NORMAL, [LEAD, SECOND_LEAD]),
    ],
)
async def test_whoever_rests_is_left_in_peace_while_somebody_works(
    ledger: Ledger, hour: int, urgency: Urgency, called: list[str]
) -> None:
    late = Calendar(name="late", zone="UTC", hours="17:00-22:00")
    hours = {LEAD: Calendar(name="early", zone="UTC"), SECOND_LEAD: late}
    tier = in_person(reviewers=Reviewers(people=(LEAD, SECOND_LEAD)), calendar=hours)
    await call(ledger, NOON.replace(hour=hour), LEAD, SECOND_LEAD, tier=tier, urgency=urgency)
    assert await shown_to(ledger) == ["#approvals", *called]


def in_person(**more: Any) -> Tier:
    """A tier that hears of requests in its channel and by direct message."""
    return a_tier(notify=Notify.BOTH, **more)


async def call(
    ledger: Ledger,
    now: datetime,
    *people: str,
    tier: Tier | None = None,
    urgency: Urgency = Urgency.NORMAL,
    quiet: Quiet = TWO,
) -> Request:
    """Open a request and call these people, or the team lead, to it; returns it as it stands then."""
    ask = an_ask().model_copy(update={"urgency": urgency})
    run = await claimed_run(ledger, secrets.token_hex(8))
    [request] = await pause(ledger, run, asks(ask), policy=a_policy(tier or in_person()), now=now)
    there = present(by_name={person: {person} for person in people or (LEAD,)})
    await answer(ledger, await summons(ledger, request), there, quiet=quiet, now=now)
    return await the_request(ledger, request.id)


async def digests(ledger: Ledger) -> list[Any]:
    """The digests that are or were owed."""
    return [row for row in await rows(ledger, notices) if row["kind"] == "digest"]


def hour_of(digest: Any) -> int:
    """The hour of the clock that a digest is for."""
    return int(digest["id"].rpartition(".")[2])


async def the_time(ledger: Ledger) -> float:
    """The time on the database's clock."""
    async with ledger.read() as conn:
        return float((await conn.execute(select(db_now()))).scalar_one())
