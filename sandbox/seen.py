"""Messages and views as one person sees them at one moment."""

from dataclasses import dataclass, field

from sandbox.mrkdwn import Names, read
from sandbox.reading import elements_of, label_of, read_blocks
from sandbox.screens import Inputs, OpenView
from sandbox.view_state import state_values
from sandbox.wire import Json
from sandbox.workspace import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMessage:
    """A message as it was when somebody looked; it does not change when the message does."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json]
    thread_ts: str | None
    metadata: Json | None
    bot: bool
    edited: bool
    ephemeral: bool
    reply_count: int
    notifies: tuple[str, ...]
    files: tuple[str, ...]
    names: Names = field(repr=False, compare=False)

    def plain(self) -> str:
        """Everything readable in it, as a person reads it; buttons in [brackets]."""
        return read_blocks(self.blocks, self.names) if self.blocks else read(self.text, self.names)

    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [str(element["text"]["text"]) for _, element in elements_of(self.blocks) if element["type"] == "button"]

    def find(self, wanted: str) -> tuple[Json, Json]:
        """The first element with that label or action_id, and its block; raises LookupError."""
        return find_element(self.blocks, wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenView:
    """A modal or Home tab as it was when somebody looked."""

    id: str
    type: str
    title: str
    submit: str | None
    close: str | None
    callback_id: str
    private_metadata: str
    blocks: list[Json]
    state: Inputs
    errors: dict[str, str]
    read_as: str

    def plain(self) -> str:
        """Everything readable in it, title first, and the errors shown beside its inputs."""
        return self.read_as

    def buttons(self) -> list[str]:
        return [str(element["text"]["text"]) for _, element in elements_of(self.blocks) if element["type"] == "button"]

    def labels(self) -> list[str]:
        """The labels of its inputs, in order."""
        return [str(block["label"]["text"]) for block in self.blocks if block["type"] == "input"]

    def find(self, wanted: str) -> tuple[Json, Json]:
        """The first element with that label, action_id or block_id, and its block; raises LookupError."""
        return find_element(self.blocks, wanted)


def find_element(blocks: list[Json], wanted: str) -> tuple[Json, Json]:
    parts = list(elements_of(blocks))
    for block, element in parts:
        if wanted in {label_of(block, element), element["action_id"], block["block_id"]}:
            return block, element
    offered = ", ".join(label_of(block, element) or str(element["action_id"]) for block, element in parts)
    raise LookupError(f"there is no {wanted!r} to press or fill in; there is: {offered or 'nothing'}")


def seen_message(message: Message, reply_count: int, names: Names) -> SeenMessage:
    return SeenMessage(
        ts=message.ts,
        channel=message.channel,
        user=message.user,
        text=message.text,
        blocks=message.blocks or [],
        thread_ts=message.thread_ts,
        metadata=message.metadata,
        bot=message.bot_id is not None,
        edited=message.edited is not None,
        ephemeral=message.ephemeral_to is not None,
        reply_count=reply_count,
        notifies=tuple(message.notifies),
        files=tuple(message.files),
        names=names,
    )


def seen_view(view: OpenView, names: Names) -> SeenView:
    content = view.content
    title = text_of(content.get("title")) or ""
    lines = [title, read_blocks(content["blocks"], names), *view.errors.values()]
    return SeenView(
        id=view.id,
        type=content["type"],
        title=title,
        submit=text_of(content.get("submit")),
        close=text_of(content.get("close")),
        callback_id=content.get("callback_id", ""),
        private_metadata=content.get("private_metadata", ""),
        blocks=content["blocks"],
        state=state_values(content["blocks"], view.inputs),
        errors=dict(view.errors),
        read_as="\n".join(line for line in lines if line),
    )


def text_of(part: Json | None) -> str | None:
    return str(part["text"]) if part else None
