"""Clicks that come twice, at once or with values that nobody could have typed: each counts once, or not at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.approvals.ask import APPROVE, REJECT
from bot.approvals.commands import Ring, Withdraw
from bot.approvals.events import Edited, Voted, Withdrawn
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from tests.approvals.examples import (
    DIRECTOR,
    ESCALATE,
    HOUR,
    IN_INSTALMENTS,
    LEAD,
    NOON,
    OUTSIDER,
    SECOND_LEAD,
    a_click,
    a_delegation,
    a_drafted_ask,
    a_filled_click,
    a_policy,
    a_request,
    a_roster,
    a_roster_with,
    a_tier,
    after,
    an_ask,
    an_edit,
    why_refused,
)

TWO_LEADS = a_policy(a_tier("team lead", quorum=2), a_tier("manager"), a_tier("director"))
ASKED = {"amount": 120, "note": "charged twice"}
LESS = {"amount": 100, "note": "charged twice"}
BOTH_IN_BOTH = a_roster((LEAD, SECOND_LEAD), (LEAD, SECOND_LEAD), (DIRECTOR,))


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


HOSTILE: dict[str, Any] = {
    "no number": float("nan"),
    "endless": float("-inf"),
    "too long": 10**5_000,
    "deep": _nested(300),
    "deeper": _nested(5_000),
    "not JSON": {1, 2},
}
HOSTILE_VALUES = pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())


def _drafted() -> Request:
    return a_request(a_drafted_ask(), TWO_LEADS)


def _with_a_form() -> Request:
    return a_request(an_ask(actions=(APPROVE, IN_INSTALMENTS, REJECT)), TWO_LEADS)


def _that_may_climb() -> Request:
    return a_request(an_ask(actions=(APPROVE, REJECT, ESCALATE)), TWO_LEADS)


def test_who_approved_may_still_edit_and_approve() -> None:
    approved = after(_drafted(), a_click(_drafted()))
    assert [type(event) for event in decide(approved, an_edit(approved, LESS), NOON)] == [Edited, Voted]


def test_a_click_whose_vote_an_edit_voided_is_stale_and_not_called_counted() -> None:
    click = a_click(_drafted())
    approved = after(_drafted(), click)
    edited = after(approved, an_edit(approved, LESS, SECOND_LEAD))
    assert edited.votes[0].person == SECOND_LEAD
    assert why_refused(edited, click) is Reason.STALE_CARD


def test_a_vote_that_an_edit_voided_does_not_revive_when_the_edit_is_taken_back() -> None:
    approved = after(_drafted(), a_click(_drafted()))
    edited = after(approved, an_edit(approved, LESS, SECOND_LEAD))
    back = after(edited, an_edit(edited, ASKED, SECOND_LEAD))
    assert (back.digest, back.state) == (approved.digest, State.OPEN)
    assert [vote.person for vote in back.votes] == [SECOND_LEAD]


def test_two_who_belong_to_both_tiers_and_escalate_at_once_put_it_up_by_one() -> None:
    request = _that_may_climb()
    first, second = (a_click(request, who, "escalate", roster=BOTH_IN_BOTH) for who in (LEAD, SECOND_LEAD))
    assert why_refused(after(request, first), second) is Reason.ALREADY_ESCALATED


def test_a_reviewer_and_their_stand_in_who_escalate_at_once_put_it_up_by_one() -> None:
    request = _that_may_climb()
    roster = a_roster_with({LEAD: OUTSIDER}, (LEAD,), (LEAD,), (DIRECTOR,))
    first, second = (a_click(request, who, "escalate", roster=roster) for who in (LEAD, OUTSIDER))
    assert why_refused(after(request, first), second) is Reason.ALREADY_ESCALATED


def test_the_alarm_and_a_click_at_once_put_it_up_by_one() -> None:
    click = a_click(_that_may_climb(), action="escalate", roster=BOTH_IN_BOTH)
    escalated = after(_that_may_climb(), Ring(), NOON + HOUR)
    assert why_refused(escalated, click, NOON + HOUR) is Reason.ALREADY_ESCALATED


@HOSTILE_VALUES
def test_an_edit_that_is_no_sound_json_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        decide(_drafted(), an_edit(_drafted(), {"amount": value}), NOON)


@HOSTILE_VALUES
def test_a_form_that_is_no_sound_json_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        decide(_with_a_form(), a_filled_click(_with_a_form(), {"months": value}), NOON)


@HOSTILE_VALUES
def test_values_that_no_form_asks_for_are_never_looked_at(value: Any) -> None:
    click = replace(a_click(_with_a_form()), values={"months": value})
    assert why_refused(after(_with_a_form(), click), click) is Reason.ALREADY_COUNTED


def test_a_form_with_half_a_character_that_is_sent_twice_counts_once() -> None:
    click = a_filled_click(_with_a_form(), {"months": 3, "why": "\ud83d"})
    assert why_refused(after(_with_a_form(), click), click) is Reason.ALREADY_COUNTED


def test_ringing_twice_is_ringing_once_however_short_the_next_sla() -> None:
    policy = a_policy(a_tier("lead"), a_tier("manager", sla=timedelta(microseconds=1)))
    escalated = after(a_request(policy=policy), Ring(), NOON + HOUR)
    assert decide(escalated, Ring(), NOON + HOUR) == ()


def test_an_escalation_does_not_silently_drop_an_edit() -> None:
    request = a_request(a_drafted_ask(), TWO_LEADS)
    assert why_refused(request, an_edit(request, LESS, action="escalate")) is Reason.NOT_EDITABLE


def test_half_a_character_in_why_the_program_withdrew_a_request_is_replaced() -> None:
    (withdrawn,) = decide(_drafted(), Withdraw(because="\ud83d", by="engine"), NOON)
    assert isinstance(withdrawn, Withdrawn)
    assert withdrawn.because == "\ufffd"


def test_a_seat_that_is_passed_on_twice_to_the_same_person_is_passed_on_once() -> None:
    assert why_refused(after(_drafted(), a_delegation()), a_delegation()) is Reason.ALREADY_COUNTED


def test_an_edit_beyond_the_editor_that_is_sent_twice_is_made_once() -> None:
    request = a_request(a_drafted_ask(), a_policy(a_tier("team lead", limits={"amount": 200}), a_tier("manager")))
    edit = an_edit(request, {"amount": 900, "note": "charged twice"})
    assert why_refused(after(request, edit), edit) is Reason.ALREADY_COUNTED
