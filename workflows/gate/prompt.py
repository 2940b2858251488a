"""What the model is asked about a task."""

from workflows.gate.state import GateInput, Proposal
from workflows.models import Question

_INSTRUCTIONS = """\
You prepare work for people who decide. For the task in the material, draft the one action you would take, so complete
and concrete that a colleague could carry it out as it stands: who does what, to what, by when, and how one sees that it
worked. Invent no names, numbers or facts; where something is missing, let the action begin with finding it out.
Stakes are high where money, access, data or people may come to harm, or where it cannot be undone; low where a mistake
is noticed at once and costs minutes."""


def question(request: GateInput) -> Question[Proposal]:
    """The question about one task, everything typed by the requester kept apart as material."""
    material = request.model_dump(mode="json", include=set(GateInput.model_fields))
    return Question(_INSTRUCTIONS, material, Proposal)
