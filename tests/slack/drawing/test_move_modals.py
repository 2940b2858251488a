"""Tests of the modals for moves by hand: each says what it does, wants a reason, and carries what it is about."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.approvals.calendars import Calendar
from bot.approvals.commands import Extend
from bot.approvals.eligibility import Person
from bot.approvals.request import Request
from bot.slack import answers, text
from bot.slack.answers import Memo, Place
from bot.slack.drawing import move_modals
from tests.approvals.examples import HOUR, LEAD, NOON, a_policy, a_request, a_roster, a_tier, after
from tests.slack import limits
from tests.slack.accepting import accepted_view
from tests.slack.asks import SOON, an_ask_of, sayable

HERE = Place("C0APPROVALS", "1700000000.000100")
MODALS = {
    "escalate": move_modals.escalate_now_modal,
    "extend": move_modals.extend_modal,
    "reopen": move_modals.reopen_modal,
}


def shown(view: dict[str, Any]) -> str:
    """Everything that stands in the view."""
    return "\n".join(limits.all_texts(accepted_view(view)["blocks"]))


def extended(request: Request) -> Request:
    """The request after somebody gave it another ten minutes."""
    more = Extend(person=Person(id=LEAD), roster=a_roster(), by=timedelta(minutes=10), because="The bank is slow.")
    return after(request, more, SOON)


@pytest.mark.parametrize("callback_id", MODALS)
def test_each_carries_the_request_and_where_it_was_opened_and_wants_a_reason(callback_id: str) -> None:
    view = accepted_view(MODALS[callback_id](a_request(), HERE))
    assert view["callback_id"] == callback_id
    assert answers.read_memo(view["private_metadata"]) == Memo("request-1", HERE)
    fields = {block["block_id"]: block["optional"] for block in view["blocks"] if block["type"] == "input"}
    assert fields["reason"] is False


def test_escalating_now_says_who_will_be_asked_and_pings_nobody() -> None:
    told = shown(move_modals.escalate_now_modal(a_request()))
    assert "@manager (manager) will be asked now" in told
    assert "Whoever was asked so far may still decide it." in told


def test_escalating_now_says_where_those_asked_so_far_cannot_decide_any_more() -> None:
    manager = a_tier("manager").model_copy(update={"earlier_may_act": False})
    told = shown(move_modals.escalate_now_modal(a_request(policy=a_policy(a_tier(), manager))))
    assert "Whoever was asked so far cannot decide it any more then." in told


def test_what_has_no_next_tier_or_deadline_says_nothing_of_one() -> None:
    last = a_request(policy=a_policy(a_tier()))
    assert "will be asked now" not in shown(move_modals.escalate_now_modal(last))
    assert "can be answered until" not in shown(move_modals.extend_modal(replace(last, due_at=None)))


def test_extending_says_until_when_it_is_and_how_much_may_be_added() -> None:
    told = shown(move_modals.extend_modal(a_request()))
    assert f"It can be answered until {text.moment(NOON + HOUR)} now." in told
    assert "At most 1 h can be added in all." in told
    assert "working time" not in told


def test_extending_once_more_says_how_much_was_added_already() -> None:
    told = shown(move_modals.extend_modal(extended(a_request())))
    assert "At most 1 h can be added in all; 10 min of it is used up." in told
    assert "50 min" in told


def test_extending_takes_the_policys_own_bound_and_says_where_working_time_counts() -> None:
    calendar = Calendar(name="office", zone="UTC", hours=("09:00-17:00",))
    tier = a_tier().model_copy(update={"calendar": calendar})
    policy = a_policy(tier).model_copy(update={"extend_at_most": timedelta(minutes=90)})
    told = shown(move_modals.extend_modal(a_request(policy=policy)))
    assert "At most 1 h 30 min can be added in all. Only working time counts." in told


def test_the_time_to_add_is_typed_as_people_say_it() -> None:
    view = move_modals.extend_modal(a_request())
    [span] = [block for block in view["blocks"] if block.get("block_id") == answers.SPAN_BLOCK]
    assert span["element"]["type"] == "plain_text_input"
    assert "2h or 1 day" in span["hint"]["text"]


def test_another_look_says_that_what_was_decided_stays() -> None:
    assert "What was decided stays as it is." in shown(move_modals.reopen_modal(a_request()))


@pytest.mark.parametrize("words", sayable, ids=range(len(sayable)))
def test_hostile_words_are_literal(words: str) -> None:
    for draw in MODALS.values():
        view = accepted_view(draw(a_request(an_ask_of(words))))
        marked = "".join(limits.marked_texts(view["blocks"]))
        assert marked.count("<") == marked.count("<!date^")
