"""What people press and choose, in messages, in views and in menus."""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox import interactions
from sandbox.actor import Actor, Delivered, delivered, interact
from sandbox.filing import readable
from sandbox.objects import file_json
from sandbox.screens import Inputs, OpenView
from sandbox.view_state import HOLDERS
from sandbox.wire import Json
from sandbox.workspace import Message

Part = tuple[Json, Json]
KEYS = {"overflow": ("selected_option",), "feedback_buttons": ("value",)}


@contextmanager
def waiting(who: Actor, container: str, ts: str, action_id: str) -> Iterator[None]:
    """While it lasts the pressed element shows that it waits."""
    mark = (container, ts, action_id)
    who.screen.pending.append(mark)
    who.realm.changes.touch([who.user.id])
    try:
        yield
    finally:
        who.screen.pending.remove(mark)
        who.realm.changes.touch([who.user.id])


async def press(who: Actor, message: Message, part: Part, value: Json) -> Delivered:
    """Press or choose in a message. `part` is (block, element) as the person saw it, be it outdated."""
    block, element = part
    chosen = checked_value(element, value)
    if element["type"] in HOLDERS:
        inputs = who.screen.inputs.setdefault((message.channel, message.ts), {})
        inputs.setdefault(block["block_id"], {})[element["action_id"]] = chosen
    if silent(block):
        return Delivered(acked=True)
    action = interactions.action_of(who.realm, part, chosen)
    with waiting(who, message.channel, message.ts, element["action_id"]):
        return delivered(await interact(who, interactions.message_action(who.realm, who.user, message, action)))


async def press_in_view(who: Actor, view: OpenView, part: Part, value: Json) -> Delivered:
    """Press or choose in a view."""
    block, element = part
    chosen = checked_value(element, value)
    if element["type"] in HOLDERS:
        put_in(who, view, {block["block_id"]: {element["action_id"]: chosen}})
    if silent(block):
        return Delivered(acked=True)
    action = interactions.action_of(who.realm, part, chosen)
    with waiting(who, view.id, block["block_id"], element["action_id"]):
        return delivered(await interact(who, interactions.view_action(who.realm, who.user, view, action)))


def silent(block: Json) -> bool:
    """An element of an input block tells the app of itself only with `dispatch_action`."""
    return block["type"] == "input" and not block.get("dispatch_action")


def checked_value(element: Json, value: Json) -> Json:
    """The value in the shape the element has; raises ValueError for any other key."""
    keys = set(KEYS.get(element["type"], ()))
    if element["type"] in HOLDERS:
        keys = {HOLDERS[element["type"]].key}
    wrong = value.keys() - keys - {"type"}
    if wrong:
        raise ValueError(f"A {element['type']} has no {', '.join(sorted(wrong))}.")
    return {key: value[key] for key in value if key in keys}


def put_in(who: Actor, view: OpenView, state: Inputs) -> None:
    """Fill in inputs, by block_id and action_id; what the view does not have is ignored."""
    for block_id, values in state.items():
        held = {action_id: with_files(who, value) for action_id, value in values.items()}
        view.inputs.setdefault(block_id, {}).update(held)
    who.realm.changes.touch([view.user])


def with_files(who: Actor, value: Json) -> Json:
    """The value with its files whole, where it holds any; raises LookupError for a file this person may not read."""
    if "files" not in value:
        return value
    ids = [str(entry.get("id")) for entry in value["files"] or () if isinstance(entry, dict)]
    workspace = who.realm.workspace
    return {**value, "files": [file_json(workspace, readable(workspace, file, who.user.id)) for file in ids]}


async def use_shortcut(who: Actor, callback_id: str, message: Message | None = None) -> Delivered:
    """A global shortcut, or with a message a message shortcut; only what the manifest has can be used."""
    kind = "message" if message else "global"
    if not any(known.callback_id == callback_id and known.type == kind for known in who.realm.manifest.shortcuts):
        return Delivered(acked=False, error="unknown_shortcut")
    if message is None:
        payload = interactions.shortcut(who.realm, who.user, callback_id)
    else:
        payload = interactions.message_shortcut(who.realm, who.user, message, callback_id)
    return delivered(await interact(who, payload))
