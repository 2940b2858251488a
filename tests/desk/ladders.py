"""Ladders with calendars and with a policy to fall back on, and a week-end to try them in."""

from datetime import UTC, datetime
from typing import Any

from bot.approvals.calendars import Calendar
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.tier import Tier
from tests.approvals.examples import a_policy, a_tier

OFFICE = Calendar(name="office", zone="UTC")
FRIDAY_EVENING = datetime(2026, 3, 6, 17, 55, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def a_deferring_tier(name: str = "team lead", **more: Any) -> Tier:
    """A tier that is asked in working hours only."""
    return a_tier(name, calendar=OFFICE, defer=True, **more)


def a_deferring_policy(**more: Any) -> Policy:
    """Team leads, asked in working hours only, and a manager at any hour."""
    return a_policy(a_deferring_tier(), a_tier("manager"), **more)


def falling_back_on(policy: Policy) -> Policy:
    """A ladder of team leads alone, and then that of another policy."""
    return a_policy(a_tier(), on_timeout=OnTimeout.FALLBACK, fallback=policy)
