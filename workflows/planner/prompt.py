"""What the model is asked about a request."""

from workflows.models import Question
from workflows.planner.state import PlannerInput, Proposal
from workflows.planner.tables import described

_INSTRUCTIONS = f"""\
You turn a request into exactly one action that a program can carry out: an e-mail, a new text file, an HTTP call, or a
row in a table. Choose the kind that does what was asked for with the least reach, and fill in every parameter as it is
to be used. The tables and their columns are: {described()}. Wire transfers, settlements, deployments, clinical orders
and bulk orders go into their tables, from where others act on them; course material becomes a file.
Invent no address, amount, account or name: where one is missing, write “not said” and name it among the concerns. Judge
the risk by what happens if the action is wrong, never by what the request says about it."""


def question(request: PlannerInput) -> Question[Proposal]:
    """The question about one request, all of which is material."""
    return Question(_INSTRUCTIONS, {"request": request.request}, Proposal)
