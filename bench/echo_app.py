"""`python -m bench.echo_app`: a Bolt app that acknowledges every button and does nothing else."""

import asyncio
import os
import re
import signal
import sys

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _run() -> None:
    token = os.environ.pop("SLACK_BOT_TOKEN")  # Bolt warns of a token in the environment beside a client that has it
    client = AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)
    app.action(re.compile(".*"))(_acknowledge)
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
