"""What the page and other programs may send the sandbox: JSON, with what a deed needs in it; and how it says no."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.screens import Inputs
from sandbox.wire import Json


def said(content: Json, name: str) -> str:
    """A string that must have been sent; raises ValueError when it was not."""
    value = content.get(name)
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a string.")
    return value


def counted(content: Json, name: str, default: float, most: float) -> float:
    """A number from 0 to `most`; raises ValueError for anything else."""
    value = content.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"`{name}` must be a number from 0 to {most:g}.")
    return value


def mapping(content: Json, name: str) -> Json:
    value = content.get(name) or {}
    if not isinstance(value, dict):
        raise ValueError(f"`{name}` must be an object.")
    return value


def state_of(content: Json) -> Inputs:
    """What was put into a view, by block_id and action_id; raises ValueError for any other shape."""
    state = mapping(content, "state")
    entries = [
        entry for values in state.values() for entry in (values.values() if isinstance(values, dict) else [None])
    ]
    if not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("`state` must hold values by block_id and action_id.")
    return state


async def body_of(request: web.Request) -> Json:
    """Only JSON is taken: another site cannot send that without asking first."""
    if request.content_type != "application/json":
        raise ValueError("Send JSON, with the content type application/json.")
    try:
        content: Any = json.loads(await request.text() or "{}")
    except json.JSONDecodeError:
        raise ValueError("That is not JSON.") from None
    if not isinstance(content, dict):
        raise ValueError("Send a JSON object.")
    return content


async def answered(request: web.Request, deed: Callable[[Json], Awaitable[Json]]) -> web.Response:
    """Do the deed with the request's body; what cannot be done is answered with words and a 4xx."""
    try:
        return web.json_response(await deed(await body_of(request)))
    except LookupError as error:
        return refusal(error, 404)
    except ValueError as error:
        return refusal(error, 400)


def refusal(error: Exception, status: int) -> web.Response:
    return web.json_response({"error": str(error.args[0]) if error.args else "That cannot be done."}, status=status)
