"""Deadlines: when a tier's SLA ends, or that it never does, and the shares of it that are told on the way."""

from datetime import datetime, timedelta

import pytest

from bot.approvals.commands import Ring
from bot.approvals.deadlines import due_at, next_ring
from bot.approvals.events import Escalated, Expired, Neared
from bot.approvals.policy import OnTimeout
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    HOUR,
    NOON,
    a_click,
    a_policy,
    a_request,
    a_request_that_is,
    a_tier,
    after,
)

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


REMINDED = a_policy(a_tier("lead", reminders=(0.9, 0.5, 0.5)), a_tier("manager", reminders=(0.1,)))


def _reminded() -> Request:
    return a_request(policy=REMINDED)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_each_quarter_of_an_sla_is_told_when_it_is_used_up_and_not_before(share: float) -> None:
    request = after(a_request(), Ring(), NOON + (share - 0.01) * HOUR)
    moment = NOON + share * HOUR
    assert next_ring(request) == moment
    assert decide(request, Ring(), moment - timedelta(microseconds=1)) == ()
    assert decide(request, Ring(), moment) == (Neared(share=share, reminded=False, at=moment),)


def test_a_clock_that_is_late_tells_only_the_last_share() -> None:
    late = NOON + 0.8 * HOUR
    assert decide(a_request(), Ring(), late) == (Neared(share=0.75, reminded=False, at=late),)
    assert next_ring(after(a_request(), Ring(), late)) == NOON + HOUR


def test_a_clock_that_is_later_than_the_sla_tells_no_share_at_all() -> None:
    assert [type(event) for event in decide(a_request(), Ring(), NOON + HOUR)] == [Escalated]
    last = a_request(policy=a_policy(a_tier("lead")))
    assert [type(event) for event in decide(last, Ring(), NOON + HOUR)] == [Expired]


def test_reminders_are_sent_at_the_shares_that_the_tier_names() -> None:
    request, told = _reminded(), []
    while (moment := next_ring(request)) and request.tier == 0:
        told += [
            (event.share, event.reminded) for event in decide(request, Ring(), moment) if isinstance(event, Neared)
        ]
        request = after(request, Ring(), moment)
    assert told == [(0.25, False), (0.5, True), (0.75, False), (0.9, True)]


def test_a_reminder_that_was_missed_is_sent_with_the_next_share() -> None:
    (neared,) = decide(_reminded(), Ring(), NOON + 0.8 * HOUR)
    assert neared == Neared(share=0.75, reminded=True, at=NOON + 0.8 * HOUR)


def test_the_next_tier_has_shares_and_reminders_of_its_own() -> None:
    escalated = after(after(_reminded(), Ring(), NOON + 0.9 * HOUR), Ring(), NOON + HOUR)
    assert (escalated.neared, next_ring(escalated)) == (0.0, NOON + 1.1 * HOUR)
    (neared,) = decide(escalated, Ring(), NOON + 1.1 * HOUR)
    assert neared == Neared(share=0.1, reminded=True, at=NOON + 1.1 * HOUR)


def test_a_vote_does_not_stop_the_shares_from_being_told() -> None:
    request = a_request(policy=a_policy(a_tier("lead", quorum=2), a_tier("manager")))
    voted = after(request, a_click(request), NOON + HOUR / 8)
    assert next_ring(voted) == next_ring(request) == NOON + HOUR / 4


def test_a_tier_that_waits_without_end_has_no_shares() -> None:
    request = a_request(policy=a_policy(a_tier("lead", reminders=(0.5,)), on_timeout=OnTimeout.WAIT))
    assert next_ring(request) is None
    assert decide(request, Ring(), NOON + 100 * HOUR) == ()


@pytest.mark.parametrize("state", [State.SETTLED, State.EXPIRED, State.WITHDRAWN])
def test_a_closed_request_never_rings(state: State) -> None:
    assert next_ring(a_request_that_is(state)) is None


def test_a_share_told_before_stays_told_when_somebody_votes_after_it() -> None:
    told = after(a_request(policy=a_policy(a_tier("lead", quorum=2))), Ring(), NOON + HOUR / 2)
    voted = after(told, a_click(told))
    assert decide(voted, Ring(), NOON + HOUR / 2) == ()
    assert next_ring(voted) == NOON + 0.75 * HOUR
