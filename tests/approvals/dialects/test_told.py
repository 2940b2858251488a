"""What the configuration says of a workflow's questions goes before what their shape leaves open."""

from typing import Any

import pytest

from bot.approvals.ask import Ask, Kind
from bot.approvals.dialects import free_text, native, reading, unknown
from bot.approvals.dialects.payloads import Part, Payload
from bot.approvals.dialects.plain import NAMED
from bot.approvals.dialects.told import Told, read_as
from tests.approvals.dialects.readings import answer, composed, decided, kinds, the_part
from tests.approvals.examples import LEAD

QUESTION = {"question": "Approve the refund?", "amount": 250}
CHOICE = {**QUESTION, "options": ["approve", "reject", "hold"]}
TWO_PEOPLE = "U0LEAD, U0BOARD"


def told(value: Any, dialect: str) -> Part:
    """The only part of a payload that is read as it is told."""
    read = reading.read(Payload(value), Told(dialect=dialect))
    [part] = read.parts
    assert read.dialect == dialect
    return part


def test_options_as_words() -> None:
    part = told(CHOICE, "options_as_words")
    assert kinds(part.ask) == {"approve": Kind.APPROVE, "reject": Kind.REJECT, "hold": Kind.NEUTRAL}
    assert answer(part, "approve") == {"action": "approve", "feedback": "", "reviewer": LEAD}
    assert answer(part, "reject", reason="no") == {"action": "reject", "feedback": "no", "reviewer": LEAD}
    assert answer(part, "hold", reason="later") == {"action": "hold", "feedback": "later", "reviewer": LEAD}
    assert [fact.label for fact in part.ask.facts] == ["Amount"]


def test_who_decided_are_all_whose_votes_made_it() -> None:
    part = told(CHOICE, "options_as_words")
    decision = decided(part.ask.actions[0]).model_copy(update={"by": ("U0LEAD", "U0BOARD")})
    assert composed(part, decision)["reviewer"] == TWO_PEOPLE


def test_decided() -> None:
    part = told({**QUESTION, "parameters": {"amount": 250}}, "decided")
    assert answer(part, "approved") == {"decision": "approved", "feedback": ""}
    changed = answer(part, "approved", reason="less", edits={"amount": 200})
    assert changed == {"decision": "approved", "feedback": "less", "modified_parameters": {"amount": 200}}
    assert answer(part, "rejected", reason="no") == {"decision": "rejected", "feedback": "no"}


@pytest.mark.parametrize(
    "value", [QUESTION, {**QUESTION, "parameters": {}}, {**QUESTION, "parameters": "none"}, "Go?", 7]
)
def test_decided_without_parameters_has_nothing_to_edit(value: Any) -> None:
    assert told(value, "decided").ask.draft is None


def test_approved() -> None:
    part = told(QUESTION, "approved")
    assert answer(part, "approve", reason="fine") == {"approved": True, "notes": "fine", "user": LEAD}
    assert answer(part, "reject", reason="no") == {"approved": False, "notes": "no", "user": LEAD}


def test_true_or_false() -> None:
    part = told("Go on?", "true_or_false")
    assert (answer(part, "approve"), answer(part, "reject")) == (True, False)


@pytest.mark.parametrize("value", ["Approve?", {"query": "x"}, {"text_to_revise": "x"}, 5, None, ["a"]])
def test_free_text(value: Any) -> None:
    part = told(value, "free_text")
    assert kinds(part.ask) == {"answer": Kind.NEUTRAL}
    assert answer(part, "answer", values={"text": "no, $reason"}) == "no, $reason"


@pytest.mark.parametrize("dialect", NAMED)
@pytest.mark.parametrize("value", [QUESTION, CHOICE, "Approve?", 5, None, [], {}, {"options": []}])
def test_what_is_not_written_as_told_is_shown_and_says_so(dialect: str, value: Any) -> None:
    read = reading.read(Payload(value), Told(dialect=dialect))
    [part] = read.parts
    assert part.ask.actions or (read.dialect == unknown.NAME and f"asks as {dialect}." in part.ask.notice)


def test_nothing_told_is_nothing_read() -> None:
    assert read_as(Told(), Payload(QUESTION)) is None


def test_a_native_ask_is_native_whatever_is_told() -> None:
    asked = Payload(native.payload(Ask(title="May I?")))
    assert reading.read(asked, Told(dialect="free_text")).dialect == native.NAME


@pytest.mark.parametrize(
    "value",
    ["What is the customer's name?", "Please provide feedback:", {"question": "Which address?", "customer": "c-1"}],
)
def test_a_question_is_answered_in_free_text(value: Any) -> None:
    assert reading.read(Payload(value)).dialect == free_text.NAME
    assert answer(the_part(value), "answer", values={"text": "x"}) == "x"


@pytest.mark.parametrize(
    "value",
    [
        "Approve?",
        "Do you approve this action?",
        "The mail is ready. Should I send it?",
        "Is this correct?",
        {"question": "Proceed with the deletion?"},
        {"question": "Please confirm the order"},
    ],
)
def test_a_question_for_yes_or_no_may_want_true_as_well_and_is_not_answered(value: Any) -> None:
    ask = the_part(value).ask
    assert ask.actions == ()
    assert "`my_workflow: true_or_false`" in ask.notice


@pytest.mark.parametrize("value", ["", "  ", {}, {"query": "x"}, {"question": ""}, {"question": 5}, 5, None, [], True])
def test_what_is_no_question_is_unknown(value: Any) -> None:
    read = reading.read(Payload(value))
    assert (read.dialect, read.parts[0].ask.actions) == (unknown.NAME, ())
