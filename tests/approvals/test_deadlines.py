"""Deadlines: when a tier's SLA ends, or that it never does."""

from datetime import datetime, timedelta

import pytest

from bot.approvals.deadlines import due_at
from bot.approvals.policy import OnTimeout
from tests.approvals.examples import HOUR, NOON, a_policy, a_tier

SOON = timedelta(seconds=20)
ENDS = [
    (OnTimeout.REJECT, 0, NOON + SOON),
    (OnTimeout.REJECT, 1, NOON + HOUR),
    (OnTimeout.WAIT, 0, NOON + SOON),
    (OnTimeout.WAIT, 1, None),
]


@pytest.mark.parametrize(("on_timeout", "tier", "end"), ENDS)
def test_a_tier_is_due_after_its_sla_unless_the_last_one_waits(
    on_timeout: OnTimeout, tier: int, end: datetime | None
) -> None:
    policy = a_policy(a_tier("lead", sla=SOON), a_tier("manager", sla=HOUR), on_timeout=on_timeout)
    assert due_at(policy, tier, NOON) == end
