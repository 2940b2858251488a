"""The dialect of payloads nobody knows: shown in full and answered by nobody, as no shape is guessed."""

import json
from typing import Any

from bot.approvals.ask import Ask

NAME = "unknown"


def read(value: Any) -> Ask:
    """An ask that shows the payload and offers no action."""
    return Ask(
        title="A workflow stopped with a question that cannot be answered from here",
        summary=_shown(value),
        notice=(
            "This payload is of no dialect that Countersign knows, so it offers no buttons. "
            "Let the workflow ask with bot.review.ask to have it answered."
        ),
        actions=(),
    )


def _shown(value: Any) -> str:
    """The payload as text, whatever it is."""
    try:
        return json.dumps(value, indent=2, ensure_ascii=False, default=str)
    except Exception:  # noqa: BLE001 - an agent's value may fail to be written in any way
        return _described(value)


def _described(value: Any) -> str:
    try:
        return repr(value)
    except RecursionError:
        return f"A {type(value).__name__} that is nested too deeply to be shown."
    except Exception:  # noqa: BLE001 - the same
        return f"A {type(value).__name__} that cannot be shown."
