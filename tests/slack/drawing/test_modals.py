"""Tests of the modals about a request, and of the form that starts a task."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import APPROVE, REJECT, Action, Ask, Draft, Fact, Kind, ReasonRule
from bot.approvals.request import Request
from bot.approvals.workflow import Workflow
from bot.slack import answers, text
from bot.slack.answers import NOWHERE, Memo, Place
from bot.slack.drawing import buttons, modals
from bot.slack.drawing.cards import on_card
from tests.approvals.examples import HOLD, a_request, an_ask
from tests.slack import limits
from tests.slack.accepting import accepted_view
from tests.slack.asks import MANY, an_ask_of, asks, edited, states, steadily, withdrawn
from tests.slack.hostile import HOSTILE

HERE = Place("C0APPROVALS", "1700000000.000100")
LONG = "The customer said <!here>: 'pay & go'. " * 5000


def all_pages(request: Request) -> list[dict[str, Any]]:
    """Every page of the full view, each accepted by all judges."""
    views = [accepted_view(modals.full_view(request, 1, HERE))]
    while any("Next page" in words for words in limits.all_texts(views[-1]["blocks"])):
        views.append(accepted_view(modals.full_view(request, len(views) + 1, HERE)))
    return views


def seen(view: dict[str, Any]) -> str:
    """Everything that stands in the view."""
    return "\n".join(limits.all_texts(view["blocks"]))


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of the view by block id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def a_workflow(**schema: Any) -> Workflow:
    """A workflow with that input schema."""
    return Workflow(name="refund", description="Pays a customer back", input_schema=schema, graph_version="v1")


@pytest.mark.parametrize(("rule", "optional"), [(ReasonRule.REQUIRED, False), (ReasonRule.OPTIONAL, True)])
def test_the_reason_is_asked_for_as_the_action_says(rule: ReasonRule, optional: bool) -> None:
    action = REJECT.model_copy(update={"reason": rule})
    view = accepted_view(modals.reason_view(a_request(), action, HERE))
    assert view["callback_id"] == "reason"
    assert inputs(view)["reason"]["optional"] is optional
    assert "Refund 120.00 to Ada" in seen(view)


def test_the_reason_modal_carries_the_vote_and_the_place_it_came_from() -> None:
    request = a_request()
    memo = answers.read_memo(modals.reason_view(request, REJECT, HERE, "bat_1:each:2:back")["private_metadata"])
    assert (memo.place, memo.back) == (HERE, "bat_1:each:2:back")
    assert answers.read_vote(memo.value).action == "reject"


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_do_not_break_a_modal(words: str) -> None:
    label = text.one_line(words)[:30] or "-"
    action = Action(id="approve", label=label, kind=Kind.APPROVE, reason=ReasonRule.REQUIRED)
    request = a_request(Ask(title=label, summary="x", actions=(action,)))
    accepted_view(modals.reason_view(request, action))
    workflow = Workflow(name=words[:100] or "-", description=words, input_schema={}, graph_version="v1")
    accepted_view(modals.task_view(workflow, typed={words: words}, problems={words: words}))


@steadily
@given(ask=asks, state=states)
def test_any_ask_is_shown_in_full_within_the_limits(ask: Ask, state: Callable[[Ask], Request]) -> None:
    views = all_pages(state(ask))
    assert [modals.is_last_page(state(ask), number) for number, _ in enumerate(views, 1)][:-1] == [False] * (
        len(views) - 1
    )
    assert modals.is_last_page(state(ask), len(views))


def test_everything_is_shown_with_what_people_changed() -> None:
    request = edited(an_ask_of("as it was"), "as it is")
    told = seen(all_pages(request)[-1])
    assert "as it was" in told
    assert "as it is" in told


def test_why_it_was_opened_stands_on_top() -> None:
    view = accepted_view(modals.full_view(a_request(), 1, HERE, "*Please read this first.*"))
    assert next(limits.all_texts(view["blocks"])) == "*Please read this first.*"


def test_approving_is_offered_on_the_last_page_only() -> None:
    request = a_request(an_ask().model_copy(update={"summary": LONG}))
    views = all_pages(request)
    assert all("submit" not in view for view in views[:-1])
    assert views[-1]["submit"]["text"] == "Approve"
    assert views[-1]["callback_id"] == "full"
    memo = answers.read_memo(views[-1]["private_metadata"])
    assert request.digest_seen(answers.read_vote(memo.value).digest) == request.digest
    assert f"Approving is offered on page {len(views)}" in seen(views[0])


def test_pages_are_turned_by_buttons_that_name_the_request_and_the_page() -> None:
    request = a_request(an_ask().model_copy(update={"summary": LONG}))
    row = next(block for block in modals.full_view(request, 2)["blocks"] if block["type"] == "actions")
    assert [button["action_id"] for button in row["elements"]] == ["page:1", "page:3"]
    assert {button["value"] for button in row["elements"]} == {request.id}


@pytest.mark.parametrize("page", [-5, 0, 10_000])
def test_a_page_that_is_not_there_is_the_nearest_one(page: int) -> None:
    accepted_view(modals.full_view(a_request(), page))


def test_whoever_has_read_an_ask_that_the_card_shows_whole_can_approve_it_there_too() -> None:
    request = a_request()
    view = accepted_view(modals.full_view(request))
    assert view["submit"]["text"] == "Approve"
    assert answers.read_memo(view["private_metadata"]) == Memo(answers.vote_value(request, APPROVE), NOWHERE)


def test_a_page_carries_what_is_shown_so_that_an_edit_is_noticed() -> None:
    request = a_request(an_ask().model_copy(update={"summary": LONG}))
    memo = answers.read_memo(modals.full_view(request, 1, HERE)["private_metadata"])
    assert answers.read_seen(memo.value) == (request.id, request.digest[:16])
    assert memo.place == HERE


def test_a_draft_can_be_edited_at_the_end() -> None:
    ask = an_ask().model_copy(update={"draft": Draft(values={"amount": 1}, form={})})
    last = all_pages(a_request(ask))[-1]
    rows = [block["elements"] for block in last["blocks"] if block["type"] == "actions"]
    assert [element["action_id"] for row in rows for element in row] == ["edit"]


def test_a_closed_request_offers_nothing() -> None:
    view = all_pages(withdrawn(an_ask().model_copy(update={"summary": LONG})))[-1]
    assert "submit" not in view
    assert "This request is closed" in seen(view)


def test_an_ask_without_actions_says_so_at_its_end() -> None:
    assert "cannot be answered from here" in seen(all_pages(a_request(an_ask(actions=())))[-1])


def test_the_approvals_and_what_the_card_lacks_are_offered_as_a_choice() -> None:
    request = a_request(an_ask(actions=MANY))
    last = all_pages(request)[-1]
    options = inputs(last)["answer"]["element"]["options"]
    offered = {answers.read_vote(option["value"]).action for option in options}
    on_the_card = {action.id for action in on_card(request)}
    approving = {action.id for action in MANY if action.kind is Kind.APPROVE}
    assert offered == (approving | {action.id for action in buttons.offered(request)} - on_the_card)
    assert inputs(last)["reason"]["optional"] is True


def test_more_actions_than_a_choice_holds_are_counted() -> None:
    many = tuple(APPROVE.model_copy(update={"id": f"way_{number}"}) for number in range(130))
    assert "30 actions cannot be offered" in seen(all_pages(a_request(an_ask(actions=many)))[-1])


def test_a_lone_approval_that_needs_a_reason_asks_for_it_at_the_end() -> None:
    consent = APPROVE.model_copy(update={"reason": ReasonRule.REQUIRED})
    ask = Ask(title="Pay?", summary=LONG, facts=(Fact(label="Amount", value="1"),), actions=(consent, REJECT, HOLD))
    last = all_pages(a_request(ask))[-1]
    assert inputs(last)["reason"]["optional"] is False
    assert "answer" not in inputs(last)


def test_the_form_of_a_task_names_the_workflow_and_carries_it() -> None:
    view = accepted_view(modals.task_view(a_workflow(properties={"amount": {"type": "number"}}), "C0SUPPORT"))
    assert view["callback_id"] == "task"
    assert view["title"]["text"] == "Start refund"
    assert answers.read_task(view["private_metadata"]) == answers.TaskMemo("refund", "C0SUPPORT")
    assert list(inputs(view)) == ["amount"]


def test_a_workflow_without_input_can_be_started_from_an_empty_form() -> None:
    view = accepted_view(modals.task_view(a_workflow()))
    assert "needs no details" in seen(view)
    assert view["submit"]["text"] == "Start"


def test_what_was_typed_and_what_is_wrong_with_it_stand_in_the_form() -> None:
    workflow = a_workflow(properties={"customer": {"type": "string"}})
    view = accepted_view(
        modals.task_view(workflow, typed={"customer": "ACME"}, problems={"customr": "There is no <it>"})
    )
    assert inputs(view)["customer"]["element"]["initial_value"] == "ACME"
    assert "*customr:* There is no &lt;it&gt;" in seen(view)


@steadily
@given(st.integers(min_value=0, max_value=300))
def test_a_form_of_any_width_fits_a_modal(width: int) -> None:
    properties = {f"field_{number}": {"type": "string"} for number in range(width)}
    view = accepted_view(modals.task_view(a_workflow(properties=properties)))
    assert json.loads(view["private_metadata"])["workflow"] == "refund"
