"""The world of the journeys up and down the ladder."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from bot.approvals.request import Request
from sandbox import Sandbox, SeenMessage
from tests.journeys.reviewing import in_time
from tests.journeys.world import World

FOLDER = "tests/journeys/ladders"


@contextlib.asynccontextmanager
async def climbing(sandbox: Sandbox, data: Path, **settings: str) -> AsyncIterator[World]:
    """The bot with the workflows of tests/journeys/ladders, on a Friday at 17:55."""
    world = below(sandbox, data, **settings)
    async with world.running():
        yield world


def below(sandbox: Sandbox, data: Path, **settings: str) -> World:
    """The same with the bot not yet started."""
    ladders = {
        "COUNTERSIGN_WORKFLOWS": f"{FOLDER}/langgraph.json",
        "COUNTERSIGN_POLICIES": f"{FOLDER}/policies.yaml",
    }
    return World(sandbox, data, **ladders | settings)


async def ask(world: World, workflow: str, effects: Path | None = None, **values: object) -> SeenMessage:
    """The card of a payment that maya asks for."""
    await start(world, workflow, effects, **values)
    return await world.card("tom", title="Pay ")


async def start(world: World, workflow: str, effects: Path | None = None, **values: object) -> None:
    """Have maya ask for a payment of 120 EUR, or of another amount, and wait until it is on the ledger."""
    known = len(await world.requests())
    given = {"amount": 120, **values, **({"effects": effects} if effects else {})}
    words = " ".join(f"{name}={value}" for name, value in given.items())
    await world.person("maya").command("#support", f"/task {workflow} {words}")
    await in_time(lambda: _more_than(world, known))
    await world.nothing_is_owed()


async def the_request(world: World) -> Request:
    """The newest request."""
    return (await world.requests())[-1]


def moment(text: str) -> datetime:
    """A moment in UTC, as `2026-11-20 17:55`."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


async def _more_than(world: World, known: int) -> bool:
    return len(await world.requests()) > known
