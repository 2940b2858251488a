"""What comes in on a response_url: a new message, a replacement or a deletion; errors are HTTP 4xx."""

import json

from aiohttp import web

from sandbox.blocks.rules import check_message_blocks
from sandbox.drafts import Draft
from sandbox.posting import delete, edit, find, post, post_ephemeral
from sandbox.realm import Realm
from sandbox.response_urls import ResponseUrl
from sandbox.troubling import Answer, Asked, answer
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
    body, key = await request.text(), request.match_info["key"]
    asked = Asked(method="response_url", arguments=shown(body))
    return await answer(realm, asked, request, lambda: take(realm, key, body))


def take(realm: Realm, key: str, body: str) -> Answer:
    try:
        content = read_content(body)
        respond(realm, realm.response_urls.use(key), content)
    except SlackError as refusal:
        status = 404 if refusal.code in GONE else 400
        return Answer({"ok": False, "error": refusal.code}, web.Response(text=refusal.code, status=status))
    return Answer({"ok": True}, web.Response(text="ok"))


def shown(body: str) -> Json:
    """What the journal keeps of a body: the object it holds, or the words as they came."""
    try:
        return read_content(body)
    except SlackError:
        return {"body": body}


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
