"""Forecasts: the whole ladder before it happens, and exactly what then does."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Risk
from bot.approvals.calendars import Calendar
from bot.approvals.commands import Ring
from bot.approvals.deadlines import next_ring
from bot.approvals.forecasting import Step, ahead, forecast
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.request import Request, State
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    a_policy,
    a_request,
    a_seating,
    a_tier,
    after,
    an_ask,
    an_auto_tier,
    an_opening,
)
from tests.approvals.strategies import policies

OFFICE = Calendar(name="office", zone="UTC", hours=("09:00-13:00",))
THREE_WAYS = a_policy(
    a_tier("lead", reminders=(0.5,)),
    a_tier("manager", calendar=OFFICE, defer=True, sla=2 * HOUR),
    on_timeout=OnTimeout.FALLBACK,
    fallback=a_policy(a_tier("duty"), name="rescue"),
)


def _told(steps: tuple[Step, ...]) -> list[tuple[str, str, timedelta]]:
    return [(step.kind, step.tier, step.at - NOON) for step in steps]


def test_a_forecast_tells_every_step_to_the_end_and_no_more_than_that() -> None:
    steps = forecast(an_opening(policy=THREE_WAYS), NOON)
    morning = 21 * HOUR
    assert _told(steps) == [
        ("opened", "lead", timedelta(0)),
        ("neared", "lead", HOUR / 2),
        ("escalated", "manager", HOUR),
        ("unparked", "manager", morning),
        ("fellback", "duty", morning + 2 * HOUR),
        ("expired", "duty", morning + 3 * HOUR),
    ]
    assert (steps[2].parked_until, steps[2].due_at) == (NOON + morning, NOON + morning + 2 * HOUR)
    assert (steps[4].policy, steps[0].policy) == ("rescue", "refund")
    assert steps[-1].decision
    assert not steps[-1].decision.approved


def test_what_limits_decide_is_told_as_decided() -> None:
    steps = forecast(an_opening(an_ask(amount=5.0), a_policy(an_auto_tier(), a_tier("lead"))), NOON)
    assert [step.kind for step in steps] == ["opened", "settled"]
    assert steps[-1].decision
    assert steps[-1].decision.approved


def test_a_policy_that_waits_is_told_up_to_where_it_begins_to() -> None:
    steps = forecast(an_opening(policy=a_policy(a_tier("lead"), on_timeout=OnTimeout.WAIT, repeat=1)), NOON)
    assert [(step.kind, step.round) for step in steps] == [("opened", 0), ("escalated", 1), ("overran", 1)]


def test_silence_approves_in_a_forecast_where_it_would() -> None:
    ask = an_ask().model_copy(update={"risk": Risk.LOW})
    lenient = a_policy(a_tier("lead"), on_timeout=OnTimeout.APPROVE)
    *_, last = forecast(an_opening(ask, lenient), NOON)
    *_, vacant = forecast(an_opening(ask, lenient), NOON, present=lambda _: frozenset())
    assert last.decision
    assert vacant.decision
    assert (last.decision.approved, vacant.decision.approved) == (True, False)


def test_a_tier_in_which_nobody_could_decide_is_passed_over_in_a_forecast_too() -> None:
    def present(request: Request) -> frozenset[str]:
        return frozenset({MANAGER}) if request.tier else frozenset()

    steps = forecast(an_opening(), NOON, present=present)
    assert [(step.kind, step.tier, step.vacant) for step in steps] == [
        ("opened", "team lead", False),
        ("escalated", "manager", True),
        ("expired", "manager", False),
    ]
    assert steps[1].at == NOON


def test_what_lies_ahead_of_a_request_is_told_from_where_it_stands() -> None:
    request = after(after(a_request(), a_seating(a_request(), LEAD)), Ring(), NOON + HOUR)
    assert _told(ahead(request, NOON + HOUR)) == [("expired", "manager", 2 * HOUR)]
    assert ahead(after(request, Ring(), NOON + 2 * HOUR), NOON + 2 * HOUR) == ()


def test_of_a_request_whose_deadline_has_passed_the_next_step_is_now() -> None:
    assert _told(ahead(a_request(), NOON + 5 * HOUR))[0] == ("escalated", "manager", 5 * HOUR)


@given(policies(), st.booleans())
def test_the_clock_does_what_was_forecast(policy: Policy, is_risky: bool) -> None:
    ask = an_ask().model_copy(update={"risk": Risk.HIGH if is_risky else Risk.LOW})
    opening = an_opening(ask, policy)
    *_, last = forecast(opening, NOON)
    request = _seated(after(None, opening))
    while request.state is State.OPEN and not request.overruns:
        moment = next_ring(request)
        assert moment
        request = _seated(after(request, Ring(), moment))
    assert (last.at, last.tier, last.policy) == (request.closed_at or last.at, request.asked.name, request.policy.name)
    assert last.decision == request.decision
    assert (last.kind == "overran") == bool(request.overruns)


def _seated(request: Request) -> Request:
    """The request with as many people as any of its tiers needs."""
    if request.state is not State.OPEN or request.parked_until or request.seating:
        return request
    return after(request, a_seating(request, *(f"U{number}" for number in range(20))))
