"""HTTP for files: sending their bytes, and reading them back with a token or as a person."""

from dataclasses import dataclass

from aiohttp import web

from sandbox.bodies import refusal
from sandbox.filing import readable, receive
from sandbox.realm import Realm
from sandbox.workspace import File


@dataclass(frozen=True, slots=True)
class FileRoutes:
    realm: Realm

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/upload/{key}", self.upload)
        app.router.add_get("/files-pri/{file}/{name}", self.for_app)
        app.router.add_get("/people/{user}/files/{file}", self.for_person)

    async def upload(self, request: web.Request) -> web.Response:
        """The second step of an upload: the bytes, bare or as a form with one file."""
        try:
            file = receive(self.realm, request.match_info["key"], await bytes_of(request))
        except LookupError as error:
            return refusal(error, 404)
        except ValueError as error:
            return refusal(error, 400)
        return web.Response(text=f"OK - {file.size}")

    async def for_app(self, request: web.Request) -> web.Response:
        """`url_private`: with the bot's token, the scope, and a way for the bot to see the file."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != self.realm.tokens.bot or token in self.realm.revoked:
            return refusal(LookupError("Send the bot's token."), 403)
        if "files:read" not in self.realm.manifest.scopes:
            return refusal(LookupError("The app lacks the scope files:read."), 403)
        return self.served(request, self.realm.bot_user)

    async def for_person(self, request: web.Request) -> web.Response:
        try:
            person = self.realm.workspace.user(request.match_info["user"])
        except LookupError as error:
            return refusal(error, 404)
        return self.served(request, person.id)

    def served(self, request: web.Request, reader: str) -> web.Response:
        try:
            return attachment(readable(self.realm.workspace, request.match_info["file"], reader))
        except LookupError as error:
            return refusal(error, 404)


def attachment(file: File) -> web.Response:
    """Always to be saved, never shown: what stands in a file is anybody's."""
    name = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\' else "_" for sign in file.name)
    return web.Response(
        body=file.content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def bytes_of(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    part = next((value for value in form.values() if isinstance(value, web.FileField)), None)
    if part is None:
        raise ValueError("The form holds no file.")
    return part.file.read()
