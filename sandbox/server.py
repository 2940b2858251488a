"""The sandbox itself: a local Slack to start, to look into and to stop."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from sandbox import membership, standing
from sandbox.changes import woken_within
from sandbox.faults import Faults
from sandbox.http_mode import HttpCarrier
from sandbox.journal import Call, Handed
from sandbox.manifest import read_manifest, read_yaml
from sandbox.passing import pass_time
from sandbox.people import Person
from sandbox.realm import Realm, build_realm
from sandbox.scheduling import keep_posting
from sandbox.seeding import read_seed
from sandbox.settings import Settings
from sandbox.site import build_site
from sandbox.storing import Store, restore

SEED = Path(__file__).parent / "seed.yaml"
GLANCE = 0.05
Outcome = TypeVar("Outcome")


class NeverHappenedError(TimeoutError):
    """What a test waited for did not come about in time; the message shows the workspace as it is."""


class Sandbox:
    """A local Slack on 127.0.0.1. Files that cannot be used raise UnreadableFileError at once.

    `store` names a file in which the workspace outlives a restart; without it everything is forgotten.
    """

    def __init__(
        self,
        manifest: Path,
        seed: Path = SEED,
        *,
        store: Path | None = None,
        guide: Path | None = None,
        settings: Settings | None = None,
    ) -> None:
        app = read_manifest(manifest)
        self.realm: Realm = build_realm(settings or Settings(), app, read_seed(seed, app))
        self.guide = read_yaml(guide, "The guide") if guide else None
        self.store = Store(self.realm, store) if store else None
        if store:
            restore(self.realm, store)
        self.closing = asyncio.Event()
        self.runner: web.AppRunner | None = None
        self.saving: asyncio.Task[None] | None = None

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes any free one. Raises OSError when the port is taken."""
        self.closing.clear()
        site = build_site(self.realm, self.guide, self.closing)
        self.runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.5)
        await self.runner.setup()
        listening = web.TCPSite(self.runner, "127.0.0.1", port)
        try:
            await listening.start()
        except OSError:
            await self.runner.cleanup()
            raise
        if self.realm.settings.mailbox:
            await self.realm.settings.mailbox.start()
        self.realm.workspace.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        self.realm.delivery.spawn(keep_posting(self.realm))
        if self.store:
            self.saving = asyncio.create_task(self.store.run())

    async def stop(self) -> None:
        """Close every connection, save, and stop listening."""
        self.closing.set()
        self.faults.clear()
        await self.realm.delivery.stop()
        if self.realm.settings.mailbox:
            await self.realm.settings.mailbox.stop()
        if self.runner:
            await self.runner.cleanup()
        if self.saving:
            self.saving.cancel()
            with suppress(asyncio.CancelledError):
                await self.saving
        if self.store:
            self.store.save()

    @property
    def url(self) -> str:
        return self.realm.url

    @property
    def api_url(self) -> str:
        return f"{self.realm.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.realm.tokens.bot

    @property
    def app_token(self) -> str:
        return self.realm.tokens.app

    @property
    def signing_secret(self) -> str:
        return self.realm.tokens.signing_secret

    @property
    def faults(self) -> Faults:
        return self.realm.faults

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open and take envelopes."""
        return len(self.realm.connections.open)

    def person(self, wanted: str) -> Person:
        """Somebody by name or id; raises LookupError."""
        return Person(self.realm, self.realm.workspace.user(wanted))

    def calls(self, method: str | None = None) -> list[Call]:
        """The Web API calls the app made, oldest first; `response_url` counts as a method."""
        return self.realm.journal.calls(method)

    def envelopes(self, type: str | None = None) -> list[Handed]:
        """The envelopes handed to the app: of type interactive, slash_commands or events_api."""
        return self.realm.journal.envelopes(type)

    def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Send every connection a disconnect frame; all reasons but `warning` also close it."""
        self.realm.connections.disconnect(reason)

    def drop_sockets(self) -> None:
        """Cut every connection without a frame."""
        self.realm.connections.drop()

    def set_group(self, group: str, members: list[str]) -> None:
        """Make these people, by name or id, the members of a group; the app hears of it."""
        found = self.realm.workspace.group(group)
        membership.set_group(self.realm, found, [self.realm.workspace.user(member).id for member in members])

    def deactivate(self, person: str) -> None:
        membership.set_deleted(self.realm, self.realm.workspace.user(person), deleted=True)

    def activate(self, person: str) -> None:
        membership.set_deleted(self.realm, self.realm.workspace.user(person), deleted=False)

    def make_guest(self, person: str) -> None:
        """Have somebody be a guest of the workspace from now on."""
        membership.make_guest(self.realm, self.realm.workspace.user(person))

    def move_away(self, person: str, team: str) -> None:
        """Have somebody belong to another workspace from now on, as over a shared channel."""
        membership.move_away(self.realm, self.realm.workspace.user(person), team)

    def add_member(self, channel: str, person: str) -> None:
        membership.join(self.realm, self.realm.workspace.channel(channel), self.realm.workspace.user(person).id)

    def remove_member(self, channel: str, person: str) -> None:
        """Take somebody, or the bot by its name, out of a channel."""
        membership.leave(self.realm, self.realm.workspace.channel(channel), self.realm.workspace.user(person).id)

    def archive(self, channel: str) -> None:
        membership.archive(self.realm, self.realm.workspace.channel(channel))

    def unarchive(self, channel: str) -> None:
        membership.unarchive(self.realm, self.realm.workspace.channel(channel))

    def revoke_token(self) -> None:
        """Answer every call with the bot token `token_revoked` from now on; the app hears of it."""
        standing.revoke_token(self.realm)

    def restore_token(self) -> None:
        standing.restore_token(self.realm)

    async def pass_time(self, time: timedelta) -> None:
        """Move the sandbox's clock on, then whoever it was told to move with it (`Settings.on_time`)."""
        await pass_time(self.realm, time)

    async def verify_request_url(self) -> bool:
        """Send Slack's challenge to the app's request URL: whether it came back."""
        return await self.http().verify_url()

    async def check_ssl(self) -> bool:
        """Ping the app's request URL as Slack does for commands: whether it answers."""
        return await self.http().check_ssl()

    def http(self) -> HttpCarrier:
        """The way to the app's request URL; raises LookupError without one."""
        carrier = self.realm.delivery.carrier
        if not isinstance(carrier, HttpCarrier):
            raise LookupError("this sandbox was given no request_url")
        return carrier

    async def until(self, condition: Callable[[], Outcome | None], timeout: float = 5) -> Outcome:  # noqa: ASYNC109
        """Wait for `condition` to be true and return its value; a LookupError in it means "not yet".

        It is looked at after every change here, and every 50 ms for what changes elsewhere.
        Raises NeverHappenedError after `timeout` seconds, with the workspace in words.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        with self.realm.changes.listening() as listener:
            while True:
                value, trouble = look(condition)
                if value:
                    return value
                if loop.time() >= end:
                    raise NeverHappenedError(f"not within {timeout} s ({trouble})\n{self.dump()}")
                await woken_within(listener, min(GLANCE, end - loop.time()))

    def dump(self) -> str:
        """The workspace in words: every message and the latest calls."""
        return "\n".join(dump_lines(self.realm))


def look(condition: Callable[[], Outcome | None]) -> tuple[Outcome | None, str]:
    try:
        value = condition()
    except LookupError as error:
        return None, f"LookupError: {error}"
    return value, f"it was {value!r}"


def dump_lines(realm: Realm) -> list[str]:
    lines = [f"connections: {len(realm.connections.open)}"]
    for channel in realm.workspace.channels.values():
        name = channel.name or "direct " + ", ".join(realm.workspace.users[user].name for user in channel.members)
        for message in channel.messages.values():
            author = realm.workspace.users[message.user].name
            lines.append(f"#{name} {message.ts} {author}: {message.text[:200]!r}")
    for screen in realm.screens.by_user.values():
        private = [f"only for {screen.user}: {message.text[:200]!r}" for message in screen.ephemerals]
        lines += private + [f"notice for {screen.user}: {notice.text}" for notice in screen.notices]
    latest = [entry.entry() for entry in list(realm.journal.entries)[-15:]]
    return lines + [
        f"{entry['direction']} {entry.get('method', entry.get('type'))} {entry['error'] or 'ok'}" for entry in latest
    ]
