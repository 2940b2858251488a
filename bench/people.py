"""People at the sandbox, over HTTP as its page drives them."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import aiohttp

from bench.contest import REQUESTER, REVIEWER
from bench.processes import Workspace

_KEEP_ALIVE = 300.0


class Button(NamedTuple):
    """A button on a message."""

    channel: str
    ts: str
    block_id: str
    action_id: str


class People:
    """A requester who types and a reviewer who presses, over connections that stay open."""

    def __init__(self, session: aiohttp.ClientSession, workspace: Workspace) -> None:
        self._session = session
        self._workspace = workspace

    async def command(self, text: str) -> None:
        """The requester types a slash command; returns once it is acknowledged."""
        await self._act(REQUESTER, "command", {"channel": "#support", "text": text})

    async def press(self, button: Button) -> None:
        """The reviewer presses a button; returns once it is acknowledged."""
        await self._act(REVIEWER, "press", button._asdict())

    async def button(self, channel: str, ts: str, action_id: str) -> Button:
        """The button with that action id on a message; read by the app's token, as that shows one message alone."""
        shown = await self.call("conversations.replies", {"channel": channel, "ts": ts})
        for block in shown["messages"][0]["blocks"]:
            if any(element.get("action_id") == action_id for element in block.get("elements", ())):
                return Button(channel, ts, block["block_id"], action_id)
        raise LookupError(f"message {ts} has no {action_id}")

    async def call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call Slack as the app; raises RuntimeError for a refusal."""
        bearer = {"Authorization": f"Bearer {self._workspace.bot_token}"}
        answer = await self._post(f"{self._workspace.api_url}{method}", arguments, bearer)
        if not answer["ok"]:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer

    async def _act(self, person: str, deed: str, content: dict[str, Any]) -> None:
        outcome = await self._post(f"{self._workspace.url}/people/{person}/{deed}", content, {})
        if not outcome["acked"]:
            raise RuntimeError(f"{deed} was not acknowledged: {outcome['error']}")

    async def _post(self, url: str, content: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        async with self._session.post(url, json=content, headers=headers) as response:
            response.raise_for_status()
            answer: dict[str, Any] = await response.json()
            return answer


@contextlib.asynccontextmanager
async def people_at(workspace: Workspace) -> AsyncIterator[People]:
    """The people, for as long as the block lasts."""
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEP_ALIVE)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield People(session, workspace)
