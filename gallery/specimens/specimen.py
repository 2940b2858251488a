"""A specimen: one thing the bot draws, under a name, as it would be sent to Slack."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.slack.blocks import Message

Json = dict[str, Any]


class Kind(StrEnum):
    """Where Slack shows a specimen."""

    MESSAGE = "message"
    PRIVATE = "private"  # a message that one person sees alone
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """`payload` is a view, or a message's `text` and `blocks`; `heading` is what it is shown under."""

    heading: str
    name: str
    kind: Kind
    payload: Json

    @property
    def slug(self) -> str:
        """The name as part of a file's name or of an address."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.heading} {self.name}".casefold()).strip("-")


def message(heading: str, name: str, drawn: Message, kind: Kind = Kind.MESSAGE) -> Specimen:
    """The specimen of a message."""
    return Specimen(heading=heading, name=name, kind=kind, payload={"text": drawn.text, "blocks": drawn.blocks})


def words(heading: str, name: str, told: str) -> Specimen:
    """The specimen of a message of words alone, for one person's eyes."""
    return Specimen(heading=heading, name=name, kind=Kind.PRIVATE, payload={"text": told})


def view(heading: str, name: str, drawn: Json) -> Specimen:
    """The specimen of a modal or of a Home."""
    return Specimen(heading=heading, name=name, kind=Kind(drawn["type"]), payload=drawn)
