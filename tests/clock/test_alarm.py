"""6. The alarm rings when a deadline passes: soon after it, late rather than never, and in spite of errors."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.approvals.request import Request
from bot.clock.alarm import Alarm
from bot.ledger.database import Ledger
from bot.ledger.hints import Connection, Work, WorkKind
from bot.ledger.tables import events, requests
from bot.settings import real_now
from tests.approvals.examples import NOON, a_policy, a_tier
from tests.ledger.books import add_waiting_run, give, opening, rows

SOON = timedelta(milliseconds=50)
HOUR = timedelta(hours=1)
NEVER = 1000.0


class Ear:
    """Hears of the people who are called when a request climbs."""

    def __init__(self) -> None:
        self.calls: asyncio.Queue[str] = asyncio.Queue()

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Take nothing along."""

    def announce(self, hints: Sequence[Work]) -> None:
        """Hear a call."""
        for kind, key in hints:
            if kind is WorkKind.NOTICE and key.startswith("call."):
                self.calls.put_nowait(key)

    async def call(self) -> str:
        """The next call."""
        async with asyncio.timeout(10):
            return await self.calls.get()


class HeldClock:
    """A clock that stands still until it is moved, as a sleeping machine's does."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


class Counting:
    """The real clock, with a count of how often it was looked at."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return real_now()


Setting = Callable[..., Alarm]


@pytest.fixture
def ear() -> Ear:
    """Hears what the rings bring about."""
    return Ear()


@pytest.fixture
async def ledger(tmp_path: Path, ear: Ear) -> AsyncIterator[Ledger]:
    """A ledger with nothing on it."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    ledger.hints = ear
    yield ledger
    await ledger.close()


@pytest.fixture
async def alarm(ledger: Ledger) -> AsyncIterator[Setting]:
    """Sets alarms, and stops them at the end."""
    alarms: list[Alarm] = []

    def set_alarm(now: Callable[[], datetime] = real_now, sweep_seconds: float = NEVER) -> Alarm:
        alarms.append(Alarm(ledger, now, sweep_seconds))
        return alarms[-1]

    yield set_alarm
    for each in alarms:
        await each.stop()


async def test_it_rings_when_the_deadline_passes_and_not_before(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    request = await due_in(ledger, SOON)
    await alarm().start()
    assert await ear.call() == "call.request-1.0.0.1"
    [escalated] = [event for event in await rows(ledger, events) if event["kind"] == "escalated"]
    assert request.due_at
    assert 0 <= escalated["at"] - request.due_at.timestamp() < 5


async def test_it_waits_for_one_deadline_after_the_other(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    for number in (1, 2, 3):
        await due_in(ledger, number * SOON, number)
    await alarm().start()
    assert [await ear.call() for _ in range(3)] == [f"call.request-{number}.0.0.1" for number in (1, 2, 3)]


async def test_it_is_set_anew_for_an_earlier_deadline(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    await due_in(ledger, HOUR, 1)
    ringing = alarm()
    await ringing.start()
    request = await due_in(ledger, SOON, 2)
    await ringing.due_changed(request.id)
    assert await ear.call() == "call.request-2.0.0.1"


async def test_it_is_set_by_the_first_deadline_there_is(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    ringing = alarm()
    await ringing.start()
    await ringing.due_changed("request-1")
    request = await due_in(ledger, SOON)
    await ringing.due_changed(request.id)
    assert await ear.call() == "call.request-1.0.0.1"


async def test_what_fell_due_while_nobody_was_there_rings_at_the_start(
    ledger: Ledger, ear: Ear, alarm: Setting
) -> None:
    await due_in(ledger, -HOUR)
    await alarm().start()
    assert ear.calls.get_nowait() == "call.request-1.0.0.1"


async def test_a_machine_that_slept_through_a_deadline_rings_when_it_wakes(
    ledger: Ledger, ear: Ear, alarm: Setting
) -> None:
    clock = HeldClock()
    await due_in(ledger, HOUR, now=NOON)
    await alarm(clock, sweep_seconds=0.05).start()
    assert ear.calls.empty()
    clock.time += 2 * HOUR
    assert await ear.call() == "call.request-1.0.0.1"


async def test_a_clock_that_is_put_back_rings_each_deadline_once(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    clock = HeldClock()
    await due_in(ledger, HOUR, now=NOON)
    ringing = alarm(clock)
    await ringing.start()
    clock.time += HOUR
    await ringing.ring()
    assert await ear.call() == "call.request-1.0.0.1"
    clock.time -= HOUR
    await ringing.ring()
    assert ear.calls.empty()


async def test_after_a_clock_was_put_back_earlier_deadlines_ring_in_their_time(
    ledger: Ledger, ear: Ear, alarm: Setting
) -> None:
    clock = HeldClock()
    clock.time += 24 * HOUR
    ringing = alarm(clock)
    await ringing.start()
    clock.time = NOON
    request = await due_in(ledger, SOON, now=NOON)
    clock.time += SOON
    await ringing.due_changed(request.id)
    assert await ear.call() == "call.request-1.0.0.1"


async def test_a_clock_that_is_put_forward_passes_no_tier_over(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    """People have their whole SLA from when they are asked."""
    clock = HeldClock()
    await due_in(ledger, HOUR, now=NOON)
    ringing = alarm(clock)
    await ringing.start()
    clock.time += 1000 * HOUR
    await ringing.ring()
    await ringing.ring()
    assert await ear.call() == "call.request-1.0.0.1"
    assert [event["kind"] for event in await rows(ledger, events)] == ["opened", "escalated"]


async def test_one_that_cannot_be_handled_makes_no_other_late(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    """Though no sweep comes to their help."""
    await due_in(ledger, -HOUR, 1)
    async with ledger.write() as tx:
        await tx.conn.execute(requests.update().values(body="{}"))
    await due_in(ledger, 4 * SOON, 2)
    await alarm().start()
    assert await ear.call() == "call.request-2.0.0.1"


async def test_one_that_has_nothing_to_ring_for_does_not_keep_the_clock_busy(
    ledger: Ledger, ear: Ear, alarm: Setting
) -> None:
    """A row whose time was set by another hand would have rung a thousand times a second."""
    await due_in(ledger, HOUR, 1)
    async with ledger.write() as tx:
        await tx.conn.execute(requests.update().values(ring_at=0.0))
    await due_in(ledger, 4 * SOON, 2)
    counting = Counting()
    await alarm(counting).start()
    assert await ear.call() == "call.request-2.0.0.1"
    assert counting.looks < 30


async def test_a_deadline_nobody_was_told_of_is_found_by_the_sweep(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    await alarm(sweep_seconds=0.05).start()
    await due_in(ledger, SOON)
    assert await ear.call() == "call.request-1.0.0.1"


async def test_a_ring_that_fails_is_made_up_for_by_the_next(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    await due_in(ledger, -HOUR)
    await execute(ledger, "ALTER TABLE events RENAME TO mislaid")
    ringing = alarm(sweep_seconds=0.05)
    await ringing.start()
    await ringing.ring()
    assert ear.calls.empty()
    await execute(ledger, "ALTER TABLE mislaid RENAME TO events")
    assert await ear.call() == "call.request-1.0.0.1"


async def test_two_alarms_ring_a_deadline_once(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    await due_in(ledger, SOON)
    await asyncio.gather(alarm().start(), alarm(sweep_seconds=0.05).start())
    await ear.call()
    await asyncio.sleep(0.2)
    assert ear.calls.empty()
    assert [row["kind"] for row in await rows(ledger, events)].count("escalated") == 1


async def test_it_rings_no_more_once_it_is_stopped(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    clock = HeldClock()
    await due_in(ledger, HOUR, now=NOON)
    ringing = alarm(clock, sweep_seconds=0.05)
    await ringing.start()
    await ringing.stop()
    await ringing.stop()
    clock.time += 2 * HOUR
    await asyncio.sleep(0.2)
    assert ear.calls.empty()


async def test_stopping_lets_a_ring_under_way_end(ledger: Ledger, ear: Ear, alarm: Setting) -> None:
    """A ring that is cut off within a transaction leaves its connection to hang."""
    now = real_now()
    for number in range(1, 21):
        await due_in(ledger, SOON, number, now=now)
    ringing = alarm()
    await ringing.start()
    await ear.call()
    await ringing.stop()
    assert [row["kind"] for row in await rows(ledger, events)].count("escalated") == 20


async def due_in(ledger: Ledger, wait: timedelta, number: int = 1, *, now: datetime | None = None) -> Request:
    """A request whose first tier has so long, counted from now; a negative time has passed already."""
    started = (now or real_now()) + min(wait, timedelta(0)) * 2
    policy = a_policy(a_tier("one", sla=abs(wait)), a_tier("two", sla=24 * HOUR))
    await add_waiting_run(ledger, number)
    return await give(ledger, None, opening(number, policy=policy), started)


async def execute(ledger: Ledger, sql: str) -> None:
    async with ledger.write() as tx:
        await tx.conn.execute(text(sql))
