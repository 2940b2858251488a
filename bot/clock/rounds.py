"""Goes round on slow ticks: the auditor every minute, and whatever else the program has to look after now and then."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.desk import auditing
from bot.ledger.database import Ledger

log = structlog.get_logger(__name__)

_AUDIT_EVERY = 60.0
_PATIENCE = 10.0


class Round(NamedTuple):
    """Something to look after every so many seconds; what fails is logged, and done again at the next turn."""

    name: str
    every: float
    do: Callable[[], Awaitable[object]]


class Rounds:
    """Does each round alone: a turn that comes while the last is under way is left out."""

    def __init__(self, ledger: Ledger, now: Callable[[], datetime], *rounds: Round) -> None:
        self._ledger = ledger
        self._now = now
        self._rounds = {each.name: each for each in (Round("audit", _AUDIT_EVERY, self.audit), *rounds)}
        self._turns = {name: asyncio.Lock() for name in self._rounds}
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def start(self) -> None:
        """Begin to go round, with the first turn of each after as long as lies between two."""
        for name, each in self._rounds.items():
            trigger = IntervalTrigger(seconds=each.every, timezone=UTC)
            self._scheduler.add_job(self.go, trigger, args=[name], id=name)
        self._scheduler.start()

    async def stop(self) -> None:
        """Go round no more, as soon as what is under way has ended, which is waited for ten seconds."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                for turn in self._turns.values():
                    await turn.acquire()
        self._scheduler.shutdown(wait=False)

    async def go(self, name: str) -> None:
        """Take the turn of the round of that name now; what goes wrong is logged."""
        async with self._turns[name]:
            try:
                await self._rounds[name].do()
            except Exception:
                log.exception("a round failed; its next turn tries again", round=name)

    async def audit(self) -> None:
        """Look for what nothing would ever move on, mend what can be mended, and have the operators told."""
        inspection = await auditing.inspect(self._ledger, now=self._now(), heal=True)
        for finding in inspection.findings:
            log.warning("the auditor found something", finding=finding.words, healed=finding.healed)
