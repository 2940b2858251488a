"""What the model is asked about a contract: a first draft, and each version after it."""

from typing import Any

from workflows.contract.state import ContractInput, ContractState, Wording
from workflows.models import Question

_JUDGE = """\
Say what the text binds us to, judge the risk of signing it as it stands, and name what deserves a look: liability
without a cap, automatic renewal, exclusivity, penalties, one-sided termination, unclear amounts, missing law or venue.
A plain, balanced, cancellable contract lies below 0.2; one that may cost us the company above 0.8."""
_DRAFT = f"""\
You draft contracts for a company, which is "we" in them, for a person who signs or asks for changes. Write the whole
text in plain numbered clauses: parties, subject, what was agreed, price, term and termination, liability, law. Invent
no facts: where something is not known, write [to be agreed]. {_JUDGE}"""
_REVISE = f"""\
You revise a contract that a reviewer did not accept yet. Change what the reviewer asked for and nothing else; keep
every other clause word by word. Return the whole text. {_JUDGE}"""


def first(request: ContractInput) -> Question[Wording]:
    """The question for a first draft, everything typed by the requester kept apart as material."""
    return Question(_DRAFT, _material(request), Wording)


def next_version(state: ContractState, feedback: str) -> Question[Wording]:
    """The question for the next version, with the text as it stands and what the reviewer asked for."""
    said = {"text": state.newest.text, "feedback": feedback}
    return Question(_REVISE, {**_material(state), **said}, Wording)


def _material(request: ContractInput) -> dict[str, Any]:
    return request.model_dump(mode="json", include=set(ContractInput.model_fields))
