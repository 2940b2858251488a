"""The embedded hand-out: every hint is taken up, few enough at a time, and nothing that goes wrong stops it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.handout.embedded import Embedded, Hand
from bot.ledger.hints import Work, WorkKind


def run(number: int) -> Work:
    """A run that is hinted at."""
    return Work(WorkKind.RUN, f"run-{number}")


def card(number: int) -> Work:
    """A card that is hinted at."""
    return Work(WorkKind.CARD, f"card-{number}")


class Floor:
    """Where the work is done: notes what was begun and ended, and holds work up until a gate is opened."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.cancelled: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.changed = asyncio.Condition()

    async def work(self, key: str) -> None:
        """Work until the gate is open."""
        self.begun.append(key)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self._tell()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(key)
            raise
        finally:
            self.at_once -= 1
        self.ended.append(key)
        await self._tell()

    async def fail(self, key: str) -> None:
        """Fail at what is odd, and do the rest."""
        self.begun.append(key)
        if int(key[-1]) % 2:
            raise ValueError(key)
        self.ended.append(key)
        await self._tell()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the floor looks like this."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(condition)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()


@pytest.fixture
def floor() -> Floor:
    """Where runs are worked on."""
    return Floor()


Opening = Callable[..., Embedded]


@pytest.fixture
async def opened() -> AsyncIterator[Opening]:
    """Starts hand-outs, and stops them at the end."""
    started: list[Embedded] = []

    def start(handle: Callable[[str], Awaitable[None]], at_once: int = 2, **others: Hand) -> Embedded:
        hands = {WorkKind.RUN: Hand(handle, at_once)} | {WorkKind(kind): hand for kind, hand in others.items()}
        handout = Embedded(hands)
        handout.start()
        started.append(handout)
        return handout

    yield start
    for handout in started:
        await handout.stop(0)


async def test_every_hint_is_taken_up_in_its_order(floor: Floor, opened: Opening) -> None:
    floor.gate.set()
    opened(floor.work, at_once=1).announce([run(number) for number in range(5)])
    await floor.until(lambda: len(floor.ended) == 5)
    assert floor.begun == [f"run-{number}" for number in range(5)]


async def test_hints_that_came_before_the_start_are_taken_up(floor: Floor) -> None:
    floor.gate.set()
    handout = Embedded({WorkKind.RUN: Hand(floor.work, 1)})
    handout.announce([run(1)])
    handout.start()
    await floor.until(lambda: floor.ended == ["run-1"])
    await handout.stop(1)


async def test_a_hint_that_is_repeated_before_it_is_taken_up_counts_once(floor: Floor, opened: Opening) -> None:
    handout = opened(floor.work, at_once=1)
    handout.announce([run(1)])
    await floor.until(lambda: floor.begun == ["run-1"])
    for _ in range(3):
        handout.announce([run(2), run(3), run(2)])
    floor.gate.set()
    await floor.until(lambda: len(floor.ended) == 3)
    assert floor.begun == ["run-1", "run-2", "run-3"]


async def test_a_hint_about_work_under_way_is_taken_up_after_it(floor: Floor, opened: Opening) -> None:
    """It may say something that the work under way has not seen."""
    handout = opened(floor.work, at_once=1)
    handout.announce([run(1)])
    await floor.until(lambda: floor.begun == ["run-1"])
    handout.announce([run(1)])
    floor.gate.set()
    await floor.until(lambda: floor.ended == ["run-1", "run-1"])


async def test_no_more_is_done_at_once_than_there_are_hands(floor: Floor, opened: Opening) -> None:
    opened(floor.work, at_once=3).announce([run(number) for number in range(9)])
    await floor.until(lambda: len(floor.begun) == 3)
    floor.gate.set()
    await floor.until(lambda: len(floor.ended) == 9)
    assert floor.most_at_once == 3


async def test_one_kind_of_work_does_not_hold_up_another(floor: Floor, opened: Opening) -> None:
    cards = Floor()
    cards.gate.set()
    handout = opened(floor.work, at_once=1, card=Hand(cards.work, 1))
    handout.announce([run(1), run(2), card(1)])
    await cards.until(lambda: cards.ended == ["card-1"])
    assert floor.ended == []


async def test_work_that_raises_stops_nothing(floor: Floor, opened: Opening) -> None:
    opened(floor.fail, at_once=2).announce([run(number) for number in range(8)])
    await floor.until(lambda: len(floor.ended) == 4)
    assert len(floor.begun) == 8


async def test_stopping_waits_for_work_under_way_and_takes_up_nothing_new(floor: Floor, opened: Opening) -> None:
    handout = opened(floor.work, at_once=1)
    handout.announce([run(1), run(2)])
    await floor.until(lambda: floor.begun == ["run-1"])
    stopping = asyncio.create_task(handout.stop(10))
    await asyncio.sleep(0)
    floor.gate.set()
    await stopping
    assert (floor.ended, floor.begun, floor.cancelled) == (["run-1"], ["run-1"], [])


async def test_stopping_cancels_what_takes_too_long(floor: Floor, opened: Opening) -> None:
    handout = opened(floor.work, at_once=2)
    handout.announce([run(1), run(2), run(3)])
    await floor.until(lambda: len(floor.begun) == 2)
    await handout.stop(0.01)
    assert (floor.ended, sorted(floor.cancelled)) == ([], ["run-1", "run-2"])


async def test_stopping_while_nothing_is_done_is_quick(opened: Opening, floor: Floor) -> None:
    async with asyncio.timeout(5):
        await opened(floor.work).stop(1000)
