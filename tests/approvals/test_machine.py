"""The machines: every cell of the tables, and what opening, the alarm, withdrawing and applying cause."""

from datetime import timedelta

import pytest

from bot.approvals.ask import APPROVE, Action, Kind
from bot.approvals.commands import Command, MarkApplied, Ring, Withdraw
from bot.approvals.decision import Cause
from bot.approvals.events import EVENT_KINDS, Applied, Escalated, Event, Expired, Opened, Withdrawn
from bot.approvals.machine import MOVES, RUN_MOVES, IllegalMove, RunState, evolve, fold
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.event_examples import one_event_of_each_kind
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    REQUESTER,
    a_click,
    a_drafted_ask,
    a_policy,
    a_request,
    a_request_that_is,
    a_tier,
    after,
    an_ask,
    an_auto_tier,
    an_opening,
    why_refused,
)

WITHDRAW = Withdraw(because="the run was cancelled", by=REQUESTER)
ONE_HOUR_LEFT = a_policy(a_tier("team lead"))
MICROSECOND = timedelta(microseconds=1)
CELLS = [(state, event) for state in MOVES for event in one_event_of_each_kind()]
LEGAL = [(state, event) for state, event in CELLS if type(event) in MOVES[state]]
ILLEGAL = [(state, event) for state, event in CELLS if type(event) not in MOVES[state]]


def _at(state: State | None) -> Request | None:
    return a_request_that_is(state, a_drafted_ask()) if state else None


def _name(cell: State | Event | None) -> str:
    return cell.value if isinstance(cell, State) else type(cell).__name__.lower() if cell else "nothing"


def test_the_table_has_a_row_for_every_state_and_knows_every_kind_of_event() -> None:
    assert set(MOVES) == {None, *State}
    assert {kind for row in MOVES.values() for kind in row} == set(EVENT_KINDS.values())


@pytest.mark.parametrize(("state", "event"), LEGAL, ids=_name)
def test_a_legal_move_moves(state: State | None, event: Event) -> None:
    request = _at(state)
    moved = evolve(request, event)
    assert moved.state is MOVES[state][type(event)]
    assert moved.seq == (request.seq if request else 0) + 1


@pytest.mark.parametrize(("state", "event"), ILLEGAL, ids=_name)
def test_an_illegal_move_raises_and_changes_nothing(state: State | None, event: Event) -> None:
    request, same = _at(state), _at(state)
    with pytest.raises(IllegalMove):
        evolve(request, event)
    assert request == same


@pytest.mark.parametrize("state", [state for state in State if state is not State.OPEN])
def test_nothing_leads_out_of_a_closed_state(state: State) -> None:
    assert set(MOVES[state].values()) <= {state}


def test_an_open_request_can_come_to_every_end() -> None:
    assert set(MOVES[State.OPEN].values()) == set(State)


def test_no_events_fold_into_no_request() -> None:
    with pytest.raises(IllegalMove):
        fold([])


def test_the_runs_table_has_a_row_for_every_state_and_no_move_to_itself() -> None:
    assert set(RUN_MOVES) == set(RunState)
    assert all(state not in targets for state, targets in RUN_MOVES.items())


def test_a_run_ends_for_good_unless_a_repair_queues_it_anew_and_can_be_cancelled_until_then() -> None:
    ends = {RunState.FINISHED, RunState.FAILED, RunState.CANCELLED}
    assert {state for state in RunState if state.has_ended} == ends
    assert {state: RUN_MOVES[state] for state in ends if RUN_MOVES[state]} == {RunState.FAILED: {RunState.QUEUED}}
    assert all(RunState.CANCELLED in targets for state, targets in RUN_MOVES.items() if state not in ends)


def test_only_what_waits_or_failed_is_queued_anew() -> None:
    queued = {state for state, targets in RUN_MOVES.items() if RunState.QUEUED in targets}
    assert queued == {RunState.WAITING, RunState.FAILED}


def test_opening_asks_the_first_tier_until_its_sla_ends() -> None:
    opening = an_opening()
    (opened,) = decide(None, opening, NOON)
    request = fold([opened])
    assert isinstance(opened, Opened)
    assert (request.state, request.tier, request.due_at) == (State.OPEN, 0, NOON + HOUR)
    assert (request.ask, request.policy, request.origin) == (opening.ask, opening.policy, opening.origin)


def test_a_request_that_is_there_cannot_be_opened_again() -> None:
    with pytest.raises(IllegalMove):
        after(a_request(), an_opening())


def test_what_lies_within_an_auto_tiers_limits_is_approved_without_asking() -> None:
    policy = a_policy(an_auto_tier(amount=50.0), a_tier("team lead"))
    request = a_request(an_ask(amount=50.0), policy)
    assert request.decision
    assert (request.state, request.due_at) == (State.SETTLED, None)
    assert (request.decision.action, request.decision.cause, request.decision.by) == ("approve", Cause.LIMITS, ())
    assert request.decision.tier == "auto"


def test_what_lies_outside_an_auto_tiers_limits_is_asked() -> None:
    policy = a_policy(an_auto_tier(amount=50.0), a_tier("team lead"))
    assert a_request(an_ask(amount=50.01), policy).state is State.OPEN


@pytest.mark.parametrize("command", [Ring(), WITHDRAW, MarkApplied()])
def test_nothing_can_be_done_to_an_unknown_request(command: Command) -> None:
    assert why_refused(None, command) is Reason.UNKNOWN_REQUEST


def test_the_alarm_escalates_at_the_end_of_the_sla_and_not_before() -> None:
    request = after(a_request(), Ring(), NOON + 0.75 * HOUR)
    assert decide(request, Ring(), NOON + HOUR - MICROSECOND) == ()
    assert decide(request, Ring(), NOON + HOUR) == (Escalated(tier=1, due_at=NOON + 2 * HOUR, at=NOON + HOUR),)


def test_an_alarm_that_rings_late_gives_the_next_tier_its_whole_sla() -> None:
    request = after(a_request(), Ring(), NOON + 5 * HOUR)
    assert (request.tier, request.due_at) == (1, NOON + 6 * HOUR)


def test_an_escalation_gives_the_next_tier_its_own_sla() -> None:
    policy = a_policy(a_tier("team lead", sla=HOUR), a_tier("manager", sla=3 * HOUR))
    assert after(a_request(policy=policy), Ring(), NOON + HOUR).due_at == NOON + 4 * HOUR


def test_after_the_last_tier_the_request_expires_rejected() -> None:
    request = a_request(policy=ONE_HOUR_LEFT)
    (expired,) = decide(request, Ring(), NOON + HOUR)
    assert isinstance(expired, Expired)
    assert (expired.decision.action, expired.decision.kind) == ("reject", Kind.REJECT)
    assert (expired.decision.cause, expired.decision.by) == (Cause.TIMEOUT, ())


def test_an_ask_without_a_rejecting_action_is_rejected_all_the_same() -> None:
    request = a_request(an_ask(actions=(APPROVE,)), ONE_HOUR_LEFT)
    expired = after(request, Ring(), NOON + HOUR)
    assert expired.decision
    assert (expired.decision.action, expired.decision.kind) == ("reject", Kind.REJECT)


def test_a_rejection_by_time_takes_the_asks_own_rejecting_action() -> None:
    stop = Action(id="stop", label="Stop", kind=Kind.REJECT)
    expired = after(a_request(an_ask(actions=(APPROVE, stop)), ONE_HOUR_LEFT), Ring(), NOON + HOUR)
    assert expired.decision
    assert expired.decision.action == "stop"


def test_approvals_short_of_the_quorum_do_not_save_a_request_from_expiring() -> None:
    request = a_request(policy=a_policy(a_tier("team lead", quorum=2)))
    expired = after(after(request, a_click(request)), Ring(), NOON + HOUR)
    assert expired.decision
    assert (expired.state, expired.decision.approved) == (State.EXPIRED, False)


def test_after_an_escalation_the_tiers_asked_before_may_still_decide() -> None:
    escalated = after(a_request(), Ring(), NOON + HOUR)
    by_lead = after(escalated, a_click(escalated))
    by_manager = after(escalated, a_click(escalated, MANAGER))
    assert by_lead.decision
    assert by_manager.decision
    assert (by_lead.decision.by, by_manager.decision.by) == ((LEAD,), (MANAGER,))


def test_a_closed_request_does_not_hear_the_alarm() -> None:
    for state in (State.SETTLED, State.EXPIRED, State.WITHDRAWN):
        assert decide(a_request_that_is(state), Ring(), NOON + 100 * HOUR) == ()


def test_withdrawing_decides_nothing() -> None:
    request = a_request()
    assert decide(request, WITHDRAW, NOON) == (Withdrawn(because="the run was cancelled", by=REQUESTER, at=NOON),)
    withdrawn = after(request, WITHDRAW)
    assert (withdrawn.decision, withdrawn.due_at) == (None, None)
    assert withdrawn.withdrawn_because == "the run was cancelled"


@pytest.mark.parametrize("state", [State.SETTLED, State.EXPIRED, State.WITHDRAWN])
def test_a_closed_request_cannot_be_withdrawn(state: State) -> None:
    assert why_refused(a_request_that_is(state), WITHDRAW) is Reason.ALREADY_CLOSED


def test_an_answer_is_marked_applied_once() -> None:
    settled = a_request_that_is(State.SETTLED)
    assert decide(settled, MarkApplied(), NOON) == (Applied(at=NOON),)
    applied = after(settled, MarkApplied())
    assert applied.applied_at == NOON
    assert decide(applied, MarkApplied(), NOON + HOUR) == ()


@pytest.mark.parametrize("state", [State.OPEN, State.WITHDRAWN])
def test_where_nothing_was_decided_nothing_is_applied(state: State) -> None:
    assert decide(a_request_that_is(state), MarkApplied(), NOON) == ()
