"""The world of the journeys with graphs that know nothing of Countersign."""

from dataclasses import replace
from pathlib import Path

from sandbox import Sandbox, SeenMessage
from tests.journeys.reviewing import the_view
from tests.journeys.world import World

FOLDER = "tests/tutorials"


def tutoring(sandbox: Sandbox, data: Path, **settings: str) -> World:
    """The workspace with the graphs of tests/tutorials, the bot not yet started."""
    named = {"COUNTERSIGN_WORKFLOWS": f"{FOLDER}/langgraph.json", "COUNTERSIGN_POLICIES": f"{FOLDER}/policies.yaml"}
    return World(sandbox, data, **(named | settings))


async def start(world: World, task: str) -> None:
    """Have maya start a task."""
    await world.person("maya").command("#support", f"/task {task}")


async def fill_in(world: World, name: str, **fills: object) -> None:
    """Fill in the form that this person has opened, and send it."""
    await world.sandbox.until(world.person(name).view)
    submitted = await world.person(name).submit(fills)
    assert submitted.closed, submitted.errors


async def edit(world: World, name: str, card: SeenMessage, **values: object) -> None:
    """Approve what the card is about with these values changed."""
    await world.person(name).press(card, "edit")
    await the_view(world, name, "What you send is what runs")
    submitted = await world.person(name).submit({f"draft:{field}": value for field, value in values.items()})
    assert submitted.closed, submitted.errors


def row(card: SeenMessage, number: int) -> SeenMessage:
    """The card of several steps as somebody sees it who looks at one of them only."""
    starts = [at for at, block in enumerate(card.blocks) if block["type"] == "divider"]
    return replace(card, blocks=card.blocks[starts[number - 1] : starts[number]])
