"""The connection: what Slack delivers twice is heard once."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.connection import Connection
from bot.slack.rush import Rush
from tests.slack.line import Line, line

PROBLEM = {"amount": "too much"}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "amount",
            "label": {"type": "plain_text", "text": "Amount"},
            "element": {"type": "plain_text_input", "action_id": "value", "initial_value": "1"},
        }
    ],
}


@contextlib.asynccontextmanager
async def connected(slack: Line) -> AsyncIterator[list[str]]:
    """An app that opens a form at a command and finds fault with it; yields what it has heard."""
    heard: list[str] = []
    app = AsyncApp(client=slack.client, token=slack.sandbox.bot_token)

    async def command(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append("command")
        await ack()
        await slack.client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def form(ack: AsyncAck) -> None:
        heard.append("form")
        if heard.count("form") == 1:
            await ack(response_action="errors", errors=PROBLEM)

    app.command("/task")(command)
    app.view("form")(form)
    connection = Connection(app, slack.sandbox.app_token, slack.client, Rush())
    await connection.open()
    try:
        yield heard
    finally:
        await connection.close()


async def test_an_envelope_that_comes_twice_is_heard_once() -> None:
    async with line() as slack, connected(slack) as heard:
        tom = slack.sandbox.person("tom")
        assert (await tom.command("#support", "/task")).acked
        await slack.sandbox.until(tom.view)
        slack.sandbox.faults.duplicate_next_envelope()
        assert (await tom.submit()).errors == PROBLEM
        await tom.command("#support", "/task")  # comes after both
        assert heard == ["command", "form", "command"]


async def test_two_commands_that_read_alike_are_both_heard() -> None:
    async with line() as slack, connected(slack) as heard:
        for _ in range(2):
            await slack.sandbox.person("tom").command("#support", "/task")
        assert heard == ["command", "command"]
