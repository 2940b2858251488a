"""What can be read in blocks and messages, what can be pressed, and whom they notify."""

from collections.abc import Iterator

from sandbox.blocks.nesting import blocks_within, held_elements
from sandbox.mrkdwn import Mention, Names, linked_names, mentions, read
from sandbox.wire import Json
from sandbox.workspace import Channel, Message, User, Workspace

ELEMENT_PLACES = ("elements", "accessory", "element", "actions")
MENTIONED = {
    "user": ("@", "user_id", "users"),
    "usergroup": ("@", "usergroup_id", "groups"),
    "channel": ("#", "channel_id", "channels"),
}
TEXTS = ("title", "label", "text", "subtitle", "body", "subtext", "description", "hint", "placeholder")
PRESSED = {"button", "icon_button"}


def names_of(workspace: Workspace, reader: User, now: float) -> Names:
    """What one person sees in place of ids and dates; private channels have names only for their members."""
    return Names(
        users={user.id: user.real_name for user in workspace.users.values()},
        channels={channel.id: channel.name for channel in workspace.known_to(reader.id)},
        groups={group.id: group.handle for group in workspace.groups.values()},
        tz=reader.tz,
        now=now,
    )


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, interactive element) in the order they are drawn."""
    for block in blocks_within(blocks):
        yield from ((block, element) for element in held_elements(block) if "action_id" in element)


def label_of(block: Json, element: Json) -> str:
    """What stands on or beside an element: a button's text, an input's label, else its placeholder."""
    if element["type"] in PRESSED:
        return str(element["text"]["text"])
    named = block.get("label") or element.get("placeholder") or {}
    return str(named.get("text", ""))


def read_blocks(blocks: list[Json], names: Names) -> str:
    """All words in the blocks, one line for each piece, buttons in [brackets]."""
    return "\n".join(line for block in blocks for line in block_lines(block, names) if line)


def block_lines(block: Json, names: Names) -> Iterator[str]:
    yield from READERS.get(block["type"], part_lines)(block, names)


def rich_lines(block: Json, names: Names) -> Iterator[str]:
    return (rich_text(element, names) for element in block["elements"])


def markdown_lines(block: Json, names: Names) -> Iterator[str]:
    yield block["text"]


def table_lines(block: Json, names: Names) -> Iterator[str]:
    """The caption, if there is one, and the rows."""
    yield block.get("caption", "")
    yield from (" | ".join(cell_text(cell, names) for cell in row) for row in block["rows"])


def plan_lines(block: Json, names: Names) -> Iterator[str]:
    yield block["title"]
    for task in block.get("tasks", ()):
        yield from task_lines(task, names)


def task_lines(block: Json, names: Names) -> Iterator[str]:
    yield f"{block['title']} ({block['status']})"
    for part in (block.get("details"), block.get("output")):
        yield from rich_lines(part, names) if part else ()
    yield from (source["text"] for source in block.get("sources", ()))


def container_lines(block: Json, names: Names) -> Iterator[str]:
    if "rich_text_title" in block:
        yield from rich_lines(block["rich_text_title"], names)
    yield from part_lines(block, names)
    yield from (line for child in block["child_blocks"] for line in block_lines(child, names))


def carousel_lines(block: Json, names: Names) -> Iterator[str]:
    return (line for card in block["elements"] for line in block_lines(card, names))


def feedback_lines(element: Json, names: Names) -> Iterator[str]:
    return (f"[{element[side]['text']['text']}]" for side in ("positive_button", "negative_button"))


def part_lines(part: Json, names: Names) -> Iterator[str]:
    """The text objects of a block or an element, in the order a reader meets them."""
    for key in TEXTS:
        if isinstance(part.get(key), dict):
            line = text_object(part[key], names)
            yield f"[{line}]" if part["type"] in PRESSED else line
    if part.get("alt_text"):
        yield part["alt_text"]
    for field in part.get("fields") or ():
        yield text_object(field, names)
    for element in inner_parts(part):
        yield from [text_object(element, names)] if is_text(element) else block_lines(element, names)


def inner_parts(part: Json) -> Iterator[Json]:
    for place in ELEMENT_PLACES:
        found = part.get(place) or []
        yield from [found] if isinstance(found, dict) else found
    if part["type"] in {"radio_buttons", "checkboxes"}:
        yield from ({"type": "option", "text": option["text"]} for option in part["options"])


def is_text(part: Json) -> bool:
    return part["type"] in {"plain_text", "mrkdwn"}


def text_object(part: Json, names: Names) -> str:
    return read(part["text"], names) if part["type"] == "mrkdwn" else str(part["text"])


def cell_text(cell: Json, names: Names) -> str:
    if cell["type"] == "rich_text":
        return "".join(rich_text(element, names) for element in cell["elements"])
    return str(cell.get("text", cell.get("value", "")))


def rich_text(element: Json, names: Names) -> str:
    """One element of rich text, with all it holds; list items are lines."""
    if "elements" in element:
        separator = "\n" if element["type"] == "rich_text_list" else ""
        return separator.join(rich_text(inner, names) for inner in element["elements"])
    kind = element["type"]
    if kind == "emoji":
        return f":{element['name']}:"
    if kind in MENTIONED:
        sign, key, known = MENTIONED[kind]
        return sign + str(getattr(names, known).get(element[key], element[key]))
    return "@" + str(element["range"]) if kind == "broadcast" else str(element.get("text") or element.get("url") or "")


READERS = {
    "rich_text": rich_lines,
    "markdown": markdown_lines,
    "table": table_lines,
    "data_table": table_lines,
    "plan": plan_lines,
    "task_card": task_lines,
    "container": container_lines,
    "carousel": carousel_lines,
    "feedback_buttons": feedback_lines,
}


def notified(workspace: Workspace, message: Message, link_names: bool = False) -> list[str]:
    """The ids of all whom this message notifies when it is posted; whoever wrote it is never among them."""
    channel = workspace.channels[message.channel]
    found = set(channel.members) if channel.is_direct else set()
    for mention in message_mentions(message):
        found.update(mentioned(workspace, channel, mention))
    for name in linked_names(message.text) if link_names else ():
        found.update(named(workspace, channel, name))
    humans = {user.id for user in workspace.people() if not user.deleted}
    return sorted(found & humans - {message.user})


def message_mentions(message: Message) -> Iterator[Mention]:
    yield from mentions(message.text)
    yield from block_mentions(message.blocks or [])


def block_mentions(part: object) -> Iterator[Mention]:
    """Mentions anywhere inside blocks; plain text never mentions anybody."""
    if isinstance(part, list):
        for inner in part:
            yield from block_mentions(inner)
    elif isinstance(part, dict):
        yield from own_mentions(part)
        for inner in part.values():
            yield from block_mentions(inner)


def own_mentions(part: Json) -> Iterator[Mention]:
    match part.get("type"):
        case "mrkdwn" | "markdown":
            yield from mentions(str(part["text"]))
        case "user" if "user_id" in part:
            yield Mention("user", part["user_id"])
        case "usergroup" if "usergroup_id" in part:
            yield Mention("group", part["usergroup_id"])
        case "broadcast":
            yield Mention("everyone", part["range"])


def mentioned(workspace: Workspace, channel: Channel, mention: Mention) -> list[str]:
    if mention.kind == "everyone":
        return channel.members
    if mention.kind == "group":
        group = workspace.groups.get(mention.target)
        return group.members if group else []
    return [mention.target]


def named(workspace: Workspace, channel: Channel, name: str) -> list[str]:
    if name in {"channel", "here", "everyone"}:
        return channel.members
    users = [user.id for user in workspace.people() if user.name == name]
    return users + [user for group in workspace.groups.values() if group.handle == name for user in group.members]
