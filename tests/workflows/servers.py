"""Small real servers on this machine: a language model's, and an effects endpoint."""

import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Reply = Callable[[], web.Response]


@dataclass(slots=True)
class Server:
    """Answers each request with the next of its replies, the last one for ever, and keeps what was asked."""

    replies: Sequence[Reply]
    address: str = ""
    site: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        """One request."""
        self.bodies.append(await request.json())
        self.headers.append(dict(request.headers))
        return self.replies[min(len(self.bodies), len(self.replies)) - 1]()


@asynccontextmanager
async def serving(*replies: Reply) -> AsyncIterator[Server]:
    """A server on a free port for as long as the block lasts."""
    server = Server(replies)
    app = web.Application()
    app.router.add_post("/{tail:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        # langchain-openai keeps connections by address, beyond a test and its event loop, and ports come again.
        server.site = f"http://{host}:{port}"
        server.address = f"{server.site}/{secrets.token_hex(4)}/v1"
        yield server
    finally:
        await runner.cleanup()


def status(code: int, **headers: str) -> Reply:
    """A bare answer with that status."""
    return lambda: web.json_response(
        {"error": {"message": "no"}},
        status=code,
        headers={name.replace("_", "-"): text for name, text in headers.items()},
    )


def completion(message: dict[str, Any]) -> Reply:
    """A chat completion with that message."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": None, **message}}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return lambda: web.json_response(body)


def tool_call(name: str, arguments: dict[str, Any] | str) -> Reply:
    """A completion that calls a tool, as structured answers come."""
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return completion({"tool_calls": [{"id": "t", "type": "function", "function": {"name": name, "arguments": text}}]})


def text(content: str) -> Reply:
    """A completion in prose."""
    return completion({"content": content})


def raw(body: str, content_type: str = "application/json") -> Reply:
    """Any body at all."""
    return lambda: web.Response(text=body, content_type=content_type)
