"""Tests of the modals that are filled in with an answer, or with an edited draft."""

from typing import Any

import pytest

from bot.approvals.ask import APPROVE, Action, Ask, Draft, Kind, ReasonRule
from bot.slack import answers
from bot.slack.answers import Place
from bot.slack.drawing import sheets
from tests.approvals.examples import a_request, an_ask
from tests.slack import limits
from tests.slack.accepting import accepted_view
from tests.slack.asks import an_ask_of, sayable

HERE = Place("C0APPROVALS", "1700000000.000100")
FORM = {
    "type": "object",
    "required": ["amount"],
    "properties": {"amount": {"type": "integer", "title": "Amount"}, "reason": {"type": "string", "title": "Reason"}},
}
HOLD = Action(id="hold", label="Hold", kind=Kind.NEUTRAL, reason=ReasonRule.OPTIONAL, form=FORM)


def a_draft(**values: Any) -> Ask:
    """An ask with something to edit."""
    return an_ask(actions=(APPROVE, HOLD)).model_copy(update={"draft": Draft(values=values, form=FORM)})


def ids(view: dict[str, Any] | None) -> list[str]:
    """The block ids of the view's inputs."""
    assert view
    return [block["block_id"] for block in accepted_view(view)["blocks"] if block["type"] == "input"]


def test_the_form_of_an_action_and_its_reason_share_a_modal_though_they_share_a_name() -> None:
    view = sheets.answer_view(a_request(an_ask(actions=(APPROVE, HOLD))), HOLD, HERE)
    assert ids(view) == ["form:amount", "form:reason", "reason"]
    assert view["callback_id"] == "answer"
    assert view["submit"]["text"] == "Hold"


def test_the_vote_and_the_way_back_are_carried() -> None:
    request = a_request(an_ask(actions=(APPROVE, HOLD)))
    view = sheets.answer_view(request, HOLD, HERE, back="bat_1:each:2:0123456789abcdef")
    memo = answers.read_memo(view["private_metadata"])
    assert answers.read_vote(memo.value).action == "hold"
    assert (memo.place, memo.back) == (HERE, "bat_1:each:2:0123456789abcdef")


def test_a_reason_typed_before_stands_in_the_form() -> None:
    view = sheets.answer_view(a_request(an_ask(actions=(APPROVE, HOLD))), HOLD, typed_reason="later")
    field = next(block for block in view["blocks"] if block.get("block_id") == "reason")
    assert field["element"]["initial_value"] == "later"


def test_a_draft_is_edited_beginning_with_its_values() -> None:
    view = sheets.edit_view(a_request(a_draft(amount=12500)), APPROVE, HERE)
    assert ids(view) == ["draft:amount", "draft:reason"]
    assert view
    amount = next(block for block in view["blocks"] if block.get("block_id") == "draft:amount")
    assert amount["element"]["initial_value"] == "12500"


def test_what_the_approval_needs_besides_is_asked_for_in_the_same_modal() -> None:
    consent = HOLD.model_copy(update={"id": "approve", "kind": Kind.APPROVE})
    ask = a_draft(amount=1).model_copy(update={"actions": (consent,)})
    assert ids(sheets.edit_view(a_request(ask), consent)) == [
        "draft:amount",
        "draft:reason",
        "form:amount",
        "form:reason",
        "reason",
    ]


def test_an_ask_without_a_draft_has_nothing_to_edit() -> None:
    assert sheets.edit_view(a_request(), APPROVE) is None


def test_a_draft_that_no_modal_can_hold_is_not_edited() -> None:
    wide = {"type": "object", "properties": {f"field_{number}": {"type": "string"} for number in range(80)}}
    consent = APPROVE.model_copy(update={"form": wide})
    ask = an_ask(actions=(consent,)).model_copy(update={"draft": Draft(values={}, form=wide)})
    assert sheets.edit_view(a_request(ask), consent) is None


@pytest.mark.parametrize("words", sayable, ids=range(len(sayable)))
def test_hostile_words_in_a_draft_do_not_break_the_modal(words: str) -> None:
    view = sheets.edit_view(a_request(an_ask_of(words)), APPROVE)
    if view:
        accepted_view(view)
        marked = "".join(limits.marked_texts(view["blocks"]))
        assert "<!" not in marked
        assert "<@" not in marked
