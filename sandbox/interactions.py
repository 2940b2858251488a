"""The payloads of interactions, as Slack shapes them."""

from typing import Any

from sandbox.objects import message_json, view_json
from sandbox.realm import Realm
from sandbox.response_urls import ResponseUrl
from sandbox.screens import OpenView
from sandbox.view_state import state_values
from sandbox.wire import Json
from sandbox.workspace import Channel, Message, User


def who_and_where(realm: Realm, user: User) -> Json:
    """What every interaction says of its person and workspace."""
    team = realm.workspace.team
    return {
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
        "team": {"id": team.id, "domain": team.domain},
        "api_app_id": realm.workspace.bot.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": realm.triggers.issue(user.id),
    }


def response_url(realm: Realm, user: User, channel: str, origin: Message | None = None) -> str:
    """A fresh URL to answer where `origin` stands, or in the channel."""
    entry = ResponseUrl(
        user=user.id,
        channel=channel,
        origin=origin.ts if origin else None,
        ephemeral=bool(origin and origin.ephemeral_to),
        thread_ts=origin.thread_ts if origin else None,
        issued=realm.now,
    )
    return f"{realm.url}/response/{realm.response_urls.issue(entry)}"


def message_action(realm: Realm, user: User, message: Message, action: Json) -> Json:
    """block_actions of a message; an ephemeral one gives only its container, never the message."""
    channel = realm.workspace.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.ephemeral_to),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    inputs = realm.screens.of(user.id).inputs.get((channel.id, message.ts), {})
    payload: Json = {
        "type": "block_actions",
        **who_and_where(realm, user),
        "container": container,
        "channel": {"id": channel.id, "name": channel.name if channel.kind != "im" else "directmessage"},
        "state": {"values": state_values(message.blocks or [], inputs)},
        "response_url": response_url(realm, user, channel.id, message),
        "actions": [action],
    }
    return payload if message.ephemeral_to else {**payload, "message": message_json(realm.workspace, message)}


def view_action(realm: Realm, user: User, view: OpenView, action: Json) -> Json:
    """block_actions of a view."""
    return {
        "type": "block_actions",
        **who_and_where(realm, user),
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(realm, view),
        "hash": view.hash,
        "actions": [action],
    }


def view_submission(realm: Realm, user: User, view: OpenView) -> Json:
    return {
        "type": "view_submission",
        **who_and_where(realm, user),
        "view": view_json(realm, view),
        "response_urls": [],
    }


def view_closed(realm: Realm, user: User, view: OpenView, is_cleared: bool) -> Json:
    payload = {
        "type": "view_closed",
        **who_and_where(realm, user),
        "view": view_json(realm, view),
        "is_cleared": is_cleared,
    }
    del payload["trigger_id"]
    return payload


def shortcut(realm: Realm, user: User, callback_id: str) -> Json:
    return {
        "type": "shortcut",
        **who_and_where(realm, user),
        "callback_id": callback_id,
        "action_ts": realm.workspace.next_ts(realm.now),
    }


def message_shortcut(realm: Realm, user: User, message: Message, callback_id: str) -> Json:
    channel = realm.workspace.channels[message.channel]
    return {
        **shortcut(realm, user, callback_id),
        "type": "message_action",
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "message": message_json(realm.workspace, message),
        "message_ts": message.ts,
        "response_url": response_url(realm, user, channel.id, message),
    }


def slash_command(realm: Realm, user: User, channel: Channel, words: tuple[str, str]) -> Json:
    """A slash command; `words` are the command and what was typed after it."""
    team = realm.workspace.team
    return {
        "command": words[0],
        "text": words[1],
        "user_id": user.id,
        "user_name": user.name,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel.name if channel.kind == "channel" else private_name(channel),
        "api_app_id": realm.workspace.bot.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(realm, user, channel.id),
        "trigger_id": realm.triggers.issue(user.id),
    }


def private_name(channel: Channel) -> str:
    return "directmessage" if channel.kind == "im" else "privategroup"


def action_of(realm: Realm, part: tuple[Json, Json], value: Json) -> Json:
    """One entry of `actions` for a (block, element); `value` is what was chosen, in Slack's shape for that element."""
    block, element = part
    told: dict[str, Any] = {key: element[key] for key in ("text", "value", "style") if key in element}
    return {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        **(told if element["type"] == "button" else {}),
        **value,
        "action_ts": realm.workspace.next_ts(realm.now),
    }
