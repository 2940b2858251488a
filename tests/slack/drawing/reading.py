"""How tests read what is drawn: all that is seen, the buttons, and whether only our own tokens are in it."""

import re
from collections.abc import Sequence
from typing import Any

from bot.approvals.request import Request
from bot.slack.blocks import Message
from bot.slack.drawing.batch_cards import draw_batch
from bot.slack.drawing.cards import Shown, draw
from tests.slack import limits
from tests.slack.accepting import accepted

PINGING = Shown(mentions={"team-lead": "S0LEADS", "manager": "S0MANAGERS"})
OURS = re.compile(
    r"<(@U0[A-Z]+|!subteam\^S0[A-Z]+|!date\^\d+\^{date_short_pretty} at {time(_secs)?}\|[-\d]+ [:\d]+ UTC)>"
)
FENCES = re.compile("[`~]")


def seen(message: Message) -> str:
    """Everything that stands on the card."""
    return "\n".join(limits.all_texts(message.blocks))


def rows(message: Message) -> list[dict[str, Any]]:
    """Everything that can be pressed."""
    return [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]


def buttons(message: Message) -> dict[str, dict[str, Any]]:
    """The card's buttons by label."""
    return {element["text"]["text"]: element for element in rows(message) if element["type"] == "button"}


def table(message: Message) -> list[list[str]]:
    """The rows of the card's table."""
    (found,) = [block for block in message.blocks if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def menu(message: Message) -> dict[str, str]:
    """What the menu *More* offers, and the values of its entries."""
    options = [option for element in rows(message) if element["type"] == "overflow" for option in element["options"]]
    return {option["text"]["text"]: option["value"] for option in options}


def is_harmless(message: Message) -> Message:
    """The message, once it is certain that it pings, links and formats nothing but what is ours."""
    accepted(message)
    for marked in [message.text, *limits.marked_texts(message.blocks)]:
        bare = OURS.sub("", marked)
        assert not set("<>") & set(bare), marked
        assert not FENCES.search(bare), marked
    for token in limits.tokens(message.blocks):
        assert re.fullmatch("U0[A-Z]+", token["user_id"])
    return message


def drawn_safely(request: Request, shown: Shown = PINGING) -> Message:
    """The request as a card that is harmless."""
    return is_harmless(draw(request, shown))


def batch_safely(requests: Sequence[Request], shown: Shown = PINGING) -> Message:
    """The requests as the card of a batch that is harmless."""
    return is_harmless(draw_batch("bat_1", requests, shown))
