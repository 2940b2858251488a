"""The end of the ladder: it begins again, waits on, falls back on another policy, or the policy decides by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Kind, ReasonRule, Risk
from bot.approvals.commands import Degrade, Ring
from bot.approvals.deadlines import next_ring
from bot.approvals.decision import Cause, Decision
from bot.approvals.events import Escalated, Expired, FellBack, Overran
from bot.approvals.policy import OnTimeout, Outage, Policy, WithoutSlack
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    HOUR,
    IN_INSTALMENTS,
    LEAD,
    MANAGER,
    NOON,
    SECOND_LEAD,
    a_click,
    a_drafted_ask,
    a_policy,
    a_request,
    a_request_that_is,
    a_roster,
    a_seating,
    a_tier,
    a_view,
    after,
    an_ask,
    an_auto_tier,
    an_edit,
)

TWICE = a_policy(repeat=1)
WAITING = a_policy(a_tier("lead", reminders=(0.5,)), on_timeout=OnTimeout.WAIT)
RESCUE = a_policy(
    an_auto_tier(amount=1000.0), a_tier("few", limits={"amount": 50.0}), a_tier("duty", sla=3 * HOUR), name="rescue"
)
RESCUED = a_policy(a_tier("lead"), on_timeout=OnTimeout.FALLBACK, fallback=RESCUE)
LENIENT = a_policy(a_tier("lead", quorum=2, rejections=2), on_timeout=OnTimeout.APPROVE)
HARMLESS = Ask(title="Send the newsletter", risk=Risk.LOW)
ALLOWING = a_policy(outage=Outage(after=HOUR, then=WithoutSlack.ALLOW_LOW_RISK))


def _rung(request: Request, *moments: datetime) -> Request:
    for moment in moments:
        request = after(request, Ring(), moment)
    return request


def _asked(ask: Ask = HARMLESS, policy: Policy = LENIENT, *people: str) -> Request:
    request = a_request(ask, policy)
    return after(request, a_seating(request, *(people or (LEAD, SECOND_LEAD))))


def _verdict(request: Request, at: datetime = NOON + HOUR) -> Decision:
    expired = after(request, Ring(), at)
    assert expired.decision
    assert expired.state is State.EXPIRED
    return expired.decision


def test_the_ladder_is_climbed_again_from_the_first_tier_that_may_decide() -> None:
    request = _rung(a_request(policy=TWICE), NOON + HOUR)
    (again,) = decide(request, Ring(), NOON + 2 * HOUR)
    assert again == Escalated(tier=0, round=1, due_at=NOON + 3 * HOUR, at=NOON + 2 * HOUR)
    begun = after(request, Ring(), NOON + 2 * HOUR)
    assert (begun.round, begun.tier, begun.highest, begun.stage) == (1, 0, 1, "0.1.0")


def test_the_second_round_ends_as_the_first_would_have() -> None:
    request = _rung(a_request(policy=TWICE), *(NOON + hours * HOUR for hours in (1, 2, 3)))
    assert (request.round, request.tier) == (1, 1)
    assert _verdict(request, NOON + 4 * HOUR).kind is Kind.REJECT


def test_whoever_was_asked_in_the_first_round_may_decide_in_the_second() -> None:
    request = _rung(a_request(policy=TWICE), NOON + HOUR, NOON + 2 * HOUR)
    settled = after(request, a_click(request, MANAGER))
    assert settled.decision
    assert settled.decision.by == (MANAGER,)


def test_an_edit_that_raised_the_first_tier_raises_it_for_the_next_round_as_well() -> None:
    policy = a_policy(a_tier("lead", limits={"amount": 500.0}), a_tier("manager"), repeat=1)
    request = a_request(a_drafted_ask(), policy)
    raised = after(request, an_edit(request, {"amount": 900}))
    assert (raised.tier, after(raised, Ring(), NOON + HOUR).tier) == (1, 1)


def test_a_last_tier_that_waits_tells_so_each_time_its_sla_ends() -> None:
    request = a_request(policy=WAITING)
    (overran,) = decide(request, Ring(), NOON + HOUR)
    assert overran == Overran(count=1, due_at=NOON + 2 * HOUR, at=NOON + HOUR)
    waiting = _rung(request, NOON + HOUR, NOON + 2 * HOUR)
    assert (waiting.state, waiting.overruns, waiting.due_at) == (State.OPEN, 2, NOON + 3 * HOUR)
    assert waiting.stage == request.stage


def test_a_request_that_waits_on_rings_at_the_end_of_an_sla_and_not_on_the_way_there() -> None:
    request = _rung(a_request(policy=WAITING), NOON + HOUR)
    assert next_ring(request) == NOON + 2 * HOUR
    assert decide(request, Ring(), NOON + 1.9 * HOUR) == ()


def test_a_request_that_an_earlier_release_left_waiting_without_end_stays_so() -> None:
    old = replace(a_request(policy=WAITING), due_at=None)
    assert next_ring(old) is None
    assert decide(old, Ring(), NOON + timedelta(days=1000)) == ()
    assert after(old, a_click(old)).decision


def test_the_ladder_of_the_policy_to_fall_back_on_begins_where_people_may_decide_the_ask() -> None:
    (fallen,) = decide(a_request(policy=RESCUED), Ring(), NOON + HOUR)
    assert fallen == FellBack(policy=RESCUE, tier=2, due_at=NOON + 4 * HOUR, at=NOON + HOUR)
    request = after(a_request(policy=RESCUED), Ring(), NOON + HOUR)
    assert (request.policy, request.fallbacks, request.stage) == (RESCUE, ("refund",), "1.0.2")
    assert (request.first_tier, request.seatings, request.tier_asked_at) == (2, (), NOON + HOUR)


def test_what_the_fallback_could_approve_by_itself_is_put_to_people_all_the_same() -> None:
    request = after(a_request(an_ask(amount=5.0), RESCUED), Ring(), NOON + HOUR)
    assert (request.asked.name, request.state) == ("few", State.OPEN)


def test_after_a_fallback_only_its_own_people_may_decide_and_earlier_votes_need_a_seat_there() -> None:
    policy = RESCUED.model_copy(update={"tiers": (a_tier("lead", quorum=2),)})
    voted = after(a_request(policy=policy), a_click(a_request(policy=policy)))
    fallen = after(voted, Ring(), NOON + HOUR)
    roster = replace(a_roster((), (), (MANAGER,)), fallbacks=1)
    settled = after(fallen, a_click(fallen, MANAGER, roster=roster))
    assert settled.decision
    assert settled.decision.by == (MANAGER,)


def test_the_fallback_decides_at_the_end_of_its_own_ladder() -> None:
    request = after(a_request(policy=RESCUED), Ring(), NOON + HOUR)
    assert _verdict(request, NOON + 4 * HOUR).tier == "duty"


def test_a_policy_may_approve_what_is_of_low_risk_when_nobody_answered() -> None:
    decision = _verdict(_asked())
    assert (decision.action, decision.kind, decision.cause, decision.by) == ("approve", Kind.APPROVE, Cause.TIMEOUT, ())


@pytest.mark.parametrize("risk", [None, Risk.MEDIUM, Risk.HIGH])
def test_silence_never_approves_any_other_risk(risk: Risk | None) -> None:
    assert not _verdict(_asked(HARMLESS.model_copy(update={"risk": risk}))).approved


def test_silence_never_approves_what_somebody_rejected() -> None:
    request = _asked()
    assert not _verdict(after(request, a_click(request, action="reject", reason="too early"))).approved


def test_silence_never_approves_what_somebody_edited() -> None:
    request = _asked(a_drafted_ask().model_copy(update={"risk": Risk.LOW}))
    assert not _verdict(after(request, an_edit(request, {"amount": 100}))).approved


def test_silence_never_approves_what_nobody_could_be_asked() -> None:
    assert not _verdict(a_request(HARMLESS, LENIENT)).approved
    assert not _verdict(_asked(HARMLESS, LENIENT, LEAD)).approved


@pytest.mark.parametrize(
    "action", [IN_INSTALMENTS, Action(id="ok", label="OK", kind=Kind.APPROVE, reason=ReasonRule.REQUIRED)]
)
def test_silence_never_approves_what_needs_words_or_values(action: Action) -> None:
    alone, beside = (HARMLESS.model_copy(update={"actions": given}) for given in ((action, REJECT), (action, APPROVE)))
    assert not _verdict(_asked(alone)).approved
    assert _verdict(_asked(beside)).action == "approve"


def test_approvals_short_of_the_quorum_do_not_speak_against_it() -> None:
    request = _asked()
    assert _verdict(after(request, a_click(request))).approved


def test_what_nobody_could_be_shown_is_rejected() -> None:
    request = a_request(HARMLESS, a_policy(outage=Outage(after=HOUR)))
    (expired,) = decide(request, Degrade(), NOON + HOUR)
    assert isinstance(expired, Expired)
    assert (expired.decision.kind, expired.decision.cause) == (Kind.REJECT, Cause.OUTAGE)


def test_what_nobody_could_be_shown_is_approved_only_where_the_policy_allows_its_low_risk() -> None:
    harmless, risky = after(a_request(HARMLESS, ALLOWING), Degrade()), after(a_request(policy=ALLOWING), Degrade())
    assert harmless.decision
    assert risky.decision
    assert (harmless.state, harmless.decision.approved, risky.decision.approved) == (State.EXPIRED, True, False)


def test_without_slack_nothing_is_decided_that_the_policy_does_not_speak_of_or_somebody_saw() -> None:
    assert decide(a_request(HARMLESS), Degrade(), NOON) == ()
    request = a_request(HARMLESS, ALLOWING)
    assert decide(after(request, a_view(request)), Degrade(), NOON) == ()


@pytest.mark.parametrize("state", [State.SETTLED, State.EXPIRED, State.WITHDRAWN])
def test_without_slack_nothing_that_is_closed_is_decided_again(state: State) -> None:
    assert decide(a_request_that_is(state), Degrade(), NOON) == ()


def test_a_machine_asleep_for_a_day_asks_the_next_tier_now_and_gives_it_its_whole_sla() -> None:
    late = NOON + timedelta(days=1)
    request = after(a_request(policy=TWICE), Ring(), late)
    assert (request.tier, request.due_at) == (1, late + HOUR)
    assert decide(request, Ring(), late) == ()
