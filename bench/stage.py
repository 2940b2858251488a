"""The stage: Countersign and the sandbox at work, each in a process of its own, and the people who use them."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.contest import REQUESTER, REVIEWER, Contest, environ
from bench.people import Button, People, people_at
from bench.processes import Program, sandbox, started
from bench.samples import Cycle
from bench.town import write_seed
from bench.watch import Place, Watch, watching
from bench.workload import NAME
from bot.review import APPROVE
from bot.settings import real_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a measurement of the whole program acts upon."""

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
        button = await self.button(ticket, NAME, f"vote:{APPROVE.id}")
        return 1000 * (float(button.ts) - begun), button

    async def button(self, ticket: int, workflow: str, action_id: str) -> Button:
        """Start a run, and find a button on its card."""
        await self.people.command(f"/task {workflow} ticket={ticket}")
        card: Place = await self.watch.card(ticket)
        return await self.people.button(card.channel, card.ts, action_id)

    async def sign(self, ticket: int, waited: float, button: Button) -> Cycle:
        """Press Approve and wait for the run to finish."""
        pressed, timer = real_now().timestamp(), time.perf_counter()
        await self.people.press(button)
        acknowledged = time.perf_counter() - timer
        resumed = await self.watch.end(ticket)
        return Cycle(waited, 1000 * acknowledged, 1000 * (resumed - pressed))

    async def delivered(self) -> None:
        """Wait until Slack shows all that happened."""
        async with asyncio.timeout(60):
            await self.watch.delivered()

    async def quiet(self) -> None:
        """Wait until nothing is owed any more."""
        async with asyncio.timeout(60):
            await self.watch.quiet()


@contextlib.asynccontextmanager
async def staged(contest: Contest, directory: Path) -> AsyncIterator[Stage]:
    """The stage, with everybody connected, and the homes of those who take part in every cycle open."""
    seed = directory / "seed.json"
    write_seed(seed, contest.all_clerks, contest.clicks)
    async with contextlib.AsyncExitStack() as stack:
        slack, workspace = await stack.enter_async_context(sandbox(directory, seed))
        settings = environ(contest, directory / "data") | workspace.environ()
        bot = await stack.enter_async_context(started(directory, settings, "bot", "serve"))
        await bot.says("Countersign serves")
        people = await stack.enter_async_context(people_at(workspace))
        watch = await stack.enter_async_context(watching(directory / "data" / "ledger.db"))
        await people.arrive(max(contest.clicks, contest.in_flight))
        for person in (REQUESTER, REVIEWER):
            await people.look_home(person)
        yield Stage(bot=bot, slack=slack, people=people, watch=watch)
