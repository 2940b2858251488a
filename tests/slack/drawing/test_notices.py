"""Tests of what is told beside the card."""

import pytest

from bot.approvals.ask import Ask
from bot.approvals.commands import Withdraw
from bot.approvals.machine import RunState
from bot.slack.drawing.notices import (
    Spot,
    dead_message,
    decided_message,
    outcome_message,
    question_message,
    started_text,
    waiting_message,
)
from bot.slack.wording import notice_words
from tests.approvals.examples import LEAD, REQUESTER, a_click, a_request, after, an_ask
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.asks import expired, settled
from tests.slack.hostile import HOSTILE


@pytest.mark.parametrize("state", RunState)
def test_an_outcome_names_the_workflow_how_it_ended_and_what_it_said(state: RunState) -> None:
    message = accepted(outcome_message("refund", "run-1", state, "Paid 120.00 to Ada, reference R-7."))
    for words in ("refund", notice_words.ENDED[state].split(" ", 1)[1], "reference R-7"):
        assert words in message.text
    assert "Run run-1" in "".join(limits.all_texts(message.blocks))


def test_an_outcome_tells_what_was_decided_and_by_whom() -> None:
    request = a_request()
    approved = after(request, a_click(request))
    withdrawn = after(request, Withdraw(because="over", by="program"))
    requests = [approved, expired(an_ask()), withdrawn]
    message = accepted(outcome_message("refund", "run-1", RunState.FINISHED, "Done.", requests=requests))
    assert f"Refund 120.00 to Ada → Approved by <@{LEAD}>" in message.text
    assert "Rejected by the policy" in message.text
    assert "over" not in message.text


def test_very_many_decisions_are_summed_up() -> None:
    requests = [settled(an_ask())] * 40
    message = accepted(outcome_message("refund", "run-1", RunState.FINISHED, "x" * 9000, requests=requests))
    assert "30 decisions more" in message.text


def test_a_run_that_said_nothing_is_told_so() -> None:
    assert "said nothing" in accepted(outcome_message("refund", "run-1", RunState.FAILED, " ")).text


def test_dead_work_is_told_with_its_kind_its_key_and_its_error() -> None:
    message = accepted(dead_message("card", "card-7", "channel_not_found"))
    for words in ("card card-7", "channel_not_found", "not tried again by itself"):
        assert words in message.text


def test_a_requester_hears_whom_their_run_waits_for_until_when_and_where() -> None:
    message = accepted(waiting_message(a_request(), Spot("C07APPROVE3", "https://northwind.example/p1")))
    for words in ("refund is waiting for a decision", "@team-lead", "<!date^", "<https://northwind.example/p1|"):
        assert words in message.text


def test_a_requester_hears_what_was_decided_and_that_the_run_goes_on() -> None:
    request = after(a_request(), a_click(a_request()))
    assert request.decision
    message = accepted(decided_message(request, request.decision))
    assert f"Refund 120.00 to Ada → Approved by <@{LEAD}>" in message.text
    assert "goes on" in message.text


def test_a_question_names_who_asks_and_calls_the_requester() -> None:
    message = accepted(question_message(a_request(), LEAD, "Which invoice?"))
    assert message.text.startswith(f"<@{LEAD}> asks <@{REQUESTER}> about “Refund 120.00 to Ada”:\nWhich invoice?")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_a_question_are_harmless(words: str) -> None:
    message = accepted(question_message(a_request(Ask(title=words[:150] or "-")), LEAD, words))
    for marked in [message.text, *limits.marked_texts(message.blocks)]:
        assert marked.replace(f"<@{LEAD}>", "").replace(f"<@{REQUESTER}>", "").count("<") == 0


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_notices_are_harmless(words: str) -> None:
    for message in (
        accepted(outcome_message(words, words, RunState.FINISHED, words)),
        accepted(dead_message(words, words, words)),
    ):
        assert not any("<" in marked for marked in [message.text, *limits.marked_texts(message.blocks)])
    assert "<" not in started_text(words, words)


def test_trouble_is_told_only_where_there_is_some() -> None:
    assert notice_words.trouble(RunState.FINISHED, "Done.", "") == ""
    assert "Connection refused" in notice_words.trouble(RunState.RUNNING, "", "Connection refused")
    assert "it broke" in notice_words.trouble(RunState.FAILED, "it broke", "")
