"""The table of methods: which token and scopes each needs, its arguments, its rate limit tier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.methods import apps, chat, conversations, files, scheduled, users, views
from sandbox.methods.call import Call
from sandbox.wire import Json

Handler = Callable[[Call], Json]
CONTENT = "text blocks markdown_text thread_ts link_names parse mrkdwn username icon_emoji icon_url as_user"
UNFURLS = "unfurl_links unfurl_media reply_broadcast metadata"
PAGE = "cursor limit"
SPAN = f"oldest latest inclusive include_all_metadata {PAGE}"
ANY_READ = "channels:read groups:read im:read mpim:read"
ANY_HISTORY = "channels:history groups:history im:history mpim:history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`scopes`: any one of them lets the call in; what a conversation's kind needs is asked for later."""

    handler: Handler
    tier: int
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    token: str = "bot"  # noqa: S105  (the kind of token, not one)


def method(handler: Handler, tier: int, scopes: str = "", arguments: tuple[str, str] = ("", "")) -> Method:
    """`scopes` and the two halves of `arguments` (required, optional) are words parted by spaces."""
    required, optional = arguments
    return Method(
        handler=handler,
        tier=tier,
        scopes=tuple(scopes.split()),
        required=tuple(required.split()),
        optional=tuple(optional.split()),
    )


SOCKET = Method(handler=apps.open_connection, tier=3, scopes=(), required=(), optional=(), token="app")  # noqa: S106

METHODS: Mapping[str, Method] = {
    "auth.test": method(apps.auth_test, 0),
    "apps.connections.open": SOCKET,
    "blocks.validate": method(apps.validate_blocks, 4, "", ("", "blocks message view")),
    "chat.postMessage": method(chat.post_message, 0, "chat:write", ("channel", f"{CONTENT} {UNFURLS}")),
    "chat.update": method(chat.update, 3, "chat:write", ("channel ts", f"{CONTENT} {UNFURLS}")),
    "chat.delete": method(chat.delete_message, 3, "chat:write", ("channel ts", "as_user")),
    "chat.postEphemeral": method(chat.post_for_one, 4, "chat:write", ("channel user", CONTENT)),
    "chat.scheduleMessage": method(
        scheduled.schedule_message, 3, "chat:write", ("channel post_at", f"{CONTENT} {UNFURLS}")
    ),
    "chat.deleteScheduledMessage": method(
        scheduled.delete_scheduled, 3, "chat:write", ("channel scheduled_message_id", "as_user")
    ),
    "chat.scheduledMessages.list": method(scheduled.list_scheduled, 3, "", ("", f"channel latest oldest {PAGE}")),
    "chat.getPermalink": method(chat.permalink, 0, "", ("channel message_ts", "")),
    "conversations.open": method(
        conversations.open_direct, 3, "im:write mpim:write", ("", "channel users return_im prevent_creation")
    ),
    "conversations.info": method(conversations.info, 3, ANY_READ, ("channel", "include_locale include_num_members")),
    "conversations.list": method(conversations.list_channels, 2, ANY_READ, ("", f"types exclude_archived {PAGE}")),
    "conversations.members": method(conversations.members, 4, ANY_READ, ("channel", PAGE)),
    "conversations.history": method(conversations.history, 3, ANY_HISTORY, ("channel", SPAN)),
    "conversations.replies": method(conversations.replies, 3, ANY_HISTORY, ("channel ts", SPAN)),
    "conversations.join": method(conversations.join_channel, 3, "channels:join", ("channel", "")),
    "views.open": method(views.open_modal, 4, "", ("view", "trigger_id interactivity_pointer")),
    "views.push": method(views.push, 4, "", ("view", "trigger_id interactivity_pointer")),
    "views.update": method(views.update, 4, "", ("view", "view_id external_id hash")),
    "views.publish": method(views.publish, 4, "", ("user_id view", "hash")),
    "users.conversations": method(
        conversations.joined_channels, 3, ANY_READ, ("", f"types exclude_archived user {PAGE}")
    ),
    "users.info": method(users.user_info, 4, "users:read", ("user", "include_locale")),
    "users.list": method(users.user_list, 2, "users:read", ("", f"include_locale {PAGE}")),
    "users.lookupByEmail": method(users.user_by_email, 3, "users:read.email", ("email", "")),
    "usergroups.list": method(
        users.group_list, 2, "usergroups:read", ("", "include_users include_disabled include_count")
    ),
    "usergroups.users.list": method(users.group_users, 2, "usergroups:read", ("usergroup", "include_disabled")),
    "files.getUploadURLExternal": method(
        files.upload_url, 4, "files:write", ("filename length", "alt_txt snippet_type")
    ),
    "files.completeUploadExternal": method(
        files.complete_upload, 4, "files:write", ("files", "channel_id channels thread_ts initial_comment blocks")
    ),
    "files.info": method(files.file_info, 4, "files:read", ("file", PAGE)),
    "reactions.remove": method(users.remove_reaction, 2, "reactions:write", ("channel timestamp name", "")),
    "reactions.add": method(users.add_reaction, 3, "reactions:write", ("channel timestamp name", "")),
}
