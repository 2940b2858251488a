"""People at the sandbox, over HTTP as its page drives them."""

import asyncio
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
    """Whoever types, presses and sends forms, over connections that stay open; all by name."""

    def __init__(self, session: aiohttp.ClientSession, workspace: Workspace) -> None:
        self._session = session
        self._workspace = workspace

    async def arrive(self, at_once: int) -> None:
        """Open as many connections as people will act at once, so that none is opened while time is taken."""
        await asyncio.gather(*(self._get("/people") for _ in range(at_once)))

    async def command(self, text: str, person: str = REQUESTER) -> None:
        """Somebody types a slash command; returns once it is acknowledged."""
        await self._act(person, "command", {"channel": "#support", "text": text})

    async def press(self, button: Button, person: str = REVIEWER) -> None:
        """Somebody presses a button; returns once it is acknowledged."""
        await self._act(person, "press", button._asdict())

    async def look_home(self, person: str) -> None:
        """Somebody opens their App Home, which is kept up to date from then on."""
        await self._post(f"{self._workspace.url}/people/{person}/home", {}, {})

    async def send(self, person: str, view_id: str, state: dict[str, Any]) -> None:
        """Somebody sends a modal with this put in; returns once it is acknowledged and closed."""
        await self._act(person, "view/submit", {"view_id": view_id, "state": state})

    async def reload(self, person: str) -> None:
        """Somebody loads Slack anew: what was open on their screen is gone."""
        await self._post(f"{self._workspace.url}/people/{person}/reload", {}, {})

    async def modal(self, person: str) -> str | None:
        """The id of the modal that somebody has on their screen, if any."""
        shown = await self._get(f"/people/{person}/snapshot")
        return str(shown["views"][-1]["id"]) if shown["views"] else None

    async def journal(self) -> list[dict[str, Any]]:
        """The latest 200 calls and envelopes, oldest first, with the time of each in seconds since 1970."""
        latest: list[dict[str, Any]] = await self._get("/inspect")
        return latest

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
        if not outcome["acked"] or outcome.get("errors"):
            raise RuntimeError(f"{deed} was not taken: {outcome['error'] or outcome['errors']}")

    async def _get(self, path: str) -> Any:
        async with self._session.get(f"{self._workspace.url}{path}") as response:
            response.raise_for_status()
            return await response.json()

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
