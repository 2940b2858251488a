"""conversations.*: channels, direct messages, their members and their history."""

from sandbox.membership import join
from sandbox.methods.call import READ_SCOPES, Call
from sandbox.objects import MetadataShare, channel_json, message_json
from sandbox.seeding import direct_message, group_message
from sandbox.wire import Json, SlackError
from sandbox.workspace import Channel, Message

TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
MOST_PEOPLE = 8


def open_direct(call: Call) -> Json:
    """The direct message with one person, or with up to eight; opening it twice gives the same one."""
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}, "no_op": True, "already_open": True}
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    people = [reachable(call, user) for user in dict.fromkeys(users)]
    if len(people) > MOST_PEOPLE:
        raise SlackError("too_many_users")
    if len(people) == 1:
        return opened(call, direct_message(people[0], call.realm.bot_user))
    call.need("mpim:write")
    return opened(call, group_message(call.realm.workspace, [*people, call.realm.bot_user]))


def reachable(call: Call, wanted: str) -> str:
    user = call.realm.workspace.users.get(wanted)
    if user is None or user.is_bot:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    return user.id


def opened(call: Call, fresh: Channel) -> Json:
    """The direct message, made if there was none, unless that is to be prevented."""
    channels = call.realm.workspace.channels
    known = fresh.id in channels
    if not known and call.flag("prevent_creation"):
        raise SlackError("channel_not_found")
    channel = channels.setdefault(fresh.id, fresh)
    call.realm.changes.touch(channel.members)
    shown = channel_json(call.realm, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown, "no_op": known, "already_open": known}


def info(call: Call) -> Json:
    channel = call.channel()
    call.need(READ_SCOPES[channel.kind])
    shown = channel_json(call.realm, channel)
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def list_channels(call: Call) -> Json:
    return page_of(call, list(call.realm.workspace.channels.values()))


def joined_channels(call: Call) -> Json:
    """users.conversations: those that somebody, or the bot itself, is in, as far as the bot may know of them."""
    user = call.known_user("user").id if call.text("user") else call.realm.bot_user
    return page_of(call, call.realm.workspace.joined(user))


def page_of(call: Call, channels: list[Channel]) -> Json:
    kinds = kinds_of(call)
    page, cursor = call.page([channel for channel in channels if listed(call, channel, kinds)], most=999)
    return {
        "channels": [channel_json(call.realm, channel) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


def kinds_of(call: Call) -> set[str]:
    """The kinds asked for by `types`, each of which needs its scope."""
    wanted = [kind.strip() for kind in call.text("types", "public_channel").split(",")]
    if any(kind not in TYPES for kind in wanted):
        raise SlackError("invalid_types")
    kinds = {TYPES[kind] for kind in wanted}
    for kind in sorted(kinds):
        call.need(READ_SCOPES[kind])
    return kinds


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
