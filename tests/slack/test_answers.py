"""Tests that what buttons and modals carry comes back exactly, or not at all."""

import json
from typing import Any

import pytest

from bot.approvals.ask import APPROVE
from bot.approvals.batching import seal
from bot.slack import answers
from bot.slack.answers import Memo, Place, Press, TaskMemo
from tests.approvals.examples import a_request

VOTE = "request-1:approve:0123456789abcdef"


def a_view(metadata: str, **values: dict[str, Any]) -> dict[str, Any]:
    """A submitted view."""
    state = {block: {answers.INPUT: said} for block, said in values.items()}
    return {"private_metadata": metadata, "state": {"values": state}}


def test_a_vote_comes_back_as_it_was_written() -> None:
    request = a_request()
    press = answers.read_vote(answers.vote_value(request, APPROVE))
    assert press == Press(request.id, "approve", request.digest[:16])
    assert request.digest_seen(press.digest) == request.digest


def test_a_press_on_another_content_does_not_vouch_for_this_one() -> None:
    assert a_request().digest_seen("0" * 16) == "0" * 16


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "request-1",
        "request-1:approve",
        "request-1:approve:0123",
        "request-1:approve:0123456789ABCDEF",
        "request-1:approve:0123456789abcdef0",
        "request-1:approve:0123456789abcdef\n",
        "request-1:Approve:0123456789abcdef",
        "request 1:approve:0123456789abcdef",
        "::0123456789abcdef",
        "a:b:c:d",
        f"{'r' * 65}:approve:0123456789abcdef",
        f"request-1:{'a' * 41}:0123456789abcdef",
    ],
)
def test_what_is_not_exactly_a_vote_is_no_vote(forged: str) -> None:
    with pytest.raises(ValueError, match="no vote"):
        answers.read_vote(forged)


@pytest.mark.parametrize("forged", ["", "a b", "a:b", "a\n", "x" * 65])
def test_what_is_not_exactly_a_request_id_is_none(forged: str) -> None:
    assert answers.read_request_id("request-1") == "request-1"
    with pytest.raises(ValueError, match="no request id"):
        answers.read_request_id(forged)


def test_memos_come_back_as_they_were_written() -> None:
    memo = Memo(VOTE, Place("C0CHANNEL", "1700000000.000100"), "bat_1:each:3:0123456789abcdef")
    assert answers.read_memo(memo.metadata()) == memo
    assert answers.read_memo(Memo("request-1").metadata()) == Memo("request-1")
    task = TaskMemo("refund", "C0CHANNEL")
    assert answers.read_task(task.metadata()) == task


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "{",
        "[]",
        "null",
        '{"value": "x"}',
        '{"value": 1, "channel": "", "ts": "", "back": ""}',
        '{"value": "x", "channel": "", "ts": ""}',
        '{"value": "x", "channel": "general", "ts": "", "back": ""}',
        '{"value": "x", "channel": "", "ts": "now", "back": ""}',
        '{"value": "x", "channel": "", "ts": "", "back": "", "more": ""}',
    ],
)
def test_what_is_not_exactly_a_memo_is_none(forged: str) -> None:
    with pytest.raises(ValueError, match="memo"):
        answers.read_memo(forged)
    with pytest.raises(ValueError, match="memo"):
        answers.read_task(forged)


def test_what_is_carried_and_was_not_written_here_is_told_from_a_mistake_of_ours() -> None:
    for read in (answers.read_vote, answers.read_batch, answers.read_more, answers.read_seen, answers.read_memo):
        with pytest.raises(answers.Unwritten):
            read("x y")


def test_what_a_view_shows_comes_back_from_itself_and_from_a_vote() -> None:
    request = a_request()
    seen = (request.id, request.digest[:16])
    assert answers.read_seen(answers.seen_value(request)) == seen
    assert answers.read_seen(answers.vote_value(request, APPROVE)) == seen


@pytest.mark.parametrize("forged", ["request-1", "request-1@0123", "a b@0123456789abcdef", "@0123456789abcdef"])
def test_what_shows_nothing_was_not_seen(forged: str) -> None:
    with pytest.raises(ValueError, match="no vote"):
        answers.read_seen(forged)


def test_the_press_on_a_batch_comes_back_with_how_much_it_showed() -> None:
    shown = [a_request(), a_request()]
    press = answers.read_batch(answers.batch_value("bat_1", "approve", shown))
    assert (press.batch_id, press.action, press.count, press.seal) == ("bat_1", "approve", 2, seal(shown)[:16])


@pytest.mark.parametrize("forged", ["", "bat_1", "bat_1:approve:2", "bat_1:approve:-2:0123456789abcdef", VOTE])
def test_what_is_not_exactly_an_answer_to_a_batch_is_none(forged: str) -> None:
    with pytest.raises(ValueError, match="no answer to a batch"):
        answers.read_batch(forged)


@pytest.mark.parametrize("what", ["see", "history", "delegate", "ask"])
def test_an_entry_of_the_menu_comes_back_as_it_was_written(what: str) -> None:
    assert answers.read_more(answers.more_value(what, "request-1")) == (what, "request-1")


def test_fields_of_two_forms_are_told_apart_by_their_block_ids() -> None:
    both = answers.under(answers.VALUES, {"reason": 1}) | answers.under(answers.DRAFT, {"reason": 2})
    assert both | {"reason": 3} == {"form:reason": 1, "draft:reason": 2, "reason": 3}
    assert answers.part(answers.VALUES, both) == {"reason": 1}
    assert answers.part(answers.DRAFT, both) == {"reason": 2}


def test_a_tasks_channel_is_a_channel_id() -> None:
    with pytest.raises(ValueError, match="malformed"):
        answers.read_task(json.dumps({"workflow": "refund", "channel": "<!here>"}))


def test_a_submission_brings_the_vote_and_its_reason() -> None:
    submission = answers.read_submission(a_view(Memo(VOTE).metadata(), reason={"value": "  too much \n"}))
    assert (submission.press, submission.reason) == (answers.read_vote(VOTE), "too much")


def test_a_blank_reason_is_no_reason() -> None:
    assert answers.read_submission(a_view(Memo(VOTE).metadata(), reason={"value": None})).reason == ""
    assert answers.read_submission(a_view(Memo(VOTE).metadata())).reason == ""


def test_a_chosen_action_is_the_vote() -> None:
    view = a_view(Memo("request-1").metadata(), answer={"selected_option": {"value": VOTE}})
    assert answers.read_submission(view).press.action == "approve"


def test_a_submission_without_a_vote_is_none() -> None:
    with pytest.raises(ValueError, match="no vote"):
        answers.read_submission(a_view(Memo("request-1").metadata(), answer={"selected_option": None}))
