"""A line to a sandbox: the real client of the bot, without the retries of the SDK."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.members import Members
from sandbox import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A workspace, and the bot's connection to its Web API; `bot_id` and `team_id` say who the bot is there."""

    sandbox: Sandbox
    client: AsyncWebClient
    bot_id: str
    team_id: str

    @property
    def members(self) -> Members:
        """A directory that knows nothing yet."""
        return Members(self.client, self.team_id)

    def id_of(self, name: str) -> str:
        """The user id of somebody by name."""
        return self.sandbox.person(name).id

    def count(self, method: str) -> int:
        """How often the bot called a method."""
        return len(self.sandbox.calls(method))


@contextlib.asynccontextmanager
async def line(timeout: float = 10) -> AsyncIterator[Line]:  # noqa: ASYNC109 - the client's own
    """A line to a fresh workspace; calls take `timeout` seconds at most."""
    sandbox = Sandbox(manifest=MANIFEST)
    await sandbox.start()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout)) as session:
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[])
        who = await client.auth_test()
        yield Line(sandbox=sandbox, client=client, bot_id=str(who["bot_id"]), team_id=str(who["team_id"]))
    await sandbox.stop()
