"""The reconcile loop: hints again at whatever is owed and nobody holds. It depends on nothing that it repairs."""

import asyncio
import contextlib
import random

import structlog

from bot.ledger import work
from bot.ledger.database import Ledger

log = structlog.get_logger(__name__)

_AT_ONCE = 200


class Reconciler:
    """Reads what is owed every `every` seconds, a little irregularly so that several processes do not march in step."""

    def __init__(self, ledger: Ledger, every: float) -> None:
        self._ledger = ledger
        self._every = every
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look at once, and then again and again."""
        self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """Stop looking."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def reconcile(self) -> None:
        """Hint at everything that is owed now."""
        async with self._ledger.read() as conn:
            owed = await work.owed(conn, _AT_ONCE)
        self._ledger.hints.announce(owed)

    async def _loop(self) -> None:
        while True:
            try:
                await self.reconcile()
            except Exception:
                log.exception("could not read what is owed")
            await asyncio.sleep(self._every * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, not a secret
