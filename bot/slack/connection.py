"""The Socket Mode connection, with a watchdog for the way the client is known to get stuck."""

import asyncio
import contextlib
import time

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.rush import Rush

log = structlog.get_logger(__name__)

_LOOK_EVERY = 5.0
_MOST_REMEMBERED = 1000


class OnceHandler(AsyncSocketModeHandler):
    """Hears each envelope once: one that is delivered again gets the answer that it got before.

    One that was not answered well is heard anew when it comes again. Other processes do not know of it, so the rules
    count nothing twice all the same.
    """

    def __init__(self, app: AsyncApp, app_token: str, web_client: AsyncWebClient, rush: Rush) -> None:
        super().__init__(app, app_token, web_client=web_client)
        self._rush = rush
        self._heard: dict[str, asyncio.Task[BoltResponse]] = {}

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Have the envelope heard, and acknowledge it."""
        came = time.time()  # noqa: TID251 - only the SDK's own log looks at it
        if req.envelope_id not in self._heard:
            self._heard[req.envelope_id] = asyncio.create_task(run_async_bolt_app(self.app, req))
        with self._rush.hearing():
            answer = await self._answer(req.envelope_id)
            await send_async_response(client, req, answer, came)

    async def _answer(self, envelope_id: str) -> BoltResponse:
        answer: BoltResponse | None = None
        try:
            answer = await asyncio.shield(self._heard[envelope_id])
            return answer
        finally:
            self._forget("" if answer and answer.status == 200 else envelope_id)

    def _forget(self, envelope_id: str) -> None:
        self._heard.pop(envelope_id, None)
        if len(self._heard) > _MOST_REMEMBERED:
            del self._heard[next(iter(self._heard))]


class Connection:
    """Keeps one socket open to Slack.

    The client retries the same address for ever when a connection attempt fails after a disconnect; an address is good
    once only, so after two looks without a connection it is made to ask for a new one.
    """

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient, rush: Rush) -> None:
        self._handler = OnceHandler(app, app_token, client, rush)
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
