"""Changes to who is who and where: groups, accounts, channel members; the app hears of them as events."""

from sandbox.events import announce
from sandbox.objects import group_json, user_json
from sandbox.realm import Realm
from sandbox.workspace import Channel, Group, User


def set_group(realm: Realm, group: Group, members: list[str]) -> None:
    """Make `members` (user ids) the members of the group."""
    added = [user for user in members if user not in group.members]
    removed = [user for user in group.members if user not in members]
    before, group.updated, group.members = group.updated, int(realm.now), list(members)
    realm.changes.touch()
    change = {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": realm.workspace.team.id,
        "date_previous_update": before,
        "date_update": group.updated,
        "added_users": added,
        "added_users_count": str(len(added)),
        "removed_users": removed,
        "removed_users_count": str(len(removed)),
    }
    announce(realm, change)
    announce(realm, {"type": "subteam_updated", "subteam": group_json(realm, group, with_users=True)})


def set_deleted(realm: Realm, user: User, deleted: bool) -> None:
    """Deactivate an account or bring it back; the groups still list a deactivated person, so look at `deleted`."""
    user.deleted = deleted
    _changed(realm, user)


def make_guest(realm: Realm, user: User) -> None:
    """A guest (`is_restricted`) may be in channels and groups like anybody; what they may do is the app's to say."""
    user.is_guest = True
    _changed(realm, user)


def move_away(realm: Realm, user: User, team: str) -> None:
    """A person of another workspace is told by their `team_id`, in look-ups and in what they press."""
    user.team = team
    _changed(realm, user)


def _changed(realm: Realm, user: User) -> None:
    user.updated = int(realm.now)
    realm.changes.touch()
    announce(realm, {"type": "user_change", "user": user_json(realm, user), "cache_ts": int(realm.now)})


def join(realm: Realm, channel: Channel, user: str) -> None:
    if user in channel.members:
        return
    channel.members.append(user)
    realm.changes.touch()
    announce_member(realm, channel, user, "member_joined_channel")


def leave(realm: Realm, channel: Channel, user: str) -> None:
    """The bot does not hear of others leaving channels it is not in, but does hear of itself leaving."""
    if user not in channel.members:
        return
    heard = realm.bot_user in channel.members
    channel.members.remove(user)
    realm.changes.touch()
    if heard:
        announce_member(realm, channel, user, "member_left_channel")


def announce_member(realm: Realm, channel: Channel, user: str, type: str) -> None:
    if type == "member_joined_channel" and realm.bot_user not in channel.members:
        return
    kind = "G" if channel.kind == "private" else "C"
    announce(
        realm,
        {"type": type, "user": user, "channel": channel.id, "channel_type": kind, "team": realm.workspace.team.id},
    )


def archive(realm: Realm, channel: Channel) -> None:
    set_archived(realm, channel, archived=True)


def unarchive(realm: Realm, channel: Channel) -> None:
    set_archived(realm, channel, archived=False)


def set_archived(realm: Realm, channel: Channel, archived: bool) -> None:
    channel.archived = archived
    realm.changes.touch()
    type = "channel_archive" if archived else "channel_unarchive"
    announce(realm, {"type": type, "channel": channel.id, "user": "USLACKBOT"})
