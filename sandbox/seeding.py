"""The workspace as it is on its first day, read from a YAML file."""

from pathlib import Path

from sandbox.ids import stable
from sandbox.manifest import Manifest, UnreadableFileError, read_yaml
from sandbox.wire import Json
from sandbox.workspace import Bot, Channel, Group, Team, User, Workspace


def read_seed(path: Path, manifest: Manifest) -> Workspace:
    """Build the workspace of a seed file; raises UnreadableFileError."""
    content = read_yaml(path, "The seed")
    try:
        return build_workspace(content, manifest)
    except (KeyError, TypeError, LookupError) as error:
        raise UnreadableFileError(f"The seed {path} cannot be used: {error!r}.") from error


def build_workspace(content: Json, manifest: Manifest) -> Workspace:
    bot = Bot(**content["app"])
    team = Team(**content["team"])
    people = [person(entry, team) for entry in content["people"]]
    workspace = Workspace(team=team, bot=bot, users={user.id: user for user in people}, groups={}, channels={})
    for entry in content["groups"]:
        members = [workspace.user(name).id for name in entry["members"]]
        workspace.groups[entry["id"]] = Group(**{**entry, "members": members})
    workspace.users[bot.user_id] = bot_user(bot, manifest)
    for entry in content["channels"]:
        workspace.channels[entry["id"]] = channel(entry, workspace)
    for user in people:
        direct = direct_message(user.id, bot.user_id)
        workspace.channels[direct.id] = direct
    return workspace


def person(entry: Json, team: Team) -> User:
    return User(email=f"{entry['name']}@{team.domain}.example", **entry)


def bot_user(bot: Bot, manifest: Manifest) -> User:
    return User(
        id=bot.user_id,
        name=manifest.bot_name,
        real_name=manifest.name,
        title="",
        tz="UTC",
        email="",
        color="#1f3a34",
        is_bot=True,
    )


def channel(entry: Json, workspace: Workspace) -> Channel:
    wanted = entry["members"]
    people = [user.id for user in workspace.people()]
    members = people if wanted == "all" else [workspace.user(name).id for name in wanted]
    guests = [workspace.bot.user_id] if entry.get("bot", True) else []
    return Channel(
        id=entry["id"],
        name=entry["name"],
        kind="private" if entry.get("private") else "channel",
        members=members + guests,
        topic=entry.get("topic", ""),
    )


def direct_message(one: str, other: str) -> Channel:
    """The direct message between two people; always the same for the same two."""
    return Channel(id=stable("D", *sorted((one, other))), name="", kind="im", members=[one, other])


def group_message(workspace: Workspace, users: list[str]) -> Channel:
    """The direct message among several people; always the same for the same ones."""
    members = sorted(set(users))
    names = "--".join(sorted(workspace.users[user].name for user in members))
    return Channel(id=stable("G", *members), name=f"mpdm-{names}-1", kind="mpim", members=members)
