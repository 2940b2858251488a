"""The world of the journeys in which people read, edit, ask back and decide on many at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from bot.approvals.request import Request
from bot.ledger import chain
from sandbox import Sandbox, SeenMessage, SeenView
from tests.journeys.world import World


@contextlib.asynccontextmanager
async def reviewing(sandbox: Sandbox, data: Path) -> AsyncIterator[World]:
    """The bot with the workflows of tests/journeys/reviews."""
    folder = "tests/journeys/reviews"
    world = World(
        sandbox,
        data,
        COUNTERSIGN_WORKFLOWS=f"{folder}/langgraph.json",
        COUNTERSIGN_POLICIES=f"{folder}/policies.yaml",
    )
    async with world.running():
        yield world


async def card_of(world: World, task: str, reader: str = "tom") -> SeenMessage:
    """The card of a task that maya starts."""
    before = len(world.person(reader).messages("#approvals"))
    await world.person("maya").command("#support", f"/task {task}")
    await world.sandbox.until(lambda: len(world.person(reader).messages("#approvals")) > before)
    return await world.card(reader)


async def the_view(world: World, name: str, words: str = "") -> SeenView:
    """The modal on top of this person's screen, as soon as it has these words in it."""

    def top() -> SeenView | None:
        view = world.person(name).view()
        return view if view and words in view.plain() else None

    return await world.sandbox.until(top)


async def in_time(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until what the ledger has to be asked about is so."""
    while not await is_so():  # noqa: ASYNC110 - the ledger tells nobody of its changes
        await asyncio.sleep(0.02)


async def the_request(world: World) -> Request:
    """The newest request."""
    return (await world.requests())[-1]


async def events_of(world: World, request: Request) -> list[str]:
    """The kinds of events that happened to a request, in order."""
    async with world.bot.ledger.read() as conn:
        return [type(entry.event).__name__ for entry in await chain.story(conn, request.id)]
