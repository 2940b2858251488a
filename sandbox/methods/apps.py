"""auth.test, apps.connections.open and blocks.validate: the app itself."""

from sandbox.blocks.rules import check_message_blocks, check_view
from sandbox.methods.call import Call
from sandbox.wire import Json, SlackError, invalid_arguments


def auth_test(call: Call) -> Json:
    workspace = call.realm.workspace
    return {
        "url": f"{call.realm.url}/",
        "team": workspace.team.name,
        "user": workspace.users[call.realm.bot_user].name,
        "team_id": workspace.team.id,
        "user_id": call.realm.bot_user,
        "bot_id": workspace.bot.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    """A WebSocket address with a ticket that is good for one connection."""
    if not call.realm.manifest.socket_mode or call.realm.settings.request_url:
        raise SlackError("forbidden_team")
    address = call.realm.url.replace("http", "ws", 1)
    ticket = call.realm.connections.ticket()
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.realm.workspace.bot.app_id}"}


def validate_blocks(call: Call) -> Json:
    """Exactly one of `blocks`, `message` and `view`, checked and not shown to anybody."""
    given = [name for name in ("blocks", "message", "view") if call.arguments.get(name)]
    if len(given) != 1:
        raise invalid_arguments("provide exactly one of blocks, message, or view")
    content = call.structure(given[0], "invalid_arguments")
    if given[0] == "view":
        check_view(content)
    else:
        check_message_blocks(content.get("blocks") if isinstance(content, dict) else content)
    return {}
