"""Where in a payload an author says how to answer it: only there is a text looked into."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.approvals.dialects.unsure import Unsure

_LONGEST: Final = 10_000
_HOW = ("instructions", "instruction", "how_to_respond", "how_to_answer", "how_to_reply", "respond_with", "reply_with")
_WHAT = ("message", "prompt", "question", "title", "hint", "help")


def instructions_of(value: Any) -> tuple[str, ...]:
    """The texts that are there to say how to answer, and are their author's own."""
    return _texts(value, _HOW)


def questions_of(value: Any) -> tuple[str, ...]:
    """The texts that may say how to answer, and in which an author may quote what an agent wrote."""
    return (looked_into(value),) if isinstance(value, str) else _texts(value, _WHAT)


def looked_into(text: str) -> str:
    """The same text; raises Unsure for one so long that looking for answers in it would hold everything else up."""
    if len(text) > _LONGEST:
        raise Unsure(f"its text has {len(text)} characters, too many to look for answers in", "free_text")
    return text


def _texts(value: Any, names: Sequence[str]) -> tuple[str, ...]:
    named = {plain(name): inner for name, inner in value.items()} if isinstance(value, Mapping) else {}
    return tuple(looked_into(text) for name in names if isinstance(text := named.get(name), str))


def plain(name: Any) -> str:
    """A field's name in small letters and underscores, however it was written."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s-]+", "_", str(name)).casefold()
