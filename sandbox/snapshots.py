"""Everything the page shows to one person, as JSON."""

from typing import Any

from sandbox.people import Person
from sandbox.realm import Realm
from sandbox.screens import OpenView
from sandbox.seen import text_of
from sandbox.view_state import state_values
from sandbox.wire import Json
from sandbox.workspace import Channel, Message, User


def people_json(realm: Realm, guide: Json | None) -> Json:
    """Who one can be, and what to try first."""
    people = [person_json(user) for user in realm.workspace.users.values()]
    return {"team": {"name": realm.workspace.team.name}, "people": people, "guide": guide}


def person_json(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "color": user.color,
        "initials": user.initials,
        "is_bot": user.is_bot,
        "deleted": user.deleted,
    }


def snapshot(person: Person, channel_id: str | None, thread_ts: str | None) -> Json:
    """The whole page of one person; without a channel the first one. Raises LookupError for what they cannot see."""
    realm = person.realm
    joined = realm.workspace.joined(person.id)
    channel = (
        person.channel(channel_id) if channel_id else next((found for found in joined if found.kind != "im"), None)
    )
    return {
        "version": realm.changes.version,
        "me": person.id,
        "channels": [channel_line(person, found) for found in joined if found.kind != "im"],
        "directs": [direct_line(person, found) for found in joined if found.kind == "im"],
        "commands": commands(realm),
        **channel_part(person, channel, thread_ts),
        **screen_part(person),
        "names": names_json(realm),
    }


def channel_part(person: Person, channel: Channel | None, thread_ts: str | None) -> Json:
    if channel is None:
        return {"channel": None, "messages": [], "thread": None}
    return {
        "channel": channel_json(channel),
        "messages": [message_json(person, message) for message in shown_in(person, channel)],
        "thread": thread_json(person, channel, thread_ts) if thread_ts else None,
    }


def screen_part(person: Person) -> Json:
    screen = person.screen
    return {
        "views": [view_json(view) for view in screen.stack],
        "home": view_json(screen.home) if screen.home else None,
        "notices": [{"id": notice.id, "level": notice.level, "text": notice.text} for notice in screen.notices],
    }


def commands(realm: Realm) -> list[Json]:
    return [
        {"command": known.command, "description": known.description, "usage_hint": known.usage_hint}
        for known in realm.manifest.commands
    ]


def names_json(realm: Realm) -> Json:
    workspace = realm.workspace
    return {
        "users": {user.id: user.real_name for user in workspace.users.values()},
        "channels": {channel.id: channel.name for channel in workspace.channels.values() if channel.kind != "im"},
        "groups": {group.id: group.handle for group in workspace.groups.values()},
    }


def channel_line(person: Person, channel: Channel) -> Json:
    unread = unread_in(person, channel)
    mentions = sum(person.id in message.notifies for message in unread)
    return {"id": channel.id, "name": channel.name, "topic": channel.topic, "unread": len(unread), "mentions": mentions}


def direct_line(person: Person, channel: Channel) -> Json:
    other = person.realm.workspace.other(channel, person.id)
    return {"id": channel.id, "user": other, "unread": len(unread_in(person, channel))}


def unread_in(person: Person, channel: Channel) -> list[Message]:
    """What came after the person last read here, newest first, replies left out."""
    mark = person.screen.read.get(channel.id, "0")
    unread: list[Message] = []
    for message in reversed(channel.messages.values()):
        if later(mark, message.ts):
            break
        if message.user != person.id and (not message.is_reply or message.broadcast):
            unread.append(message)
    return unread


def later(mark: str, ts: str) -> bool:
    """Whether `mark` is at or after `ts`."""
    return tuple(map(int, mark.split("."))) >= tuple(map(int, ts.split(".")))


def channel_json(channel: Channel) -> Json:
    kind = "im" if channel.kind == "im" else "channel"
    return {"id": channel.id, "name": channel.name, "topic": channel.topic, "kind": kind, "members": channel.members}


def shown_in(person: Person, channel: Channel) -> list[Message]:
    """The channel's own messages and this person's ephemeral ones among them, oldest first."""
    private = [
        message for message in person.screen.ephemerals if message.channel == channel.id and not message.thread_ts
    ]
    return sorted([*channel.top(), *private], key=order)


def order(message: Message) -> tuple[int, ...]:
    return tuple(map(int, message.ts.split(".")))


def thread_json(person: Person, channel: Channel, ts: str) -> Json | None:
    parent = channel.messages.get(ts)
    if parent is None:
        return None
    private = [message for message in person.screen.ephemerals if message.thread_ts == ts]
    replies = sorted([*channel.thread(ts), *private], key=order)
    return {"parent": message_json(person, parent), "replies": [message_json(person, reply) for reply in replies]}


def message_json(person: Person, message: Message) -> Json:
    """A message as the page draws it; Slack's client marks an edit only where there are no blocks."""
    channel = person.realm.workspace.channels[message.channel]
    replies = channel.thread(message.ts)
    return {
        "ts": message.ts,
        "user": message.user,
        "bot": message.bot_id is not None,
        "text": message.text,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "last_reply": replies[-1].ts if replies else None,
        "edited": message.edited is not None and not message.blocks,
        "ephemeral": message.ephemeral_to is not None,
        "metadata": message.metadata,
        "reactions": [{"name": name, "count": len(users)} for name, users in message.reactions.items()],
        "pending": [
            action for where, ts, action in person.screen.pending if (where, ts) == (message.channel, message.ts)
        ],
    }


def view_json(view: OpenView) -> dict[str, Any]:
    content = view.content
    return {
        "id": view.id,
        "type": content["type"],
        "title": text_of(content.get("title")),
        "submit": text_of(content.get("submit")),
        "close": text_of(content.get("close")),
        "blocks": content["blocks"],
        "state": state_values(content["blocks"], view.inputs),
        "errors": view.errors,
        "busy": view.busy,
    }
