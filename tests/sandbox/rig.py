"""What the tests of the sandbox share: a running one, a real Bolt app, a bare socket, and small blocks."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings

MANIFEST = Path(__file__).parent / "manifest.yml"
MAYA, TOM, LENA, OTTO, RHEA = "U07MAYAL001", "U07TOMOK002", "U07LENAP003", "U07OTTOB007", "U07RHEAN008"
GENERAL, SUPPORT, APPROVALS, OPERATORS = "C07GENERAL1", "C07SUPPORT2", "C07APPROVE3", "C07OPERATE5"
QUICK = Settings(ack_seconds=0.3, event_retries=(0.01, 0.02, 0.03))
Json = dict[str, Any]


class Clock:
    """A clock that tests move on."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def running(settings: Settings | None = None, store: Path | None = None) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(MANIFEST, settings=settings, store=store)
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


@asynccontextmanager
async def altered(tmp_path: Path, gone: set[str], added: Sequence[str] = ()) -> AsyncIterator[Sandbox]:
    """A sandbox whose manifest lacks some scopes and events, and has some more events."""
    content = yaml.safe_load(MANIFEST.read_text())
    scopes, subscriptions = content["oauth_config"]["scopes"], content["settings"]["event_subscriptions"]
    scopes["bot"] = [scope for scope in scopes["bot"] if scope not in gone]
    subscriptions["bot_events"] = [event for event in subscriptions["bot_events"] if event not in gone] + list(added)
    if "home_tab" in gone:
        content["features"]["app_home"]["home_tab_enabled"] = False
    path = tmp_path / "altered.yml"
    path.write_text(yaml.safe_dump(content))
    sandbox = Sandbox(path)
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


def narrowed(tmp_path: Path, *gone: str) -> AbstractAsyncContextManager[Sandbox]:
    return altered(tmp_path, set(gone))


def web(sandbox: Sandbox, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token or sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


def bolt(sandbox: Sandbox) -> AsyncApp:
    return AsyncApp(client=web(sandbox))


@asynccontextmanager
async def connected(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    before = sandbox.connections
    handler = AsyncSocketModeHandler(app, sandbox.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await sandbox.until(lambda: sandbox.connections > before)
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class Socket:
    """A Socket Mode connection without a library: what comes is read and answered by hand."""

    stream: aiohttp.ClientWebSocketResponse

    async def receive(self) -> Json:
        frame: Json = await self.stream.receive_json(timeout=5)
        return frame

    async def acknowledge(self, frame: Json, payload: Json | None = None) -> None:
        answer = {"envelope_id": frame["envelope_id"]}
        await self.stream.send_str(json.dumps(answer | ({"payload": payload} if payload is not None else {})))

    async def take(self, payload: Json | None = None) -> Json:
        """Receive one envelope and acknowledge it."""
        frame = await self.receive()
        await self.acknowledge(frame, payload)
        return frame


async def ticket_url(sandbox: Sandbox) -> str:
    answer = await web(sandbox).apps_connections_open(app_token=sandbox.app_token)
    return str(answer["url"])


@asynccontextmanager
async def bare_socket(sandbox: Sandbox, url: str | None = None) -> AsyncIterator[Socket]:
    """A connection that has had its hello."""
    async with aiohttp.ClientSession() as session, session.ws_connect(url or await ticket_url(sandbox)) as stream:
        socket = Socket(stream)
        hello = await socket.receive()
        assert hello["type"] == "hello"
        yield socket


async def refused(call: Any) -> Json:
    """The answer to a call Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer: Json = caught.value.response.data
    return answer


async def error_of(call: Any) -> str:
    return str((await refused(call))["error"])


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(label: str, action_id: str = "go", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def question(label: str, element: Json | None = None, **more: Any) -> Json:
    chosen = element or {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": chosen, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    view = {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": list(blocks)}
    return {**view, **more}


def option(label: str, value: str | None = None) -> Json:
    return {"text": plain(label), "value": value or label.lower()}


def card(*buttons: str) -> list[Json]:
    return [
        section("A card", block_id="top"),
        actions(*(button(label, label.lower()) for label in buttons), block_id="row"),
    ]
