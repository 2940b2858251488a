"""What a dialect is given to read, and what it makes of it."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.approvals.ask import Ask
from bot.approvals.dialects.shapes import Reply
from bot.approvals.values import JsonObject


@dataclass(frozen=True, slots=True)
class Payload:
    """An interrupt's value, and the JSON Schema that its answer has to fit, where its author gave one."""

    value: Any
    response_schema: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is decided by itself: what people are asked, and how its author is answered.

    Without a reply it can be read and not answered, and its ask offers no actions.
    """

    ask: Ask
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A payload understood: its dialect, and its parts in the order in which they are answered, at least one."""

    dialect: str
    parts: tuple[Part, ...]


class Malformed(ValueError):
    """The payload is of this dialect, and broken; the message goes on from a colon and says how, for people."""

    @classmethod
    def by(cls, error: ValidationError) -> "Malformed":
        """The same in words: each place and what is wrong there, and nothing of what stands there."""
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return cls("; ".join(f"{'.'.join(map(str, each['loc'])) or 'it'}: {each['msg']}" for each in found))
