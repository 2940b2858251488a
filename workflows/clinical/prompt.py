"""What the model is asked about a case."""

from workflows.clinical.state import Assessment, ClinicalInput
from workflows.models import Question

_INSTRUCTIONS = """\
You prepare a case for a clinician, who examines the patient and alone decides. From the material, draft an assessment,
a differential with honest probabilities (they sum to at most 1; leave room for what you do not think of), the urgency
with its reason, the work-up in the order in which it should be done, red flags, and a plan. Name what must not be
missed even where it is unlikely. Where something decisive is missing, ask for it in the work-up instead of assuming
it. Give no doses beyond what the material states. If in doubt between two urgencies, take the higher one."""


def question(case: ClinicalInput) -> Question[Assessment]:
    """The question about one case, all of which is material."""
    material = case.model_dump(mode="json", include=set(ClinicalInput.model_fields))
    return Question(_INSTRUCTIONS, material, Assessment)
