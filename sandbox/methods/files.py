"""files.*: uploading in two steps, and looking at a file."""

from typing import Any

from sandbox.blocks.rules import check_message_blocks
from sandbox.drafts import Draft
from sandbox.filing import Origin, readable, share, upload_place
from sandbox.methods.call import Call
from sandbox.methods.chat import open_for_posting, thread_of
from sandbox.objects import file_json
from sandbox.wire import Json, SlackError, invalid_arguments
from sandbox.workspace import Channel, File


def upload_url(call: Call) -> Json:
    name = call.text("filename")
    address, file = upload_place(
        call.realm, Origin(user=call.realm.bot_user, name=name, length=call.number("length", 0))
    )
    return {"upload_url": address, "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Title the files, and share them in one message for each conversation; without one they stay private."""
    files = [own_file(call, entry) for entry in listed(call)]
    drafts = [draft_for(call, channel, files) for channel in conversations(call)]
    for file, entry in zip(files, listed(call), strict=True):
        file.title, file.completed = str(entry.get("title") or file.name), True
    shown = [file_json(call.realm.workspace, file) for file in files]
    for draft in drafts:
        call.realm.delivery.spawn(share(call.realm, draft))
    return {"files": shown}


def listed(call: Call) -> list[Json]:
    entries: Any = call.structure("files", "invalid_arguments")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise invalid_arguments("must provide an array [json-pointer:/files]")
    return entries


def own_file(call: Call, entry: Json) -> File:
    """A file of the bot's that has come in and was not completed before."""
    file = call.realm.workspace.files.get(str(entry.get("id")))
    if file is None or file.user != call.realm.bot_user or file.completed:
        raise SlackError("file_not_found")
    return file


def conversations(call: Call) -> list[Channel]:
    """Where to share: one by `channel_id`, several by `channels`, each by its id only."""
    wanted = [call.text("channel_id")] if call.text("channel_id") else call.text("channels").split(",")
    return [open_for_posting(call, call.conversation(channel_id)) for channel_id in filter(None, wanted)]


def draft_for(call: Call, channel: Channel, files: list[File]) -> Draft:
    comment, blocks = call.text("initial_comment"), call.structure("blocks", "invalid_blocks_format")
    if blocks and not comment:
        check_message_blocks(blocks)
    call.belong(channel)
    return Draft(
        channel=channel.id,
        user=call.realm.bot_user,
        text=comment,
        blocks=None if comment else blocks or None,
        thread_ts=thread_of(call, channel),
        files=tuple(file.id for file in files),
    )


def file_info(call: Call) -> Json:
    try:
        file = readable(call.realm.workspace, call.text("file"), call.realm.bot_user)
    except LookupError:
        raise SlackError("file_not_found") from None
    return {"file": file_json(call.realm.workspace, file)}
