"""Requests: which tier is asked, which follows, and which were asked so far."""

from bot.approvals.commands import Ring
from tests.approvals.examples import HOUR, NOON, a_click, a_policy, a_request, a_tier, after, an_ask, an_auto_tier

LADDER = a_policy(a_tier("lead", limits={"amount": 1.0}), a_tier("manager"), a_tier("director"))


def test_a_request_asks_its_first_tier_and_knows_the_next() -> None:
    request = a_request(policy=LADDER)
    assert request.asked.name == "manager"
    assert request.next_tier
    assert request.next_tier.name == "director"
    assert list(request.tiers_asked) == [1]


def test_at_the_top_no_tier_follows_and_the_tiers_passed_over_were_not_asked() -> None:
    request = after(a_request(policy=LADDER), Ring(), NOON + HOUR)
    assert request.asked.name == "director"
    assert request.next_tier is None
    assert list(request.tiers_asked) == [1, 2]


def test_a_request_that_limits_decided_was_never_posted() -> None:
    policy = a_policy(an_auto_tier(amount=50.0), a_tier("team lead"))
    assert not a_request(an_ask(amount=50.0), policy).posted


def test_a_request_that_people_were_asked_is_posted_also_when_it_is_closed() -> None:
    request = a_request()
    assert request.posted
    assert after(request, a_click(request)).posted
    assert after(after(request, Ring(), NOON + HOUR), Ring(), NOON + 2 * HOUR).posted
