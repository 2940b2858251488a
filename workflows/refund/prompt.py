"""What the model is asked about a refund."""

from workflows.models import Question
from workflows.refund.state import Assessment, RefundInput

_INSTRUCTIONS = """\
You assess payments to customers before a person signs for them. Judge how likely it is that paying would be a mistake
or fraud. Consider the amount, the type (refund, chargeback, goodwill, payout), whether the reason explains this amount
to this customer, and signs of pressure, haste, impersonation or changed bank details.
A routine, well explained, small payment lies below 0.15; a clear problem above 0.75."""


def question(request: RefundInput) -> Question[Assessment]:
    """The question about one payment, everything typed by the requester kept apart as material."""
    material = request.model_dump(mode="json", include=set(RefundInput.model_fields))
    return Question(_INSTRUCTIONS, material, Assessment)
