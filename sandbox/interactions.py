"""The payloads of interactions, as Slack shapes them."""

from collections.abc import Iterator
from typing import Any

from sandbox.objects import message_json, view_json
from sandbox.reading import elements_of
from sandbox.realm import Realm
from sandbox.response_urls import ResponseUrl
from sandbox.screens import OpenView
from sandbox.view_state import state_values
from sandbox.wire import Json
from sandbox.workspace import Channel, Message, User


def who_and_where(realm: Realm, user: User) -> Json:
    """What an interaction says of its person and workspace, with a fresh trigger."""
    return {**whose(realm, user), "trigger_id": realm.triggers.issue(user.id)}


def whose(realm: Realm, user: User) -> Json:
    team = realm.workspace.team
    return {
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team or team.id},
        "team": {"id": team.id, "domain": team.domain},
        "api_app_id": realm.workspace.bot.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
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


def in_message(realm: Realm, message: Message) -> Json:
    """Where a message stands; an ephemeral one gives only its container, never the message."""
    channel = realm.workspace.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.ephemeral_to),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Json = {"container": container, "channel": {"id": channel.id, "name": channel_name(channel)}}
    return place if message.ephemeral_to else {**place, "message": message_json(realm.workspace, message)}


def in_view(realm: Realm, view: OpenView) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(realm, view)}


def message_action(realm: Realm, user: User, message: Message, action: Json) -> Json:
    """block_actions of a message."""
    inputs = realm.screens.of(user.id).inputs.get((message.channel, message.ts), {})
    return {
        "type": "block_actions",
        **who_and_where(realm, user),
        **in_message(realm, message),
        "state": {"values": state_values(message.blocks or [], inputs)},
        "response_url": response_url(realm, user, message.channel, message),
        "actions": [action],
    }


def view_action(realm: Realm, user: User, view: OpenView, action: Json) -> Json:
    """block_actions of a view."""
    return {
        "type": "block_actions",
        **who_and_where(realm, user),
        **in_view(realm, view),
        "hash": view.hash,
        "actions": [action],
    }


def block_suggestion(realm: Realm, user: User, place: Message | OpenView, asked: tuple[tuple[Json, Json], str]) -> Json:
    """What an external select asks; `asked` is its (block, element) and the words typed."""
    (block, element), typed = asked
    return {
        "type": "block_suggestion",
        **whose(realm, user),
        **(in_view(realm, place) if isinstance(place, OpenView) else in_message(realm, place)),
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "value": typed,
    }


def view_submission(realm: Realm, user: User, view: OpenView) -> Json:
    return {
        "type": "view_submission",
        **who_and_where(realm, user),
        "view": view_json(realm, view),
        "response_urls": list(chosen_places(realm, user, view)),
    }


def chosen_places(realm: Realm, user: User, view: OpenView) -> Iterator[Json]:
    """A response URL for each conversation chosen in a select that asks for one."""
    blocks, inputs = view.content["blocks"], view.inputs
    values = state_values(blocks, inputs)
    for block, element in elements_of(blocks):
        if element.get("response_url_enabled"):
            place = {"block_id": block["block_id"], "action_id": element["action_id"]}
            chosen = values[block["block_id"]][element["action_id"]]
            channel = chosen.get("selected_conversation") or chosen.get("selected_channel")
            if channel in realm.workspace.channels:
                yield {**place, "channel_id": channel, "response_url": response_url(realm, user, channel)}


def view_closed(realm: Realm, user: User, view: OpenView, is_cleared: bool) -> Json:
    return {"type": "view_closed", **whose(realm, user), "view": view_json(realm, view), "is_cleared": is_cleared}


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
        "channel": {"id": channel.id, "name": channel_name(channel)},
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
        "channel_name": "privategroup" if channel.kind == "private" else channel_name(channel),
        "api_app_id": realm.workspace.bot.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(realm, user, channel.id),
        "trigger_id": realm.triggers.issue(user.id),
    }


def channel_name(channel: Channel) -> str:
    return "directmessage" if channel.kind == "im" else channel.name


def action_of(realm: Realm, part: tuple[Json, Json], value: Json) -> Json:
    """One entry of `actions` for a (block, element); `value` is what was chosen, in Slack's shape for that element."""
    block, element = part
    told: dict[str, Any] = {key: element[key] for key in ("text", "value", "style") if key in element}
    return {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        **(told if element["type"] in {"button", "icon_button"} else {}),
        **value,
        "action_ts": realm.workspace.next_ts(realm.now),
    }
