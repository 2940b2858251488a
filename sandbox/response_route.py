"""What comes in on a response_url: a new message, a replacement or a deletion; errors are HTTP 4xx."""

import json

from aiohttp import web

from sandbox.blocks.rules import check_message_blocks
from sandbox.journal import Call
from sandbox.posting import Draft, delete, edit, find, post, post_ephemeral
from sandbox.realm import Realm
from sandbox.response_urls import ResponseUrl
from sandbox.wire import Json, SlackError
from sandbox.workspace import Message

GONE = {"invalid_url", "expired_url", "used_url"}
FIELDS = {
    "text",
    "blocks",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
    "link_names",
    "parse",
}


async def serve(realm: Realm, request: web.Request) -> web.Response:
    body = await request.text()
    error: str | None = None
    try:
        content = read_content(body)
        respond(realm, realm.response_urls.use(request.match_info["key"]), content)
    except SlackError as refusal:
        content, error = {"body": body}, refusal.code
    realm.journal.add(Call(method="response_url", arguments=content, ok=error is None, error=error, at=realm.now))
    realm.changes.touch()
    if error is None:
        return web.Response(text="ok")
    return web.Response(text=error, status=404 if error in GONE else 400)


def read_content(body: str) -> Json:
    try:
        content = json.loads(body)
    except json.JSONDecodeError:
        raise SlackError("invalid_payload") from None
    if not isinstance(content, dict) or content.keys() - FIELDS:
        raise SlackError("invalid_payload")
    return content


def respond(realm: Realm, target: ResponseUrl, content: Json) -> None:
    """Carry out one answer; raises SlackError when there is nothing to show, or to replace."""
    origin = origin_of(realm, target)
    if content.get("delete_original"):
        delete(realm, existing(origin))
        return
    text, blocks = str(content.get("text") or ""), content.get("blocks")
    if blocks is not None:
        check_message_blocks(blocks)
    if not text and not blocks:
        raise SlackError("no_text")
    if content.get("replace_original") and target.origin:
        edit(realm, existing(origin), text, blocks)
        return
    show(realm, target, content)


def existing(origin: Message | None) -> Message:
    if origin is None:
        raise SlackError("message_not_found")
    return origin


def origin_of(realm: Realm, target: ResponseUrl) -> Message | None:
    """The message that was pressed, if it is still there."""
    if target.origin is None:
        return None
    if target.ephemeral:
        shown = realm.screens.of(target.user).ephemerals
        return next((message for message in shown if message.ts == target.origin), None)
    return find(realm.workspace.channels[target.channel], target.origin)


def show(realm: Realm, target: ResponseUrl, content: Json) -> None:
    """A new message: for one person unless it says `in_channel`."""
    in_channel = content.get("response_type") == "in_channel"
    draft = Draft(
        channel=target.channel,
        user=realm.bot_user,
        text=str(content.get("text") or ""),
        blocks=content.get("blocks"),
        thread_ts=content.get("thread_ts") if in_channel else target.thread_ts,
        link_names=bool(content.get("link_names")),
    )
    if in_channel:
        post(realm, draft)
    else:
        post_ephemeral(realm, draft, target.user)
