"""Questions that somebody else is asked: the Agent Approval Protocol wakes its run itself once it has the answer."""

from typing import Final

from bot.approvals.ask import Ask
from bot.approvals.dialects import faces, payload_words
from bot.approvals.dialects.payloads import Part, Payload, Reading

NAME: Final = "agent_approval_protocol"
_KEY = "aap_request_id"
_NOTICE = (
    "This was put to people through the Agent Approval Protocol and is decided there, so it offers no buttons here. "
    "The workflow goes on when it is woken from there."
)


def read(given: Payload) -> Reading | None:
    """An ask that shows the question and offers no action; None for another dialect."""
    value = given.value
    if not isinstance(value, dict) or not isinstance(value.get(_KEY), str):
        return None
    tool = value["tool"] if isinstance(value.get("tool"), str) and value["tool"].strip() else "A tool"
    title = payload_words.cut(f"{tool} waits for an approval that is given elsewhere", faces.LONGEST_TITLE)
    facts = payload_words.facts({str(name): inner for name, inner in value.items()})
    return Reading(NAME, (Part(Ask(title=title, facts=facts, notice=_NOTICE, actions=())),))
