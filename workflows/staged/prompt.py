"""What the model is asked at the stages: to research, to plan, and to write."""

from typing import Any

from workflows.models import Question
from workflows.staged.state import Findings, Piece, Plan, StagedInput

_RESEARCH = """\
You research a piece that is to be written. Collect from the material what serves the goal, one fact in a sentence, and
name what is missing or contradicts itself. Add nothing of your own: what the material does not say is a gap."""
_PLAN = """\
You plan a piece from what was found. Name its parts in their order, each in a short sentence that says what it tells.
Judge the risk of publishing such a piece in that place: promises, legal or medical advice, blame, open gaps. A plain
internal text lies below 0.2; a public one with such things above 0.6."""
_WRITE = """\
You write a piece by an approved plan, from what was found and from nothing else. Keep the order of the plan, use a
short heading for each part, and say plainly where something is not known."""


def research(request: StagedInput) -> Question[Findings]:
    """The question for findings, everything typed by the requester kept apart as material."""
    return Question(_RESEARCH, _material(request), Findings)


def plan(request: StagedInput, findings: Findings) -> Question[Plan]:
    """The question for a plan, with what was found."""
    return Question(_PLAN, {**_material(request), "findings": findings.model_dump(mode="json")}, Plan)


def write(request: StagedInput, findings: Findings, steps: list[str]) -> Question[Piece]:
    """The question for the piece, with the plan as people approved it."""
    made = {"findings": findings.model_dump(mode="json"), "plan": steps}
    return Question(_WRITE, {**_material(request), **made}, Piece)


def _material(request: StagedInput) -> dict[str, Any]:
    return request.model_dump(mode="json", include=set(StagedInput.model_fields))
