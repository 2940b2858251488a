"""HTTP for the page: what one person sees, and everything they can do."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from sandbox.bodies import answered, refusal
from sandbox.deeds import DEEDS
from sandbox.people import Person
from sandbox.realm import Realm
from sandbox.snapshots import people_json, snapshot
from sandbox.wire import Json

INSPECTED = 200


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
        """One deed of one person."""
        wanted = request.match_info["deed"]

        async def do(content: Json) -> Json:
            deed = DEEDS.get(wanted)
            if deed is None:
                raise LookupError(f"nobody can {wanted} here")
            return await deed(self.person(request), content)

        return await answered(request, do)

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
