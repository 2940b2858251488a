"""The frame of every modal: its title, its buttons, and the fields that several of them share."""

from typing import Any

from bot.slack import blocks
from bot.slack.answers import INPUT, REASON_BLOCK
from bot.slack.blocks import Block
from bot.slack.wording import modal_words as words

View = dict[str, Any]

TITLE = 24
LONGEST_REASON = 3000


def modal(title: str, drawn: list[Block], callback_id: str, metadata: str) -> View:
    """A modal that is only read; with `sending` it can be sent as well."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": blocks.plain(title, TITLE),
        "close": blocks.plain(words.CLOSE, TITLE),
        "private_metadata": metadata,
        "blocks": drawn,
    }


def sending(label: str) -> View:
    """What makes a modal one that is sent, by a button with that label, or cancelled."""
    return {"submit": blocks.plain(label, TITLE), "close": blocks.plain(words.CANCEL, TITLE)}


def said(sentence: str) -> list[Block]:
    """A sentence of ours above everything else; nothing where there is none."""
    return [blocks.section(sentence)] if sentence else []


def reason_input(*, optional: bool, typed: str = "") -> Block:
    """The field for a reason; `typed` stands in it already."""
    element = {"type": "plain_text_input", "action_id": INPUT, "multiline": True, "max_length": LONGEST_REASON}
    begun = {"initial_value": typed[:LONGEST_REASON]} if typed else {}
    return blocks.field(REASON_BLOCK, words.REASON_LABEL, element | begun, hint=words.REASON_HINT, optional=optional)
