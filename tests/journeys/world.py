"""A whole Countersign against a sandbox, with a clock that the test holds."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.app import Countersign, running
from bot.approvals.request import Request
from bot.ledger import request_book, run_book
from bot.ledger.run_book import Run
from bot.ledger.tables import cards, notices, requests, runs
from bot.plan import Plan, read_plan
from bot.settings import Settings
from sandbox import Person, Sandbox, SeenMessage

ROOT = Path(__file__).parents[2]


class HeldClock:
    """A clock that moves only when the test moves it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 17, 55, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **passed: float) -> None:
        """Move on by so many seconds, minutes, hours or days."""
        self.time += timedelta(**passed)


class World:
    """A workspace, its people, and the bot, which may be stopped and started again on the same files."""

    def __init__(self, sandbox: Sandbox, data: Path, **settings: str) -> None:
        self.sandbox = sandbox
        self.data = data
        self.clock = HeldClock()
        self._settings = settings
        self._bot: Countersign | None = None

    @property
    def bot(self) -> Countersign:
        assert self._bot, "the bot is not running"
        return self._bot

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)

    async def plan(self) -> Plan:
        return await read_plan(self.settings(), ROOT)

    def settings(self) -> Settings:
        return Settings.read(self.environ())

    def environ(self) -> dict[str, str]:
        """The bot's environment variables."""
        environ = {
            "SLACK_BOT_TOKEN": self.sandbox.bot_token,
            "SLACK_APP_TOKEN": self.sandbox.app_token,
            "SLACK_API_URL": self.sandbox.api_url,
            "COUNTERSIGN_DATA": str(self.data),
            "COUNTERSIGN_WORKFLOWS": "tests/journeys/langgraph.json",
            "COUNTERSIGN_POLICIES": "tests/journeys/policies.yaml",
            "COUNTERSIGN_OPERATORS_CHANNEL": "#operators",
            "COUNTERSIGN_CHANNEL_PACE": "0",
        }
        return environ | self._settings

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Countersign]:
        """The bot, open for as long as the block lasts."""
        async with running(self.settings(), await self.plan(), self.clock) as bot:
            self._bot = bot
            try:
                yield bot
            finally:
                self._bot = None

    async def pass_time(self, **passed: float) -> None:
        """Move the clock, and let the alarm ring as it would have."""
        self.clock.advance(**passed)
        await self.bot.alarm.ring()

    async def card(self, reader: str, channel: str = "#approvals", title: str = "") -> SeenMessage:
        """The newest card that this person sees in a channel, as soon as there is one (with this in its words)."""

        def newest() -> SeenMessage | None:
            cards = [m for m in self.person(reader).messages(channel) if m.metadata and title in m.plain()]
            return cards[-1] if cards else None

        return await self.sandbox.until(newest)

    async def shows(self, reader: str, words: str, channel: str = "#approvals") -> SeenMessage:
        """The newest message in a channel with these words in it, as soon as there is one."""
        return await self.card(reader, channel, words)

    async def in_thread(self, reader: str, card: SeenMessage, words: str) -> SeenMessage:
        """The newest reply to a card with these words in it, as soon as there is one."""

        def newest() -> SeenMessage | None:
            found = [m for m in self.person(reader).thread(card) if words in m.plain()]
            return found[-1] if found else None

        return await self.sandbox.until(newest)

    async def direct(self, reader: str, words: str) -> SeenMessage:
        """The newest direct message from the bot with these words in it, as soon as there is one."""

        def newest() -> SeenMessage | None:
            found = [m for m in self.person(reader).direct() if words in m.plain()]
            return found[-1] if found else None

        return await self.sandbox.until(newest)

    async def told(self, reader: str, words: str, channel: str = "#approvals") -> SeenMessage:
        """What only this person was told in a channel, as soon as it has these words in it."""

        def newest() -> SeenMessage | None:
            found = [m for m in self.person(reader).ephemerals(channel) if words in m.plain()]
            return found[-1] if found else None

        return await self.sandbox.until(newest)

    async def requests(self) -> list[Request]:
        """Every request on the ledger, oldest first."""
        async with self.bot.ledger.read() as conn:
            ids = await conn.scalars(select(requests.c.id).order_by(requests.c.opened_at, requests.c.id))
            found = [await request_book.load(conn, request_id) for request_id in ids]
        return [request for request in found if request]

    async def run_ends(self) -> Run:
        """The newest run, as soon as it has ended."""
        while True:
            async with self.bot.ledger.read() as conn:
                newest = await conn.scalar(select(runs.c.id).order_by(runs.c.created_at.desc(), runs.c.id).limit(1))
                run = await run_book.load(conn, newest or "")
            if run and run.state.has_ended:
                return run
            await asyncio.sleep(0.02)

    async def nothing_is_owed(self) -> None:
        """Wait until everything that was owed is done."""
        while True:
            async with self.bot.ledger.read() as conn:
                behind = await conn.scalar(select(func.count()).where(cards.c.shown < cards.c.wanted))
                untold = await conn.scalar(select(func.count()).where(~notices.c.told))
            if not behind and not untold:
                return
            await asyncio.sleep(0.02)
