"""conversations.*: channels, direct messages, their members and their history."""

from sandbox.membership import join
from sandbox.methods.call import READ_SCOPES, Call, direct_with
from sandbox.objects import MetadataShare, channel_json, message_json
from sandbox.wire import Json, SlackError
from sandbox.workspace import Channel, Message

TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}


def open_direct(call: Call) -> Json:
    """The direct message with one person; opening it twice gives the same one."""
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}, "no_op": True, "already_open": True}
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        call.need("mpim:write")
        raise SlackError("invalid_user_combination")
    return opened(call, users[0])


def opened(call: Call, wanted: str) -> Json:
    user = call.realm.workspace.users.get(wanted)
    if user is None or user.is_bot:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    channel = direct_with(call.realm, user.id)
    shown = channel_json(call.realm, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown, "no_op": True, "already_open": True}


def info(call: Call) -> Json:
    channel = call.channel()
    call.need(READ_SCOPES[channel.kind])
    shown = channel_json(call.realm, channel)
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def list_channels(call: Call) -> Json:
    wanted = [kind.strip() for kind in call.text("types", "public_channel").split(",")]
    if any(kind not in TYPES for kind in wanted):
        raise SlackError("invalid_types")
    kinds = {TYPES[kind] for kind in wanted}
    for kind in sorted(kinds & READ_SCOPES.keys()):
        call.need(READ_SCOPES[kind])
    found = [channel for channel in call.realm.workspace.channels.values() if listed(call, channel, kinds)]
    page, cursor = call.page(found, most=999)
    return {
        "channels": [channel_json(call.realm, channel) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


def listed(call: Call, channel: Channel, kinds: set[str]) -> bool:
    if channel.kind not in kinds or (channel.archived and call.flag("exclude_archived")):
        return False
    return channel.kind == "channel" or call.realm.bot_user in channel.members


def members(call: Call) -> Json:
    channel = call.channel()
    call.need(READ_SCOPES[channel.kind])
    page, cursor = call.page(channel.members, most=999)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Json:
    """Newest first, no replies; metadata whole only when asked for."""
    channel = call.readable()
    found = [message for message in reversed(channel.top()) if within(call, message)]
    page, cursor = call.page(found, most=999)
    shown = [message_json(call.realm.workspace, message, share(call)) for message in page]
    return {"messages": shown, "has_more": bool(cursor), "pin_count": 0, "response_metadata": {"next_cursor": cursor}}


def replies(call: Call) -> Json:
    """The parent first, then its replies, oldest first."""
    channel = call.readable()
    parent = channel.messages.get(call.text("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    root = channel.messages.get(parent.thread_ts or "", parent)
    found = [message for message in channel.thread(root.ts) if within(call, message)]
    page, cursor = call.page([root, *found], most=1000)
    shown = [message_json(call.realm.workspace, message, share(call)) for message in page]
    return {"messages": shown, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


def share(call: Call) -> MetadataShare:
    return "all" if call.flag("include_all_metadata") else "type"


def within(call: Call, message: Message) -> bool:
    """Between `oldest` and `latest`; the bounds themselves count only with `inclusive`."""
    ts = stamp(message.ts, "")
    oldest = stamp(call.text("oldest") or "0", "invalid_ts_oldest")
    latest = stamp(call.text("latest") or "99999999999", "invalid_ts_latest")
    return oldest < ts < latest or (call.flag("inclusive") and ts in {oldest, latest})


def stamp(ts: str, error: str) -> tuple[int, int]:
    """A timestamp as whole seconds and microseconds, free of rounding."""
    seconds, _, micros = ts.partition(".")
    if not seconds.isdigit() or not (micros or "0").isdigit():
        raise SlackError(error)
    return int(seconds), int((micros or "0").ljust(6, "0")[:6])


def join_channel(call: Call) -> Json:
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    join(call.realm, channel, call.realm.bot_user)
    return {"channel": channel_json(call.realm, channel)}
