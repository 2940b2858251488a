"""`/health`: one JSON object about how the bot is doing, for whatever watches over it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web

from bot.faults import Misconfigured, Mistake

log = structlog.get_logger(__name__)

_LONGEST = 5.0  # seconds that an answer may take


class Health:
    """Answers on 127.0.0.1 with the facts as they are then: status 200 where they say `ok`, else 503."""

    def __init__(self, port: int, facts: Callable[[], Awaitable[Mapping[str, Any]]]) -> None:
        self._port = port
        self._facts = facts
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """The port it answers on, which the system has chosen where 0 was wanted."""
        return int(self._runner.addresses[0][1]) if self._runner else self._port

    async def start(self) -> None:
        """Begin to answer; raises Misconfigured where the port is not to be had."""
        app = web.Application()
        app.router.add_get("/health", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        except OSError as error:
            await self.stop()
            wrong = f"port {self._port} cannot be had: {error.strerror}"
            raise Misconfigured(
                [Mistake("COUNTERSIGN_HEALTH_PORT", wrong, "give another port, or remove it")]
            ) from None

    async def stop(self) -> None:
        """Answer no more."""
        if self._runner:
            await self._runner.cleanup()

    async def _answer(self, _: web.Request) -> web.Response:
        """What went wrong is said in the log only: it may hold what is nobody's business."""
        try:
            async with asyncio.timeout(_LONGEST):
                facts = await self._facts()
        except Exception:
            log.exception("the facts about health could not be gathered")
            facts = {"ok": False, "error": "the ledger could not be read"}
        return web.json_response(dict(facts), status=200 if facts["ok"] else 503, headers={"Cache-Control": "no-store"})
