"""Files: a place to upload to, sharing, and who may read them."""

import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import PurePath

from sandbox.drafts import Draft
from sandbox.posting import post
from sandbox.realm import Realm
from sandbox.wire import SlackError
from sandbox.workspace import File, Workspace

PLAIN = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose file it is, and what they call it."""

    user: str
    name: str
    length: int


def upload_place(realm: Realm, origin: Origin) -> tuple[str, File]:
    """Where to send the bytes, once, and the file they will become; raises SlackError when they are too many."""
    if not 0 < origin.length <= realm.settings.largest_file:
        raise SlackError("file_upload_size_restricted")
    file = fresh_file(realm, origin)
    key = secrets.token_urlsafe(24)
    realm.uploads[key] = file
    return f"{realm.url}/upload/{key}", file


def fresh_file(realm: Realm, origin: Origin) -> File:
    name = PurePath(origin.name).name or "file"
    return File(
        id=realm.ids.fresh("F"),
        name=name,
        title=name,
        mimetype=mimetypes.guess_type(name)[0] or PLAIN,
        user=origin.user,
        created=int(realm.now),
        size=origin.length,
    )


def receive(realm: Realm, key: str, content: bytes) -> File:
    """The bytes came in; raises LookupError for an address unknown or used, ValueError for another length."""
    file = realm.uploads.get(key)
    if file is None:
        raise LookupError("That upload address is not known, or was used.")
    if len(content) != file.size:
        raise ValueError(f"{file.size} bytes were announced, {len(content)} came.")
    del realm.uploads[key]
    file.content = content
    realm.workspace.files[file.id] = file
    return file


def keep(realm: Realm, user: str, name: str, content: bytes) -> File:
    """A file that a person put into a form, for the app to read; raises ValueError for one that is large or empty."""
    if not 0 < len(content) <= realm.settings.largest_file:
        raise ValueError(f"A file may have 1 to {realm.settings.largest_file} bytes.")
    file = fresh_file(realm, Origin(user=user, name=name, length=len(content)))
    file.content, file.readers = content, [realm.bot_user]
    realm.workspace.files[file.id] = file
    return file


async def share(realm: Realm, draft: Draft) -> None:
    """Post the message that carries the files: a moment after the upload was completed, as it is with Slack."""
    post(realm, draft)


def readable(workspace: Workspace, file_id: str, reader: str) -> File:
    """The file, for whoever is in a conversation it was shared in; raises LookupError for all others."""
    file = workspace.files.get(file_id)
    if file is None or not may_read(workspace, file, reader):
        raise LookupError("There is no such file.")
    return file


def may_read(workspace: Workspace, file: File, reader: str) -> bool:
    if reader == file.user or reader in file.readers:
        return True
    return any(reader in workspace.channels[channel].members for channel in file.channels)
