"""Batching: which requests are alike enough to be decided together, and what exactly a batch's card showed."""

from collections.abc import Sequence

from bot.approvals.ask import Kind, ReasonRule
from bot.approvals.digests import canonical, digest
from bot.approvals.request import Request

LONGEST = 8_000  # characters of an ask, as JSON, that people can be expected to read many times over
_WORDLESS = frozenset({ReasonRule.NONE, ReasonRule.OPTIONAL})


def likeness(request: Request) -> str:
    """A name that like requests share: the same workflow, node and step, answers, tier and policy."""
    ask, origin = request.ask, request.origin
    actions = [action.model_dump(mode="json") for action in ask.actions]
    step = [origin.workflow, origin.graph_version, origin.node, ask.step]
    return digest(canonical([*step, actions, request.tier, request.policy.model_dump(mode="json")]))


def gathers(request: Request) -> bool:
    """Whether the request may share a card: its policy says so, a plain approval answers it, and it is short."""
    approve = request.ask.first(Kind.APPROVE)
    is_plain = approve and not approve.form and approve.reason in _WORDLESS
    return bool(request.policy.batch and is_plain and len(request.ask.model_dump_json()) <= LONGEST)


def seal(shown: Sequence[Request]) -> str:
    """The digest of what a batch's card shows: these requests, each with what it asks now."""
    return digest(canonical([[request.id, request.digest] for request in shown]))
