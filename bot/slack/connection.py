"""The Socket Mode connection, with a watchdog for the way the client is known to get stuck."""

import asyncio
import contextlib

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

_LOOK_EVERY = 5.0


class Connection:
    """Keeps one socket open to Slack.

    The client retries the same address for ever when a connection attempt fails after a disconnect; an address is good
    once only, so after two looks without a connection it is made to ask for a new one.
    """

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, web_client=client)
        self._client = client
        self._app_token = app_token
        self._watchdog: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect; raises Slack's error for a token it does not take, which the handler alone would retry for ever."""
        opened = await self._client.apps_connections_open(app_token=self._app_token)
        self._handler.client.wss_uri = str(opened["url"])
        self._watchdog = asyncio.create_task(self._watch())  # first: the attempts below end only with a good address
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Disconnect: no envelope arrives after this."""
        if self._watchdog:
            self._watchdog.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watchdog
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def is_open(self) -> bool:
        """Whether envelopes can arrive now."""
        return await self._handler.client.is_connected()

    async def _watch(self) -> None:
        missed = 0
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            missed = 0 if await self.is_open() else missed + 1
            if missed >= 2 and isinstance(self._handler.client, SocketModeClient):
                log.warning("no socket to Slack; asking for a new address")
                self._handler.client.wss_uri = None
