"""Countersign whole: typed commands, cards in the sandbox, a reviewer's clicks over the real socket, finished runs."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import edits, forms
from bench.contest import BURSTS, Contest
from bench.crowd import keep_in_flight
from bench.people import Button
from bench.samples import Cycle, FormWait, Pace, Whole
from bench.stage import Stage, staged


async def measure(contest: Contest, directory: Path) -> Whole:
    """One cycle after another, many in flight, and bursts of clicks, forms and edits, on one start of the program."""
    async with staged(contest, directory) as stage:
        await keep_in_flight(contest.warm_up, contest.in_flight, stage.cycle)
        await stage.quiet()
        alone = await keep_in_flight(contest.alone, 1, stage.cycle)
        await stage.quiet()
        crowd = await _crowd(stage, contest)
        burst = [cycle for number in range(BURSTS) for cycle in await _burst(stage, contest, number)]
        await stage.quiet()
        strangers, familiar = await _forms(stage, contest)
        return Whole(
            finished=crowd.finished,
            settled=crowd.settled,
            sandbox=crowd.sandbox,
            driver=crowd.driver,
            alone=alone,
            crowded=crowd.cycles,
            burst=burst,
            strangers=strangers,
            familiar=familiar,
            edits=await edits.measure(stage, contest),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crowd:
    cycles: list[Cycle]
    finished: Pace
    settled: Pace
    sandbox: Pace
    driver: Pace


async def _crowd(stage: Stage, contest: Contest) -> _Crowd:
    """Cycles that share the program. What was computed is told up to when nothing was owed, except for `finished`."""
    clocks: list[Callable[[], float]] = [stage.bot.computed, stage.slack.computed, time.process_time]
    began, before = time.perf_counter(), [clock() for clock in clocks]

    def pace(seconds: float, clock: int) -> Pace:
        return Pace(contest.cycles, seconds, clocks[clock]() - before[clock])

    cycles = await keep_in_flight(contest.crowded, contest.in_flight, stage.cycle)
    finished, driver = pace(time.perf_counter() - began, 0), pace(time.perf_counter() - began, 2)
    await stage.delivered()
    seconds = time.perf_counter() - began
    await stage.quiet()
    return _Crowd(cycles=cycles, finished=finished, settled=pace(seconds, 0), sandbox=pace(seconds, 1), driver=driver)


async def _burst(stage: Stage, contest: Contest, number: int) -> list[Cycle]:
    """Every card of a burst is pressed at the same moment, when all is quiet."""
    opened: dict[int, tuple[float, Button]] = {}

    async def ask(ticket: int) -> None:
        opened[ticket] = await stage.ask(ticket)

    await keep_in_flight(contest.burst(number), contest.in_flight, ask)
    await stage.quiet()
    return await keep_in_flight(
        contest.burst(number), contest.clicks, lambda ticket: stage.sign(ticket, *opened[ticket])
    )


async def _forms(stage: Stage, contest: Contest) -> tuple[list[FormWait], list[FormWait]]:
    """Clerks of whom the bot knew nothing, and the same ones again right after."""
    strangers: list[FormWait] = []
    familiar: list[FormWait] = []
    for number in range(BURSTS):
        strangers += await forms.measure(stage.people, contest.clerks(number))
        familiar += await forms.measure(stage.people, contest.clerks(number))
    return strangers, familiar
