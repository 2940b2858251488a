"""How long people wait who edit and approve, when many send the form at the same moment."""

import asyncio
import time

from bench.contest import Contest
from bench.crowd import keep_in_flight
from bench.people import People
from bench.samples import Cycle
from bench.stage import Stage
from bench.town import clerk
from bench.workload import EDITED
from bot.settings import real_now

_LOOK_EVERY = 0.05
_WEIGHT = {"draft:weight": {"value": {"type": "number_input", "value": "2.6"}}}


async def measure(stage: Stage, contest: Contest) -> list[Cycle]:
    """A clerk for each card has its draft open; all of them send it changed at once, when all is quiet."""
    modals: dict[int, str] = {}

    async def begin(ticket: int) -> None:
        who = clerk(ticket - contest.edited.start)
        await stage.people.press(await stage.button(ticket, EDITED, "edit"), who)
        modals[ticket] = await _modal(stage.people, who)

    async def send(ticket: int) -> Cycle:
        sent, timer = real_now().timestamp(), time.perf_counter()
        await stage.people.send(clerk(ticket - contest.edited.start), modals[ticket], _WEIGHT)
        acknowledged = time.perf_counter() - timer
        resumed = await stage.watch.end(ticket)
        return Cycle(0.0, 1000 * acknowledged, 1000 * (resumed - sent))

    for number in range(contest.clicks):
        await stage.people.reload(clerk(number))
    await keep_in_flight(contest.edited, contest.in_flight, begin)
    await stage.quiet()
    return await keep_in_flight(contest.edited, contest.clicks, send)


async def _modal(people: People, who: str) -> str:
    """The modal that somebody's press opens; raises TimeoutError where none does."""
    async with asyncio.timeout(10):
        while True:
            opened = await people.modal(who)
            if opened:
                return opened
            await asyncio.sleep(_LOOK_EVERY)
