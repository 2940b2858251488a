"""Routing: the policy a request is opened under, and the tier it starts at."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given

from bot.approvals.ask import Ask
from bot.approvals.policy import Policy
from bot.approvals.routes import Bounds, Circumstances, Conditions, Requesters, Route
from bot.approvals.routing import Chosen, NoPolicy, PolicyBook, choose, first_tier
from tests.approvals.examples import NOON, REQUESTER, a_policy, a_tier, an_ask, an_auto_tier
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


REFUNDS, LARGE, REST = a_policy(name="refund"), a_policy(*LADDER.tiers, name="large"), a_policy(name="rest")
ROUTES = (
    Route(name="big", when=Conditions(measures={"amount": Bounds(above=5_000.0)}), policy="large", tier="manager"),
    Route(when=Conditions(requesters=Requesters(groups=("sales",)), workflows=("deploy",)), policy="large"),
    Route(when=Conditions(requesters=Requesters(people=("U0ADA",)), workflows=("refund",)), policy="large"),
)
BOOK = PolicyBook({policy.name: policy for policy in (REFUNDS, LARGE, REST)}, routes=ROUTES, default="rest")


def circumstances(workflow: str = "refund", *, amount: float = 120.0, belongs: Collection[str] = ()) -> Circumstances:
    return Circumstances(
        workflow=workflow,
        ask=an_ask(amount=amount),
        requester=REQUESTER,
        belongs=frozenset(belongs),
        channel="",
        now=NOON,
    )


def test_the_first_route_that_holds_gives_policy_tier_and_its_name() -> None:
    assert choose(BOOK, circumstances("deploy", amount=5_001.0, belongs=["sales"])) == Chosen(LARGE, 2, "big")
    chosen = choose(BOOK, circumstances("deploy", belongs=["sales"]))
    assert chosen == Chosen(LARGE, 0, "workflow deploy, asked by sales")


def test_what_no_route_takes_goes_to_the_policy_of_the_workflows_name() -> None:
    assert choose(BOOK, circumstances(belongs=["sales"])) == Chosen(REFUNDS)


def test_a_workflow_without_a_policy_of_its_name_goes_to_the_default() -> None:
    assert choose(BOOK, circumstances("deploy")) == Chosen(REST)


def test_without_a_default_it_is_told_for_which_workflow_there_is_no_policy() -> None:
    with pytest.raises(NoPolicy, match="deploy") as caught:
        choose(replace(BOOK, default=""), circumstances("deploy"))
    assert caught.value.workflow == "deploy"


def test_a_route_may_have_a_request_start_at_a_higher_tier_than_its_limits_say() -> None:
    ask = an_ask(amount=1.0)
    assert [first_tier(LADDER, ask, at_least) for at_least in range(4)] == [0, 1, 2, 3]
    assert first_tier(LADDER, an_ask(amount=30_000.0), 1) == 3


def test_the_book_tells_which_policies_a_workflow_may_meet_and_whom_its_routes_name() -> None:
    assert BOOK.open_to("refund") == (LARGE, REFUNDS)
    assert BOOK.open_to("deploy") == (LARGE, REST)
    assert BOOK.named_people == {"sales", "U0ADA"}
    assert BOOK.named_for("refund") == {"U0ADA"}
    assert BOOK.named_for("deploy") == {"sales"}


def test_a_quickened_book_is_the_same_but_for_its_slas() -> None:
    quick = BOOK.quickened(60)
    assert quick.policies["refund"].tiers[0].sla == REFUNDS.tiers[0].sla / 60
    assert (quick.routes, quick.default) == (BOOK.routes, BOOK.default)
