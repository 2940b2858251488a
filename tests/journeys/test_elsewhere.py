"""Journeys of graphs on a LangGraph Server: asked for, approved and told of in Slack as if they ran here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from bot.faults import Misconfigured
from sandbox import Sandbox
from tests.engine.elsewhere import LangGraphServer, serving
from tests.engine.test_remote import chatty
from tests.journeys import graphs
from tests.journeys.world import World


@pytest.fixture
async def server() -> AsyncIterator[LangGraphServer]:
    """A server of a wire and of a conversation."""
    async with serving({"wire": graphs.wire, "chat": chatty()}) as server:
        yield server


@pytest.fixture
def world(sandbox: Sandbox, tmp_path: Path, server: LangGraphServer) -> World:
    """The workspace with a bot that drives what the server has."""
    return World(sandbox, tmp_path, COUNTERSIGN_WORKFLOWS=f"wire={server.url}#wire,chat={server.url}#chat")


async def test_a_run_elsewhere_is_started_approved_and_told_of_over_a_restart(world: World, tmp_path: Path) -> None:
    maya, tom = world.person("maya"), world.person("tom")
    async with world.running():
        await maya.command("#support", "/task wire")
        form = await world.sandbox.until(maya.view)
        assert form.title.startswith("Start")
        await maya.submit({"amount": "120", "effects": str(tmp_path / "effects")})
        card = await world.card("tom")
        assert "Wire 120 EUR to ACME?" in card.plain()
    async with world.running():
        await tom.press(card, "Approve")
        ended = await world.run_ends()
        assert (ended.state, ended.outcome) == (RunState.FINISHED, "Wired 120 EUR.")
        await world.in_thread("tom", card, "Wired 120 EUR.")
    assert (tmp_path / "effects").read_text() == "wired 120\n"


async def test_a_conversation_elsewhere_is_begun_with_a_message(world: World) -> None:
    maya = world.person("maya")
    async with world.running():
        await maya.command("#support", '/task chat messages="How are you?"')
        assert (await world.run_ends()).outcome == "You said: How are you?"


async def test_a_server_that_is_not_there_keeps_countersign_from_starting(
    world: World, server: LangGraphServer
) -> None:
    server.down = True
    with pytest.raises(Misconfigured) as refused:
        await world.plan()
    assert [mistake.wrong for mistake in refused.value.mistakes] == ["its server answered with status 503"] * 2


async def test_a_server_that_goes_down_later_holds_a_run_up_and_nothing_else(
    world: World, server: LangGraphServer, tmp_path: Path
) -> None:
    async with world.running():
        await world.person("maya").command("#support", f"/task wire amount=120 effects={tmp_path / 'effects'}")
        card = await world.card("tom")
        server.down = True
        await world.person("tom").press(card, "Approve")
        await world.shows("tom", "Approved")
        server.down = False
        assert (await world.run_ends()).outcome == "Wired 120 EUR."
    assert (tmp_path / "effects").read_text() == "wired 120\n"
