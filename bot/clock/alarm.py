"""Rings at the next deadline, and sweeps on a slow tick in case a ring was missed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.desk import expiring
from bot.ledger import ring_book
from bot.ledger.database import Ledger

log = structlog.get_logger(__name__)

_AT_ONCE = timedelta(milliseconds=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Alarm:
    """One date job for the next deadline, set anew whenever it may have changed, and one interval job that sweeps."""

    def __init__(self, ledger: Ledger, now: Callable[[], datetime], sweep_seconds: float = 15) -> None:
        self._ledger = ledger
        self._now = now
        self._sweep_seconds = sweep_seconds
        self._ringing = asyncio.Lock()
        self._rung_at = _LONG_AGO
        self._struck = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        # Late is better than never: a job that is due while the machine sleeps runs once when it wakes.
        defaults = {"coalesce": True, "max_instances": 3, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    async def start(self) -> None:
        """Begin to ring; whatever fell due while nobody was there rings at once."""
        self._scheduler.add_job(self._strike, IntervalTrigger(seconds=self._sweep_seconds, timezone=UTC), id="sweep")
        self._scheduler.start()
        self._listening = asyncio.create_task(self._listen())
        await self.ring()

    async def stop(self) -> None:
        """Ring no more, as soon as a ring under way has ended: one cut off within a transaction can hang the exit."""
        async with self._ringing:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)
            if self._listening:
                self._listening.cancel()

    async def ring(self) -> None:
        """Handle every deadline that has passed, then wait for the next.

        What could not be handled is left to the next sweep, and makes no deadline that follows late.
        """
        async with self._ringing:
            try:
                await self._handle(self._now())
            except Exception:
                log.exception("deadlines could not be handled; the next sweep tries again")

    async def due_changed(self, _request_id: str) -> None:
        """Hear that a request has a new deadline, which may be the next one."""
        async with self._ringing:
            await self._rearm()

    async def _strike(self) -> None:
        """What the scheduler does: it is over at once, so that no job is left out because one is still under way."""
        self._struck.set()

    async def _listen(self) -> None:
        """Ring once for however often the clock has struck since the last ring began."""
        while True:
            await self._struck.wait()
            self._struck.clear()
            await self.ring()

    async def _handle(self, now: datetime) -> None:
        try:
            handled = await expiring.ring(self._ledger, now=now)
            if handled:
                log.info("deadlines handled", count=handled)
        finally:
            self._rung_at = now
            await self._rearm()

    async def _rearm(self) -> None:
        """Set the date job to the next deadline after the last ring, or to any at all where the clock was put back."""
        now = self._now()
        async with self._ledger.read() as conn:
            due = await ring_book.after(conn, self._rung_at if self._rung_at <= now else _LONG_AGO)
        if due is None:
            return
        wait = max(due - now, _AT_ONCE)
        trigger = DateTrigger(datetime.now(UTC) + wait, timezone=UTC)  # noqa: TID251 - the scheduler lives by real time
        self._scheduler.add_job(self._strike, trigger, id="next", replace_existing=True)
