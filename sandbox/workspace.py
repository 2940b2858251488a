"""The workspace itself: people, groups, channels and messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sandbox.wire import Json

Kind = Literal["channel", "private", "im", "mpim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The app as installed: its own id, its bot's and its bot user's."""

    app_id: str
    bot_id: str
    user_id: str


@dataclass(slots=True, kw_only=True)
class User:
    id: str
    name: str
    real_name: str
    title: str
    tz: str
    email: str
    color: str
    is_bot: bool = False
    is_guest: bool = False
    team: str = ""
    deleted: bool = False
    updated: int = 0

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()


@dataclass(slots=True, kw_only=True)
class Group:
    id: str
    handle: str
    name: str
    members: list[str]
    updated: int = 0


@dataclass(slots=True, kw_only=True)
class File:
    """An uploaded file: `shares` holds the messages it stands in by channel, `readers` who else may read it."""

    id: str
    name: str
    title: str
    mimetype: str
    user: str
    created: int
    size: int
    content: bytes = b""
    completed: bool = False
    shares: dict[str, list[str]] = field(default_factory=dict)
    readers: list[str] = field(default_factory=list)

    @property
    def channels(self) -> list[str]:
        return list(self.shares)

    def shared(self, channel: str, ts: str) -> None:
        self.shares.setdefault(channel, []).append(ts)


@dataclass(slots=True, kw_only=True)
class Message:
    """One message. `ephemeral_to` names the only person who sees it; `notifies` who was notified when it came."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    bot_id: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    ephemeral_to: str | None = None
    notifies: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    tombstone: bool = False

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True, kw_only=True)
class Channel:
    """A public or private channel, or a direct message: of two (`im`), or of more (`mpim`)."""

    id: str
    name: str
    kind: Kind
    members: list[str]
    topic: str = ""
    archived: bool = False
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    replies: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_direct(self) -> bool:
        return self.kind in {"im", "mpim"}

    def add(self, message: Message) -> None:
        self.messages[message.ts] = message
        if message.is_reply and message.thread_ts:
            self.replies.setdefault(message.thread_ts, []).append(message.ts)

    def remove(self, message: Message) -> None:
        del self.messages[message.ts]
        if message.is_reply and message.thread_ts:
            self.replies[message.thread_ts].remove(message.ts)

    def thread(self, ts: str) -> list[Message]:
        """The replies under the message `ts`, oldest first."""
        return [self.messages[reply] for reply in self.replies.get(ts, ())]

    def top(self) -> list[Message]:
        """What the channel itself shows, oldest first: no replies unless they were broadcast."""
        return [message for message in self.messages.values() if not message.is_reply or message.broadcast]


@dataclass(slots=True, kw_only=True)
class Workspace:
    team: Team
    bot: Bot
    users: dict[str, User]
    groups: dict[str, Group]
    channels: dict[str, Channel]
    files: dict[str, File] = field(default_factory=dict)
    url: str = ""
    last_ts: str = "0.000000"

    def next_ts(self, now: float) -> str:
        """A timestamp later than any before, whatever the clock says."""
        seconds, micros = self.last_ts.split(".")
        fresh = max(int(now * 1_000_000), int(seconds) * 1_000_000 + int(micros) + 1)
        self.last_ts = f"{fresh // 1_000_000}.{fresh % 1_000_000:06d}"
        return self.last_ts

    def user(self, wanted: str) -> User:
        """By id, or by name with or without an @; raises LookupError."""
        found = self.users.get(wanted) or self.user_named(wanted.removeprefix("@"))
        if found is None:
            raise LookupError(f"nobody is called {wanted}")
        return found

    def user_named(self, name: str) -> User | None:
        return next((user for user in self.users.values() if user.name == name), None)

    def group(self, wanted: str) -> Group:
        """By id or handle; raises LookupError."""
        handle = wanted.removeprefix("@")
        for group in self.groups.values():
            if wanted == group.id or handle == group.handle:
                return group
        raise LookupError(f"there is no group {wanted}")

    def channel(self, wanted: str) -> Channel:
        """By id, or by name with or without a #; raises LookupError."""
        found = self.channels.get(wanted) or self.channel_named(wanted.removeprefix("#"))
        if found is None:
            raise LookupError(f"there is no channel {wanted}")
        return found

    def channel_named(self, name: str) -> Channel | None:
        return next(
            (channel for channel in self.channels.values() if channel.name == name and not channel.is_direct), None
        )

    def people(self) -> Iterator[User]:
        """Everybody but the bot."""
        return (user for user in self.users.values() if not user.is_bot)

    def joined(self, user: str) -> list[Channel]:
        return [channel for channel in self.channels.values() if user in channel.members]

    def known_to(self, user: str) -> list[Channel]:
        """The channels whose names somebody may see: public ones, and private ones they are in."""
        named = (channel for channel in self.channels.values() if not channel.is_direct)
        return [channel for channel in named if channel.kind == "channel" or user in channel.members]

    def other(self, channel: Channel, user: str) -> str:
        """Who is at the far end of a direct message."""
        return next((member for member in channel.members if member != user), user)
