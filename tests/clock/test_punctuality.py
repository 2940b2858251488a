"""6. A request climbs soon after its time is up, however busy the ledger is with fifty others at the same time.

How long that takes in seconds is the machine's affair, and the bench's to measure; here it is counted in what others
wrote to the ledger meanwhile.
"""

import asyncio
from bisect import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock.alarm import Alarm
from bot.desk import expiring
from bot.ledger.database import Ledger
from bot.ledger.hints import Connection, Work, WorkKind
from bot.settings import real_now
from tests.approvals.examples import HOUR, a_policy, a_tier
from tests.ledger.books import add_waiting_run, give, open_request, opening, settle

DEADLINES = 50
IN_FLIGHT = 50
BETWEEN = timedelta(milliseconds=30)
PAUSE = 0.3
MEANWHILE = 10 * IN_FLIGHT  # some turns of everybody, for those that fall due together; a sweep would come far later


class Watch:
    """Notes the time of every write, and which of them let a request climb."""

    def __init__(self) -> None:
        self.writes: list[datetime] = []
        self.climbed: dict[str, int] = {}
        self.all_did = asyncio.Event()

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Take nothing along."""

    def announce(self, hints: Sequence[Work]) -> None:
        """Hear of a commit."""
        self.writes.append(real_now())
        for kind, key in hints:
            if kind is WorkKind.NOTICE and key.startswith("call.") and key.endswith(".0.0.1"):
                self.climbed.setdefault(key.split(".")[1], len(self.writes))
        if len(self.climbed) == DEADLINES:
            self.all_did.set()


async def test_a_deadline_waits_for_those_who_came_before_it_and_no_longer(tmp_path: Path) -> None:
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    due = await deadlines(ledger, real_now() + timedelta(seconds=2))
    watch = ledger.hints = Watch()
    alarm = Alarm(ledger, real_now)
    is_over = asyncio.Event()
    await alarm.start()
    async with asyncio.timeout(50), asyncio.TaskGroup() as others:
        for number in range(1, IN_FLIGHT + 1):
            others.create_task(cycles(ledger, 1000 * number, is_over))
        await watch.all_did.wait()
        is_over.set()
    await alarm.stop()
    await ledger.close()
    waits = [watch.climbed[request_id] - bisect(watch.writes, due[request_id]) for request_id in due]
    assert max(waits) <= MEANWHILE, waits


async def deadlines(ledger: Ledger, first: datetime) -> dict[str, datetime]:
    """Requests of which one after the other uses up its hour, with nothing else to ring for before that."""
    policy = a_policy(a_tier("one", sla=HOUR), a_tier("two", sla=24 * HOUR))
    due: dict[str, datetime] = {}
    for number in range(1, DEADLINES + 1):
        await add_waiting_run(ledger, number)
        request = await give(ledger, None, opening(number, policy=policy), first - HOUR + number * BETWEEN)
        assert request.due_at
        due[request.id] = request.due_at
    await expiring.ring(ledger, now=first - timedelta(seconds=1))
    return due


async def cycles(ledger: Ledger, number: int, is_over: asyncio.Event) -> None:
    """Requests opened and decided one after the other, with the pauses that Slack and the workflows make."""
    while not is_over.is_set():
        number += 1
        await asyncio.sleep(PAUSE)
        await settle(ledger, await open_request(ledger, number), number)
