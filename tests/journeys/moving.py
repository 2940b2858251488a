"""The world of the journeys in which people move requests by hand, are away, have left, or are not to be disturbed."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from sandbox import Sandbox, SeenMessage
from tests.journeys.climbing import start
from tests.journeys.world import World

FOLDER = "tests/journeys/moves"


@contextlib.asynccontextmanager
async def moving(sandbox: Sandbox, data: Path) -> AsyncIterator[World]:
    """The bot with the workflows of tests/journeys/moves."""
    world = World(
        sandbox,
        data,
        COUNTERSIGN_WORKFLOWS=f"{FOLDER}/langgraph.json",
        COUNTERSIGN_POLICIES=f"{FOLDER}/policies.yaml",
    )
    async with world.running():
        yield world


async def card_of(world: World, workflow: str, effects: Path | None = None, **values: object) -> SeenMessage:
    """The card of a payment that maya asks for, once all that it owes is done."""
    await start(world, workflow, effects, **values)
    return await world.card("tom", title="Pay ")


async def more(world: World, who: str, entry: str, card: SeenMessage | None = None) -> None:
    """Choose an entry of the menu *More* on the card as it is now, or on another copy of it."""
    seen = card or await world.card(who, title="Pay ")
    _, menu = seen.find("more")
    value = next(option["value"] for option in menu["options"] if option["value"].startswith(f"{entry}:"))
    await world.person(who).choose(seen, "more", value)


def calls_to(world: World, who: str, words: str = "Pay ") -> list[SeenMessage]:
    """The direct messages in which the bot has put a request to somebody."""
    return [message for message in world.person(who).direct() if words in message.plain()]
