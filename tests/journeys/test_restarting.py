"""Journeys in which the bot is killed or stopped, and started again on the same files."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy import select, update

from bot.ledger.database import Ledger
from bot.ledger.tables import answers, runs
from tests.journeys.killing import serving
from tests.journeys.test_deciding import ask_for_wire, effects
from tests.journeys.world import World


async def test_a_card_still_works_after_the_bot_was_killed_while_it_was_open(still: World, tmp_path: Path) -> None:
    async with serving(still) as bot:
        file = await ask_for_wire(still, tmp_path)
        card = await still.card("tom")
        await bot.kill()
    lost = await still.person("tom").press(card, "Approve")
    assert not lost.acked
    async with serving(still):
        await still.person("tom").press(card, "Approve")
        await still.direct("maya", "Wired 4000 EUR.")
    assert effects(file) == ["wired 4000"]
    assert len(still.person("tom").messages("#approvals")) == 1


async def test_a_bot_killed_between_the_vote_and_the_resume_acts_once_afterwards(still: World, tmp_path: Path) -> None:
    async with serving(still) as bot:
        file = await ask_for_wire(still, tmp_path)
        card = await still.card("tom")
        await hold_every_run(still)
        await still.person("tom").press(card, "Approve")
        await still.shows("tom", "Approved")
        await bot.kill()
    assert await answer_states(still) == ["owed"]
    assert effects(file) == []
    async with serving(still):
        await still.direct("maya", "Wired 4000 EUR.")
    assert effects(file) == ["wired 4000"]
    assert await answer_states(still) == ["applied"]


async def test_a_bot_killed_in_the_step_that_acts_acts_once_afterwards(still: World, tmp_path: Path) -> None:
    file, gate = tmp_path / "effects.txt", tmp_path / "gate"
    async with serving(still) as bot:
        await still.person("maya").command("#support", f"/task wire amount=4000 effects={file} gate={gate}")
        await still.person("tom").press(await still.card("tom"), "Approve")
        await still.shows("tom", "Approved")
        await bot.kill()
    assert effects(file) == []
    gate.touch()
    async with serving(still):
        await still.direct("maya", "Wired 4000 EUR.")
    assert effects(file) == ["wired 4000"]


async def test_an_orderly_stop_leaves_open_requests_open_and_clickable(still: World, tmp_path: Path) -> None:
    async with still.running():
        file = await ask_for_wire(still, tmp_path)
        card = await still.card("tom")
    async with still.running():
        await still.person("lena").press(card, "Approve")
        await still.run_ends()
    assert effects(file) == ["wired 4000"]


async def test_a_deadline_that_passed_while_the_bot_was_down_is_handled_when_it_is_back(
    still: World, tmp_path: Path
) -> None:
    async with still.running():
        await ask_for_wire(still, tmp_path)
        await still.card("tom")
    still.clock.advance(minutes=40)
    async with still.running():
        await still.direct("miguel", "Wire 4000 EUR")


async def test_a_changed_graph_is_refused_in_words_and_not_resumed(still: World, tmp_path: Path) -> None:
    async with still.running():
        file = await ask_for_wire(still, tmp_path)
        card = await still.card("tom")
    changed = World(still.sandbox, still.data, COUNTERSIGN_WORKFLOWS=f"wire={changed_graph(tmp_path)}:wire")
    async with changed.running():
        await changed.person("tom").press(card, "Approve")
        await changed.told("tom", "was changed")
        [request] = await changed.requests()
        assert request.votes == ()
    assert effects(file) == []


def changed_graph(folder: Path) -> Path:
    """The wire graph with its node changed, as after a careless deployment."""
    source = (Path(__file__).parent / "graphs.py").read_text()
    changed = folder / "changed_graphs.py"
    changed.write_text(source.replace('title=f"Wire', 'title=f"Really wire'))
    return changed


async def hold_every_run(world: World) -> None:
    """Take the runs' leases as another process would, so that the bot can record a vote but not act on it."""
    async with other_process(world) as ledger, ledger.write() as tx:
        await tx.conn.execute(update(runs).values(lease_until=4e9))


async def answer_states(world: World) -> list[str]:
    async with other_process(world) as ledger, ledger.read() as conn:
        return list(await conn.scalars(select(answers.c.state)))


@contextlib.asynccontextmanager
async def other_process(world: World) -> AsyncIterator[Ledger]:
    """The ledger as a second process sees it."""
    ledger = await Ledger.open(world.settings().ledger_url, sole=False)
    yield ledger
    await ledger.close()
