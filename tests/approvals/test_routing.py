"""Routing: the tier a request starts at."""

import pytest
from hypothesis import given

from bot.approvals.ask import Ask
from bot.approvals.policy import Policy
from bot.approvals.routing import first_tier
from tests.approvals.examples import a_policy, a_tier, an_ask, an_auto_tier
from tests.approvals.strategies import plain_asks, policies

LADDER = a_policy(
    an_auto_tier("auto", amount=500.0),
    a_tier("lead", limits={"amount": 5_000.0, "risk": 0.35}),
    a_tier("manager", limits={"amount": 25_000.0}),
    a_tier("director"),
)
STARTS = [
    ({"amount": 499.99, "risk": 0.9}, "auto"),
    ({"amount": 500.0, "risk": 0.1}, "auto"),
    ({"amount": 500.01, "risk": 0.1}, "lead"),
    ({"amount": 5_000.0, "risk": 0.35}, "lead"),
    ({"amount": 5_000.0, "risk": 0.36}, "manager"),
    ({"amount": 5_000.0}, "manager"),
    ({"amount": 25_000.01, "risk": 0.0}, "director"),
    ({"risk": 0.0}, "director"),
    ({}, "director"),
]


@pytest.mark.parametrize(("measures", "name"), STARTS)
def test_a_request_starts_at_the_first_tier_whose_limits_all_hold(measures: dict[str, float], name: str) -> None:
    assert LADDER.tiers[first_tier(LADDER, Ask(title="Refund", measures=measures))].name == name


def test_an_ask_without_actions_passes_over_auto_tiers() -> None:
    ask = an_ask(amount=1.0, actions=())
    assert LADDER.tiers[first_tier(LADDER, ask)].name == "lead"


@given(policies(), plain_asks)
def test_every_ask_has_a_tier_and_every_tier_before_it_does_not_fit(policy: Policy, ask: Ask) -> None:
    start = first_tier(policy, ask)
    assert policy.tiers[start].holds(ask)
    assert not any(tier.holds(ask) and (ask.actions or not tier.auto) for tier in policy.tiers[:start])
