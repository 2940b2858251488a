"""The web application: all routes of the sandbox, and who may reach them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox import response_route, web_api
from sandbox.control_routes import ControlRoutes
from sandbox.file_routes import FileRoutes
from sandbox.mail_page import add_mail_page
from sandbox.people_routes import PeopleRoutes
from sandbox.realm import Realm
from sandbox.wire import Json

PAGE = Path(__file__).parent / "page"
LOCAL = {"127.0.0.1", "localhost"}
LARGEST_BODY = 2 * 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_site(realm: Realm, guide: Json | None, closing: asyncio.Event) -> web.Application:
    """The application; `closing` is set when it is about to end."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[only_local, with_policy])

    async def web_api_call(request: web.Request) -> web.Response:
        return await web_api.serve(realm, request)

    async def respond(request: web.Request) -> web.Response:
        return await response_route.serve(realm, request)

    app.router.add_route("*", "/api/{method}", web_api_call)
    app.router.add_get("/link/", realm.connections.serve)
    app.router.add_post("/response/{key}", respond)
    PeopleRoutes(realm, guide, closing).add_to(app)
    ControlRoutes(realm).add_to(app)
    FileRoutes(realm).add_to(app)
    if realm.settings.mailbox:
        add_mail_page(app, realm.settings.mailbox)
    add_page(app)
    return app


def add_page(app: web.Application) -> None:
    async def index(request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    if PAGE.is_dir():
        app.router.add_get("/", index)
        app.router.add_static("/static/", PAGE)


@web.middleware
async def only_local(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that came by another name: a web site whose name was made to point here must not get in."""
    if request.url.host not in LOCAL:
        return web.json_response({"error": "The sandbox answers only to 127.0.0.1 and localhost."}, status=403)
    return await handler(request)


@web.middleware
async def with_policy(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The page may load and reach nothing but its own server, and nobody may frame it."""
    response = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-cache"
    return response
