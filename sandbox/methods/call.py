"""One call of a Web API method: its arguments, and the conversations it may touch."""

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.realm import Realm
from sandbox.seeding import direct_message
from sandbox.wire import Json, SlackError, invalid_arguments
from sandbox.workspace import Channel, User

READ_SCOPES = {"channel": "channels:read", "private": "groups:read", "im": "im:read", "mpim": "mpim:read"}
HISTORY_SCOPES = {
    "channel": "channels:history",
    "private": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`arguments` as they came: strings in a form, anything in JSON. Getters raise SlackError on a wrong kind."""

    realm: Realm
    arguments: Json
    provided: frozenset[str] = field(default_factory=frozenset)

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        if value is None:
            return default
        if isinstance(value, (dict, list)):
            raise invalid_arguments(f"`{name}` must be a string")
        return str(value)

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.arguments.get(name) or default)
        except (TypeError, ValueError):
            raise invalid_arguments(f"`{name}` must be an integer") from None

    def structure(self, name: str, error: str) -> Any:
        """A JSON argument, sent as such or as a string; `error` is Slack's code for one that cannot be parsed."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise SlackError(error) from None

    def need(self, scope: str) -> None:
        """Raise missing_scope unless the app has the scope."""
        if scope not in self.provided:
            raise missing_scope(self.provided, scope)

    def known_user(self, name: str) -> User:
        user = self.realm.workspace.users.get(self.text(name))
        if user is None:
            raise SlackError("user_not_found")
        return user

    def channel(self) -> Channel:
        """The conversation named by `channel`; raises channel_not_found."""
        return self.conversation(self.text("channel"))

    def conversation(self, channel_id: str) -> Channel:
        """The conversation with that id, if the bot may know of it at all; raises channel_not_found."""
        channel = self.realm.workspace.channels.get(channel_id)
        if channel is None or (channel.kind != "channel" and self.realm.bot_user not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def readable(self) -> Channel:
        """The conversation whose messages may be read; raises not_in_channel, missing_scope."""
        channel = self.channel()
        self.need(HISTORY_SCOPES[channel.kind])
        self.belong(channel)
        return channel

    def belong(self, channel: Channel) -> None:
        if self.realm.bot_user not in channel.members:
            raise SlackError("not_in_channel")

    def page(self, items: list[Any], most: int, default: int = 100) -> tuple[list[Any], str]:
        """The part of `items` asked for by `cursor` and `limit`, and the next cursor (empty at the end)."""
        limit = self.number("limit", default)
        if not 1 <= limit <= most:
            raise SlackError("invalid_limit")
        start = cursor_start(self.text("cursor"))
        end = start + limit
        return items[start:end], f"next:{end}" if end < len(items) else ""


def cursor_start(cursor: str) -> int:
    word, _, start = cursor.partition(":")
    if not cursor:
        return 0
    if word != "next" or not start.isdigit():
        raise SlackError("invalid_cursor")
    return int(start)


def missing_scope(provided: frozenset[str], *needed: str) -> SlackError:
    return SlackError("missing_scope", {"needed": ",".join(needed), "provided": ",".join(sorted(provided))})


def direct_with(realm: Realm, user: str) -> Channel:
    """The bot's direct message with a person, made if there is none yet."""
    fresh = direct_message(user, realm.bot_user)
    return realm.workspace.channels.setdefault(fresh.id, fresh)
