"""What is drawn must pass three judges: our own limits, the models of slack_sdk, and the sandbox."""

import json
import warnings
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.blocks import Message
from sandbox.blocks.rules import check_message_blocks, check_view
from tests.slack import limits


def accepted(message: Message) -> Message:
    """The message, once all judges have passed it."""
    assert limits.complaints(message.blocks, 50) == []
    assert sum(map(len, limits.all_texts(message.blocks))) <= limits.TOTAL
    assert 1 <= len(message.text) <= 3500
    _modelled(message.blocks)
    check_message_blocks(message.blocks)
    json.dumps(message.blocks).encode()
    return message


def accepted_view(view: dict[str, Any]) -> dict[str, Any]:
    """The modal, once all judges have passed it."""
    assert limits.complaints(view["blocks"], 100) == []
    assert len(view["private_metadata"]) <= 3000
    assert all(1 <= len(view[part]["text"]) <= 24 for part in ("title", "submit", "close") if part in view)
    assert len(json.dumps(view)) < 250_000
    _modelled(view["blocks"])
    View(**view).to_dict()
    check_view(view, "modal")
    return view


def _modelled(blocks: list[dict[str, Any]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for block in blocks:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.to_dict()
