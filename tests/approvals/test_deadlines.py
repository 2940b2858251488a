"""Deadlines: when a tier's SLA ends, or that it never does, and the shares of it that are told on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.approvals.calendars import Calendar
from bot.approvals.commands import Extend, Ring
from bot.approvals.deadlines import next_ring
from bot.approvals.eligibility import Person
from bot.approvals.events import Escalated, Expired, Neared
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    HOUR,
    LEAD,
    NOON,
    a_click,
    a_policy,
    a_request,
    a_request_that_is,
    a_roster,
    a_tier,
    after,
)

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


@pytest.mark.parametrize("state", [State.SETTLED, State.EXPIRED, State.WITHDRAWN])
def test_a_closed_request_never_rings(state: State) -> None:
    assert next_ring(a_request_that_is(state)) is None


def test_a_share_told_before_stays_told_when_somebody_votes_after_it() -> None:
    told = after(a_request(policy=a_policy(a_tier("lead", quorum=2))), Ring(), NOON + HOUR / 2)
    voted = after(told, a_click(told))
    assert decide(voted, Ring(), NOON + HOUR / 2) == ()
    assert next_ring(voted) == NOON + 0.75 * HOUR


def test_a_reminder_may_be_a_time_before_the_end() -> None:
    request = a_request(policy=a_policy(a_tier("lead", sla=2 * HOUR, reminders=(HOUR / 6,))))
    told = after(request, Ring(), NOON + 1.5 * HOUR)
    assert next_ring(told) == NOON + 2 * HOUR - HOUR / 6
    (neared,) = decide(told, Ring(), NOON + 2 * HOUR - HOUR / 6)
    assert isinstance(neared, Neared)
    assert neared.reminded


def test_a_reminder_as_long_before_the_end_as_the_sla_is_none() -> None:
    request = a_request(policy=a_policy(a_tier("lead", reminders=(HOUR,))))
    assert next_ring(request) == NOON + HOUR / 4
    assert decide(request, Ring(), NOON) == ()


def test_a_reminder_before_the_end_comes_later_when_the_end_does() -> None:
    request = a_request(policy=a_policy(a_tier("lead", reminders=(HOUR / 6,))))
    wanted = Extend(person=Person(id=LEAD), roster=a_roster(), by=HOUR / 2, because="a call")
    told = after(after(request, wanted), Ring(), NOON + 1.2 * HOUR)
    assert next_ring(told) == NOON + 1.5 * HOUR - HOUR / 6


def test_the_next_ring_is_found_without_looking_further_than_it() -> None:
    yearly = Calendar(name="rare", zone="UTC", days=("mon",), hours=("09:00-10:00",))
    request = a_request(policy=a_policy(a_tier("lead", calendar=yearly, sla=timedelta(hours=40))))
    assert request.due_at
    assert request.due_at - NOON > timedelta(days=270)
    assert next_ring(request) == datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
