"""Keeping the workspace in a file: written whole and at once, read at the start."""

import asyncio
import json
import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from sandbox.changes import Changes
from sandbox.drafts import Draft, Scheduled
from sandbox.manifest import UnreadableFileError
from sandbox.realm import Realm
from sandbox.screens import OpenView
from sandbox.wire import Json
from sandbox.workspace import Channel, File, Group, Message, User

FORMAT = 1


def saved(realm: Realm) -> Json:
    """All that outlives a restart: the workspace, ids, Home tabs, what was read; no open modals, no ephemerals."""
    workspace, screens = realm.workspace, realm.screens.by_user.values()
    return {
        "format": FORMAT,
        "team": workspace.team.id,
        "counter": realm.ids.counter,
        "last_ts": workspace.last_ts,
        "users": [record(user) for user in workspace.users.values()],
        "groups": [record(group) for group in workspace.groups.values()],
        "channels": [channel_record(channel) for channel in workspace.channels.values()],
        "homes": [record(screen.home) for screen in screens if screen.home],
        "read": {screen.user: screen.read for screen in screens},
        "files": [file_record(file) for file in workspace.files.values()],
        "scheduled": [asdict(entry) for entry in realm.scheduled.values()],
    }


def record(kept: User | Group | Channel | Message | OpenView | File) -> Json:
    """Its fields as they are; nothing is copied, as it is written at once."""
    return {field.name: getattr(kept, field.name) for field in fields(kept)}


def channel_record(channel: Channel) -> Json:
    kept = record(channel)
    del kept["replies"]
    return {**kept, "messages": [record(message) for message in channel.messages.values()]}


def file_record(file: File) -> Json:
    return {**record(file), "content": b64encode(file.content).decode()}


def restore(realm: Realm, path: Path) -> None:
    """Take over what the file holds, if it is there; raises UnreadableFileError with words for the operator."""
    if not path.exists():
        return
    try:
        take_over(realm, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFileError(
            f"The sandbox's store {path} cannot be used ({error}). Delete it to start afresh, or name another file."
        ) from error


def take_over(realm: Realm, content: Json) -> None:
    workspace = realm.workspace
    if content["format"] != FORMAT or content["team"] != workspace.team.id:
        raise ValueError("it belongs to another workspace or another version of the sandbox")
    users = {entry["id"]: User(**entry) for entry in content["users"]}
    groups = {entry["id"]: Group(**entry) for entry in content["groups"]}
    channels = {entry["id"]: channel_from(entry) for entry in content["channels"]}
    homes = [OpenView(**entry) for entry in content["homes"]]
    files = [File(**{**entry, "content": b64decode(entry["content"])}) for entry in content.get("files", [])]
    scheduled = [scheduled_from(entry) for entry in content.get("scheduled", [])]
    realm.ids.counter, workspace.last_ts = content["counter"], content["last_ts"]
    workspace.users, workspace.groups, workspace.channels = users, groups, channels
    workspace.files = {file.id: file for file in files}
    realm.scheduled = {entry.id: entry for entry in scheduled}
    for home in homes:
        realm.screens.of(home.user).home = home
    for user, marks in content["read"].items():
        realm.screens.of(user).read = marks


def scheduled_from(entry: Json) -> Scheduled:
    draft = Draft(**{**entry["draft"], "files": tuple(entry["draft"]["files"])})
    return Scheduled(**{**entry, "draft": draft})


def channel_from(entry: dict[str, Any]) -> Channel:
    messages = entry.pop("messages")
    channel = Channel(**entry)
    for message in messages:
        channel.add(Message(**message))
    return channel


def write(path: Path, text: str) -> None:
    """Replace the file in one step, readable by its owner only."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


@dataclass(slots=True)
class Store:
    """Saves a realm to `path` after changes, never more often than every `save_seconds`, and at the end."""

    realm: Realm
    path: Path
    written: int = 0

    async def run(self) -> None:
        """Save for ever."""
        changes: Changes = self.realm.changes
        with changes.listening() as listener:
            while True:
                await listener.woken.wait()
                listener.woken.clear()
                self.save()
                await asyncio.sleep(self.realm.settings.save_seconds)

    def save(self) -> None:
        if self.written != self.realm.changes.version:
            self.written = self.realm.changes.version
            write(self.path, json.dumps(saved(self.realm), ensure_ascii=False))
