"""Socket Mode connections: tickets, hello and disconnect frames, and which connection is next."""

import asyncio
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.changes import Changes
from sandbox.settings import Settings
from sandbox.wire import Json

Acknowledged = Callable[[str, Json | None], None]


@dataclass(slots=True, eq=False)
class Connection:
    """One open WebSocket; frames wait in `frames` to be written, None closes it."""

    request: web.Request
    socket: web.WebSocketResponse
    frames: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)

    async def write(self) -> None:
        with suppress(ConnectionError):
            while (frame := await self.frames.get()) is not None:
                await self.socket.send_str(json.dumps(frame))
            await self.socket.close()


@dataclass(slots=True, kw_only=True)
class Connections:
    """All open connections of the app; each envelope goes to one of them, in turn."""

    settings: Settings
    changes: Changes
    app_id: str
    acknowledged: Acknowledged = lambda envelope_id, payload: None
    tickets: dict[str, float] = field(default_factory=dict)
    open: list[Connection] = field(default_factory=list)
    closing: list[Connection] = field(default_factory=list)

    def ticket(self) -> str:
        """A ticket for one connection, to be used once and soon."""
        ticket = secrets.token_urlsafe(18)
        self.tickets[ticket] = self.settings.monotonic()
        return ticket

    def redeem(self, ticket: str) -> bool:
        issued = self.tickets.pop(ticket, None)
        return issued is not None and self.settings.monotonic() - issued <= self.settings.ticket_seconds

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket's address."""
        if not self.redeem(request.query.get("ticket", "")):
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=400)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(request, socket)
        writer = asyncio.create_task(connection.write())
        self.welcome(connection)
        try:
            await self.read(connection)
        finally:
            self.forget(connection)
            writer.cancel()
        return socket

    def welcome(self, connection: Connection) -> None:
        if len(self.open) >= self.settings.connections:
            self.closing.append(connection)
            connection.frames.put_nowait(self.disconnect_frame("too_many_websockets"))
            connection.frames.put_nowait(None)
            return
        self.open.append(connection)
        connection.frames.put_nowait(self.hello())
        self.changes.touch()

    def hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
        }

    async def read(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is WSMsgType.TEXT:
                self.take(message.data)

    def take(self, text: str) -> None:
        with suppress(json.JSONDecodeError):
            frame = json.loads(text)
            if isinstance(frame, dict) and isinstance(frame.get("envelope_id"), str):
                self.acknowledged(frame["envelope_id"], frame.get("payload"))

    def forget(self, connection: Connection) -> None:
        if connection in self.open:
            self.open.remove(connection)
        if connection in self.closing:
            self.closing.remove(connection)
        self.changes.touch()

    def next(self) -> Connection | None:
        """The connection whose turn it is; None when none is open."""
        if not self.open:
            return None
        connection = self.open.pop(0)
        self.open.append(connection)
        return connection

    def disconnect(self, reason: str) -> None:
        """Tell every connection to go; all but a `warning` also close, and get nothing new from now on."""
        for connection in list(self.open):
            connection.frames.put_nowait(self.disconnect_frame(reason))
            if reason != "warning":
                self.open.remove(connection)
                self.closing.append(connection)
                connection.frames.put_nowait(None)
        self.changes.touch()

    def disconnect_frame(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}

    def drop(self) -> None:
        """Cut every connection without a word, as a lost network does."""
        for connection in list(self.open):
            self.open.remove(connection)
            self.closing.append(connection)
            if connection.request.transport is not None:
                connection.request.transport.abort()
        self.changes.touch()

    async def close(self) -> None:
        """Close all of them, at the end."""
        for connection in self.open + self.closing:
            await connection.socket.close()
