"""The only door for workflows: ask people, and get their decision back."""

from langgraph.types import interrupt

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Check, CheckStatus, Fact, Kind, ReasonRule
from bot.approvals.decision import Cause, Decision
from bot.approvals.dialects import native
from bot.approvals.digests import digest_of

__all__ = [
    "APPROVE",
    "REJECT",
    "Action",
    "Ask",
    "AskChanged",
    "Cause",
    "Check",
    "CheckStatus",
    "Decision",
    "Fact",
    "Kind",
    "ReasonRule",
    "ask",
]


class AskChanged(Exception):
    """This question differs from the one people decided, so their decision is not used."""


def ask(question: Ask) -> Decision:
    """Stop the workflow until people have decided `question`, then return their decision.

    LangGraph runs the node again from its top when the answer comes, so do no effect before this call in the same node,
    and build the same question each time; raises AskChanged when it is another one than people saw.
    """
    decision = Decision.model_validate(interrupt(native.payload(question)))
    if decision.digest != digest_of(question):
        raise AskChanged(AskChanged.__doc__)
    return decision
