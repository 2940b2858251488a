"""The few shapes of Block Kit that cards and modals are made of; texts come in raw where a shape is literal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack import text
from bot.slack.wording import quantities

Block = dict[str, Any]

LEAF = 3000


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` tells the whole story to screen readers and notifications, `blocks` show it."""

    text: str
    blocks: list[Block]


def plain(words: str, limit: int) -> Block:
    """A plain_text object: literal, on one line, never blank, at most `limit` characters."""
    return {"type": "plain_text", "text": text.shorten(words, limit) or quantities.EMPTY, "emoji": False}


def literal(words: str) -> Block:
    """A plain_text object that keeps line breaks and blanks; the caller clips."""
    return {"type": "plain_text", "text": words if words.strip() else quantities.EMPTY, "emoji": False}


def marked(sentence: str) -> Block:
    """A mrkdwn object for a sentence of ours, in which everything untrusted is escaped already."""
    return {"type": "mrkdwn", "text": sentence, "verbatim": True}


def header(title: str) -> Block:
    """A block with a title of at most 150 characters."""
    return {"type": "header", "text": plain(title, 150)}


def section(sentence: str) -> Block:
    """A block with a sentence of ours."""
    return {"type": "section", "text": marked(sentence)}


def columns(cells: Sequence[Block]) -> Block:
    """A block of at most ten cells in two columns."""
    return {"type": "section", "fields": list(cells)}


def context(*sentences: str) -> Block:
    """A block of sentences of ours in small print."""
    return {"type": "context", "elements": [marked(sentence) for sentence in sentences]}


def actions(elements: Sequence[Block]) -> Block:
    """A row of at most 25 buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action_id: str, value: str, style: str = "", *, asking: Block | None = None) -> Block:
    """A button; `style` is `primary`, `danger` or nothing, and `asking` a dialog to confirm it first."""
    drawn: Block = {"type": "button", "text": plain(label, 75), "action_id": action_id, "value": value}
    return drawn | ({"style": style} if style else {}) | ({"confirm": asking} if asking else {})


def confirm(title: str, words: str, yes: str, no: str) -> Block:
    """A dialog that asks once more; its texts are literal, and `words` may have several lines."""
    return {
        "title": plain(title, 100),
        "text": literal(text.clip(words, 300)),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """A menu of up to five options behind one button."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def option(label: str, value: str) -> Block:
    """One choice of a select or of radio buttons; `value` has at most 150 characters."""
    return {"text": plain(label, 75), "value": value}


def rich(*parts: Block) -> Block:
    """A block of literal text: nothing in it is read as markup."""
    return {"type": "rich_text", "elements": list(parts)}


def table(rows: Sequence[Sequence[str]], *, numbers: range = range(0)) -> Block:
    """A table of literal texts, its first row the heads; the columns in `numbers` are set flush right."""
    widths = range(len(rows[0]))
    settings = [{"align": "right"} if column in numbers else {"is_wrapped": True} for column in widths]
    cells = [
        [{"type": "raw_text", "text": words if words.strip() else quantities.EMPTY} for words in row] for row in rows
    ]
    return {"type": "table", "rows": cells, "column_settings": settings}


def person(user_id: str) -> Block:
    """A mention of a person in literal text; what is no user id stays plain."""
    return {"type": "user", "user_id": user_id} if text.is_user(user_id) else leaves(text.one_line(user_id))[0]


def leaves(words: str, bold: bool = False) -> list[Block]:
    """Literal text, in pieces that Slack takes."""
    shown = words if words.strip() else quantities.EMPTY
    style: Block = {"style": {"bold": True}} if bold else {}
    pieces = (shown[at : at + LEAF] for at in range(0, len(shown), LEAF))
    return [{"type": "text", "text": piece, **style} for piece in pieces]


def line(label: str, words: str = "") -> Block:
    """A literal line: a bold label, then the words."""
    return {
        "type": "rich_text_section",
        "elements": [*leaves(label, bold=True), *(leaves(words) if words else [])],
    }


def sentence(words: str) -> Block:
    """A literal line without a label."""
    return {"type": "rich_text_section", "elements": leaves(words)}


def quote(words: str) -> Block:
    """Literal prose, set apart from words of ours."""
    return {"type": "rich_text_quote", "elements": leaves(words)}


def fenced(words: str) -> Block:
    """Literal text whose line breaks and columns matter."""
    return {"type": "rich_text_preformatted", "elements": leaves(words)}


def bullets(items: Sequence[Block]) -> Block:
    """A list of literal lines."""
    return {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": list(items)}


def size(part: Any) -> int:
    """How many characters of text the blocks hold, counted as Slack would at worst: escaped."""
    if isinstance(part, list):
        return sum(size(inner) for inner in part)
    if not isinstance(part, dict):
        return 0
    words = part.get("text")
    own = 0 if not isinstance(words, str) else len(words) if part.get("type") == "mrkdwn" else text.cost(words)
    return own + sum(size(inner) for inner in part.values())


def field(block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """An input with its label; the label says what to write, the hint how."""
    drawn: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 150),
        "element": element,
        "optional": optional,
    }
    return drawn | {"hint": plain(hint, 1500)} if hint.strip() else drawn
