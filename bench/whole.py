"""Countersign whole: typed commands, cards in the sandbox, a reviewer's clicks over the real socket, finished runs."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.contest import BURSTS, Contest, environ
from bench.crowd import keep_in_flight
from bench.people import Button, People, people_at
from bench.processes import Program, sandbox, started
from bench.samples import Cycle, Pace
from bench.watch import Place, Watch, watching
from bench.workload import NAME
from bot.review import APPROVE
from bot.settings import real_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What the whole program was seen to do; `finished` is when the last run was, `settled` when nothing was owed."""

    finished: Pace
    settled: Pace
    sandbox: Pace
    alone: list[Cycle]
    crowded: list[Cycle]
    burst: list[Cycle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Countersign and the sandbox at work, each in a process of its own."""

    bot: Program
    slack: Program
    people: People
    watch: Watch

    async def cycle(self, ticket: int) -> Cycle:
        """One approval, from the typed command to the end of the run."""
        waited, button = await self.ask(ticket)
        return await self.sign(ticket, waited, button)

    async def ask(self, ticket: int) -> tuple[float, Button]:
        """Start a run; returns how long its card took to be posted, in milliseconds, and the card's Approve."""
        begun = real_now().timestamp()
        await self.people.command(f"/task {NAME} ticket={ticket}")
        card: Place = await self.watch.card(ticket)
        button = await self.people.button(card.channel, card.ts, f"vote:{APPROVE.id}")
        return 1000 * (float(card.ts) - begun), button

    async def sign(self, ticket: int, waited: float, button: Button) -> Cycle:
        """Press Approve and wait for the run to finish."""
        pressed, timer = real_now().timestamp(), time.perf_counter()
        await self.people.press(button)
        acknowledged = time.perf_counter() - timer
        resumed = await self.watch.end(ticket)
        return Cycle(waited, 1000 * acknowledged, 1000 * (resumed - pressed))


async def measure(contest: Contest, directory: Path) -> Whole:
    """One cycle after another, many in flight, and bursts of clicks, on one start of the program."""
    async with _stage(contest, directory) as stage:
        await keep_in_flight(contest.warm_up, contest.in_flight, stage.cycle)
        await _settled(stage)
        alone = await keep_in_flight(contest.alone, 1, stage.cycle)
        await _settled(stage)
        started_at, bot, slack = time.perf_counter(), stage.bot.computed(), stage.slack.computed()
        crowded = await keep_in_flight(contest.crowded, contest.in_flight, stage.cycle)
        finished = Pace(contest.cycles, time.perf_counter() - started_at, stage.bot.computed() - bot)
        await _settled(stage)
        seconds = time.perf_counter() - started_at
        return Whole(
            finished=finished,
            settled=Pace(contest.cycles, seconds, stage.bot.computed() - bot),
            sandbox=Pace(contest.cycles, seconds, stage.slack.computed() - slack),
            alone=alone,
            crowded=crowded,
            burst=[cycle for number in range(BURSTS) for cycle in await _burst(stage, contest, number)],
        )


async def _burst(stage: Stage, contest: Contest, number: int) -> list[Cycle]:
    """Every card of a burst is pressed at the same moment, when all is quiet."""
    opened: dict[int, tuple[float, Button]] = {}

    async def ask(ticket: int) -> None:
        opened[ticket] = await stage.ask(ticket)

    await keep_in_flight(contest.burst(number), contest.in_flight, ask)
    await _settled(stage)
    return await keep_in_flight(
        contest.burst(number), contest.clicks, lambda ticket: stage.sign(ticket, *opened[ticket])
    )


async def _settled(stage: Stage) -> None:
    async with asyncio.timeout(60):
        await stage.watch.settled()


@contextlib.asynccontextmanager
async def _stage(contest: Contest, directory: Path) -> AsyncIterator[Stage]:
    async with contextlib.AsyncExitStack() as stack:
        slack, workspace = await stack.enter_async_context(sandbox(directory))
        settings = environ(contest, directory / "data") | workspace.environ()
        bot = await stack.enter_async_context(started(directory, settings, "bot", "serve"))
        await bot.says("Countersign serves")
        people = await stack.enter_async_context(people_at(workspace))
        watch = await stack.enter_async_context(watching(directory / "data" / "ledger.db"))
        yield Stage(bot=bot, slack=slack, people=people, watch=watch)
