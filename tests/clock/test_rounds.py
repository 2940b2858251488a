"""Rounds are made again and again, whatever goes wrong in one, and each by itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.clock.rounds import Round, Rounds
from bot.ledger.database import Ledger
from bot.ledger.tables import cards, inspections
from tests.approvals.examples import NOON
from tests.ledger.books import open_request, rows

SOON = 0.02
NEVER = 1000.0

Setting = Callable[..., Rounds]


class Steps:
    """Counts the turns, and lets a test wait for them, hold them up and make them fail."""

    def __init__(self) -> None:
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self.ended = 0
        self.free = asyncio.Event()
        self.free.set()
        self.fails = False

    async def take(self) -> None:
        """One turn."""
        self.begun.put_nowait(self.begun.qsize())
        await self.free.wait()
        if self.fails:
            raise RuntimeError("this turn fails")
        self.ended += 1

    async def several(self, number: int = 3) -> None:
        """Wait until so many more turns have begun."""
        async with asyncio.timeout(10):
            for _ in range(number):
                await self.begun.get()


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """A ledger with nothing on it."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    yield ledger
    await ledger.close()


@pytest.fixture
async def rounds(ledger: Ledger) -> AsyncIterator[Setting]:
    """Makes rounds, and stops them at the end."""
    made: list[Rounds] = []

    def make(*each: Round) -> Rounds:
        made.append(Rounds(ledger, lambda: NOON, *each))
        return made[-1]

    yield make
    for each in made:
        await each.stop()


async def test_a_round_is_made_again_and_again(rounds: Setting) -> None:
    steps = Steps()
    rounds(Round("steps", SOON, steps.take)).start()
    await steps.several()
    assert steps.ended >= 2


async def test_one_that_fails_is_made_again_and_holds_up_no_other(rounds: Setting) -> None:
    bad, good = Steps(), Steps()
    bad.fails = True
    rounds(Round("bad", SOON, bad.take), Round("good", SOON, good.take)).start()
    await bad.several()
    await good.several()
    assert bad.ended == 0


async def test_one_that_takes_long_is_not_made_twice_at_once_and_holds_up_no_other(rounds: Setting) -> None:
    slow, quick = Steps(), Steps()
    slow.free.clear()
    rounds(Round("slow", SOON, slow.take), Round("quick", SOON, quick.take)).start()
    await slow.several(1)
    await quick.several(5)
    assert slow.begun.empty()
    slow.free.set()
    await slow.several(1)


async def test_a_turn_may_be_taken_by_hand(rounds: Setting) -> None:
    steps = Steps()
    await rounds(Round("steps", NEVER, steps.take)).go("steps")
    assert steps.ended == 1


async def test_stopping_lets_a_round_under_way_end_and_begins_no_other(rounds: Setting) -> None:
    steps = Steps()
    steps.free.clear()
    going = rounds(Round("steps", SOON, steps.take))
    going.start()
    await steps.several(1)
    stopping = asyncio.create_task(going.stop())
    await asyncio.sleep(3 * SOON)
    assert not stopping.done()
    steps.free.set()
    await stopping
    await going.stop()
    await asyncio.sleep(3 * SOON)
    assert (steps.ended, steps.begun.qsize()) == (1, 0)


async def test_the_auditor_goes_round_and_mends(ledger: Ledger, rounds: Setting) -> None:
    await open_request(ledger)
    await rounds().go("audit")
    assert [card["request_id"] for card in await rows(ledger, cards)] == ["request-1"]
    assert [inspection["at"] for inspection in await rows(ledger, inspections)] == [NOON.timestamp()]
