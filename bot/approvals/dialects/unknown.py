"""The dialect of payloads nobody knows: shown in full and answered by nobody, as no shape is guessed."""

import json
from typing import Any

from bot.approvals.ask import Ask
from bot.approvals.dialects.payloads import Part, Payload, Reading

NAME = "unknown"
_UNKNOWN = (
    "This payload is of no dialect that Countersign knows, so it offers no buttons. "
    "Say in the section dialects: of the policies file how it is answered; docs/policies.md shows how. "
    "Or let the workflow ask with bot.review.ask."
)
_BROKEN = "This payload is not written as its dialect has it, so it offers no buttons: {broken}."


def read(given: Payload, broken: str = "") -> Reading:
    """An ask that shows the payload and offers no action; `broken` says what is wrong with one of a known dialect."""
    ask = Ask(
        title="A workflow stopped with a question that cannot be answered from here",
        summary=_shown(given.value),
        notice=_BROKEN.format(broken=broken[:1000]) if broken else _UNKNOWN,
        actions=(),
    )
    return Reading(NAME, (Part(ask),))


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
