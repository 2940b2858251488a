"""True or false: the answer to a question is a boolean, where the configuration says so."""

from typing import Final

from bot.approvals.ask import APPROVE, Action, Kind
from bot.approvals.dialects import faces
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.shapes import Const, Reply

NAME: Final = "true_or_false"
_ACTIONS = (APPROVE, Action(id="reject", label="Reject", kind=Kind.REJECT))
_REPLY = Reply(answers={"approve": Const(const=True), "reject": Const(const=False)})


def read_as_told(given: Payload) -> Reading:
    """Any payload, where the configuration says that its answer is true or false."""
    return Reading(NAME, (Part(faces.asked(given.value, _ACTIONS), _REPLY),))
