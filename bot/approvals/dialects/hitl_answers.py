"""The decisions that LangChain's human-in-the-loop middleware takes, in Python's spelling and in JavaScript's."""

from collections.abc import Collection
from typing import Final

from bot.approvals.dialects.shapes import Const, Fields, Part, Shape, Take
from bot.approvals.dialects.tool_calls import Answers

KNOWN: Final = ("approve", "edit", "reject", "respond")


def answers_to(tool: str, allowed: Collection[str], edited_action: str = "edited_action") -> Answers:
    """The shapes of the decisions that are allowed for a call of the tool; an edit can never name another tool.

    The middleware takes a rejection without a message, so one goes along only where people gave a reason.
    """
    call = Fields(fields={"name": Const(const=tool), "args": Take(take=Part.EDITS)})
    message = Take(take=Part.REASON, optional=True)
    shapes = {
        "approve": _decision("approve"),
        "edit": _decision("edit", **{edited_action: call}),
        "reject": _decision("reject", message=message),
        "respond": _decision("respond", message=Take(take=Part.REASON)),
    }
    return Answers(**{name: shape for name, shape in shapes.items() if name in allowed})


def notice_of(strange: Collection[str]) -> str:
    """Words on decisions that are allowed and unknown here, so that nobody takes what is offered for all there is."""
    named = ", ".join(repr(name)[:60] for name in dict.fromkeys(strange))
    return f"The workflow takes decisions as well that cannot be given here: {named}." if named else ""


def _decision(kind: str, **more: Shape) -> Fields:
    return Fields(fields={"type": Const(const=kind), **more})
