"""Tests of the App Home as it is drawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from slack_sdk.models.views import View

from bot.approvals.ask import Ask
from bot.approvals.request import Request
from bot.slack import text
from bot.slack.drawing.home import Arrangement, Desk, Pages, closed_home, draw_home
from bot.slack.drawing.lists import Found, Which
from sandbox.blocks.rules import check_view
from tests.approvals.examples import LEAD, MANAGER, NOON, a_request, an_ask
from tests.slack import limits
from tests.slack.asks import MANY, STATES, an_ask_of, asks, states, steadily
from tests.slack.drawing.reading import OURS
from tests.slack.hostile import HOSTILE

UNTIL = NOON + timedelta(days=3)


def accepted_home(view: dict[str, Any]) -> dict[str, Any]:
    """The home, once our own limits, the models of slack_sdk and the sandbox have passed it."""
    assert limits.complaints(view["blocks"], 100) == []
    assert len(view.get("private_metadata", "")) <= 3000
    View(**view).to_dict()
    check_view(view, "home")
    return view


def a_desk(*requests: Request, away: bool = False) -> Desk:
    """A home on which these requests stand in every list."""
    found = Found(requests)
    stand_in = Arrangement(MANAGER, UNTIL) if away else None
    return Desk(
        waiting=found,
        mine=found,
        decided=found,
        stand_in=stand_in,
        stood_in_for=[Arrangement(LEAD, UNTIL)] * 12 if away else (),
        at=NOON,
    )


def told(view: dict[str, Any]) -> str:
    """Everything that stands there."""
    return "\n".join(limits.all_texts(view["blocks"]))


def pressable(view: dict[str, Any]) -> set[str]:
    """The action ids of its buttons."""
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return {element["action_id"] for row in rows for element in row}


def test_an_empty_home_says_so_and_offers_what_can_be_done() -> None:
    view = accepted_home(draw_home(a_desk(), Pages()))
    assert pressable(view) == {"home_away"}
    assert "Nothing waits for you." in told(view)
    assert "Nobody stands in for you" in told(view)


def test_somebody_who_is_away_can_change_that_or_come_back() -> None:
    view = accepted_home(draw_home(a_desk(away=True), Pages()))
    assert pressable(view) == {"home_away", "home_back"}
    assert f"<@{MANAGER}> decides in your place until <!date" in told(view)
    assert told(view).count(f"You decide in place of <@{LEAD}>") == 10


@pytest.mark.parametrize(
    ("arrangement", "words"),
    [
        (Arrangement("", UNTIL), f"You are away until {text.moment(UNTIL)}, and nobody decides in your place."),
        (Arrangement("", UNTIL, NOON), f"You are away from {text.moment(NOON)} until {text.moment(UNTIL)}, and nobody"),
        (
            Arrangement(MANAGER, UNTIL, NOON),
            f"<@{MANAGER}> decides in your place from {text.moment(NOON)} until {text.moment(UNTIL)}.",
        ),
    ],
)
def test_an_absence_is_told_with_its_beginning_and_with_whoever_stands_in(arrangement: Arrangement, words: str) -> None:
    view = accepted_home(draw_home(replace(a_desk(), stand_in=arrangement), Pages()))
    assert words in told(view)
    assert pressable(view) == {"home_away", "home_back"}


def test_words_to_search_for_are_sent_by_the_enter_key() -> None:
    [field] = [block for block in draw_home(a_desk(), Pages())["blocks"] if block["type"] == "input"]
    assert field["dispatch_action"]
    assert field["element"]["action_id"] == "home_search"
    assert field["element"]["dispatch_action_config"] == {"trigger_actions_on": ["on_enter_pressed"]}


@given(asks, states)
@steadily
def test_any_request_fits_into_a_home(ask: Ask, state: Any) -> None:
    accepted_home(draw_home(a_desk(*[state(ask)] * 12, away=True), Pages(2, 2, 2)))


def test_many_requests_with_sixty_answers_each_fit() -> None:
    accepted_home(draw_home(a_desk(*[a_request(an_ask_of("&" * 150, actions=MANY))] * 400), Pages()))


@pytest.mark.parametrize("words", HOSTILE[:50])
def test_hostile_words_stay_words(words: str) -> None:
    for state in STATES if "\ud800" not in words else ():
        view = accepted_home(draw_home(a_desk(state(an_ask_of(words))), Pages()))
        for sentence in limits.marked_texts(view["blocks"]):
            assert "<" not in OURS.sub("", sentence)


def test_each_list_has_pages_of_its_own() -> None:
    requests = [replace(a_request(an_ask()), id=f"request-{number}") for number in range(12)]
    view = accepted_home(draw_home(a_desk(*requests), Pages(1, 2, 3)))
    turns = {action for action in pressable(view) if action.startswith("home_page")}
    assert turns == {"home_page:waiting:2", "home_page:mine:1", "home_page:mine:3", "home_page:history:2"}
    assert Pages.read(view["private_metadata"]) == Pages(1, 2, 3)


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "null", '{"waiting": "x", "mine": 1, "history": 1}', "no json"])
def test_pages_that_cannot_be_read_are_the_first(metadata: str) -> None:
    assert Pages.read(metadata) == Pages()


def test_turning_a_page_leaves_the_other_lists_where_they_are() -> None:
    assert Pages(2, 3, 4).turned(Which.MINE, 9) == Pages(2, 9, 4)
    assert Pages(2, 3, 4).turned(Which.ALL, 9) == Pages(2, 3, 4)


def test_the_home_of_somebody_who_may_not_act_shows_nothing() -> None:
    view = accepted_home(closed_home())
    assert pressable(view) == set()
    assert len(view["blocks"]) == 1
