"""The rule that drafts an action where no model is set up.

The action is the task itself, in its requester's words, with a report back. The stakes are high where the task speaks
of deleting, paying, access, production or of everybody at once; medium where it speaks of sending, publishing, changing
or cancelling; else low. Nothing else in it counts, whatever it says.
"""

import re

from workflows.gate.state import GateInput, Proposal, Stakes
from workflows.words import one_line

_HIGH = re.compile(
    r"\b(delet\w*|drop(?:s|ped)?|eras\w*|wip(?:e|es|ed|ing)|pay\w*|wire\w*|transfer\w*|refund\w*|password\w*|access|"
    r"production|everyone|everybody|all (?:customers|users|staff)|terminat\w*|dismiss\w*)\b",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    r"\b(send\w*|publish\w*|post(?:s|ed|ing)?|chang\w*|cancel\w*|updat\w*|restart\w*|sign\w*|order\w*|invit\w*)\b",
    re.IGNORECASE,
)


def draft(request: GateInput) -> Proposal:
    """The proposal of the rule above; the same for the same task, every time."""
    stakes, word = _stakes(request.task)
    concerns = [f"The task speaks of “{word}”, so the stakes are {stakes}."] if word else []
    if not request.context:
        concerns.append("No context was given.")
    return Proposal(
        action=f"Do this: {_sentence(request.task)} Then tell the requester what was done and how it was checked.",
        reasoning="It is the task itself, as the requester put it.",
        concerns=concerns,
        alternatives=["Ask the requester for more before anything is done"],
        stakes=stakes,
    )


def _sentence(text: str) -> str:
    line = one_line(text)
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _stakes(task: str) -> tuple[Stakes, str]:
    """The stakes, and the word that made them so."""
    if found := _HIGH.search(task):
        return Stakes.HIGH, found[0]
    if found := _MEDIUM.search(task):
        return Stakes.MEDIUM, found[0]
    return Stakes.LOW, ""
