"""Stepping in: to have the next tier asked, to put the deadline off, to pass a seat on, and to want another look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.approvals.calendars import Calendar
from bot.approvals.commands import EscalateNow, Extend, Reopen, Ring
from bot.approvals.deadlines import next_ring
from bot.approvals.eligibility import Person, Roster
from bot.approvals.events import Escalated, Extended, Neared, Reopened
from bot.approvals.policy import OnTimeout
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    DIRECTOR,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_delegation,
    a_policy,
    a_request,
    a_request_that_is,
    a_roster,
    a_roster_with,
    a_tier,
    after,
    why_refused,
)

SOON = HOUR / 6
GUEST = Person(id=LEAD, is_guest=True)
CLOSED = [State.SETTLED, State.EXPIRED, State.WITHDRAWN]
BLANK = pytest.mark.parametrize("words", ["", " \n"])
NOBODYS = pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person(id=OUTSIDER), Reason.NOT_ELIGIBLE),
        (Person(id=MANAGER), Reason.NOT_ELIGIBLE),
        (Person(id=REQUESTER), Reason.OWN_REQUEST),
        (GUEST, Reason.NOT_A_MEMBER),
    ],
)


def _up(by: str = LEAD, because: str = "beyond me", roster: Roster | None = None) -> EscalateNow:
    return EscalateNow(person=Person(id=by), roster=roster or a_roster(), because=because)


def _more(
    by: timedelta = SOON, who: str = LEAD, because: str = "a call at two", roster: Roster | None = None
) -> Extend:
    return Extend(person=Person(id=who), roster=roster or a_roster(), by=by, because=because)


def _again(by: str = REQUESTER, because: str = "they paid after all") -> Reopen:
    return Reopen(person=Person(id=by), roster=a_roster(), because=because, run_id="run-2")


def _rejected() -> Request:
    return after(a_request(), a_click(a_request(), action="reject", reason="paid already"))


def test_a_reviewer_has_the_next_tier_asked_now_and_says_why() -> None:
    (escalated,) = decide(a_request(), _up(because=" beyond me\n"), NOON + SOON)
    assert escalated == Escalated(tier=1, due_at=NOON + SOON + HOUR, at=NOON + SOON, by=LEAD, because="beyond me")


def test_nobody_is_asked_in_vain_above_the_last_tier() -> None:
    request = after(a_request(), Ring(), NOON + HOUR)
    assert why_refused(request, _up(MANAGER)) is Reason.NO_NEXT_TIER


def test_two_who_want_the_next_tier_asked_at_once_put_it_up_by_one() -> None:
    escalated = after(a_request(), _up())
    assert why_refused(escalated, _up(SECOND_LEAD)) is Reason.ALREADY_ESCALATED
    assert why_refused(escalated, _up()) is Reason.ALREADY_ESCALATED


def test_who_escalated_may_do_so_again_when_the_ladder_is_begun_anew() -> None:
    request = after(a_request(policy=a_policy(repeat=1)), _up())
    begun = after(request, Ring(), NOON + HOUR)
    assert (begun.round, begun.tier, begun.has_escalated(LEAD)) == (1, 0, False)
    escalated = after(begun, _up())
    assert (escalated.tier, escalated.escalators, escalated.has_escalated(LEAD)) == (1, (LEAD, LEAD), True)


def test_a_deadline_is_put_off_by_a_reviewer_of_the_tier_that_has_it() -> None:
    extended = Extended(by=LEAD, because="a call at two", due_at=NOON + HOUR + SOON, at=NOON + SOON, span=SOON)
    assert decide(a_request(), _more(), NOON + SOON) == (extended,)
    request = after(a_request(), _more(), NOON + SOON)
    assert (request.due_at, request.extensions[0].before, request.tier) == (NOON + HOUR + SOON, NOON + HOUR, 0)


def test_it_is_put_off_by_no_more_in_all_than_the_policy_allows() -> None:
    request = after(a_request(policy=a_policy(extend_at_most=3 * SOON)), _more(2 * SOON))
    assert why_refused(request, _more(2 * SOON, SECOND_LEAD)) is Reason.EXTENDED_ENOUGH
    assert after(request, _more(SOON, SECOND_LEAD)).due_at == NOON + HOUR + 3 * SOON


def test_a_form_that_is_delivered_twice_puts_the_deadline_off_once() -> None:
    request = after(a_request(), _more(), NOON + SOON)
    assert why_refused(request, _more(), NOON + SOON) is Reason.ALREADY_COUNTED
    assert after(request, _more(because="a call at three"), NOON + SOON).due_at == NOON + HOUR + 2 * SOON
    assert after(request, _more(who=SECOND_LEAD), NOON + SOON).due_at == NOON + HOUR + 2 * SOON
    assert after(request, _more(), NOON + 2 * SOON).due_at == NOON + HOUR + 2 * SOON


def test_a_policy_that_does_not_say_allows_as_much_as_the_sla() -> None:
    assert why_refused(a_request(), _more(HOUR + SOON)) is Reason.EXTENDED_ENOUGH
    assert after(a_request(), _more(HOUR)).due_at == NOON + 2 * HOUR


def test_what_was_added_on_a_lower_tier_counts_on_the_next() -> None:
    escalated = after(after(a_request(), _more(HOUR)), Ring(), NOON + 2 * HOUR)
    assert why_refused(escalated, _more(SOON, MANAGER)) is Reason.EXTENDED_ENOUGH


def test_what_is_added_is_time_of_the_kind_that_the_sla_counts() -> None:
    office = Calendar(name="office", zone="UTC", hours=("09:00-13:00",))
    request = a_request(policy=a_policy(a_tier("lead", calendar=office)))
    assert request.due_at == NOON + HOUR  # when the office closes
    assert after(request, _more(HOUR)).due_at == NOON + 22 * HOUR
    assert after(request, _more(HOUR)).extensions[0].span == HOUR


def test_only_the_shares_that_are_not_used_up_any_more_are_told_again() -> None:
    request = after(a_request(policy=a_policy(a_tier("lead", reminders=(0.5,)))), Ring(), NOON + HOUR / 2)
    extended = after(request, _more(HOUR), NOON + HOUR / 2)
    assert (extended.neared, next_ring(extended)) == (0.25, NOON + HOUR)
    assert decide(extended, Ring(), NOON + HOUR) == (Neared(share=0.5, reminded=True, at=NOON + HOUR),)


@pytest.mark.parametrize("by", [timedelta(0), -SOON])
def test_a_deadline_is_not_put_off_by_no_time(by: timedelta) -> None:
    assert why_refused(a_request(), _more(by)) is Reason.VALUES_MISSING


def test_who_was_asked_before_does_not_put_off_the_deadline_of_those_asked_now() -> None:
    escalated = after(a_request(), Ring(), NOON + HOUR)
    assert why_refused(escalated, _more()) is Reason.NOT_ELIGIBLE


def test_a_request_without_a_deadline_has_none_to_put_off() -> None:
    old = replace(a_request(policy=a_policy(a_tier("lead"), on_timeout=OnTimeout.WAIT)), due_at=None)
    assert why_refused(old, _more()) is Reason.EXTENDED_ENOUGH


def test_a_stand_in_may_escalate_and_put_off() -> None:
    away = a_roster_with({LEAD: OUTSIDER})
    assert after(a_request(), _more(who=OUTSIDER, roster=away)).extensions[0].by == OUTSIDER
    assert after(a_request(), _up(OUTSIDER, roster=away)).escalators == (OUTSIDER,)


@NOBODYS
def test_nobody_without_a_seat_steps_in(person: Person, reason: Reason) -> None:
    for command in (_up(), _more(), a_delegation(to=DIRECTOR)):
        assert why_refused(a_request(), replace(command, person=person)) is reason


@BLANK
def test_each_takes_a_reason(words: str) -> None:
    for command in (_up(because=words), _more(because=words), a_delegation(reason=words)):
        assert why_refused(a_request(), command) is Reason.REASON_MISSING
    assert why_refused(_rejected(), _again(because=words)) is Reason.REASON_MISSING


@pytest.mark.parametrize("state", CLOSED)
def test_nobody_steps_in_when_it_is_closed(state: State) -> None:
    for command in (_up(), _more(), a_delegation()):
        assert why_refused(a_request_that_is(state), command) is Reason.ALREADY_CLOSED


def test_half_a_character_in_a_reason_is_replaced() -> None:
    assert after(a_request(), _more(because="\ud83d")).extensions[0].because == "\ufffd"


def test_a_seat_is_not_passed_on_to_somebody_who_is_away_themselves() -> None:
    away = a_roster_with({OUTSIDER: DIRECTOR})
    assert why_refused(a_request(), a_delegation(roster=away)) is Reason.AWAY_THEMSELVES


def test_a_seat_is_not_passed_on_to_whoever_stands_in_for_the_requester() -> None:
    roster = a_roster_with({REQUESTER: OUTSIDER})
    assert why_refused(a_request(), a_delegation(roster=roster)) is Reason.NOT_A_STAND_IN


def test_its_requester_wants_another_look_at_what_was_rejected_and_the_decision_stays() -> None:
    rejected = _rejected()
    reopened = Reopened(by=REQUESTER, because="they paid after all", run_id="run-2", at=NOON + HOUR)
    assert decide(rejected, _again(), NOON + HOUR) == (reopened,)
    after_all = after(rejected, _again(), NOON + HOUR)
    assert (after_all.state, after_all.decision) == (State.SETTLED, rejected.decision)
    assert after_all.reopening
    assert after_all.reopening.run_id == "run-2"


@pytest.mark.parametrize("state", [State.EXPIRED, State.WITHDRAWN])
def test_what_expired_or_was_withdrawn_may_be_looked_at_again_by_a_reviewer_too(state: State) -> None:
    reopening = after(a_request_that_is(state), _again(LEAD)).reopening
    assert reopening
    assert reopening.by == LEAD


def test_a_neutral_answer_may_be_looked_at_again() -> None:
    held = after(a_request(), a_click(a_request(), action="hold"))
    assert after(held, _again()).reopening


def test_there_is_one_other_look_and_no_more() -> None:
    assert why_refused(after(_rejected(), _again()), _again(LEAD)) is Reason.ALREADY_REOPENED


def test_what_is_open_or_was_approved_is_not_looked_at_again() -> None:
    assert why_refused(a_request(), _again()) is Reason.NOT_REOPENABLE
    assert why_refused(a_request_that_is(State.SETTLED), _again()) is Reason.NOT_REOPENABLE


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person(id=OUTSIDER), Reason.NOT_ELIGIBLE),
        (GUEST, Reason.NOT_A_MEMBER),
        (Person(id=REQUESTER, is_active=False), Reason.NOT_A_MEMBER),
    ],
)
def test_nobody_else_wants_another_look(person: Person, reason: Reason) -> None:
    assert why_refused(_rejected(), replace(_again(), person=person)) is reason
