"""The bot is killed between the last answer and what it leads to: once it is back that is done, and done once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.journeys.killing import serving
from tests.journeys.test_restarting import hold_every_run
from tests.journeys.world import ROOT, World
from tests.workflows.recorded import bodies


@dataclass(frozen=True, slots=True)
class Story:
    """A task, who presses which button on which card, how it ends, and how often something is done."""

    task: str
    presses: tuple[tuple[str, str, str], ...]
    outcome: str
    effects: int = 1


STORIES = {
    "agent": Story(
        'messages="Pay 380 EUR to Hooli for the reprint."',
        (("tom", "make_payment: Pay 380 EUR to Hooli?", "Approve"),),
        "Paid 380 EUR to Hooli.",
    ),
    "staged": Story(
        'goal=Returns material="Send it back within 14 days, says https://a.example. Labels cost 4 EUR. Ask us."',
        (("tom", "Write “Returns” by this plan?", "Approve"), ("tom", "Publish “Returns” in", "Approve")),
        "“Returns” is published in the handbook.",
    ),
    "contract": Story(
        "subject=Cleaning counterparty=Globex value=4800 terms=Weekly",
        (("noor", "Sign “Cleaning” with Globex", "Approve"),),
        "Version 1 of “Cleaning” with Globex is final",
    ),
    "document": Story(
        'title=Travel text="Be kind on trips."',
        (
            ("miguel", "Sign off “Travel”", "Approve"),
            ("noor", "Is “Travel”", "Approve"),
            ("cleo", "Release “Travel”", "Approve"),
        ),
        "Version 1 of “Travel” is released, signed by manager, legal and executive.",
    ),
    "orders": Story(
        "customer=ACME quantity=4 city=Graz",
        (("tom", "Fulfil 4 ×", "Approve"), ("miguel", "Reserve stock", "Approve"), ("dora", "Ship 4 × laptop", "Ship")),
        "Shipped 4 × laptop for ACME.",
        effects=2,
    ),
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The workflows and policies that come along, with the bot not yet started."""
    sandbox = Sandbox(manifest=ROOT / "manifest.yml")
    await sandbox.start()
    settings = {
        "COUNTERSIGN_WORKFLOWS": "langgraph.json",
        "COUNTERSIGN_POLICIES": "workflows/policies.yaml",
        "COUNTERSIGN_EFFECTS": str(tmp_path / "effects.db"),
    }
    yield World(sandbox, tmp_path, **settings)
    await sandbox.stop()


async def decided(world: World, reader: str, title: str, button: str) -> None:
    """Wait until the card offers the button no more."""

    def is_decided() -> bool:
        shown = [message for message in world.person(reader).messages("#approvals") if title in message.plain()]
        return bool(shown) and button not in shown[-1].buttons()

    await world.sandbox.until(is_decided)


@pytest.mark.timeout(120)  # two processes are started
@pytest.mark.parametrize("name", STORIES)
async def test_what_was_signed_for_before_a_kill_is_done_once_after_it(world: World, tmp_path: Path, name: str) -> None:
    story = STORIES[name]
    *most, (last, card, button) = story.presses
    async with serving(world) as bot:
        await world.person("maya").command("#support", f"/task {name} {story.task}")
        for person, words, press in most:
            await world.person(person).press(await world.card(person, title=words), press)
        shown = await world.card(last, title=card)
        await hold_every_run(world)
        await world.person(last).press(shown, button)
        await decided(world, last, card, button)
        await bot.kill()
    assert not (tmp_path / "effects.db").exists()
    async with serving(world):
        await world.direct("maya", story.outcome)
    assert len(bodies(tmp_path / "effects.db")) == story.effects
