"""The policies that come along, and where a refund starts under them."""

import json
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.approvals.ask import Ask, Risk
from bot.approvals.policy import OnTimeout, Policy, WithoutSlack
from bot.approvals.routes import Circumstances
from bot.approvals.routing import PolicyBook, choose, first_tier
from bot.policybook import read_policies
from tests.policybook.files import NOW

FILE = Path(__file__).parents[2] / "workflows" / "policies.yaml"
WORKFLOWS = set(json.loads((FILE.parents[1] / "langgraph.json").read_text(encoding="utf-8"))["graphs"])


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    """The file as the bot understands it."""
    return read_policies(FILE, NOW, WORKFLOWS)


@pytest.fixture(scope="module")
def policies(book: PolicyBook) -> Mapping[str, Policy]:
    """Its policies by name."""
    return book.policies


def asked_for(workflow: str, risk: Risk, step: str = "") -> Circumstances:
    return Circumstances(
        workflow=workflow,
        ask=Ask(title="Now?", risk=risk, step=step),
        requester="U0MAYA",
        belongs=frozenset(),
        channel="#deploys",
        now=NOW,
    )


def test_there_is_a_policy_for_each_workflow_and_a_default(policies: Mapping[str, Policy]) -> None:
    assert {name: policy.channel for name, policy in policies.items()} == {
        "refund": "#approvals",
        "deploy": "#deploys",
        "deploy with four eyes": "#deploys",
        "signoff": "#approvals",
        "gate": "#approvals",
        "mail": "#approvals",
        "moderation": "#moderation",
        "clinical": "#clinic",
        "clinical emergencies": "#clinic",
        "planner": "#approvals",
        "agent": "#approvals",
        "agent payments": "#approvals",
        "staged": "#approvals",
        "contract": "#approvals",
        "document manager": "#approvals",
        "document legal": "#approvals",
        "document executive": "#approvals",
        "orders": "#approvals",
        "order resources": "#approvals",
        "order execution": "#approvals",
        "default": "#approvals",
    }


@pytest.mark.parametrize(
    ("amount", "risk", "tier"),
    [
        (0.01, 0.0, "auto"),
        (500, 0.15, "auto"),
        (500.01, 0.15, "team lead"),
        (500, 0.16, "team lead"),
        (5_000, 0.35, "team lead"),
        (5_000.01, 0.0, "manager"),
        (1, 0.36, "manager"),
        (25_000, 0.55, "manager"),
        (25_001, 0.55, "director"),
        (25_000, 0.56, "director"),
        (100_000, 0.75, "director"),
        (100_000.01, 0.0, "CFO"),
        (1, 0.76, "CFO"),
        (1_000_000_000, 1.0, "CFO"),
    ],
)
def test_a_refund_starts_at_the_first_tier_whose_limits_both_hold(
    policies: Mapping[str, Policy], amount: float, risk: float, tier: str
) -> None:
    ask = Ask(title="Refund?", measures={"amount": amount, "risk": risk})
    assert policies["refund"].tiers[first_tier(policies["refund"], ask)].name == tier


@pytest.mark.parametrize("measures", [{}, {"amount": 1.0}, {"risk": 0.0}])
def test_a_refund_without_both_measures_goes_to_the_cfo(
    policies: Mapping[str, Policy], measures: dict[str, float]
) -> None:
    ask = Ask(title="Refund?", measures=measures)
    assert policies["refund"].tiers[first_tier(policies["refund"], ask)].name == "CFO"


def test_only_small_refunds_and_harmless_plans_are_approved_by_a_policy(policies: Mapping[str, Policy]) -> None:
    automatic = {policy.name: dict(tier.limits) for policy in policies.values() for tier in policy.tiers if tier.auto}
    assert automatic == {"refund": {"amount": 500, "risk": 0.15}, "planner": {"risk": 0.3}}


def test_no_silence_approves_anything(policies: Mapping[str, Policy]) -> None:
    for policy in policies.values():
        assert policy.on_timeout is OnTimeout.REJECT
        assert policy.outage is None or policy.outage.then is not WithoutSlack.ALLOW_LOW_RISK


def test_higher_tiers_have_as_much_time_or_more_and_the_demo_is_short(policies: Mapping[str, Policy]) -> None:
    for policy in policies.values():
        slas = [tier.sla for tier in policy.tiers if not tier.auto]
        assert all(earlier <= later for earlier, later in pairwise(slas))
        assert policy.quickened(60).tiers[-1].sla <= timedelta(minutes=2)


@pytest.mark.parametrize(
    ("workflow", "risk", "policy"),
    [
        ("deploy", Risk.MEDIUM, "deploy"),
        ("deploy", Risk.HIGH, "deploy with four eyes"),
        ("refund", Risk.HIGH, "refund"),
        ("clinical", Risk.MEDIUM, "clinical"),
        ("clinical", Risk.HIGH, "clinical emergencies"),
        ("closing", Risk.HIGH, "default"),
    ],
)
def test_what_is_risky_goes_another_way_where_a_route_says_so(
    book: PolicyBook, workflow: str, risk: Risk, policy: str
) -> None:
    assert choose(book, asked_for(workflow, risk)).policy.name == policy


@pytest.mark.parametrize(
    ("workflow", "step", "policy"),
    [
        ("document", "manager", "document manager"),
        ("document", "legal", "document legal"),
        ("document", "executive", "document executive"),
        ("orders", "order plan", "orders"),
        ("orders", "order resources", "order resources"),
        ("orders", "order execution", "order execution"),
        ("agent", "make_payment", "agent payments"),
        ("agent", "push_to_production", "deploy"),
        ("agent", "delete_file", "agent"),
    ],
)
def test_each_step_goes_to_its_own_people(book: PolicyBook, workflow: str, step: str, policy: str) -> None:
    assert choose(book, asked_for(workflow, Risk.MEDIUM, step)).policy.name == policy


def test_four_eyes_are_those_of_two_people_from_different_groups(policies: Mapping[str, Policy]) -> None:
    tier = policies["deploy with four eyes"].tiers[0]
    assert (tier.quorum, tier.distinct_groups) == (2, True)


def test_the_demo_works_at_any_hour(book: PolicyBook) -> None:
    assert not book.calendars
    assert not book.warnings
