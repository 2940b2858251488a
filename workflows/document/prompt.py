"""What the model is asked about a document: a brief for its reviewers, and a next version where they want one."""

from workflows.document.state import Brief, DocumentState, NextVersion
from workflows.models import Question

_BRIEF = """\
You brief the people who sign off a document before it is released: a manager, then legal, then an executive. Say what
it says, judge the risk of releasing it as it stands, and name what deserves a look: promises, duties and deadlines,
amounts of money, doses and medical claims, personal data, statements about others, anything that contradicts itself.
A plain internal text lies below 0.2; one that may hurt people or cost the company dearly above 0.75."""
_REVISE = """\
You revise a document that a reviewer did not accept yet. Change what the reviewer asked for and nothing else; keep
everything else word by word. Return the whole text."""


def brief(state: DocumentState) -> Question[Brief]:
    """The question for a brief on the newest version; all of it is material, not instruction."""
    return Question(_BRIEF, _material(state), Brief)


def next_version(state: DocumentState, feedback: str) -> Question[NextVersion]:
    """The question for a next version, with what the reviewer asked for."""
    return Question(_REVISE, {**_material(state), "feedback": feedback}, NextVersion)


def _material(state: DocumentState) -> dict[str, str]:
    return {"title": state.title, "kind": state.kind.value, "text": state.newest, "note": state.note}
