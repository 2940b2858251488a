"""Requests: which tier is asked, which follows and which were asked so far, and when it was asked and closed."""

from bot.approvals.commands import Ring
from bot.approvals.request import State
from tests.approvals.examples import (
    HOUR,
    LEAD,
    NOON,
    a_click,
    a_drafted_ask,
    a_policy,
    a_request,
    a_request_that_is,
    a_tier,
    a_view,
    after,
    an_ask,
    an_auto_tier,
    an_edit,
)

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


def test_a_request_knows_when_the_tier_asked_now_was_asked() -> None:
    request = a_request()
    assert (request.opened_at, request.tier_asked_at) == (NOON, NOON)
    escalated = after(request, Ring(), NOON + 2 * HOUR)
    assert (escalated.opened_at, escalated.tier_asked_at) == (NOON, NOON + 2 * HOUR)


def test_a_request_is_closed_when_it_was_decided_or_withdrawn_and_not_before() -> None:
    closed = {state: a_request_that_is(state).closed_at for state in State}
    assert closed == {
        State.OPEN: None,
        State.SETTLED: NOON,
        State.EXPIRED: NOON + HOUR,
        State.WITHDRAWN: NOON,
    }


def test_the_question_keeps_its_digest_whatever_people_make_of_it() -> None:
    request = a_request(a_drafted_ask(), a_policy(a_tier(quorum=2)))
    edited = after(request, an_edit(request, {"amount": 100}))
    assert edited.question_digest == request.question_digest == request.digest != edited.digest


def test_who_read_what_stood_before_an_edit_has_not_read_what_stands() -> None:
    request = a_request(a_drafted_ask(), a_policy(a_tier(quorum=2)))
    read = after(request, a_view(request))
    assert read.has_viewed(LEAD)
    assert not after(read, an_edit(read, {"amount": 100})).has_viewed(LEAD)


def test_a_beginning_of_sixteen_digits_stands_for_the_digest_and_a_shorter_one_for_nothing() -> None:
    request = a_request()
    assert request.digest_seen(request.digest[:16]) == request.digest_seen(request.digest) == request.digest
    for beginning in ("", request.digest[:15], "0" * 16, request.digest + "0"):
        assert request.digest_seen(beginning) == beginning
