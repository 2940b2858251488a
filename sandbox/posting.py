"""Posting, editing and deleting messages, with all that follows: threads, notifications, events."""

from copy import deepcopy

from sandbox.blocks.nesting import blocks_within, held_elements
from sandbox.drafts import Draft
from sandbox.events import announce, announce_message
from sandbox.objects import message_json
from sandbox.reading import notified
from sandbox.realm import Realm
from sandbox.wire import Json
from sandbox.workspace import Channel, Message

LONGEST_TEXT = 40_000
WITHOUT_TEXT = "This content can't be displayed."


def post(realm: Realm, draft: Draft) -> Message:
    channel = realm.workspace.channels[draft.channel]
    message = written(realm, draft)
    message.notifies = notified(realm.workspace, message, draft.link_names)
    channel.add(message)
    realm.changes.touch(channel.members)
    for file in message.files:
        realm.workspace.files[file].shared(channel.id, message.ts)
        announce_file(realm, message, file)
    announce_message(realm, channel, message_json(realm.workspace, message))
    return message


def announce_file(realm: Realm, message: Message, file: str) -> None:
    event: Json = {"type": "file_shared", "file_id": file, "file": {"id": file}, "user_id": message.user}
    announce(realm, {**event, "channel_id": message.channel})


def post_ephemeral(realm: Realm, draft: Draft, to: str) -> Message:
    """A message only `to` sees; it is on that screen and nowhere else."""
    message = written(realm, draft)
    message.ephemeral_to = to
    realm.screens.of(to).ephemerals.append(message)
    realm.changes.touch([to])
    return message


def written(realm: Realm, draft: Draft) -> Message:
    bot = realm.workspace.bot
    return Message(
        ts=realm.workspace.next_ts(realm.now),
        channel=draft.channel,
        user=draft.user,
        text=text_for(draft.text, draft.blocks),
        blocks=with_ids(realm, draft.blocks),
        thread_ts=draft.thread_ts,
        broadcast=draft.broadcast,
        bot_id=bot.bot_id if draft.user == bot.user_id else None,
        metadata=draft.metadata or None,
        files=list(draft.files),
    )


def text_for(text: str, blocks: list[Json] | None) -> str:
    return (text or (WITHOUT_TEXT if blocks else ""))[:LONGEST_TEXT]


def with_ids(realm: Realm, blocks: list[Json] | None) -> list[Json] | None:
    """A copy of the blocks in which every block_id and action_id is filled in, as Slack does."""
    if not blocks:
        return None
    filled = deepcopy(blocks)
    for block in blocks_within(filled):
        block.setdefault("block_id", realm.ids.short())
        for element in held_elements(block):
            if element["type"] != "image":
                element.setdefault("action_id", realm.ids.short())
    return filled


def edit(realm: Realm, message: Message, text: str, blocks: list[Json] | None) -> None:
    """Replace text and blocks; nobody is notified again, and the thread stays."""
    before = message_json(realm.workspace, message)
    message.text = text_for(text, blocks)
    message.blocks = with_ids(realm, blocks)
    if message.ephemeral_to:
        realm.changes.touch([message.ephemeral_to])
        return
    message.edited = {"user": message.user, "ts": realm.workspace.next_ts(realm.now)}
    channel = realm.workspace.channels[message.channel]
    realm.changes.touch(channel.members)
    announce_message(realm, channel, changed(realm, message, before))


def changed(realm: Realm, message: Message, before: Json) -> Json:
    after = message_json(realm.workspace, message)
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": after,
        "previous_message": before,
    }


def delete(realm: Realm, message: Message) -> None:
    """Take the message away; one with replies leaves a tombstone, so that its thread can still be read."""
    if message.ephemeral_to:
        realm.screens.of(message.ephemeral_to).ephemerals.remove(message)
        realm.changes.touch([message.ephemeral_to])
        return
    channel = realm.workspace.channels[message.channel]
    before = message_json(realm.workspace, message)
    if channel.thread(message.ts):
        message.text, message.tombstone = "This message was deleted.", True
        message.blocks, message.metadata, message.files = None, None, []
    else:
        channel.remove(message)
    realm.changes.touch(channel.members)
    gone: Json = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts}
    announce_message(realm, channel, {**gone, "previous_message": before})


def find(channel: Channel, ts: str) -> Message | None:
    message = channel.messages.get(ts)
    return None if message is None or message.tombstone else message
