"""Rings at the next deadline, and sweeps on a slow tick in case a ring was missed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.desk import expiring
from bot.ledger import request_book
from bot.ledger.database import Ledger

log = structlog.get_logger(__name__)

_AT_ONCE = timedelta(milliseconds=1)


class Alarm:
    """One date job for the next deadline, set anew whenever it may have changed, and one interval job that sweeps."""

    def __init__(self, ledger: Ledger, now: Callable[[], datetime], sweep_seconds: float = 15) -> None:
        self._ledger = ledger
        self._now = now
        self._sweep_seconds = sweep_seconds
        self._ringing = asyncio.Lock()
        # Late is better than never: a job that is due while the machine sleeps runs once when it wakes.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    async def start(self) -> None:
        """Begin to ring; whatever fell due while nobody was there rings at once."""
        self._scheduler.add_job(self.ring, IntervalTrigger(seconds=self._sweep_seconds, timezone=UTC), id="sweep")
        self._scheduler.start()
        await self.ring()

    async def stop(self) -> None:
        """Ring no more, as soon as a ring under way has ended: one cut off within a transaction can hang the exit."""
        async with self._ringing:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)

    async def ring(self) -> None:
        """Handle every deadline that has passed, then wait for the next."""
        async with self._ringing:
            try:
                handled = await expiring.ring(self._ledger, now=self._now())
            except Exception:
                log.exception("deadlines could not be handled; the next sweep tries again")
                return
            if handled:
                log.info("deadlines handled", count=handled)
            await self._rearm()

    async def due_changed(self, _request_id: str) -> None:
        """Hear that a request has a new deadline, which may be the next one."""
        async with self._ringing:
            await self._rearm()

    async def _rearm(self) -> None:
        """Set the date job to the next deadline there is."""
        async with self._ledger.read() as conn:
            due = await request_book.next_ringing(conn)
        if due is None:
            return
        wait = max(datetime.fromtimestamp(due, UTC) - self._now(), _AT_ONCE)
        trigger = DateTrigger(datetime.now(UTC) + wait, timezone=UTC)  # noqa: TID251 - the scheduler lives by real time
        self._scheduler.add_job(self.ring, trigger, id="next", replace_existing=True)
