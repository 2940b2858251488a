"""How late escalations are while the whole program is busy with cycles, and a request falls due every 100 ms."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench import escalations, filling, standing
from bench.contest import Contest
from bench.crowd import LONGEST, keep_in_flight
from bench.load import Load, Samples
from bench.stage import Stage, staged
from bot.settings import real_now

LATE = "escalated after its deadline"
RANG = "  of which until the clock rang"
ACKS = "click to ack meanwhile"

_EVERY = timedelta(seconds=0.1)
_LEAD = timedelta(seconds=4)


async def measure(load: Load, directory: Path) -> tuple[Samples, float]:
    """Lateness and acks, and how many cycles ended in a second meanwhile."""
    contest = Contest(cycles=load.busy, in_flight=load.busy, clicks=load.busy)
    data = directory / "data"
    rules = await filling.house(directory)
    await filling.empty(data / "ledger.db")
    async with staged(contest, directory) as stage, asyncio.timeout(LONGEST):
        await keep_in_flight(range(load.busy), load.busy, stage.cycle)  # to be warm
        await stage.quiet()
        cards = await standing.posted(stage.people, load.one_by_one)
        first = real_now() + _LEAD
        moments = [first + _EVERY * number for number in range(load.one_by_one)]
        await filling.due(data, rules, moments, cards)
        async with escalations.seen(data / "ledger.db", moments[-1].timestamp()) as watched:
            began = real_now()
            acks = await _cycles_until(stage, watched, load.busy)
            seconds = (real_now() - began).total_seconds()
            await stage.watch.delivered()
            return {LATE: watched.lateness, RANG: watched.ring_lateness, ACKS: acks}, len(acks) / seconds


async def _cycles_until(stage: Stage, watched: escalations.Escalations, at_once: int) -> list[float]:
    """Keep cycles in flight until all that falls due is escalated; milliseconds from click to ack of each."""
    over = asyncio.create_task(watched.all())

    def tickets() -> Iterator[int]:
        ticket = at_once
        while not over.done():
            yield ticket
            ticket += 1

    cycles = await keep_in_flight(tickets(), at_once, stage.cycle)
    return [cycle.click_to_ack for cycle in cycles]
