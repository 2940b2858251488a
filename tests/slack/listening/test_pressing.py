"""Tests of what is read from a press: who, what, where, and whether all that is asked stood beside it."""

from typing import Any

import pytest

from bot.approvals.request import Request
from bot.slack import answers
from bot.slack.answers import BRIEF_BLOCK, NOWHERE, WHOLE_BLOCK, Memo, Place
from bot.slack.listening.pressing import read_press
from tests.approvals.examples import a_request, an_ask

HERE = Place("C0APPROVALS", "1700000000.000100")


def a_payload(**changed: Any) -> dict[str, Any]:
    """A press on a card in a channel."""
    card = {"type": "message", "channel_id": HERE.channel, "message_ts": HERE.ts, "is_ephemeral": False}
    action = {"action_id": "vote:approve", "block_id": "x1", "value": "the value"}
    return {"user": {"id": "U0LEAD"}, "trigger_id": "1.2", "container": card, "actions": [action], **changed}


def in_view(kind: str, callback_id: str = "", metadata: str = "") -> dict[str, Any]:
    """A press in a modal or in the Home tab."""
    view = {"id": "V1", "type": kind, "callback_id": callback_id, "private_metadata": metadata}
    return a_payload(container={"type": "view", "view_id": "V1"}, view=view)


def a_long_request() -> Request:
    """One that no card shows whole."""
    return a_request(an_ask().model_copy(update={"summary": "and so on " * 5000}))


def test_a_press_on_a_card_tells_who_what_and_where() -> None:
    pressed = read_press(a_payload())
    assert (pressed.person, pressed.action_id, pressed.value) == ("U0LEAD", "vote:approve", "the value")
    assert (pressed.place, pressed.trigger, pressed.modal) == (HERE, "1.2", None)


def test_an_entry_of_a_menu_is_its_value() -> None:
    chosen = {"action_id": "more", "block_id": "x1", "selected_option": {"value": "see:request-1"}}
    assert read_press(a_payload(actions=[chosen])).value == "see:request-1"


def test_a_card_that_shows_it_whole_was_read_and_one_that_does_not_was_not() -> None:
    pressed = read_press(a_payload())
    assert pressed.saw_whole(a_request())
    assert not pressed.saw_whole(a_long_request())


def test_a_row_that_says_it_is_brief_does_not_show_it_whole() -> None:
    brief = {"action_id": "vote:approve", "block_id": f"{BRIEF_BLOCK}:2", "value": "the value"}
    pressed = read_press(a_payload(actions=[brief]))
    assert not pressed.saw_whole(a_request())
    assert pressed.in_channel


def test_all_of_a_card_was_shown_only_where_its_last_row_says_so() -> None:
    whole = {"action_id": "batch:approve", "block_id": WHOLE_BLOCK, "value": "the value"}
    assert read_press(a_payload(actions=[whole])).saw_all
    assert not read_press(a_payload()).saw_all
    assert not read_press(in_view("home") | {"actions": [whole]}).saw_all


@pytest.mark.parametrize("payload", [in_view("home"), in_view("modal", "search"), in_view("modal", "")])
def test_a_list_does_not_show_it_whole(payload: dict[str, Any]) -> None:
    pressed = read_press(payload)
    assert not pressed.saw_whole(a_request())
    assert pressed.place == NOWHERE


def test_a_message_for_one_person_shows_it_whole_only_where_it_says_so() -> None:
    private = {**a_payload()["container"], "is_ephemeral": True}
    assert not read_press(a_payload(container=private)).saw_whole(a_request())
    action = {"action_id": "vote:approve", "block_id": WHOLE_BLOCK, "value": "the value"}
    copy = read_press(a_payload(container=private, actions=[action]))
    assert copy.saw_whole(a_request())
    assert not copy.saw_whole(a_long_request())


def test_a_message_for_one_person_is_no_card_to_come_back_to() -> None:
    private = read_press(a_payload(container={**a_payload()["container"], "is_ephemeral": True}))
    assert private.place == Place(HERE.channel)
    assert not private.in_channel
    assert read_press(a_payload()).in_channel


@pytest.mark.parametrize("callback_id", ["full", "batch"])
def test_the_end_of_a_view_of_everything_shows_it_whole(callback_id: str) -> None:
    pressed = read_press(in_view("modal", callback_id, Memo("request-1", HERE).metadata()))
    assert pressed.saw_whole(a_long_request())
    assert pressed.place == HERE


def test_only_a_batchs_modal_is_come_back_to() -> None:
    value = answers.batch_value("bat_1", "each", [a_request()])
    assert read_press(in_view("modal", "batch", Memo(value, HERE).metadata())).back == value
    assert read_press(in_view("modal", "full", Memo(value, HERE).metadata())).back == ""
    assert read_press(a_payload()).back == ""
