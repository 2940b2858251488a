"""How a run ended, in words: what its graph says of that, or else what it has to show."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage

from bot.approvals.values import clipped
from bot.logs import redacted

OUTCOME = "outcome"
_LONGEST = 3000
_LONGEST_VALUE = 300
_MOST_LINES = 12
_READ = 100_000


def outcome_of(values: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """What people are told of a finished run that was `given` these values; "" where it has nothing to show.

    An outcome in the state's own words goes first; then the last that a model said in a conversation; then what the run
    changed, a line each. What a function returned is its outcome.
    """
    told = values.get(OUTCOME)
    if isinstance(told, str) and told.strip():
        return told
    said = _last_said(values)
    if said:
        return fit(said, _LONGEST)
    changed = {name: value for name, value in values.items() if name not in given or value != given[name]}
    if changed.keys() == {OUTCOME}:
        return fit(_written(told), _LONGEST)
    return fit("\n".join(_lines(changed)), _LONGEST)


def fit(words: str, longest: int) -> str:
    """The words as channels may read them: what opens a door is blacked out before anything is cut."""
    return clipped(redacted(words[:_READ]).strip(), longest)


def _lines(changed: Mapping[str, Any]) -> Iterator[str]:
    """Each value that can be written down, by its name."""
    written = {name: _written(value) for name, value in changed.items()}
    shown = [f"{name}: {fit(' '.join(words.split()), _LONGEST_VALUE)}" for name, words in written.items() if words]
    yield from shown[:_MOST_LINES]
    if len(shown) > _MOST_LINES:
        yield "…"


def _written(value: Any) -> str:
    """A plain value as text; nothing for what is empty, and for what is of a program's own types."""
    if value is None or value in ("", [], {}, ()):
        return ""
    if isinstance(value, str):
        return value.strip()
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return ""


def _last_said(values: Mapping[str, Any]) -> str:
    """The text that a model said last, in the first conversation that has any."""
    lists = [value for value in values.values() if isinstance(value, list)]
    said = (_text_of(message) for messages in lists for message in reversed(messages))
    return next((text for text in said if text), "")


def _text_of(message: Any) -> str:
    """The text of a model's message, also of one that came from a server as JSON; "" for any other thing."""
    told = message.model_dump() if isinstance(message, BaseMessage) else message
    if not isinstance(told, Mapping) or told.get("type") not in ("ai", "AIMessageChunk") or "content" not in told:
        return ""
    content = told["content"]
    parts: Sequence[Any] = content if isinstance(content, list) else [content]
    texts = [part.get("text") if isinstance(part, Mapping) else part for part in parts]
    return "\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip())
