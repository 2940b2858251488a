"""HTTP for the page: what one person sees, and everything they can do."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from sandbox import pressing, submitting, talking
from sandbox.actor import Delivered
from sandbox.people import Person
from sandbox.realm import Realm
from sandbox.screens import Inputs
from sandbox.seen import find_element
from sandbox.snapshots import people_json, snapshot
from sandbox.wire import Json
from sandbox.workspace import Channel

INSPECTED = 200
Deed = Callable[[Person, Json], Awaitable[Json]]


def said(content: Json, name: str) -> str:
    """A string the page must send; raises ValueError when it does not."""
    value = content.get(name)
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a string.")
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


def where(person: Person, content: Json) -> Channel:
    return person.channel(said(content, "channel"))


async def command(person: Person, content: Json) -> Json:
    return outcome(await talking.command(person, where(person, content), said(content, "text")))


async def say(person: Person, content: Json) -> Json:
    thread = said(content, "thread_ts") if content.get("thread_ts") else None
    message = talking.say(person, where(person, content), said(content, "text"), thread)
    return {"ts": message.ts}


async def press(person: Person, content: Json) -> Json:
    message = person.message(where(person, content).id, said(content, "ts"))
    if message is None:
        raise LookupError("That message is gone.")
    part = exact(message.blocks or [], content)
    return outcome(await pressing.press(person, message, part, mapping(content, "value")))


async def press_in_view(person: Person, content: Json) -> Json:
    state, view = state_of(content), person.open_view(said(content, "view_id"))
    pressing.put_in(person, view, state)
    part = exact(view.content["blocks"], content)
    return outcome(await pressing.press_in_view(person, view, part, mapping(content, "value")))


async def submit(person: Person, content: Json) -> Json:
    state, view = state_of(content), person.open_view(said(content, "view_id"))
    pressing.put_in(person, view, state)
    return asdict(await submitting.submit(person, view))


async def close(person: Person, content: Json) -> Json:
    person.open_view(said(content, "view_id"))
    await person.close_view(everything=bool(content.get("everything")))
    return {}


async def read(person: Person, content: Json) -> Json:
    person.read(said(content, "channel"))
    return {}


async def home(person: Person, content: Json) -> Json:
    await person.open_home()
    return {}


async def reload(person: Person, content: Json) -> Json:
    person.reload()
    return {}


DEEDS: dict[str, Deed] = {
    "command": command,
    "say": say,
    "press": press,
    "view/press": press_in_view,
    "view/submit": submit,
    "view/close": close,
    "read": read,
    "home": home,
    "reload": reload,
}


def exact(blocks: list[Json], content: Json) -> tuple[Json, Json]:
    """The element with that block_id and action_id; raises LookupError when the message no longer has it."""
    own = [block for block in blocks if block.get("block_id") == said(content, "block_id")]
    return find_element(own, said(content, "action_id"))


def outcome(delivered: Delivered) -> Json:
    return {"acked": delivered.acked, "error": delivered.error}


@dataclass(slots=True)
class PeopleRoutes:
    """The routes under /people, and /inspect; `closing` ends the event streams."""

    realm: Realm
    guide: Json | None
    closing: asyncio.Event

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/people", self.people)
        app.router.add_get("/inspect", self.inspect)
        app.router.add_get("/people/{user}/snapshot", self.snapshot)
        app.router.add_get("/people/{user}/events", self.events)
        app.router.add_post("/people/{user}/{deed:.+}", self.act)

    async def people(self, request: web.Request) -> web.Response:
        return web.json_response(people_json(self.realm, self.guide))

    async def inspect(self, request: web.Request) -> web.Response:
        return web.json_response(self.realm.journal.latest(INSPECTED))

    def person(self, request: web.Request) -> Person:
        return Person(self.realm, self.realm.workspace.user(request.match_info["user"]))

    async def snapshot(self, request: web.Request) -> web.Response:
        try:
            shown = snapshot(self.person(request), request.query.get("channel"), request.query.get("thread"))
        except LookupError as error:
            return refusal(error, 404)
        return web.json_response(shown)

    async def act(self, request: web.Request) -> web.Response:
        """One deed of one person; what cannot be done is answered with words and a 4xx."""
        deed = DEEDS.get(request.match_info["deed"])
        try:
            if deed is None:
                raise LookupError(f"nobody can {request.match_info['deed']} here")
            return web.json_response(await deed(self.person(request), await body_of(request)))
        except LookupError as error:
            return refusal(error, 404)
        except ValueError as error:
            return refusal(error, 400)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events: the version now, and whenever something this person may see has changed."""
        try:
            person = self.person(request)
        except LookupError as error:
            return refusal(error, 404)
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        telling = asyncio.create_task(self.tell(person, stream))
        ending = asyncio.create_task(self.closing.wait())
        try:
            await asyncio.wait({telling, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            telling.cancel()
            ending.cancel()
        return stream

    async def tell(self, person: Person, stream: web.StreamResponse) -> None:
        with suppress(ConnectionError):
            async for version in self.realm.changes.versions(person.id):
                await stream.write(f"data: {json.dumps({'version': version})}\n\n".encode())


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


def refusal(error: Exception, status: int) -> web.Response:
    return web.json_response({"error": str(error.args[0]) if error.args else "That cannot be done."}, status=status)
