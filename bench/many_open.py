"""What opening, a tick of the clock and a round of the auditor cost while many requests are open, without Slack."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bench import filling
from bench.load import Load, Samples
from bot.clock.alarm import Alarm
from bot.desk import auditing
from bot.desk.opening import House
from bot.ledger import listing, request_book
from bot.ledger.database import Ledger
from bot.ledger.listing import Span
from bot.settings import real_now

OPENING = "to start and open one more"
IDLE = "a tick with nothing due"
ONE = "a tick with 1 due"
ALL = "a tick with all due"
ROUND = "a round of the auditor"
WHOLE = "the auditor, all there is"
LADDERS = "to tell ladders apart"
LISTED = "to list those due next"

_APART = timedelta(seconds=20)
_ONES = 20
_ALL_DUE = timedelta(minutes=20)  # before any request's clock rings that is only open
_ROUNDS = 10
_PAGE = Span(50)  # as much as is read for a list at once
_HOUR = 3600.0


class _Desk:
    """A ledger with so many requests open, and what is done to it; each deed takes the number of its sample."""

    def __init__(self, ledger: Ledger, rules: House, began: datetime) -> None:
        self._ledger = ledger
        self._rules = rules
        self._began = began
        self._clock = began
        self.alarm = Alarm(ledger, lambda: self._clock, sweep_seconds=_HOUR)

    async def open(self, number: int) -> None:
        await filling.ask(self._ledger, self._rules, f"one more {number}", self._began)

    async def tick(self, _: int) -> None:
        await self.alarm.ring()

    async def tick_with_one(self, number: int) -> None:
        self._clock = self._began + _APART * (number + 1)
        await self.alarm.ring()

    async def tick_with_all(self, _: int) -> None:
        self._clock = self._began + _ALL_DUE
        await self.alarm.ring()

    async def audit(self, _: int) -> None:
        _sound(await auditing.inspect(self._ledger, now=self._began, heal=True))

    async def audit_all(self, _: int) -> None:
        _sound(await auditing.inspect(self._ledger, now=self._began, heal=False, whole=True))

    async def tell_apart(self, _: int) -> None:
        async with self._ledger.read() as conn:
            await request_book.on_ladders(conn)

    async def list_next(self, _: int) -> None:
        async with self._ledger.read() as conn:
            await listing.open_ones(conn, _PAGE)


_Deed = Callable[[_Desk, int], Awaitable[None]]


async def measure(load: Load, directory: Path, counts: Sequence[int]) -> list[Samples]:
    """The same on ledgers with so many requests open, by turns, so that what else the machine does falls on all."""
    ones = min(_ONES, load.samples)
    deeds: dict[str, tuple[_Deed, int]] = {
        OPENING: (_Desk.open, load.samples),
        IDLE: (_Desk.tick, load.samples),
        LADDERS: (_Desk.tell_apart, _ROUNDS),
        LISTED: (_Desk.list_next, _ROUNDS),
        WHOLE: (_Desk.audit_all, 1),
        ROUND: (_Desk.audit, _ROUNDS),
        ONE: (_Desk.tick_with_one, ones),
        ALL: (_Desk.tick_with_all, 1),
    }
    async with contextlib.AsyncExitStack() as stack:
        desks = []
        for count in counts:
            filled = _filled(directory / str(count), count, ones, load.due)
            desks.append(await stack.enter_async_context(filled))
        found: list[Samples] = [{} for _ in desks]
        for name, (deed, times) in deeds.items():
            for samples, took in zip(found, await _by_turns(desks, deed, times), strict=True):
                samples[name] = took
        return found


@contextlib.asynccontextmanager
async def _filled(directory: Path, count: int, ones: int, due: int) -> AsyncIterator[_Desk]:
    """A desk whose clock stands still, after the auditor's first round, which is the one that looks at everything."""
    began = real_now()
    rules = await filling.house(directory)
    await filling.waiting(directory, rules, count, began)
    one_by_one = [began + _APART * (number + 1) for number in range(ones)]
    await filling.due(directory, rules, [*one_by_one, *[began + _ALL_DUE] * due])
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{directory / 'ledger.db'}")
    desk = _Desk(ledger, rules, began)
    try:
        await desk.audit(0)
        await desk.alarm.start()
        yield desk
        await desk.alarm.stop()
    finally:
        await ledger.close()


async def _by_turns(desks: Sequence[_Desk], deed: _Deed, times: int) -> list[list[float]]:
    """How long the deed took at each desk, in milliseconds."""
    loop = asyncio.get_running_loop()
    took: list[list[float]] = [[] for _ in desks]
    for number in range(times):
        for desk, samples in zip(desks, took, strict=True):
            began = loop.time()
            await deed(desk, number)
            samples.append(1000 * (loop.time() - began))
    return took


def _sound(inspection: auditing.Inspection) -> None:
    """Raises where the ledger of the measurement is not as the desk would have written it."""
    if inspection.findings:
        raise RuntimeError(f"the auditor found something: {inspection.findings[0].words}")
