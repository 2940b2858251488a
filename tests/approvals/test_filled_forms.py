"""Actions with a form: approvals agree only where they are filled in alike, and the decision tells with what."""

from dataclasses import replace
from typing import Any

import pytest

from bot.approvals.ask import APPROVE, REJECT, Action, Kind
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from tests.approvals.examples import (
    IN_INSTALMENTS,
    LEAD,
    SECOND_LEAD,
    a_click,
    a_filled_click,
    a_policy,
    a_request,
    a_tier,
    after,
    an_ask,
    why_refused,
)

UNLIKE: list[tuple[Any, Any]] = [(3, 4), (3, 3.0), (1, True), (3, "3"), (None, 0), ([1, 2], [2, 1]), ({}, [])]


def _request(quorum: int = 1) -> Request:
    return a_request(an_ask(actions=(APPROVE, IN_INSTALMENTS, REJECT)), a_policy(a_tier(quorum=quorum)))


def test_what_a_form_was_filled_in_with_is_kept_with_the_vote_and_in_the_decision() -> None:
    settled = after(_request(), a_filled_click(_request(), {"months": 3}))
    assert settled.decision
    assert (settled.votes[0].values, settled.decision.values) == ({"months": 3}, {"months": 3})


def test_a_form_that_needs_values_is_not_sent_empty() -> None:
    assert why_refused(_request(), a_filled_click(_request(), {})) is Reason.VALUES_MISSING


def test_a_form_of_optional_values_may_be_sent_empty() -> None:
    noting = Action(id="approve_with_note", label="With a note", kind=Kind.APPROVE, form={"type": "object"})
    request = a_request(an_ask(actions=(noting,)))
    settled = after(request, a_click(request, action="approve_with_note"))
    assert settled.decision
    assert settled.decision.values == {}


def test_values_sent_with_an_action_without_a_form_are_dropped() -> None:
    request = _request()
    settled = after(request, replace(a_click(request), values={"months": 3}))
    assert settled.decision
    assert (settled.votes[0].values, settled.decision.values) == ({}, {})


def test_a_rejection_may_have_a_form_as_well() -> None:
    later = Action(id="later", label="Later", kind=Kind.REJECT, form={"type": "object", "required": ["day"]})
    request = a_request(an_ask(actions=(APPROVE, later)))
    click = a_click(request, action="later")
    assert why_refused(request, click) is Reason.VALUES_MISSING
    rejected = after(request, replace(click, values={"day": "2026-03-09"}))
    assert rejected.decision
    assert (rejected.decision.kind, rejected.decision.values) == (Kind.REJECT, {"day": "2026-03-09"})


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_approvals_filled_in_unlike_do_not_add_up(one: object, other: object) -> None:
    request = _request(quorum=2)
    first = after(request, a_filled_click(request, {"months": one}))
    second = after(first, a_filled_click(first, {"months": other}, SECOND_LEAD))
    assert (second.state, len(second.votes)) == (State.OPEN, 2)


def test_approvals_filled_in_alike_add_up_whatever_the_order_of_the_fields() -> None:
    request = _request(quorum=2)
    first = after(request, a_filled_click(request, {"months": 3, "why": "agreed"}))
    second = after(first, a_filled_click(first, {"why": "agreed", "months": 3}, SECOND_LEAD))
    assert second.decision
    assert (second.decision.by, second.decision.values) == ((LEAD, SECOND_LEAD), {"months": 3, "why": "agreed"})


def test_somebody_may_fill_in_the_form_anew_to_agree() -> None:
    request = _request(quorum=2)
    first = after(request, a_filled_click(request, {"months": 3}))
    second = after(first, a_filled_click(first, {"months": 4}, SECOND_LEAD))
    agreed = after(second, a_filled_click(second, {"months": 4}))
    assert agreed.decision
    assert agreed.decision.values == {"months": 4}
    assert set(agreed.decision.by) == {LEAD, SECOND_LEAD}


def test_the_same_form_sent_again_is_refused_as_counted() -> None:
    request = _request(quorum=2)
    first = after(request, a_filled_click(request, {"months": 3}))
    assert why_refused(first, a_filled_click(first, {"months": 3})) is Reason.ALREADY_COUNTED
    second = after(first, a_filled_click(first, {"months": 3}, SECOND_LEAD))
    assert why_refused(second, a_filled_click(second, {"months": 3})) is Reason.ALREADY_COUNTED


def test_half_a_character_in_a_form_is_replaced() -> None:
    settled = after(_request(), a_filled_click(_request(), {"months": 3, "why": ["\ud83d"]}))
    assert settled.decision
    assert settled.decision.values == {"months": 3, "why": ["\ufffd"]}
