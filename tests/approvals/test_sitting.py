"""Seating: it is noted who could be asked, and a tier that cannot decide is passed over at once."""

import pytest

from bot.approvals.commands import Ring, Seat
from bot.approvals.events import Escalated, FellBack, Seated
from bot.approvals.policy import OnTimeout
from bot.approvals.request import State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    SECOND_LEAD,
    a_policy,
    a_request,
    a_request_that_is,
    a_seating,
    a_tier,
    after,
)

LATER = NOON + HOUR / 6
RESCUE = a_policy(a_tier("duty"), name="rescue")
TWO_LEADS = a_policy(a_tier("lead", quorum=2), a_tier("manager"))
ALL_LEADS = a_policy(a_tier("lead", quorum="all"), a_tier("manager"))


def test_who_could_be_asked_and_who_was_called_is_noted() -> None:
    request = a_request()
    seat = a_seating(request, SECOND_LEAD, LEAD, called=(LEAD,), problems=("@reserve is not there",))
    (seated,) = decide(request, seat, LATER)
    assert seated == Seated(
        tier=0,
        round=0,
        people=(LEAD, SECOND_LEAD),
        called=(LEAD,),
        problems=("@reserve is not there",),
        vacant=False,
        at=LATER,
    )
    noted = after(request, seat, LATER).seating
    assert noted
    assert (noted.count, noted.called, noted.problems, noted.vacant) == (2, (LEAD,), ("@reserve is not there",), False)


def test_a_tier_without_anybody_is_passed_over_at_once() -> None:
    seated, escalated = decide(a_request(), a_seating(a_request()), LATER)
    assert isinstance(seated, Seated)
    assert seated.vacant
    assert escalated == Escalated(tier=1, due_at=LATER + HOUR, at=LATER, vacant=True)


def test_a_tier_with_fewer_than_its_quorum_is_passed_over() -> None:
    request = a_request(policy=TWO_LEADS)
    assert after(request, a_seating(request, LEAD)).tier == 1
    assert after(request, a_seating(request, LEAD, SECOND_LEAD)).tier == 0


def test_a_tier_of_all_is_there_with_one_and_vacant_with_none() -> None:
    request = a_request(policy=ALL_LEADS)
    assert after(request, a_seating(request, LEAD)).tier == 0
    assert after(request, a_seating(request)).tier == 1


def test_where_all_have_to_approve_the_request_knows_how_many_they_are_once_somebody_looked() -> None:
    request = a_request(policy=ALL_LEADS)
    assert request.quorum == 1
    assert after(request, a_seating(request, LEAD, SECOND_LEAD)).quorum == 2


def test_a_last_tier_without_anybody_keeps_its_sla_as_there_is_nobody_else_to_ask() -> None:
    request = a_request(policy=a_policy(a_tier("lead")))
    vacant = after(request, a_seating(request), LATER)
    assert (vacant.state, vacant.tier, vacant.due_at) == (State.OPEN, 0, request.due_at)
    assert vacant.seating
    assert vacant.seating.vacant


def test_after_a_last_tier_without_anybody_the_policy_to_fall_back_on_is_next_at_once() -> None:
    request = a_request(policy=a_policy(a_tier("lead"), on_timeout=OnTimeout.FALLBACK, fallback=RESCUE))
    _, fallen = decide(request, a_seating(request), LATER)
    assert fallen == FellBack(policy=RESCUE, tier=0, due_at=LATER + HOUR, at=LATER)


def test_a_ladder_that_is_climbed_again_is_not_begun_before_its_time() -> None:
    policy = a_policy(a_tier("lead"), on_timeout=OnTimeout.FALLBACK, fallback=RESCUE, repeat=1)
    request = after(a_request(policy=policy), a_seating(a_request(policy=policy)))
    assert (request.round, request.fallbacks) == (0, ())
    again = after(request, Ring(), NOON + HOUR)
    assert (again.round, again.seating) == (1, None)


def test_a_group_that_became_empty_is_noticed_when_somebody_looks_again() -> None:
    request = after(a_request(), a_seating(a_request(), LEAD))
    assert after(request, a_seating(request), LATER).tier == 1


def test_what_the_directory_said_of_another_stage_is_no_news() -> None:
    escalated = after(a_request(), Ring(), NOON + HOUR)
    assert decide(escalated, a_seating(a_request()), NOON + HOUR) == ()
    assert after(escalated, a_seating(escalated, MANAGER), NOON + HOUR).seating


@pytest.mark.parametrize("state", [State.SETTLED, State.EXPIRED, State.WITHDRAWN])
def test_a_closed_request_seats_nobody(state: State) -> None:
    closed = a_request_that_is(state)
    assert decide(closed, Seat(stage=closed.stage, people=frozenset()), NOON) == ()
