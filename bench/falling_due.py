"""The whole program when many requests fall due in the same second, while people go on clicking."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench import escalations, filling, standing
from bench.contest import Contest
from bench.crowd import LONGEST, keep_in_flight
from bench.load import Load, Samples
from bench.people import Button, People
from bench.stage import Stage, staged
from bot.desk.opening import House
from bot.settings import real_now

CLICKS = "click to ack meanwhile"
CALM = "click to ack before"
RECORDED = "until all are escalated"
TOLD = "until all is delivered"

_LEAD = timedelta(seconds=3)
_BETWEEN = 0.1  # seconds from click to click
_AT_ONCE = 8


async def measure(load: Load, directory: Path, count: int) -> Samples:
    """So many requests open, of which `load.due` more fall due while people click."""
    data = directory / "data"
    rules = await filling.house(directory)
    await filling.waiting(data, rules, count, real_now())
    contest = Contest(cycles=load.clicks, in_flight=_AT_ONCE, clicks=load.clicks)
    async with staged(contest, directory) as stage, asyncio.timeout(LONGEST):
        buttons = await _buttons(stage, 2 * load.clicks)
        cards = await standing.posted(stage.people, load.due)
        ready = _Ready(stage=stage, data=data, rules=rules, cards=cards, buttons=buttons[load.clicks :])
        await stage.quiet()
        calm = await _clicks(stage.people, buttons[: load.clicks])
        await stage.quiet()
        return {CALM: calm} | await _fall_due(ready)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """What stands ready for the one second: the program and its ledger, cards to draw anew, buttons to press."""

    stage: Stage
    data: Path
    rules: House
    cards: list[str]
    buttons: list[Button]


async def _fall_due(ready: _Ready) -> Samples:
    """All fall due at one moment, from which on people click until their buttons are used up."""
    moment = real_now() + _LEAD
    await filling.due(ready.data, ready.rules, [moment] * len(ready.cards), ready.cards)
    async with escalations.seen(ready.data / "ledger.db", moment.timestamp()) as watched:
        # Another process wrote the requests, of which the clock hears with the next that is opened.
        await ready.stage.ask(2 * len(ready.buttons))
        if real_now() > moment:
            raise RuntimeError("it took too long to get ready: the deadlines have passed")
        await asyncio.sleep((moment - real_now()).total_seconds())
        clicking = asyncio.create_task(_clicks(ready.stage.people, ready.buttons))
        await watched.all()
        waited = await clicking
        await ready.stage.watch.delivered()
        delivered = 1000 * (real_now() - moment).total_seconds()
        return {RECORDED: [max(watched.lateness)], CLICKS: waited, TOLD: [delivered]}


async def _buttons(stage: Stage, count: int) -> list[Button]:
    """Cards of the program's own, to be pressed; the workflow goes on when they are."""

    async def ask(ticket: int) -> Button:
        return (await stage.ask(ticket))[1]

    return await keep_in_flight(range(count), _AT_ONCE, ask)


async def _clicks(people: People, buttons: list[Button]) -> list[float]:
    """One click after the other, each at its time whatever became of those before; milliseconds to the ack."""
    began = time.perf_counter()

    async def press(number: int) -> float:
        await asyncio.sleep(began + number * _BETWEEN - time.perf_counter())
        pressed = time.perf_counter()
        await people.press(buttons[number])
        return 1000 * (time.perf_counter() - pressed)

    return await keep_in_flight(range(len(buttons)), len(buttons), press)
