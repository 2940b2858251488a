"""Journeys of people who use shortcuts: on a message that needs approval, and to start a task from anywhere."""

from collections.abc import AsyncIterator

import pytest

from tests.journeys.world import World

SHIPPED = {"COUNTERSIGN_WORKFLOWS": "langgraph.json", "COUNTERSIGN_POLICIES": "workflows/policies.yaml"}


@pytest.fixture
async def shipped(still: World) -> AsyncIterator[World]:
    """The bot with the workflows that come along."""
    world = World(still.sandbox, still.data, **SHIPPED)
    async with world.running():
        yield world


async def test_a_message_goes_into_the_form_and_is_signed_off(shipped: World) -> None:
    maya = shipped.person("maya")
    said = await maya.say("#support", "@tom The contract says <30 days> & no more, see #general")
    assert (await maya.use_shortcut("ask_for_approval", said)).acked
    form = await shipped.sandbox.until(maya.view)
    assert "Start signoff" in form.title
    submitted = await maya.submit({"subject": "Contract with Globex"})
    assert submitted.closed, submitted.errors
    card = await shipped.card("tom", title="Sign off “Contract with Globex”?")
    assert "@tom The contract says <30 days> & no more, see #general" in card.plain()
    assert f"/archives/{said.channel}/p{said.ts.replace('.', '')}" in card.plain()
    await shipped.person("tom").press(card, "Approve")
    assert (await shipped.run_ends()).outcome == "“Contract with Globex” is signed off."


async def test_a_message_the_bot_cannot_reach_goes_into_the_form_without_its_address(shipped: World) -> None:
    maya = shipped.person("maya")
    said = await maya.say("#support", "Please look")
    shipped.sandbox.faults.add("chat.getPermalink", error="channel_not_found")
    await maya.use_shortcut("ask_for_approval", said)
    await shipped.sandbox.until(maya.view)
    assert (await maya.submit({"subject": "A look"})).closed
    assert "archives" not in (await shipped.card("tom", title="A look")).plain()


async def test_a_very_long_message_is_cut_with_a_mark(shipped: World) -> None:
    maya = shipped.person("maya")
    said = await maya.say("#support", "long " * 1000)
    await maya.use_shortcut("ask_for_approval", said)
    form = await shipped.sandbox.until(maya.view)
    assert "[cut: " in str(form.state["details"])


async def test_without_a_form_for_messages_one_is_told_how_to_get_one(world: World) -> None:
    maya = world.person("maya")
    await maya.use_shortcut("ask_for_approval", await maya.say("#support", "Please look"))
    await world.told("maya", "slack-message", "#support")
    assert maya.view() is None


async def test_where_several_forms_take_messages_one_is_chosen(still: World) -> None:
    graphs = {"COUNTERSIGN_WORKFLOWS": "one=workflows.signoff.graph:graph,two=workflows.signoff.graph:graph"}
    world = World(still.sandbox, still.data, **graphs)
    async with world.running():
        maya = world.person("maya")
        await maya.use_shortcut("ask_for_approval", await maya.say("#support", "Please look"))
        await world.sandbox.until(maya.view)
        await maya.submit({"workflow": "two"})
        form = await world.sandbox.until(maya.view)
        assert "Start two" in form.title
        assert (await maya.submit({"subject": "A look"})).closed
        card = await world.card("tom", title="Sign off “A look”?")
        assert "Please look" in card.plain()
        assert "archives" in card.plain()


async def test_a_task_is_started_from_anywhere(shipped: World) -> None:
    maya = shipped.person("maya")
    await maya.use_shortcut("start_task")
    choice = await shipped.sandbox.until(maya.view)
    _, element = choice.find("workflow")
    offered = {option["value"] for option in element["options"]}
    assert {"refund", "deploy", "signoff", "orders"} <= offered
    await maya.submit({"workflow": "signoff"})
    assert (await maya.submit({"subject": "Something", "details": "All of it"})).closed
    await shipped.card("tom", title="Sign off “Something”?")
    await shipped.direct("maya", "is started")


async def test_a_program_can_use_no_shortcut(shipped: World) -> None:
    otto = shipped.person("otto")
    said = await otto.say("#support", "Please look")
    otto.user.is_bot = True
    await otto.use_shortcut("ask_for_approval", said)
    await shipped.told("otto", "Only active, full members", "#support")
    assert otto.view() is None


async def test_where_slack_does_not_say_who_somebody_is_nothing_is_opened(shipped: World) -> None:
    maya = shipped.person("maya")
    shipped.sandbox.faults.add("users.info", error="internal_error")
    await maya.use_shortcut("start_task")
    await shipped.direct("maya", "Slack did not tell me")
    assert maya.view() is None
