"""chat.scheduleMessage and what belongs to it: messages for later."""

from dataclasses import asdict

from sandbox.drafts import Scheduled
from sandbox.methods.call import Call
from sandbox.methods.chat import draft_of, metadata_of, target
from sandbox.scheduling import schedule
from sandbox.wire import Json, SlackError

SHOWN = ("text", "blocks", "thread_ts", "metadata")


def schedule_message(call: Call) -> Json:
    channel = target(call)
    draft = draft_of(call, channel, metadata_of(call) or None)
    entry = schedule(call.realm, draft, call.number("post_at", 0))
    shown = {name: value for name, value in asdict(draft).items() if name in SHOWN and value is not None}
    bot = call.realm.workspace.bot
    return {
        "channel": channel.id,
        "scheduled_message_id": entry.id,
        "post_at": entry.post_at,
        "message": {"type": "delayed_message", "bot_id": bot.bot_id, "user": bot.user_id, **shown},
    }


def delete_scheduled(call: Call) -> Json:
    """Also refused once the message was posted."""
    entry = call.realm.scheduled.get(call.text("scheduled_message_id"))
    if entry is None or entry.draft.channel != call.channel().id:
        raise SlackError("invalid_scheduled_message_id")
    del call.realm.scheduled[entry.id]
    call.realm.changes.touch()
    return {}


def list_scheduled(call: Call) -> Json:
    """Soonest first, of one channel or of all."""
    wanted = call.channel().id if call.text("channel") else None
    entries = sorted(call.realm.scheduled.values(), key=lambda entry: entry.post_at)
    found = [entry for entry in entries if wanted in {None, entry.draft.channel}]
    page, cursor = call.page(found, most=1000)
    return {
        "scheduled_messages": [scheduled_json(entry) for entry in page],
        "response_metadata": {"next_cursor": cursor},
    }


def scheduled_json(entry: Scheduled) -> Json:
    return {
        "id": entry.id,
        "channel_id": entry.draft.channel,
        "post_at": entry.post_at,
        "date_created": entry.created,
        "text": entry.draft.text,
    }
