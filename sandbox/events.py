"""Events: announced to the app when its manifest subscribes to them and its scopes allow."""

from sandbox.realm import Realm
from sandbox.wire import Json
from sandbox.workspace import Channel

SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "tokens_revoked": (),
    "file_shared": ("files:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_archive": ("channels:read", "groups:read"),
    "channel_unarchive": ("channels:read", "groups:read"),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "user_change": ("users:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
}
MESSAGE_EVENTS = {
    "channel": "message.channels",
    "private": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
CHANNEL_TYPES = {"channel": "channel", "private": "group", "im": "im", "mpim": "mpim"}


def announce(realm: Realm, event: Json, subscription: str | None = None) -> None:
    """Deliver `event` in the background, if the app subscribes to it (by its type as a rule) and has a scope for it."""
    wanted = subscription or event["type"]
    scopes = SCOPES[wanted]
    if wanted not in realm.manifest.events or (scopes and not realm.manifest.scopes.intersection(scopes)):
        return
    bot, team = realm.workspace.bot, realm.workspace.team
    realm.delivery.announce(
        {
            "type": "event_callback",
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": bot.app_id,
            "event": {**event, "event_ts": event.get("event_ts") or realm.workspace.next_ts(realm.now)},
            "event_id": realm.ids.fresh("Ev"),
            "event_time": int(realm.now),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": bot.user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }
    )


def announce_message(realm: Realm, channel: Channel, event: Json) -> None:
    """A message event, if the bot is in the channel."""
    if realm.bot_user in channel.members:
        wire = {**event, "channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
        announce(realm, wire, MESSAGE_EVENTS[channel.kind])
