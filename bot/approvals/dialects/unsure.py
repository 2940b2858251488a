"""Questions that can be read, and whose answer has a shape that nobody but their author can tell."""

from bot.approvals.dialects import faces
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.unknown import NAME

_UNSURE = (
    "This question can be read here and not answered: {why}. Say it in the policies file: in the section dialects:, "
    "write the workflow's name and {named}its answers one by one; docs/policies.md shows how."
)
_ANOTHER = (
    "The policies file says in its section dialects: that this workflow asks as {told}. This question is not written "
    "so, and cannot be answered: {why}."
)


class Unsure(ValueError):
    """How the answer has to be written cannot be told; the message says why, `example` is a dialect it may be of."""

    def __init__(self, why: str, example: str = "") -> None:
        super().__init__(why)
        self.example = example


def reading(given: Payload, why: Unsure) -> Reading:
    """The question without actions, saying what has to be configured."""
    named = f"its dialect, such as `my_workflow: {why.example}`, or " if why.example else ""
    return _unanswered(given, _UNSURE.format(why=why, named=named))


def another(given: Payload, told: str, why: str) -> Reading:
    """The question without actions, as it is not written in the dialect that it was told to be of."""
    return _unanswered(given, _ANOTHER.format(told=told, why=why))


def _unanswered(given: Payload, notice: str) -> Reading:
    return Reading(NAME, (Part(faces.asked(given.value, notice=notice)),))
