"""External selects: what is asked while somebody types, and what the app may answer."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox, Settings, Suggested
from tests.sandbox.rig import (
    APPROVALS,
    MAYA,
    Json,
    actions,
    bare_socket,
    connected,
    modal,
    option,
    plain,
    question,
    running,
    web,
)

EXTERNAL = {"type": "external_select", "action_id": "pick", "min_query_length": 2}


async def shown(sandbox: Sandbox, element: Json) -> Person:
    """Maya, who sees a message with that element."""
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=[actions(element, block_id="row")])
    return sandbox.person("maya")


async def test_bolt_is_asked_for_options_and_the_choice_comes_back(sandbox: Sandbox, app: AsyncApp) -> None:
    asked: list[Json] = []
    chosen: list[Json] = []

    @app.options("pick")
    async def offer(ack: Any, body: Json) -> None:
        asked.append(body)
        await ack(options=[option("Acme"), option("Acorn")])

    @app.action("pick")
    async def pick(ack: Any, action: Json) -> None:
        await ack()
        chosen.append(action)

    maya = await shown(sandbox, EXTERNAL)
    async with connected(sandbox, app):
        seen = maya.messages("#approvals")[-1]
        offered = await maya.suggest(seen, "pick", "ac")
        assert (await maya.choose(seen, "pick", offered.options[1])).acked
        await sandbox.until(lambda: chosen)
    assert [entry["value"] for entry in offered.options] == ["acme", "acorn"]
    assert (asked[0]["type"], asked[0]["value"], asked[0]["block_id"]) == ("block_suggestion", "ac", "row")
    assert (asked[0]["container"]["channel_id"], "trigger_id" in asked[0]) == (APPROVALS, False)
    assert chosen[0]["selected_option"] == option("Acorn")


async def test_a_select_in_a_modal_sends_its_view(sandbox: Sandbox, client: AsyncWebClient) -> None:
    view = modal(question("Who", {**EXTERNAL, "type": "multi_external_select"}))
    await client.views_open(trigger_id=sandbox.realm.triggers.issue(MAYA), view=view)
    maya = sandbox.person("maya")
    top = maya.view()
    assert top is not None
    async with bare_socket(sandbox) as socket:
        typing = asyncio.create_task(maya.suggest(top, "Who", "ac"))
        group = {"label": plain("A"), "options": [option("Acme")]}
        payload = (await socket.take({"option_groups": [group]}))["payload"]
        offered = await typing
    assert (payload["view"]["id"], payload["container"]) == (top.id, {"type": "view", "view_id": top.id})
    assert offered.option_groups == [group]
    maya.fill({"Who": group["options"]})
    filled = maya.view()
    assert filled is not None
    assert filled.state["who"]["pick"]["selected_options"] == [option("Acme")]


async def test_too_few_letters_ask_nothing(sandbox: Sandbox) -> None:
    maya = await shown(sandbox, EXTERNAL)
    offered = await maya.suggest(maya.messages("#approvals")[-1], "pick", "a")
    assert (offered.error, sandbox.envelopes()) == ("query_too_short", [])


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"options": "all"},
        {"options": [option(str(index)) for index in range(101)]},
        {"options": [{"text": "bare", "value": "x"}]},
        {"option_groups": [{"label": plain("A"), "options": []}]},
    ],
)
async def test_an_answer_slack_would_not_take_offers_nothing(sandbox: Sandbox, answer: Json) -> None:
    maya = await shown(sandbox, EXTERNAL)
    async with bare_socket(sandbox) as socket:
        typing = asyncio.create_task(maya.suggest(maya.messages("#approvals")[-1], "pick", "ac"))
        await socket.take(answer)
        assert await typing == Suggested(acked=True, error="invalid_suggestions")


async def test_no_answer_in_time_offers_nothing() -> None:
    async with running(Settings(ack_seconds=0.05)) as sandbox, bare_socket(sandbox):
        maya = await shown(sandbox, EXTERNAL)
        offered = await maya.suggest(maya.messages("#approvals")[-1], "pick", "acme")
    assert (offered.acked, offered.error) == (False, "operation_timeout")


async def test_an_element_with_its_own_options_asks_nothing(sandbox: Sandbox) -> None:
    maya = await shown(sandbox, {"type": "users_select", "action_id": "pick"})
    with pytest.raises(ValueError, match="loads no options"):
        await maya.suggest(maya.messages("#approvals")[-1], "pick", "tom")
