"""The embedded hand-out: asyncio tasks in this process take up what commits hint at."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.ledger.hints import Connection, Work, WorkKind

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does one kind of work, and how many pieces of it at once."""

    handle: Callable[[str], Awaitable[None]]
    at_once: int


class Embedded:
    """Hears hints and works them off; one that is lost or comes at a bad moment costs time and nothing else."""

    def __init__(self, hands: Mapping[WorkKind, Hand]) -> None:
        self._hands = hands
        self._queues: dict[WorkKind, asyncio.Queue[str]] = {kind: asyncio.Queue() for kind in hands}
        self._queued: set[Work] = set()
        self._under_way: set[Work] = set()
        self._hinted_meanwhile: set[Work] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Nothing to take along: this process hears of the commit itself."""

    def announce(self, hints: Sequence[Work]) -> None:
        """Queue what is hinted at, each piece once."""
        for work in hints:
            if work not in self._queued:
                self._queued.add(work)
                self._queues[work.kind].put_nowait(work.key)

    def start(self) -> None:
        """Begin to work."""
        for kind, hand in self._hands.items():
            self._tasks += [asyncio.create_task(self._work_off(kind, hand)) for _ in range(hand.at_once)]

    async def stop(self, patience: float) -> None:
        """Take up nothing new, give what is under way `patience` seconds to end, then cancel it; it stays owed."""
        self._stopping = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._idle.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work_off(self, kind: WorkKind, hand: Hand) -> None:
        queue = self._queues[kind]
        while True:
            work = Work(kind, await queue.get())
            self._queued.discard(work)
            if work in self._under_way:
                self._hinted_meanwhile.add(work)
            elif not self._stopping:
                await self._do(hand, work)

    async def _do(self, hand: Hand, work: Work) -> None:
        """Do it alone: after a suspend every lease looks over to the database, while this process still works."""
        self._under_way.add(work)
        self._idle.clear()
        try:
            await hand.handle(work.key)
        except Exception:
            log.exception("work failed; it stays owed", kind=work.kind.value, key=work.key)
        finally:
            self._under_way.discard(work)
            if not self._under_way:
                self._idle.set()
            if work in self._hinted_meanwhile:
                self._hinted_meanwhile.discard(work)
                self.announce([work])
