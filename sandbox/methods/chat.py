"""chat.*: posting, editing and deleting messages."""

from typing import Any

from sandbox.blocks.rules import check_message_blocks
from sandbox.drafts import Draft
from sandbox.methods.call import Call, direct_with
from sandbox.objects import message_json
from sandbox.posting import delete, edit, find, post, post_ephemeral
from sandbox.wire import Json, SlackError
from sandbox.workspace import Channel, Message

LONGEST_EDIT = 4000
LONGEST_METADATA = 16_000


def post_message(call: Call) -> Json:
    channel = target(call)
    draft = draft_of(call, channel, metadata_of(call) or None)
    message = post(call.realm, draft)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.realm.workspace, message)}


def target(call: Call) -> Channel:
    """Where a message goes: a channel by id or name, or a person, whose direct message is opened."""
    wanted = call.text("channel")
    user = call.realm.workspace.users.get(wanted)
    if user is not None:
        if user.deleted or user.is_bot:
            raise SlackError("channel_not_found")
        return open_for_posting(call, direct_with(call.realm, user.id))
    named = call.realm.workspace.channel_named(wanted.removeprefix("#"))
    if named is not None and named.kind == "channel":
        return open_for_posting(call, named)
    return open_for_posting(call, call.channel())


def open_for_posting(call: Call, channel: Channel) -> Channel:
    """The channel, unless it is archived or the bot may not write there."""
    realm = call.realm
    other = realm.workspace.users[realm.workspace.other(channel, realm.bot_user)]
    if channel.archived or (channel.kind == "im" and other.deleted):
        raise SlackError("is_archived")
    if channel.kind == "im" and not realm.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    if channel.kind != "channel" or "chat:write.public" not in call.provided:
        call.belong(channel)
    return channel


def draft_of(call: Call, channel: Channel, metadata: Json | None = None) -> Draft:
    text, blocks = content_of(call)
    return Draft(
        channel=channel.id,
        user=call.realm.bot_user,
        text=text,
        blocks=blocks,
        thread_ts=thread_of(call, channel),
        broadcast=call.flag("reply_broadcast"),
        metadata=metadata,
        link_names=call.flag("link_names") or call.text("parse") == "full",
    )


def content_of(call: Call) -> tuple[str, list[Json] | None]:
    """Text and checked blocks; raises no_text, invalid_blocks and their like."""
    text, blocks = call.text("text"), call.structure("blocks", "invalid_blocks_format")
    if blocks is not None:
        check_message_blocks(blocks)
    if call.text("markdown_text"):
        return "", markdown_content(call, text, blocks)
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    return text, blocks or None


def markdown_content(call: Call, text: str, blocks: Any) -> list[Json]:
    if text or blocks:
        raise SlackError("markdown_text_conflict")
    content: list[Json] = [{"type": "markdown", "text": call.text("markdown_text")}]
    check_message_blocks(content)
    return content


def thread_of(call: Call, channel: Channel) -> str | None:
    """The parent's timestamp; only a message that is there and no reply itself can have replies."""
    ts = call.text("thread_ts")
    if not ts:
        return None
    parent = channel.messages.get(ts)
    if parent is None or parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    return ts


def metadata_of(call: Call) -> Json | None:
    """Checked metadata; None when none was sent, empty to remove it."""
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise SlackError("invalid_metadata_format")
    if not metadata["event_type"]:
        raise SlackError("invalid_metadata_format")
    if len(str(metadata)) > LONGEST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def own_message(call: Call, refusal: str) -> Message:
    """The bot's message named by `channel` and `ts`; another's raises `refusal`."""
    channel = call.channel()
    message = find(channel, call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.realm.bot_user:
        raise SlackError(refusal)
    if channel.archived:
        raise SlackError("is_inactive")
    return message


def update(call: Call) -> Json:
    """Text without blocks removes the blocks; metadata stays unless it is sent, and `{}` removes it."""
    message = own_message(call, "cant_update_message")
    text, blocks = content_of(call)
    if len(text) > LONGEST_EDIT:
        raise SlackError("msg_too_long")
    metadata = metadata_of(call)
    if metadata is not None:
        message.metadata = metadata or None
    edit(call.realm, message, text, blocks)
    shown = message_json(call.realm.workspace, message)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete_message(call: Call) -> Json:
    message = own_message(call, "cant_delete_message")
    delete(call.realm, message)
    return {"channel": message.channel, "ts": message.ts}


def post_for_one(call: Call) -> Json:
    """chat.postEphemeral: only a member of the channel can be shown anything there."""
    channel = open_for_posting(call, call.channel())
    call.belong(channel)
    user = call.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    draft = draft_of(call, channel)
    if len(draft.text) > LONGEST_EDIT:
        raise SlackError("msg_too_long")
    return {"message_ts": post_ephemeral(call.realm, draft, user).ts}


def permalink(call: Call) -> Json:
    channel = call.channel()
    message = find(channel, call.text("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    address = f"{call.realm.url}/archives/{channel.id}/p{message.ts.replace('.', '')}{thread}"
    return {"channel": channel.id, "permalink": address}
