"""A press, read from what Slack sends: who pressed what, and where it stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.approvals.request import Request
from bot.slack import answers
from bot.slack.answers import BRIEF_BLOCK, NOWHERE, WHOLE_BLOCK, Memo, Place, Unwritten
from bot.slack.drawing import cards
from bot.slack.errands import Asker

_SHOWS_IT_ALL = frozenset({"full", "batch"})  # modals that offer answers only at the end of the whole ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button or an entry of a menu, pressed by `person`; `value` is what it carries.

    `modal` is the open modal it stood in, if any, and `back` the value of a batch's modal to be shown again. `trigger`
    opens one modal within three seconds. `on_card` says that it stood on a card, `in_channel` that this is one that all
    of a channel see. `row` is the id of the row of buttons it stood in.
    """

    person: str
    action_id: str
    value: str
    place: Place
    trigger: str
    modal: Mapping[str, Any] | None = None
    back: str = ""
    on_card: bool = False
    in_channel: bool = False
    row: str = ""

    @property
    def asker(self) -> Asker:
        """Whom to tell what became of it, and where."""
        return Asker(self.person, self.place)

    @property
    def was_read(self) -> bool:
        """Whether it stood at the end of everything that is asked, in a modal."""
        return self.modal is not None and self.modal["callback_id"] in _SHOWS_IT_ALL

    @property
    def saw_all(self) -> bool:
        """Whether it stood beside, or after, everything that all requests of its card ask."""
        return self.was_read or (self.on_card and self.row == WHOLE_BLOCK)

    def saw_whole(self, request: Request) -> bool:
        """Whether the button stood beside, or after, everything that is asked."""
        on_whole = self.on_card and not self.row.startswith(BRIEF_BLOCK) and cards.is_whole(request)
        return self.was_read or on_whole


def read_press(body: Mapping[str, Any]) -> Pressed:
    """The press in a payload of block actions; who pressed comes from Slack alone."""
    pressed, container = body["actions"][0], body.get("container") or {}
    view = body.get("view") or {}
    modal = view if view.get("type") == "modal" else None
    memo = memo_of(modal) if modal else Memo("", _address(container))
    is_ephemeral = bool(container.get("is_ephemeral"))
    is_own_copy = is_ephemeral and pressed.get("block_id") != WHOLE_BLOCK
    on_card = bool(container.get("message_ts")) and modal is None and not is_own_copy
    return Pressed(
        person=str(body["user"]["id"]),
        action_id=str(pressed["action_id"]),
        value=str(pressed.get("value") or (pressed.get("selected_option") or {}).get("value") or ""),
        place=memo.place,
        trigger=str(body.get("trigger_id") or ""),
        modal=modal,
        back=memo.value if modal and modal["callback_id"] == "batch" else "",
        on_card=on_card,
        in_channel=on_card and not is_ephemeral and not memo.place.channel.startswith("D"),
        row=str(pressed.get("block_id") or ""),
    )


def memo_of(view: Mapping[str, Any]) -> Memo:
    """The memo of a modal; an empty one for a modal that has none of ours."""
    try:
        return answers.read_memo(str(view.get("private_metadata") or ""))
    except Unwritten:
        return Memo("", NOWHERE)


def _address(container: Mapping[str, Any]) -> Place:
    """Where the message stands; one for its reader's eyes alone is never drawn anew, and so has no ts."""
    ts = "" if container.get("is_ephemeral") else container.get("message_ts")
    return Place(str(container.get("channel_id") or ""), str(ts or ""))
