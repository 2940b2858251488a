"""Routing: which tier of a policy a request starts at."""

from bot.approvals.ask import Ask
from bot.approvals.policy import Policy


def first_tier(policy: Policy, ask: Ask) -> int:
    """The first tier whose limits all hold; the last tier has none, so there always is one.

    An ask that cannot be answered is never approved by itself, so auto tiers are passed over for it.
    """
    fitting = (index for index, tier in enumerate(policy.tiers) if tier.holds(ask) and (ask.actions or not tier.auto))
    return next(fitting)
