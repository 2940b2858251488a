"""Everything the page shows to one person, as JSON."""

from dataclasses import asdict

from sandbox.people import Person
from sandbox.realm import Realm
from sandbox.screens import OpenView
from sandbox.seen import text_of
from sandbox.view_state import state_values
from sandbox.wire import Json
from sandbox.workspace import Channel, Message, User


def people_json(realm: Realm, guide: Json | None) -> Json:
    """Who one can be, what to try first, and whether there is mail to look at."""
    people = [person_json(user) for user in realm.workspace.users.values()]
    has_mail = realm.settings.mailbox is not None
    return {"team": {"name": realm.workspace.team.name}, "people": people, "guide": guide, "mail": has_mail}


def person_json(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "color": user.color,
        "initials": user.initials,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "deleted": user.deleted,
    }


def snapshot(person: Person, channel_id: str | None, thread_ts: str | None) -> Json:
    """The whole page of one person; without a channel the first one. Raises LookupError for what they cannot see."""
    realm = person.realm
    joined = realm.workspace.joined(person.id)
    channels = [found for found in joined if not found.is_direct]
    channel = person.channel(channel_id) if channel_id else next(iter(channels), None)
    return {
        "version": realm.changes.version,
        "now": realm.now,
        "can_pass_time": realm.settings.on_time is not None,
        "me": person.id,
        "app": app_json(realm),
        "channels": [channel_line(person, found) for found in channels],
        "directs": [direct_line(person, found) for found in joined if found.is_direct],
        **channel_part(person, channel, thread_ts),
        **screen_part(person),
        "names": names_json(person),
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
        "views": [view_json(person, view) for view in screen.stack],
        "home": view_json(person, screen.home) if screen.home else None,
        "notices": [{"id": notice.id, "level": notice.level, "text": notice.text} for notice in screen.notices],
    }


def app_json(realm: Realm) -> Json:
    """What the app's manifest offers people; its slash commands are typed, its shortcuts chosen from menus."""
    manifest = realm.manifest
    return {
        "user": realm.bot_user,
        "name": manifest.name,
        "home_tab": manifest.home_tab,
        "messages_tab": manifest.messages_tab,
        "shortcuts": [asdict(known) for known in manifest.shortcuts],
        "commands": [
            {"command": known.command, "description": known.description, "usage_hint": known.usage_hint}
            for known in manifest.commands
        ],
    }


def names_json(person: Person) -> Json:
    names = person.names
    return {"users": names.users, "channels": names.channels, "groups": names.groups}


def channel_line(person: Person, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "archived": channel.archived,
        **marks(person, channel),
    }


def direct_line(person: Person, channel: Channel) -> Json:
    others = [member for member in channel.members if member != person.id]
    user = person.realm.workspace.other(channel, person.id) if channel.kind == "im" else None
    return {"id": channel.id, "kind": channel.kind, "user": user, "users": others, **marks(person, channel)}


def marks(person: Person, channel: Channel) -> Json:
    """What is unread here, how much of it notified this person, and up to which message they have read."""
    unread = unread_in(person, channel)
    return {
        "unread": len(unread),
        "mentions": sum(person.id in message.notifies for message in unread),
        "last_read": person.screen.read.get(channel.id, "0"),
    }


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
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "kind": channel.kind,
        "archived": channel.archived,
        "members": channel.members,
    }


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
        "files": [file_line(person, file) for file in message.files],
        "reactions": [{"name": name, "count": len(users)} for name, users in message.reactions.items()],
        "pending": [
            action for where, ts, action in person.screen.pending if (where, ts) == (message.channel, message.ts)
        ],
    }


def file_line(person: Person, file_id: str) -> Json:
    file = person.realm.workspace.files[file_id]
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "size": file.size,
        "url": f"/people/{person.id}/files/{file.id}",
    }


def view_json(person: Person, view: OpenView) -> Json:
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
        "pending": [action for where, _, action in person.screen.pending if where == view.id],
    }
