"""Tests of the lists of /approvals and of their rows."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.approvals.ask import Ask
from bot.approvals.decision import Cause
from bot.approvals.request import Request, State
from bot.slack.drawing import rows
from bot.slack.drawing.lists import PER_PAGE, Found, Which, draw_list, page_of
from tests.approvals.examples import LEAD, a_click, a_decision, a_policy, a_request, a_tier, after, an_ask
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.asks import MANY, STATES, an_ask_of, asks, overdue, parked, states, steadily, undelivered
from tests.slack.drawing.reading import OURS
from tests.slack.hostile import HOSTILE

LISTS = list(Which)
WHOLE = HOSTILE[:50]


def found(count: int, ask: Ask | None = None) -> Found:
    """So many open requests."""
    return Found(tuple(replace(a_request(ask), id=f"request-{number}") for number in range(1, count + 1)))


def actions(blocks: list[dict[str, Any]]) -> list[str]:
    """The action ids of everything that can be pressed."""
    accessories = [block["accessory"]["action_id"] for block in blocks if "accessory" in block]
    return accessories + [
        each["action_id"]
        for block in blocks
        for each in block.get("elements", ())
        if "type" in each and "action_id" in each
    ]


@pytest.mark.parametrize("which", LISTS)
@pytest.mark.parametrize("count", [0, 1, PER_PAGE, PER_PAGE + 1, 400])
def test_every_list_fits_into_a_message(which: Which, count: int) -> None:
    message = accepted(draw_list(which, found(count)))
    assert f"({count})" in message.text


@pytest.mark.parametrize("which", LISTS)
def test_an_empty_list_says_what_to_do_and_leads_to_the_others(which: Which) -> None:
    message = accepted(draw_list(which, Found()))
    assert len(message.text.splitlines()) == 2
    assert {f"list:{other}:1" for other in LISTS if other is not which} == set(actions(message.blocks))


@given(asks, states)
@steadily
def test_any_request_fits_into_a_row(ask: Ask, state: Any) -> None:
    request = state(ask)
    for which in LISTS:
        accepted(draw_list(which, Found((request,) * PER_PAGE)))


@pytest.mark.parametrize("state", STATES)
def test_a_page_of_requests_with_sixty_answers_each_fits(state: Any) -> None:
    request = state(an_ask_of("&" * 150, actions=MANY))
    accepted(draw_list(Which.WAITING, Found((request,) * PER_PAGE)))


@pytest.mark.parametrize("words", WHOLE)
def test_hostile_words_stay_words(words: str) -> None:
    requests = tuple(state(an_ask_of(words)) for state in STATES if "\ud800" not in words)
    for which in LISTS:
        for at in range(0, len(requests), PER_PAGE):
            message = accepted(draw_list(which, Found(requests[at : at + PER_PAGE])))
            for told in [message.text, *limits.marked_texts(message.blocks)]:
                assert "<" not in OURS.sub("", told)


def test_a_page_that_is_not_there_any_more_is_the_last_there_is() -> None:
    many = found(12)
    assert [page_of(many, wanted).number for wanted in (-1, 1, 3, 99)] == [1, 1, 3, 3]
    assert [request.id for request in page_of(many, 3).requests] == ["request-11", "request-12"]


def test_pages_lead_to_the_one_before_and_the_one_after() -> None:
    many = found(12)
    turns = [
        {action for action in actions(draw_list(Which.WAITING, many, page).blocks) if "waiting" in action}
        for page in (1, 2, 3)
    ]
    assert turns == [{"list:waiting:2"}, {"list:waiting:1", "list:waiting:3"}, {"list:waiting:2"}]


def test_what_waits_for_somebody_has_the_buttons_to_answer_it() -> None:
    drawn = actions(rows.to_answer(a_request()))
    assert {"vote:approve", "vote:reject", "vote:hold", "see", "more"} == set(drawn)


@pytest.mark.parametrize(("own", "buttons"), [(False, {"see", "more"}), (True, {"see", "more", "withdraw"})])
def test_what_one_only_follows_has_none(own: bool, buttons: set[str]) -> None:
    assert set(actions(rows.to_follow(a_request(), own=own))) == buttons


@pytest.mark.parametrize("state", STATES[4:5] + STATES[6:])
def test_what_is_closed_can_only_be_read(state: Any) -> None:
    assert actions(rows.to_follow(state(an_ask()), own=True)) == ["see"]


def approved_by_silence() -> Request:
    """A request that the policy approved, as nobody answered."""
    return replace(a_request(), state=State.EXPIRED, decision=a_decision(cause=Cause.TIMEOUT, by=()))


def waiting_for_ever() -> Request:
    """A request without a deadline."""
    return replace(a_request(), due_at=None)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (a_request(), "Waits for team lead until <!date"),
        (waiting_for_ever(), "Waits for team lead, without a deadline"),
        (a_request(policy=a_policy(a_tier("team lead", quorum=2))), "0 of the 2 approvals needed"),
        (replace(a_request(), neared=0.5), "of the time is gone"),
        (parked(an_ask()), "Parked until <!date"),
        (parked(an_ask()), "team lead will be asked then"),
        (overdue(an_ask()), "*Overdue*"),
        (replace(a_request(policy=a_policy().model_copy(update={"repeat": 2})), round=1), "Round 2 of 3"),
        (undelivered(an_ask()), "*Expired* ⌛, Slack could not be reached, so it counts as rejected"),
        (approved_by_silence(), "*Approved* ✅ by the policy"),
        (a_request(an_ask_of("risky")), "High risk"),
        (after(a_request(), a_click(a_request())), "*Approved* ✅ by <@U0LEAD>"),
        (STATES[6](an_ask()), "it was not decided in time, so it counts as rejected"),
        (STATES[7](an_ask()), "*Withdrawn* 🚫, nothing was decided"),
        (a_request(an_ask(actions=())), "cannot be answered"),
    ],
)
def test_a_row_says_where_the_request_stands(request_: Request, words: str) -> None:
    assert words in rows.state(request_)


def test_a_list_says_what_it_may_lack() -> None:
    message = accepted(draw_list(Which.WAITING, Found(looked_at=400, unsure=1)))
    told = "\n".join(limits.all_texts(message.blocks))
    assert "Only the first 400 were looked at" in told
    assert "who may decide 1 request" in told
    assert "(0 or more)" in told


def test_what_was_answered_is_named() -> None:
    request = a_request()
    assert "*Answered* ⏸: Hold by" in rows.state(after(request, a_click(request, LEAD, "hold")))
    assert "*Approved* ✅ by" in rows.state(after(request, a_click(request, LEAD)))
