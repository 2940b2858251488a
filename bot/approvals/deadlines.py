"""Deadlines: when a tier's SLA ends."""

from datetime import datetime

from bot.approvals.policy import OnTimeout, Policy


def due_at(policy: Policy, tier: int, now: datetime) -> datetime | None:
    """When the tier asked at `now` runs out of time; None where the policy's last tier waits without end."""
    last = tier == len(policy.tiers) - 1
    if last and policy.on_timeout is OnTimeout.WAIT:
        return None
    return now + policy.tiers[tier].sla
