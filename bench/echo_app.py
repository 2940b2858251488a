"""`python -m bench.echo_app`: a Bolt app that acknowledges buttons, opens one form for commands, and no more."""

import asyncio
import os
import re
import signal
import sys
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

_FIELDS = 6


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


def _form() -> dict[str, Any]:
    """As many inputs as the form has that people ask Countersign for."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": _plain("A form"),
        "submit": _plain("Send"),
        "blocks": [_input(number) for number in range(_FIELDS)],
    }


def _input(number: int) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "value"}
    return {"type": "input", "block_id": str(number), "label": _plain(f"Field {number}"), "element": element}


def _plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


async def _run() -> None:
    token = os.environ.pop("SLACK_BOT_TOKEN")  # Bolt warns of a token in the environment beside a client that has it
    client = AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)
    app.action(re.compile(".*"))(_acknowledge)
    form = _form()

    async def open_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    app.command("/task")(open_form)
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=client)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stopped.set)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    sys.stdout.write("The echo listens.\n")
    sys.stdout.flush()
    await stopped.wait()
    await handler.close_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(_run())
