"""Parking and working time: a tier that defers is asked when its people work next, and an SLA counts what they work."""

from datetime import UTC, date, datetime, timedelta

from bot.approvals.ask import Ask, Urgency
from bot.approvals.calendars import Calendar
from bot.approvals.commands import Open, Ring
from bot.approvals.deadlines import next_ring
from bot.approvals.events import Neared, Opened, Unparked
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    a_click,
    a_drafted_ask,
    a_policy,
    a_roster,
    a_seating,
    a_tier,
    after,
    an_ask,
    an_edit,
    an_opening,
)

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
OFFICE = Calendar(name="office", zone="Europe/Berlin", holidays=(GOOD_FRIDAY, EASTER_MONDAY))
THURSDAY = datetime(2026, 4, 2, 15, 55, tzinfo=UTC)  # 17:55 in Berlin, where the office closed at 17:00
TUESDAY = datetime(2026, 4, 7, 7, 0, tzinfo=UTC)  # 09:00 in Berlin
DEFERRING = a_tier("lead", calendar=OFFICE, defer=True, sla=4 * HOUR)
LADDER = a_policy(DEFERRING, a_tier("manager", calendar=OFFICE, sla=8 * HOUR))


def _opened(policy: Policy = LADDER, ask: Ask | None = None, at: datetime = THURSDAY) -> Request:
    return after(None, an_opening(ask, policy), at)


def test_a_request_that_comes_after_hours_is_parked_over_the_holidays_until_people_work() -> None:
    (opened,) = decide(None, an_opening(policy=LADDER), THURSDAY)
    assert isinstance(opened, Opened)
    assert (opened.parked_until, opened.due_at) == (TUESDAY, TUESDAY + 4 * HOUR)
    request = _opened()
    assert (request.parked_until, request.tier_asked_at, next_ring(request)) == (TUESDAY, TUESDAY, TUESDAY)


def test_while_it_is_parked_the_clock_and_the_directory_do_nothing() -> None:
    request = _opened()
    assert decide(request, Ring(), TUESDAY - timedelta(microseconds=1)) == ()
    assert decide(request, a_seating(request, LEAD), THURSDAY) == ()


def test_people_are_asked_when_they_work_and_have_their_whole_sla() -> None:
    request = _opened()
    assert decide(request, Ring(), TUESDAY) == (Unparked(at=TUESDAY, due_at=TUESDAY + 4 * HOUR),)
    asked = after(request, Ring(), TUESDAY)
    assert (asked.parked_until, asked.stage, next_ring(asked)) == (None, request.stage, TUESDAY + HOUR)
    assert decide(asked, Ring(), TUESDAY) == ()


def test_a_clock_that_comes_late_gives_them_their_whole_sla_all_the_same() -> None:
    late = TUESDAY + 2 * HOUR
    request = after(_opened(), Ring(), late)
    assert (request.parked_until, request.due_at, request.tier_asked_at) == (None, late + 4 * HOUR, late)


def test_a_clock_that_comes_when_they_have_gone_home_parks_it_on() -> None:
    evening, wednesday = TUESDAY + 12 * HOUR, TUESDAY + 24 * HOUR
    (parked_on,) = decide(_opened(), Ring(), evening)
    assert parked_on == Unparked(at=evening, due_at=wednesday + 4 * HOUR, parked_until=wednesday)
    request = after(_opened(), Ring(), evening)
    assert (next_ring(request), decide(request, Ring(), evening)) == (wednesday, ())


def test_what_is_urgent_is_put_to_people_at_any_hour() -> None:
    urgent = _opened(ask=an_ask().model_copy(update={"urgency": Urgency.HIGH}))
    assert (urgent.parked_until, urgent.tier_asked_at) == (None, THURSDAY)


def test_a_tier_that_does_not_defer_is_asked_at_once_and_has_its_sla_in_working_time() -> None:
    request = _opened(a_policy(a_tier("lead", calendar=OFFICE, sla=4 * HOUR)))
    assert (request.parked_until, request.due_at) == (None, TUESDAY + 4 * HOUR)


def test_a_parked_request_may_be_decided() -> None:
    settled = after(_opened(), a_click(_opened()), THURSDAY)
    assert (settled.state, settled.due_at, settled.parked_until) == (State.SETTLED, None, None)


def test_shares_of_an_sla_are_shares_of_working_time() -> None:
    opened = datetime(2026, 4, 1, 13, 0, tzinfo=UTC)  # two hours of work are left on Wednesday, eight on Thursday
    request = _opened(a_policy(a_tier("lead", calendar=OFFICE, sla=8 * HOUR, reminders=(HOUR,))), at=opened)
    thursday = datetime(2026, 4, 2, 7, 0, tzinfo=UTC)
    told = []
    while (moment := next_ring(request)) and request.state is State.OPEN:
        told += [(event.share, event.at) for event in decide(request, Ring(), moment) if isinstance(event, Neared)]
        request = after(request, Ring(), moment)
    shares = {0.25: 2, 0.5: 4, 0.75: 6, 0.875: 7}
    assert [share for share, _ in told] == list(shares)
    assert [at for _, at in told][1:] == [thursday + (hours - 2) * HOUR for hours in (4, 6, 7)]
    assert request.closed_at == thursday + 6 * HOUR


def test_an_sla_counts_the_hours_that_pass_in_the_night_of_a_clock_change() -> None:
    nights = Calendar(name="nights", zone="Europe/Berlin", days=("mon-sun",), hours=("22:00-06:00",))
    policy = a_policy(a_tier("night watch", calendar=nights, sla=7 * HOUR))
    forward, back = datetime(2026, 3, 28, 21, 0, tzinfo=UTC), datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # each 22:00
    assert _opened(policy, at=forward).due_at == forward + 7 * HOUR
    assert _opened(policy, at=back).due_at == back + 7 * HOUR


def test_a_tier_whose_people_have_calendars_of_their_own_counts_time_while_anybody_works() -> None:
    tokyo = Calendar(name="tokyo", zone="Asia/Tokyo")
    tier = a_tier("lead", calendar={"lead": tokyo}, defer=True)
    parked = _opened(a_policy(tier), at=THURSDAY)
    assert parked.parked_until == datetime(2026, 4, 3, 0, 0, tzinfo=UTC)


def test_an_escalation_to_a_tier_that_defers_is_parked() -> None:
    request = _opened(a_policy(a_tier("lead"), DEFERRING.model_copy(update={"name": "manager"})))
    escalated = after(request, Ring(), THURSDAY + HOUR)
    assert (escalated.tier, escalated.parked_until, escalated.due_at) == (1, TUESDAY, TUESDAY + 4 * HOUR)


def test_a_tier_above_a_parked_one_may_be_asked_before_people_work() -> None:
    request = _opened(a_policy(DEFERRING, a_tier("manager")), a_drafted_ask())
    by_hand = after(request, a_click(request, action="escalate", reason="it cannot wait"), THURSDAY)
    assert (by_hand.tier, by_hand.parked_until, by_hand.due_at) == (1, None, THURSDAY + HOUR)


def test_an_edit_puts_a_request_to_a_tier_that_defers_when_its_people_work() -> None:
    policy = a_policy(a_tier("lead", limits={"amount": 500.0}), DEFERRING.model_copy(update={"name": "manager"}))
    request = _opened(policy, a_drafted_ask())
    raised = after(request, an_edit(request, {"amount": 900}), THURSDAY)
    assert (raised.tier, raised.parked_until, raised.due_at) == (1, TUESDAY, TUESDAY + 4 * HOUR)


def test_an_edit_that_stays_with_its_tier_leaves_a_parked_request_parked() -> None:
    request = _opened(a_policy(DEFERRING.model_copy(update={"quorum": 2})), a_drafted_ask())
    edited = after(request, an_edit(request, {"amount": 100}), THURSDAY)
    assert (edited.parked_until, edited.due_at) == (request.parked_until, request.due_at)


def test_a_ladder_that_begins_again_or_falls_back_may_be_parked() -> None:
    rescue = a_policy(DEFERRING, name="rescue")
    again = a_policy(DEFERRING, a_tier("manager"), repeat=1)
    falling = a_policy(a_tier("manager"), on_timeout=OnTimeout.FALLBACK, fallback=rescue)
    morning = datetime(2026, 4, 2, 10, 30, tzinfo=UTC)
    begun = after(after(_opened(again, at=morning), Ring(), morning + 4 * HOUR), Ring(), THURSDAY + HOUR)
    fallen = after(_opened(falling), Ring(), THURSDAY + HOUR)
    assert (begun.round, begun.parked_until) == (1, TUESDAY)
    assert (fallen.fallbacks, fallen.parked_until) == (("refund",), TUESDAY)


def test_the_tier_named_by_a_route_is_the_lowest_that_is_asked() -> None:
    opening: Open = an_opening(policy=a_policy(a_tier("lead"), a_tier("manager")))
    routed = Open(
        request_id=opening.request_id,
        origin=opening.origin,
        ask=opening.ask,
        policy=opening.policy,
        at_least=1,
        routed_by="large refunds",
    )
    request = after(None, routed)
    assert (request.first_tier, request.tier, request.routed_by) == (1, 1, "large refunds")
    settled = after(request, a_click(request, MANAGER, roster=a_roster((LEAD,), (MANAGER,))))
    assert settled.state is State.SETTLED
