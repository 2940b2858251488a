"""views.*: modals and the Home tab."""

from sandbox.methods.call import Call
from sandbox.objects import view_json
from sandbox.screens import OpenView
from sandbox.viewing import open_view, publish_home, push_view, update_view
from sandbox.wire import Json, SlackError, invalid_arguments


def view_argument(call: Call) -> Json:
    view = call.structure("view", "invalid_arguments")
    if not isinstance(view, dict):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    return view


def answer(call: Call, view: OpenView) -> Json:
    return {"view": view_json(call.realm, view, with_state=False)}


def open_modal(call: Call) -> Json:
    """A trigger id serves once; a view that is refused does not use it up."""
    trigger = call.realm.triggers.check(trigger_argument(call))
    view = open_view(call.realm, trigger.user, view_argument(call))
    trigger.used = True
    return answer(call, view)


def push(call: Call) -> Json:
    trigger = call.realm.triggers.check(trigger_argument(call))
    view = push_view(call.realm, trigger.user, view_argument(call))
    trigger.used = True
    return answer(call, view)


def trigger_argument(call: Call) -> str:
    return call.text("trigger_id") or call.text("interactivity_pointer")


def update(call: Call) -> Json:
    """By view_id or external_id; a hash that is not the current one loses the race."""
    view_id, external = call.text("view_id"), call.text("external_id")
    if not view_id and not external:
        raise invalid_arguments("missing required field: view_id or external_id")
    view = call.realm.screens.view(view_id) if view_id else call.realm.screens.external(external)
    if view is None or view.content["type"] != "modal":
        raise SlackError("not_found")
    return answer(call, update_view(call.realm, view, view_argument(call), call.text("hash") or None))


def publish(call: Call) -> Json:
    if not call.realm.manifest.home_tab:
        raise SlackError("not_enabled")
    user = call.known_user("user_id")
    return answer(call, publish_home(call.realm, user.id, view_argument(call), call.text("hash") or None))
