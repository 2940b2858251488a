"""Slack's JSON for users, groups, channels, messages and views."""

from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote

from sandbox.mrkdwn import zone
from sandbox.realm import Realm
from sandbox.screens import OpenView
from sandbox.view_state import state_values
from sandbox.wire import Json
from sandbox.workspace import Channel, File, Group, Message, User, Workspace

MetadataShare = Literal["nothing", "type", "all"]
COUNTED_REPLIERS = 5


def user_json(realm: Realm, user: User) -> Json:
    """A user as users.info shows it; the email address only to apps with `users:read.email`."""
    offset = datetime.fromtimestamp(realm.now, UTC).astimezone(zone(user.tz)).utcoffset()
    profile: Json = {
        "real_name": user.real_name,
        "display_name": user.name,
        "title": user.title,
        "team": realm.workspace.team.id,
    }
    if "users:read.email" in realm.manifest.scopes and user.email:
        profile["email"] = user.email
    if user.is_bot:
        profile |= {"api_app_id": realm.workspace.bot.app_id, "bot_id": realm.workspace.bot.bot_id}
    return {
        "id": user.id,
        "team_id": user.team or realm.workspace.team.id,
        "name": user.name,
        "deleted": user.deleted,
        "color": user.color.removeprefix("#"),
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }


def group_json(realm: Realm, group: Group, with_users: bool) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": realm.workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 0,
        "date_update": group.updated,
        "date_delete": 0,
        "user_count": len(group.members),
        "prefs": {"channels": [], "groups": []},
    }
    return {**shown, "users": list(group.members)} if with_users else shown


def channel_json(realm: Realm, channel: Channel) -> Json:
    if channel.kind == "im":
        return direct_json(realm, channel)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_member": realm.bot_user in channel.members,
        "is_ext_shared": False,
        "created": channel.created,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
        "context_team_id": realm.workspace.team.id,
    }


def direct_json(realm: Realm, channel: Channel) -> Json:
    other = realm.workspace.other(channel, realm.bot_user)
    return {
        "id": channel.id,
        "is_im": True,
        "is_channel": False,
        "is_group": False,
        "is_mpim": False,
        "is_archived": False,
        "is_user_deleted": realm.workspace.users[other].deleted,
        "user": other,
        "created": channel.created,
        "context_team_id": realm.workspace.team.id,
    }


def message_json(workspace: Workspace, message: Message, metadata: MetadataShare = "nothing") -> Json:
    """A message as methods, events and interactions show it."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team.id,
    }
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": workspace.bot.app_id, "bot_profile": bot_profile(workspace)}
    if message.blocks is not None:
        shown["blocks"] = message.blocks
    if message.files:
        shown |= {"subtype": "file_share", "upload": True}
        shown["files"] = [file_json(workspace, workspace.files[file]) for file in message.files]
    if message.edited:
        shown["edited"] = message.edited
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    if message.tombstone:
        shown |= {"subtype": "tombstone", "hidden": True}
    if message.metadata and metadata != "nothing":
        kept = {"event_type": message.metadata["event_type"]}
        shown["metadata"] = message.metadata if metadata == "all" else kept
    return shown | thread_json(workspace, message)


def thread_json(workspace: Workspace, message: Message) -> Json:
    """What a message says of its thread, as the parent or as a reply."""
    channel = workspace.channels[message.channel]
    if message.is_reply:
        parent = channel.messages.get(message.thread_ts or "")
        shown: Json = {"thread_ts": message.thread_ts, **({"parent_user_id": parent.user} if parent else {})}
        return {**shown, "subtype": "thread_broadcast"} if message.broadcast else shown
    replies = channel.thread(message.ts)
    if not replies:
        return {}
    repliers = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(repliers),
        "reply_users": repliers[:COUNTED_REPLIERS],
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def bot_profile(workspace: Workspace) -> Json:
    bot = workspace.bot
    return {
        "id": bot.bot_id,
        "app_id": bot.app_id,
        "user_id": bot.user_id,
        "name": workspace.users[bot.user_id].name,
        "deleted": False,
        "updated": 0,
        "team_id": workspace.team.id,
    }


def file_json(workspace: Workspace, file: File) -> Json:
    """A file, with an address that needs the bot's token, and the messages it was shared in so far."""
    kinds = {channel: workspace.channels[channel].kind for channel in file.channels}
    private = f"{workspace.url}/files-pri/{file.id}/{quote(file.name)}"
    shares = {channel: [{"ts": ts} for ts in stamps] for channel, stamps in file.shares.items()}
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower() if "." in file.name else "text",
        "user": file.user,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": "channel" in kinds.values(),
        "url_private": private,
        "url_private_download": private,
        "channels": [channel for channel, kind in kinds.items() if kind == "channel"],
        "groups": [channel for channel, kind in kinds.items() if kind in {"private", "mpim"}],
        "ims": [channel for channel, kind in kinds.items() if kind == "im"],
        "shares": {
            "public": {channel: shares[channel] for channel, kind in kinds.items() if kind == "channel"},
            "private": {channel: shares[channel] for channel, kind in kinds.items() if kind != "channel"},
        },
    }


def view_json(realm: Realm, view: OpenView, with_state: bool = True) -> Json:
    """A view as methods answer and interactions carry it; `state` holds initial values and what was put in."""
    bot = realm.workspace.bot
    content = view.content
    shown: Json = {
        "id": view.id,
        "team_id": realm.workspace.team.id,
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": content.get("external_id", ""),
        "state": {"values": state_values(content["blocks"], view.inputs) if with_state else {}},
        "hash": view.hash,
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": bot.app_id,
        "bot_id": bot.bot_id,
        "app_installed_team_id": realm.workspace.team.id,
    }
    return shown | {key: content.get(key) for key in ("title", "submit", "close")}
