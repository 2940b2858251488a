"""What the model is asked about a deployment."""

from collections.abc import Sequence

from bot.review import Check
from workflows.deploy.state import ChangeSummary, DeployInput
from workflows.models import Question

_INSTRUCTIONS = """\
You summarise a change to a service for the person who decides whether it is deployed. Say what the change does, judge
the risk of deploying it to that environment, and name what deserves a look: data migrations, access rights, payments,
settings, removed tests, unrelated edits, failed checks. A small, tested, reversible change lies below 0.2; one that may
lose data or lock people out above 0.75."""


def question(request: DeployInput, checks: Sequence[Check]) -> Question[ChangeSummary]:
    """The question about one change, with the results of its checks; all of it is material, not instruction."""
    material = request.model_dump(mode="json", include=set(DeployInput.model_fields))
    results = [check.model_dump(mode="json") for check in checks]
    return Question(_INSTRUCTIONS, {**material, "checks": results}, ChangeSummary)
