"""Tests of the modals about oneself, and of those that choose what to start."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.approvals.workflow import Workflow
from bot.slack.answers import Place, read_memo
from bot.slack.drawing import personal_modals, start_modals
from bot.slack.drawing.lists import Found
from bot.slack.drawing.personal_modals import Leave
from bot.slack.drawing.start_modals import ShortcutMemo
from tests.approvals.examples import NOON, a_request
from tests.slack import limits
from tests.slack.accepting import accepted_view
from tests.slack.asks import MANY, STATES, an_ask_of
from tests.slack.drawing.reading import OURS
from tests.slack.hostile import HOSTILE

SAYABLE = [words for words in HOSTILE if "\ud800" not in words]
PLACE = Place("C0APPROVALS", "1700000000.000100")


def workflows(count: int, description: str = "Does things") -> list[Workflow]:
    """So many workflows."""
    return [
        Workflow(name=f"flow_{number}", description=description, input_schema={}, graph_version="v1")
        for number in range(count)
    ]


def options(view: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be chosen."""
    [field] = [block for block in view["blocks"] if block.get("block_id") == start_modals.WORKFLOW_BLOCK]
    found: list[dict[str, Any]] = field["element"]["options"]
    return found


@pytest.mark.parametrize("words", SAYABLE)
def test_withdrawing_shows_what_is_taken_back_and_carries_which(words: str) -> None:
    view = accepted_view(personal_modals.withdraw_view(a_request(an_ask_of(words)), PLACE))
    assert (read_memo(view["private_metadata"]).value, read_memo(view["private_metadata"]).place) == (
        "request-1",
        PLACE,
    )
    assert all("<" not in sentence for sentence in limits.marked_texts(view["blocks"]))


def test_going_away_asks_from_when_until_when_and_perhaps_who_stands_in() -> None:
    view = accepted_view(personal_modals.away_view(NOON + timedelta(days=1)))
    asked = {block["block_id"]: block["optional"] for block in view["blocks"] if block["type"] == "input"}
    assert asked == {"since": True, "until": False, "who": True}


def test_what_was_said_of_an_absence_is_read_back() -> None:
    since, until = (datetime.fromtimestamp(seconds, UTC) for seconds in (1_890_000_000, 1_900_000_000))
    state = {
        "who": {"value": {"selected_user": "U0LEAD"}},
        "since": {"value": {"selected_date_time": 1_890_000_000}},
        "until": {"value": {"selected_date_time": 1_900_000_000}},
    }
    assert personal_modals.read_leave(state) == Leave("U0LEAD", until, since)


@pytest.mark.parametrize("blank", [{}, {"value": {"selected_user": None, "selected_date_time": None}}])
def test_an_absence_may_begin_now_and_name_nobody(blank: dict[str, Any]) -> None:
    state = {"who": blank, "since": blank, "until": {"value": {"selected_date_time": 1_900_000_000}}}
    assert personal_modals.read_leave(state) == Leave("", datetime.fromtimestamp(1_900_000_000, UTC))


@pytest.mark.parametrize("searched", ["refund", *SAYABLE])
@pytest.mark.parametrize("count", [0, 1, 100])
def test_what_was_found_fits_into_a_modal(searched: str, count: int) -> None:
    requests = tuple(replace(a_request(an_ask_of("&" * 150, actions=MANY)), id=f"request-{n}") for n in range(count))
    view = accepted_view(personal_modals.results_view(searched, Found(requests, looked_at=100)))
    for sentence in limits.marked_texts(view["blocks"]):
        assert "<" not in OURS.sub("", sentence)


@pytest.mark.parametrize("state", STATES)
def test_a_request_is_found_in_any_state(state: Any) -> None:
    accepted_view(personal_modals.results_view("x", Found((state(an_ask_of("<!channel>")),))))


def test_while_the_search_goes_on_that_is_said() -> None:
    accepted_view(personal_modals.searching_view())


@pytest.mark.parametrize("count", [2, 5, 6, 100, 130])
def test_workflows_are_chosen_from_a_list_and_the_rest_is_counted(count: int) -> None:
    view = accepted_view(start_modals.task_choice(workflows(count), ShortcutMemo("C0SUPPORT")))
    assert len(options(view)) == min(count, 100)
    assert ("30 workflows more" in "".join(limits.all_texts(view["blocks"]))) == (count == 130)
    assert ShortcutMemo.read(view["private_metadata"]) == ShortcutMemo("C0SUPPORT")


@pytest.mark.parametrize("words", SAYABLE)
def test_a_message_is_carried_along_by_the_field_that_shows_it(words: str) -> None:
    memo = ShortcutMemo("C0SUPPORT", "https://x.slack.example/archives/C0SUPPORT/p1")
    view = accepted_view(start_modals.approval_choice(workflows(2, words), words, memo))
    [field] = [block for block in view["blocks"] if block.get("block_id") == start_modals.MESSAGE_BLOCK]
    assert len(field["element"].get("initial_value", "")) <= 3000
    assert ShortcutMemo.read(view["private_metadata"]) == memo


def test_what_was_chosen_is_read_back() -> None:
    chosen = {"selected_option": {"value": "signoff"}}
    assert start_modals.read_choice({"state": {"values": {"workflow": {"value": chosen}}}}) == "signoff"


@pytest.mark.parametrize("metadata", ["", "[]", "{}", '{"channel": 1, "permalink": ""}'])
def test_a_memo_that_is_none_is_not_read(metadata: str) -> None:
    with pytest.raises(ValueError, match=r"memo|Expecting"):
        ShortcutMemo.read(metadata)
