"""Sees from outside when each escalation is recorded, and how late that is."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

from bot.settings import real_now

_LOOK_EVERY = 0.005
_ROUNDING = 0.001  # seconds by which a stored moment may differ from the one that was meant
_AT = "SELECT position FROM chain_head"
_NEWS = "SELECT position, request_id, kind, at FROM events WHERE position > ? ORDER BY position"
_DUE = "SELECT id, due_at FROM requests WHERE state = 'open' AND due_at <= ?"


class Escalations:
    """What falls due up to a moment, and when it was seen to be recorded."""

    def __init__(self, ledger: sqlite3.Connection, until: float) -> None:
        self._ledger = ledger
        self._due: dict[str, float] = dict(ledger.execute(_DUE, [until]))
        self._position: int = ledger.execute(_AT).fetchone()[0]
        self._seen: dict[str, float] = {}
        self._rung: dict[str, float] = {}
        self._all = asyncio.Event()

    @property
    def lateness(self) -> list[float]:
        """How long after its deadline each was recorded, in milliseconds; the looking adds five at most when idle."""
        return [1000 * (at - self._due[request_id]) for request_id, at in self._seen.items()]

    @property
    def ring_lateness(self) -> list[float]:
        """How long after each deadline the clock rang, in milliseconds: what was not yet recorded then."""
        return [1000 * (at - self._due[request_id]) for request_id, at in self._rung.items()]

    async def all(self) -> None:
        """Wait until all that fell due is escalated."""
        await self._all.wait()

    async def look_on(self) -> None:
        """Look until all is seen."""
        while len(self._seen) < len(self._due):
            now = real_now().timestamp()
            for position, request_id, kind, at in self._ledger.execute(_NEWS, [self._position]).fetchall():
                self._position = position
                if kind == "escalated" and request_id in self._due:
                    self._seen.setdefault(request_id, now)
                    self._rung.setdefault(request_id, at)
            await asyncio.sleep(_LOOK_EVERY)
        self._all.set()


@contextlib.asynccontextmanager
async def seen(ledger: Path, until: float) -> AsyncIterator[Escalations]:
    """The escalations of whatever falls due up to a moment, in seconds since 1970, for as long as the block lasts."""
    with contextlib.closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True, isolation_level=None)) as opened:
        found = Escalations(opened, until + _ROUNDING)
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(found.look_on())
            yield found
            looking.cancel()
