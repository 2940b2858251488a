"""users.*, usergroups.* and reactions: who is who."""

from sandbox.methods.call import Call
from sandbox.objects import group_json, user_json
from sandbox.posting import find
from sandbox.wire import Json, SlackError
from sandbox.workspace import Message


def user_info(call: Call) -> Json:
    shown = user_json(call.realm, call.known_user("user"))
    return {"user": {**shown, "locale": "en-US"} if call.flag("include_locale") else shown}


def user_list(call: Call) -> Json:
    users = list(call.realm.workspace.users.values())
    page, cursor = call.page(users, most=1000)
    members = [user_json(call.realm, user) for user in page]
    return {"members": members, "cache_ts": int(call.realm.now), "response_metadata": {"next_cursor": cursor}}


def user_by_email(call: Call) -> Json:
    wanted = call.text("email").lower()
    for user in call.realm.workspace.people():
        if user.email.lower() == wanted and not user.deleted:
            return {"user": user_json(call.realm, user)}
    raise SlackError("users_not_found")


def group_list(call: Call) -> Json:
    paid(call)
    groups = call.realm.workspace.groups.values()
    return {"usergroups": [group_json(call.realm, group, call.flag("include_users")) for group in groups]}


def group_users(call: Call) -> Json:
    paid(call)
    group = call.realm.workspace.groups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


def paid(call: Call) -> None:
    """Workspaces on the free plan have no user groups."""
    if not call.realm.settings.paid_plan:
        raise SlackError("plan_upgrade_required")


def add_reaction(call: Call) -> Json:
    users = reacted(call).reactions.setdefault(call.text("name"), [])
    if call.realm.bot_user in users:
        raise SlackError("already_reacted")
    users.append(call.realm.bot_user)
    return {}


def remove_reaction(call: Call) -> Json:
    message, name = reacted(call), call.text("name")
    users = message.reactions.get(name, [])
    if call.realm.bot_user not in users:
        raise SlackError("no_reaction")
    users.remove(call.realm.bot_user)
    message.reactions = {known: left for known, left in message.reactions.items() if left}
    return {}


def reacted(call: Call) -> Message:
    """The message whose reactions change; raises message_not_found."""
    channel = call.channel()
    message = find(channel, call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    call.realm.changes.touch(channel.members)
    return message
