"""Tests of the modals about a batch: nothing is left out, and answers are offered at the end of what they are for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Ask, ReasonRule, Risk
from bot.approvals.request import Request
from bot.slack import answers
from bot.slack.answers import Place
from bot.slack.drawing import batch_modals
from bot.slack.drawing.batch_cards import draw_batch
from bot.slack.drawing.batch_modals import Batch
from bot.slack.drawing.cards import Shown
from tests.approvals.examples import a_click, a_request, after, an_ask
from tests.slack import limits
from tests.slack.accepting import accepted_view
from tests.slack.asks import an_ask_of, asks, sayable, steadily

HERE = Place("C0APPROVALS", "1700000000.000100")
SHORT = [words for words in sayable if len(words) <= 6000]
LONG = "The customer said 'pay & go'. " * 5000


def a_batch(*requests: Request) -> Batch:
    """A batch of these, told apart by their ids."""
    return Batch("bat_1", tuple(replace(request, id=f"request-{at}") for at, request in enumerate(requests, 1)))


def settled(request: Request) -> Request:
    """The request, approved."""
    return after(request, a_click(request))


def elements(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of the view."""
    return [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]


def ids(view: dict[str, Any]) -> list[str]:
    return [element["action_id"] for element in elements(view)]


def seen(view: dict[str, Any]) -> str:
    return "\n".join(limits.all_texts(view["blocks"]))


def every_page(draw: Callable[[Batch, int], dict[str, Any]], batch: Batch) -> list[dict[str, Any]]:
    """The pages from the first to the one that leads no further."""
    views = [accepted_view(draw(batch, 1))]
    while f"batch_page:{len(views) + 1}" in ids(views[-1]):
        views.append(accepted_view(draw(batch, len(views) + 1)))
    return views


def test_all_of_them_are_answered_at_the_end_of_all_of_them() -> None:
    batch = a_batch(*[a_request(an_ask().model_copy(update={"title": f"Pay {n}?"})) for n in range(20)])
    views = every_page(batch_modals.all_view, batch)
    told = "".join(map(seen, views))
    assert all(f"Pay {number}?" in told for number in range(20))
    assert all("batch:approve" not in ids(view) for view in views[:-1])
    assert {"batch:approve", "batch:reject"} <= set(ids(views[-1]))
    assert [batch_modals.is_end(batch, page) for page in range(1, len(views) + 1)] == [False] * (len(views) - 1) + [
        True
    ]


def test_the_answer_carries_exactly_what_was_shown() -> None:
    batch = a_batch(a_request(), settled(a_request()))
    approve = next(each for each in elements(batch_modals.all_view(batch)) if each["action_id"] == "batch:approve")
    assert approve["text"]["text"].startswith("Approve")
    assert approve["value"] == answers.batch_value("bat_1", "approve", batch.shown)


def test_the_end_offers_for_all_what_the_card_does() -> None:
    risky = a_request(an_ask().model_copy(update={"risk": Risk.HIGH}))
    batch = a_batch(a_request(), settled(a_request()), risky)
    card = draw_batch(batch.id, batch.shown, Shown())
    on_card = [each for each in elements({"blocks": card.blocks}) if each["action_id"].startswith("batch:")]
    assert elements(batch_modals.all_view(batch)) == on_card


def test_the_end_of_what_can_only_be_answered_one_by_one_offers_nothing_for_all() -> None:
    filled = [action.model_copy(update={"form": {"type": "object"}}) for action in (APPROVE, REJECT)]
    request = a_request(an_ask().model_copy(update={"actions": tuple(filled)}))
    view = accepted_view(batch_modals.all_view(a_batch(request, request)))
    assert ids(view) == []
    assert "every one of them in full" in seen(view)


def test_pages_stay_what_they_are_while_one_is_decided() -> None:
    requests = [a_request(an_ask().model_copy(update={"summary": LONG})) for _ in range(3)]
    before, later = a_batch(*requests), a_batch(requests[0], settled(requests[1]), requests[2])
    assert len(every_page(batch_modals.all_view, before)) == len(every_page(batch_modals.all_view, later)) > 3


def test_a_batch_that_is_decided_offers_nothing() -> None:
    view = accepted_view(batch_modals.all_view(a_batch(settled(a_request()), settled(a_request()))))
    assert ids(view) == []
    assert "there is nothing to answer" in seen(view)


def test_a_high_risk_among_them_is_asked_about_twice() -> None:
    risky = a_request(an_ask().model_copy(update={"risk": Risk.HIGH}))
    [approve, *_] = elements(accepted_view(batch_modals.all_view(a_batch(a_request(), risky))))
    assert "high" in approve["confirm"]["text"]["text"]
    [plain, *_] = elements(batch_modals.all_view(a_batch(a_request(), a_request())))
    assert "confirm" not in plain


def test_one_by_one_each_has_its_answers_at_its_own_end() -> None:
    batch = a_batch(a_request(), a_request(an_ask().model_copy(update={"summary": LONG})), a_request())
    views = every_page(batch_modals.each_view, batch)
    answered = [next((i for i in ids(view) if i == "vote:approve"), "") for view in views]
    assert answered == ["vote:approve", *[""] * (len(views) - 3), "vote:approve", "vote:approve"]
    read = [request.id for page in range(1, len(views) + 1) if (request := batch_modals.read_at(batch, page))]
    assert read == ["request-1", "request-2", "request-3"]


def test_going_back_leads_to_where_a_request_begins_so_that_its_end_is_reached_through_all_of_it() -> None:
    batch = a_batch(a_request(an_ask().model_copy(update={"summary": LONG})), a_request())
    views = every_page(batch_modals.each_view, batch)
    assert len(views) > 2
    assert "batch_page:1" in ids(views[-1])
    assert f"batch_page:{len(views) - 1}" not in ids(views[-1])


def test_the_next_open_one_is_found_round_to_the_first() -> None:
    batch = a_batch(a_request(), settled(a_request()), a_request())
    assert batch_modals.next_open(batch, "") == 1
    assert batch_modals.next_open(batch, "request-1") == 3
    assert batch_modals.next_open(batch, "request-3") == 1
    assert batch_modals.next_open(a_batch(settled(a_request()), settled(a_request())), "request-1") == 1


def test_what_became_of_the_last_stands_on_top() -> None:
    view = accepted_view(batch_modals.each_view(a_batch(a_request()), 1, HERE, "*Approve* is counted."))
    assert next(limits.all_texts(view["blocks"])) == "*Approve* is counted."
    assert answers.read_memo(view["private_metadata"]).place == HERE


@pytest.mark.parametrize("rule", ReasonRule)
def test_a_reason_is_asked_for_once_for_all_as_the_action_says(rule: ReasonRule) -> None:
    action = REJECT.model_copy(update={"reason": rule})
    batch = a_batch(a_request(), settled(a_request()), a_request())
    view = accepted_view(batch_modals.reason_for_all(batch, action, HERE))
    optional = [block["optional"] for block in view["blocks"] if block["type"] == "input"]
    assert optional == {"none": [], "optional": [True], "required": [False]}[rule]
    assert "Your answer to all 2" in seen(view)
    memo = answers.read_memo(view["private_metadata"])
    assert memo.value == answers.batch_value("bat_1", "reject", batch.shown)


def test_fifty_requests_fit_a_reason_for_all() -> None:
    accepted_view(batch_modals.reason_for_all(a_batch(*[a_request(an_ask_of("x" * 150))] * 50), REJECT))


@steadily
@given(st.lists(asks, min_size=1, max_size=4))
def test_any_batch_fits_on_its_pages(several: list[Ask]) -> None:
    batch = a_batch(*[a_request(ask) for ask in several])
    every_page(batch_modals.all_view, batch)
    every_page(batch_modals.each_view, batch)


@pytest.mark.parametrize("words", SHORT, ids=range(len(SHORT)))
def test_hostile_words_are_literal(words: str) -> None:
    batch = a_batch(a_request(an_ask_of(words)), a_request(an_ask_of(words)))
    for draw in (batch_modals.all_view, batch_modals.each_view):
        for view in every_page(draw, batch):
            assert "<" not in "".join(limits.marked_texts(view["blocks"]))
    view = accepted_view(batch_modals.reason_for_all(batch, REJECT))
    assert "<" not in "".join(limits.marked_texts(view["blocks"]))
