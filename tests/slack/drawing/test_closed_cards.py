"""Tests that a closed card says who, what, when, why and how long it took, and can decide nothing any more."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.approvals.ask import APPROVE, Ask, Kind
from bot.approvals.commands import Ring, TakeBack
from bot.approvals.decision import Cause
from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.approvals.request import Reopening, Request, State
from bot.slack import text
from bot.slack.answers import read_more
from bot.slack.drawing.cards import Shown, draw, trouble_of
from tests.approvals.examples import (
    HOUR,
    IN_INSTALMENTS,
    LEAD,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_decision,
    a_delegation,
    a_drafted_ask,
    a_filled_click,
    a_policy,
    a_request,
    a_tier,
    after,
    an_ask,
    an_auto_tier,
    an_edit,
)
from tests.ledger.books import a_run
from tests.slack.accepting import accepted
from tests.slack.asks import SOON, a_voted, expired, settled, withdrawn
from tests.slack.drawing.reading import PINGING, buttons, menu, rows, seen


def test_a_decided_card_says_who_what_when_why_and_how_long_it_took_and_decides_nothing_more() -> None:
    request = a_request()
    closed = after(request, a_click(request, action="reject", reason="Ada was paid back already"), SOON)
    message = accepted(draw(closed, PINGING))
    assert seen(message).startswith(f"*Rejected* ❌ by <@{LEAD}>, {text.moment(SOON)}")
    assert "paid back already" in seen(message)
    assert "3 min 20 s" in seen(message)
    assert buttons(message) == {}
    assert "Asked now" not in seen(message)


@pytest.mark.parametrize("close", [settled, expired, withdrawn])
def test_nothing_on_a_closed_card_decides(close: Callable[[Ask], Request]) -> None:
    message = accepted(draw(close(a_drafted_ask()), PINGING))
    assert [element["type"] for element in rows(message)] == ["overflow"]
    assert [read_more(value)[0] for value in menu(message).values()] == ["see", "history", "reopen"]


def test_what_was_approved_or_is_looked_at_again_is_given_no_other_look() -> None:
    approved = after(a_request(), a_click(a_request()))
    reopening = Reopening(by=LEAD, because="New <facts>.", run_id="run-2", at=SOON)
    again = draw(replace(settled(an_ask()), reopening=reopening), PINGING)
    for message in (draw(approved, PINGING), again):
        assert [read_more(value)[0] for value in menu(accepted(message)).values()] == ["see", "history"]
    for told in (seen(again), again.text):
        assert f"*Another look* 🔁 <@{LEAD}> asked for it, {text.moment(SOON)}: “New &lt;facts&gt;.” (run-2)" in told


def test_an_action_whose_label_says_more_than_the_verdict_is_named() -> None:
    deploy = APPROVE.model_copy(update={"id": "deploy", "label": "Deploy on Sunday"})
    request = a_request(an_ask(actions=(deploy,)))
    assert "*Approved* ✅ by <@U0LEAD> (Deploy on Sunday)" in seen(
        draw(after(request, a_click(request, action="deploy")), PINGING)
    )


def test_a_quorums_decision_names_everybody_who_made_it() -> None:
    request = a_voted(an_ask())
    message = accepted(draw(after(request, a_click(request, SECOND_LEAD), SOON), PINGING))
    assert f"by <@{LEAD}> and <@{SECOND_LEAD}>" in seen(message)
    assert "2 of the 2 approvals needed" in seen(message)


def test_a_decision_in_somebodys_stead_names_both() -> None:
    request = after(a_request(), a_delegation(LEAD, OUTSIDER))
    closed = after(request, a_click(request, OUTSIDER), SOON)
    assert f"*Approved* ✅ by <@{OUTSIDER}> for <@{LEAD}>" in seen(draw(closed, PINGING))


def test_the_values_that_went_with_an_answer_are_shown_by_their_labels() -> None:
    request = a_request(an_ask(actions=(IN_INSTALMENTS,)))
    closed = after(request, a_filled_click(request, {"months": 6}), SOON)
    message = accepted(draw(closed, PINGING))
    assert "Filled in with the answer" in seen(message)
    assert "Months: \n6" in seen(message)
    assert "Months: 6" in message.text


def test_what_was_edited_before_the_approval_is_shown_as_old_and_new() -> None:
    request = a_request(a_drafted_ask(amount=12500))
    closed = after(request, an_edit(request, {"amount": 9000, "note": "charged twice"}), SOON)
    message = accepted(draw(closed, PINGING))
    assert "12500 → 9000" in seen(message)
    assert f"*Edited* ✏ by <@{LEAD}>" in seen(message)
    assert "Amount: 12500 → 9000" in message.text


def test_an_approval_within_limits_says_so() -> None:
    request = a_request(an_ask(amount=20), a_policy(an_auto_tier(), a_tier()))
    assert "within the limits of auto (amount up to 50), so nobody had to be asked" in seen(draw(request, PINGING))


def test_a_card_that_ran_out_of_time_says_expired_and_what_that_counts_as() -> None:
    message = accepted(draw(expired(an_ask()), PINGING))
    assert seen(message).startswith("*Expired* ⌛, ")
    assert "it was not decided in time, so it counts as rejected; it was with everybody last" in seen(message)


@pytest.mark.parametrize(
    ("kind", "cause", "beginning", "why"),
    [
        (
            Kind.APPROVE,
            Cause.TIMEOUT,
            "*Approved* ✅ by the policy",
            "it was not decided in time, and its risk is low; it was with team",
        ),
        (
            Kind.REJECT,
            Cause.OUTAGE,
            "*Expired* ⌛",
            "Slack could not be reached for too long, so it counts as rejected",
        ),
        (Kind.APPROVE, Cause.OUTAGE, "*Approved* ✅ by the policy", "be reached for too long, and its risk is low"),
    ],
)
def test_a_card_says_what_the_policy_decided_unvoted_and_why(
    kind: Kind, cause: Cause, beginning: str, why: str
) -> None:
    decision = a_decision(cause=cause, by=()).model_copy(update={"kind": kind, "at": SOON})
    message = accepted(draw(replace(a_request(), state=State.EXPIRED, decision=decision), PINGING))
    assert seen(message).startswith(f"{beginning}, {text.moment(SOON)}: ")
    for told in (seen(message), message.text):
        assert why in told
        assert "Closed 3 min 20 s after it was asked" in told


def test_a_card_the_program_withdrew_says_why_nothing_was_decided() -> None:
    message = accepted(draw(withdrawn(an_ask(), "the run was cancelled"), PINGING))
    assert seen(message).startswith(f"*Withdrawn* 🚫 by the program, {text.moment(SOON)}: nothing was decided")
    assert "the run was cancelled" in seen(message)
    assert "3 min 20 s" in seen(message)


def test_a_card_its_requester_withdrew_names_them() -> None:
    request = a_request()
    taken = after(request, TakeBack(person=Person(id=REQUESTER), because="ordered twice"), SOON)
    message = accepted(draw(taken, PINGING))
    assert f"by <@{REQUESTER}>" in seen(message)
    assert "ordered twice" in seen(message)


def test_a_card_withdrawn_before_times_were_kept_still_says_so() -> None:
    old = replace(withdrawn(an_ask(), "why"), withdrawn_at=None, withdrawn_by="")
    assert seen(accepted(draw(old, PINGING))).startswith("*Withdrawn* 🚫 by the program: nothing was decided")


def test_every_end_has_a_word_of_its_own() -> None:
    request = a_request()
    ends = [
        after(request, a_click(request)),
        after(request, a_click(request, action="reject", reason="no")),
        after(request, a_click(request, action="hold")),
        expired(an_ask()),
        withdrawn(an_ask()),
    ]
    beginnings = [seen(draw(end, PINGING)).split("*")[1] for end in ends]
    assert beginnings == ["Approved", "Rejected", "Answered", "Expired", "Withdrawn"]
    assert all(
        draw(end, PINGING).text.splitlines()[1].startswith(word) for end, word in zip(ends, beginnings, strict=True)
    )


def test_the_card_says_whether_the_workflow_has_the_answer() -> None:
    request = a_request()
    closed = after(request, a_click(request), SOON)
    assert "has had the answer" not in seen(draw(closed, PINGING))
    assert f"The workflow has had the answer since {text.moment(SOON)}" in seen(draw(settled(an_ask()), PINGING))


def test_a_run_is_in_trouble_once_it_failed_or_was_given_up() -> None:
    failed = replace(a_run(), state=RunState.FAILED, outcome="the bank is closed")
    retried = replace(a_run(), state=RunState.RUNNING, error="Connection refused")
    assert "the bank is closed" in trouble_of(failed)
    assert "Connection refused" in trouble_of(replace(retried, dead=True))
    assert [trouble_of(run) for run in (None, a_run(), retried)] == ["", "", ""]


def test_trouble_is_told_on_the_card_and_to_screen_readers() -> None:
    message = accepted(draw(settled(an_ask()), Shown(trouble="the workflow failed: <!here>")))
    assert "Something went wrong" in seen(message)
    assert "the workflow failed: &lt;!here&gt;" in message.text


def test_a_card_decided_by_the_next_tier_says_with_whom_it_was() -> None:
    request = after(a_request(), Ring(), NOON + HOUR)
    closed = after(request, a_click(request, "U0MANAGER"), NOON + HOUR)
    assert "while it was with manager" in seen(draw(closed, PINGING))
    assert closed.decision is not None
    assert closed.decision.kind is Kind.APPROVE


def test_what_was_not_approved_would_have_run() -> None:
    assert "What would have run" in seen(draw(settled(a_drafted_ask()), PINGING))
    request = a_request(a_drafted_ask())
    assert "What will run" in seen(draw(after(request, a_click(request)), PINGING))
