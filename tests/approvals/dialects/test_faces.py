"""What people are shown of a plain payload: a title that says what it is about, and everything else that it holds."""

import time
from typing import Any

import pytest

from bot.approvals.dialects import reading
from bot.approvals.dialects.payloads import Payload
from bot.approvals.dialects.unknown import NAME
from tests.approvals.dialects.readings import the_part

LISTED = ["approve — pay it", "reject — do not"]
JSON = 'Respond with JSON: {"plan": "..."}'
TITLED: list[tuple[dict[str, Any], str]] = [
    ({"invoice": "a", "options": LISTED}, "Invoice: a"),
    ({"type": "approval", "order_id": 17, "options": LISTED}, "Order id: 17"),
    ({"urgent": True, "amount": 2.5, "options": LISTED}, "Amount: 2.5"),
    ({"invoice": "a", "title": "Pay it?", "options": LISTED}, "Pay it?"),
    ({"invoice": "a", "summary": "Pay a", "options": LISTED}, "Pay a"),
    ({"complaint": "cough", "instructions": JSON}, "Complaint: cough"),
    ({"details": "A cough", "instructions": JSON}, "A cough"),
    ({"text": "", "data": {"a": 1}, "instructions": JSON}, JSON),
    ({"type": "approval", "options": LISTED}, "A workflow asks"),
    ({"draft": "x" * 81, "note": "two\nlines", "big": 10**5000, "options": LISTED}, "A workflow asks"),
    ({"nothing": " ", "n": float("nan"), "options": LISTED}, "A workflow asks"),
]
# Each takes a search for answers through many beginnings of one.
TRAPS = ("{a:", "\n", "reply ", "reply 'a' ", "respond {", "(yes/no)", "reply with 'a', ", "json {'a': ", " ", "( ")


@pytest.mark.parametrize(("payload", "title"), TITLED)
def test_the_title_is_what_says_most_of_what_it_is_about(payload: dict[str, Any], title: str) -> None:
    assert the_part(payload).ask.title == title


def test_what_is_no_title_is_a_fact() -> None:
    facts = the_part({"complaint": "cough", "instructions": JSON}).ask.facts
    assert [(fact.label, fact.value) for fact in facts] == [("Complaint", "cough"), ("Instructions", JSON)]
    assert the_part({"data": {"a": 1}, "instructions": JSON}).ask.facts[1:] == ()


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("length", [9_000, 1_000_000])
def test_no_text_holds_the_reading_up_however_long_it_is(trap: str, length: int) -> None:
    text = trap * (length // len(trap))
    stated = {"approved": True, "notes": f"b{text}b"}
    begun = time.process_time()
    for value in (text, {"question": f"x? {text}"}, {"instructions": text}, {"expected_response": stated}):
        assert reading.read(Payload(value)).parts
    assert time.process_time() - begun < 30


def test_a_text_that_is_too_long_to_be_looked_into_is_not_guessed_to_be_a_plain_question() -> None:
    read = reading.read(Payload(f"What now? {'word ' * 2000} Reply 'yes' or 'no'."))
    assert (read.dialect, read.parts[0].ask.actions) == (NAME, ())
    assert "too many to look for answers in" in read.parts[0].ask.notice
