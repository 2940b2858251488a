"""All that one person can do on the page, each from the JSON object the page sends for it."""

import binascii
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict

from sandbox import pressing, submitting, suggesting, talking
from sandbox.actor import Delivered
from sandbox.bodies import mapping, said, state_of
from sandbox.people import Person
from sandbox.seen import find_element
from sandbox.wire import Json
from sandbox.workspace import Channel, Message

Deed = Callable[[Person, Json], Awaitable[Json]]


def where(person: Person, content: Json) -> Channel:
    return person.channel(said(content, "channel"))


def which(person: Person, content: Json) -> Message:
    """The message named by `channel` and `ts`; raises LookupError when it is gone, or never was for this person."""
    message = person.message(where(person, content).id, said(content, "ts"))
    if message is None:
        raise LookupError("That message is gone.")
    return message


def exact(blocks: list[Json], content: Json) -> tuple[Json, Json]:
    """The element with that block_id and action_id; raises LookupError when the message no longer has it."""
    own = [block for block in _with_inner(blocks) if block.get("block_id") == said(content, "block_id")]
    return find_element(own, said(content, "action_id"))


def _with_inner(blocks: list[Json]) -> Iterator[Json]:
    """The blocks, each before those it holds: the cards of a carousel, the children of a container."""
    for block in blocks:
        yield block
        held = block.get("child_blocks") or (block.get("elements") if block.get("type") == "carousel" else None)
        yield from _with_inner(held or [])


def outcome(delivered: Delivered) -> Json:
    return {"acked": delivered.acked, "error": delivered.error}


async def command(person: Person, content: Json) -> Json:
    return outcome(await talking.command(person, where(person, content), said(content, "text")))


async def say(person: Person, content: Json) -> Json:
    thread = said(content, "thread_ts") if content.get("thread_ts") else None
    message = talking.say(person, where(person, content), said(content, "text"), thread)
    return {"ts": message.ts}


async def shortcut(person: Person, content: Json) -> Json:
    """A global shortcut, or with `channel` and `ts` one on that message."""
    message = which(person, content) if content.get("ts") else None
    return outcome(await pressing.use_shortcut(person, said(content, "callback_id"), message))


async def press(person: Person, content: Json) -> Json:
    message = which(person, content)
    part = exact(message.blocks or [], content)
    return outcome(await pressing.press(person, message, part, mapping(content, "value")))


async def press_in_view(person: Person, content: Json) -> Json:
    state, view = state_of(content), person.open_view(said(content, "view_id"))
    pressing.put_in(person, view, state)
    part = exact(view.content["blocks"], content)
    return outcome(await pressing.press_in_view(person, view, part, mapping(content, "value")))


async def suggest(person: Person, content: Json) -> Json:
    """What the app offers for the words typed in an external select, of a view (`view_id`) or of a message."""
    if content.get("view_id"):
        view = person.open_view(said(content, "view_id"))
        part = exact(view.content["blocks"], content)
        return asdict(await suggesting.suggest(person, view, part, said(content, "value")))
    message = which(person, content)
    part = exact(message.blocks or [], content)
    return asdict(await suggesting.suggest(person, message, part, said(content, "value")))


async def upload(person: Person, content: Json) -> Json:
    """A file for an input for files; its `content` is base64."""
    try:
        data = b64decode(said(content, "content"), validate=True)
    except binascii.Error:
        raise ValueError("`content` must be base64.") from None
    return {"file": person.upload(said(content, "name"), data)}


async def submit(person: Person, content: Json) -> Json:
    state, view = state_of(content), person.open_view(said(content, "view_id"))
    pressing.put_in(person, view, state)
    return asdict(await submitting.submit(person, view))


async def close(person: Person, content: Json) -> Json:
    person.open_view(said(content, "view_id"))
    await person.close_view(everything=bool(content.get("everything")))
    return {}


async def read(person: Person, content: Json) -> Json:
    person.read(said(content, "channel"))
    return {}


async def home(person: Person, content: Json) -> Json:
    """Look at the app: at its Home tab, or with `tab` "messages" at the direct message with it."""
    await person.open_home(said(content, "tab") if "tab" in content else "home")
    return {}


async def reload(person: Person, content: Json) -> Json:
    person.reload()
    return {}


DEEDS: dict[str, Deed] = {
    "command": command,
    "say": say,
    "shortcut": shortcut,
    "press": press,
    "suggest": suggest,
    "upload": upload,
    "view/press": press_in_view,
    "view/submit": submit,
    "view/close": close,
    "read": read,
    "home": home,
    "reload": reload,
}
