"""A reminder says what waits, for how long still and where; and once nothing waits, it says that instead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.approvals.ask import Ask
from bot.approvals.commands import Ring
from bot.approvals.request import Request
from bot.slack.drawing.notices import Spot
from bot.slack.drawing.reminders import reminder_message
from tests.approvals.examples import (
    HOUR,
    LEAD,
    NOON,
    SECOND_LEAD,
    a_click,
    a_drafted_ask,
    a_policy,
    a_request,
    a_tier,
    after,
    an_edit,
)
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.hostile import HOSTILE

SPOT = Spot("C07APPROVE3", "https://northwind.example/archives/C07APPROVE3/p1")
FOR_TWO = a_policy(a_tier(quorum=2), a_tier("manager"))


def reminded(request: Request, spot: Spot = SPOT, reader: str = LEAD) -> str:
    """What the reader is told a quarter of an hour before the SLA ends."""
    return accepted(reminder_message(request, reader, spot, NOON + timedelta(minutes=45))).text


def test_it_names_what_waits_how_long_still_and_where() -> None:
    told = reminded(a_request())
    assert "still waits for your answer: *Refund 120.00 to Ada*" in told
    assert "(15 min left, as of <!date^" in told
    assert "<https://northwind.example/archives/C07APPROVE3/p1|Open the card> in <#C07APPROVE3>" in told


def test_without_a_link_it_names_the_channel() -> None:
    assert "The card is in #approvals." in reminded(a_request(), Spot("#approvals"))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://a|b", "https://a>b", "https://a b", "http://a\u3002b"]
)
def test_what_is_no_link_is_left_out(link: str) -> None:
    assert "The card is in #approvals." in reminded(a_request(), Spot("#approvals", link))


def test_where_there_is_no_deadline_it_says_so() -> None:
    assert "There is no deadline." in reminded(replace(a_request(), due_at=None))


def test_a_reminder_of_what_is_overdue_says_so() -> None:
    assert "Overdue" not in reminded(a_request())
    assert "*Overdue:* the time has run out 2 times." in reminded(replace(a_request(), overruns=2))


def test_whoever_has_voted_is_told_that_nothing_is_left() -> None:
    request = after(a_request(policy=FOR_TWO), a_click(a_request(policy=FOR_TWO)))
    assert "You have answered this" in reminded(request)
    assert "still waits" in reminded(request, reader=SECOND_LEAD)


def test_a_vote_on_what_was_edited_since_is_no_answer() -> None:
    request = a_request(a_drafted_ask(), FOR_TWO)
    voted = after(request, a_click(request))
    edited = after(voted, an_edit(voted, {"amount": 80, "note": "x"}, SECOND_LEAD))
    assert "still waits" in reminded(edited)
    assert "You have answered this" in reminded(edited, reader=SECOND_LEAD)


def test_once_it_is_closed_it_says_what_became_of_it() -> None:
    request = a_request()
    assert "needs no answer any more" in reminded(after(request, a_click(request, SECOND_LEAD)))
    assert "Approved" in reminded(after(request, a_click(request, SECOND_LEAD)))
    assert "needs no answer any more" in reminded(after(after(request, Ring(), NOON + HOUR), Ring(), NOON + 3 * HOUR))


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_a_reminder_are_harmless(words: str) -> None:
    ask = Ask(title=words[:150] or "-")
    message = accepted(reminder_message(a_request(ask), LEAD, SPOT._replace(link=""), NOON))
    for marked in [message.text, *limits.marked_texts(message.blocks)]:
        assert all(token.startswith(("!date^", "#C07APPROVE3>")) for token in marked.split("<")[1:])
