"""The e-mail workflow on real LangGraph and a real mail server: sent as signed, once, or not at all."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import ValidationError

from bot.approvals.decision import Cause
from bot.review import NotDone, Risk
from sandbox import Mailbox
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.letterboxes import SENDER, keeping, lead_to
from tests.workflows.models_at import answering
from workflows.letters import NoMailServer, message_id
from workflows.mail import rule
from workflows.mail.graph import graph
from workflows.mail.state import MailInput
from workflows.models import STAND_IN_NOTICE, UnreadableAnswer

DRAFT = {
    "subject": "Your order is late",
    "body": "Dear Ana,\n\nyour order comes on Friday.\n\nKind regards\nMaya",
    "note": "It tells her of the delay.",
    "concerns": ["Friday is a promise."],
}


@pytest.fixture
async def mailbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    """The mail server."""
    async with keeping(monkeypatch, "gone@example.com") as mailbox:
        yield mailbox


def form(**changed: Any) -> dict[str, Any]:
    """A briefing."""
    briefing = "Tell Ana that order 1042 comes on Friday. We are sorry."
    return {"to": "ana@example.com", "briefing": briefing, "signature": "Maya", **changed}


async def test_people_see_recipients_words_and_that_it_leaves_the_company(mailbox: Mailbox) -> None:
    ask = await Thread.of(graph).start(form())
    assert ask.title == "Send this e-mail to ana@example.com?"
    assert ask.notice == STAND_IN_NOTICE
    assert ask.flags[0] == "It leaves the company: example.com."
    assert {fact.label: fact.value for fact in ask.facts} == {
        "To": "ana@example.com",
        "From": SENDER,
        "Briefing": form()["briefing"],
    }
    assert ask.draft
    assert ask.draft.values["subject"] == "Tell Ana that order 1042 comes on Friday"
    assert (ask.risk, ask.measures) == (Risk.MEDIUM, {"recipients": 1})


async def test_within_the_company_the_risk_is_low(mailbox: Mailbox) -> None:
    ask = await Thread.of(graph).start(form(to="tom@northwind.example, lena@Northwind.example"))
    assert ask.title == "Send this e-mail to tom@northwind.example and 1 more?"
    assert (ask.risk, ask.measures) == (Risk.LOW, {"recipients": 2})


async def test_the_recipients_are_nothing_that_can_be_edited(mailbox: Mailbox) -> None:
    ask = await Thread.of(graph).start(form())
    assert ask.draft
    assert set(ask.draft.values) == {"subject", "body"}
    assert ask.draft.form["additionalProperties"] is False


async def test_an_approved_letter_is_sent_once_and_told_with_its_message_id(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = Thread.of(graph)
    async with answering(monkeypatch, "LetterDraft", DRAFT):
        ask = await thread.start(form())
    outcome = await thread.answer(decision(ask, "send"))
    [letter] = mailbox.letters
    assert (letter.subject, letter.recipients) == ("Your order is late", ("ana@example.com",))
    assert letter.body.strip() == DRAFT["body"]
    assert letter.message_id == message_id("req-1", SENDER)
    assert outcome == f"Sent “Your order is late” to ana@example.com. Message-ID: {letter.message_id}"
    [effect] = await thread.book.made()
    assert effect.result == {"message_id": letter.message_id, "refused": ""}


@pytest.mark.parametrize(
    "changed", [{"subject": "Delay"}, {"body": "Dear Ana,\r\nit is late."}, {"subject": "D", "body": "B"}]
)
async def test_what_a_reviewer_changed_is_what_is_sent(mailbox: Mailbox, changed: dict[str, str]) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    assert ask.draft
    edits = {**ask.draft.values, **changed}
    await thread.answer(decision(ask.edited(edits), "send", edits=edits))
    [letter] = mailbox.letters
    assert letter.subject == edits["subject"]
    assert letter.body.strip() == str(edits["body"]).replace("\r\n", "\n").strip()
    assert letter.recipients == ("ana@example.com",)


async def test_an_edit_cannot_add_a_header(mailbox: Mailbox) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    assert ask.draft
    edits = {**ask.draft.values, "subject": "Hello\nBcc: eve@example.com"}
    with pytest.raises(ValidationError):
        await thread.answer(decision(ask.edited(edits), "send", edits=edits))
    assert not mailbox.letters


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (
            {"reason": "Too\nlate."},
            "The e-mail to ana@example.com was rejected, so nothing was sent. Reason: Too late.",
        ),
        (
            {"cause": Cause.TIMEOUT, "by": ()},
            "Nobody signed for the e-mail to ana@example.com in time, so nothing was sent.",
        ),
        (
            {"cause": Cause.OUTAGE, "by": ()},
            "Nobody could be asked about the e-mail to ana@example.com, as Slack was out of reach, so nothing was "
            "sent.",
        ),
    ],
)
async def test_without_consent_nothing_is_sent_and_it_says_why(
    mailbox: Mailbox, changed: dict[str, Any], outcome: str
) -> None:
    thread = Thread.of(graph)
    assert await thread.answer(decision(await thread.start(form()), "reject", **changed)) == outcome
    assert not mailbox.letters


async def test_a_refused_recipient_is_told_in_words(mailbox: Mailbox) -> None:
    thread = Thread.of(graph)
    outcome = await thread.answer(decision(await thread.start(form(to="ana@example.com, gone@example.com")), "send"))
    assert "was approved, but the mail server refused it, so nothing was sent" in outcome
    assert "There is nobody of that name (SMTP 550)" in outcome
    assert not mailbox.letters


async def test_a_letter_that_was_certainly_not_sent_may_be_sent_later(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = Thread.of(graph)
    ask = await thread.start(form())
    lead_to(monkeypatch, 1)
    with pytest.raises(NotDone, match="could not be used"):
        await thread.answer(decision(ask, "send"))
    lead_to(monkeypatch, mailbox.port)
    assert (await thread.drive(None))["outcome"].startswith("Sent “")
    assert len(mailbox.letters) == 1


async def test_a_step_that_runs_again_sends_nothing_again(mailbox: Mailbox) -> None:
    thread = Thread.of(graph)
    outcome = await thread.answer(decision(await thread.start(form()), "send"))
    history = [state async for state in thread.graph.aget_state_history(thread.config)]
    before = next(state for state in history if state.next == ("send",))
    with thread.noted():
        again = await thread.graph.ainvoke(None, before.config, durability="sync")
    assert again["outcome"] == outcome
    assert len(mailbox.letters) == 1


async def test_without_a_mail_server_nobody_is_bothered() -> None:
    with pytest.raises(NoMailServer, match="SMTP_HOST is empty"):
        await Thread.of(graph).start(form())


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"subject": "a\nBcc: eve@example.com"},
        {"body": "\x00"},
        {"concerns": "none"},
        {"body": "x" * 3001},
    ],
)
async def test_a_model_that_cannot_be_read_ends_the_run_in_words(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    async with answering(monkeypatch, "LetterDraft", {**DRAFT, **wrong}) as model:
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start(form())
    assert len(model.bodies) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "ana"},
        {"to": "ana@example.com\nBcc: eve@example.com"},
        {"to": ", ".join(f"p{number}@example.com" for number in range(11))},
        {"briefing": " "},
        {"briefing": "a\x0bb"},
        {"signature": "a\u2028b"},
        {"tone": "rude"},
    ],
)
async def test_a_form_out_of_bounds_starts_nothing(mailbox: Mailbox, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await Thread.of(graph).start(form(**wrong))


async def test_a_very_long_address_still_fits_the_question(mailbox: Mailbox) -> None:
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.example"
    ask = await Thread.of(graph).start(form(to=address))
    assert len(ask.title) <= 150
    assert {fact.label: fact.value for fact in ask.facts}["To"] == address


@pytest.mark.parametrize("briefing", [*HOSTILE, "a\r\nBcc: eve@example.com", "a\rb", "x" * 2000, "…\t!"])
async def test_whatever_the_briefing_says_the_rule_writes_a_letter_that_can_be_sent(
    mailbox: Mailbox, briefing: str
) -> None:
    thread = Thread.of(graph)
    await thread.answer(decision(await thread.start(form(briefing=briefing)), "send"))
    [letter] = mailbox.letters
    assert letter.recipients == ("ana@example.com",)


def test_the_rule_takes_its_subject_from_the_first_sentence() -> None:
    written = rule.draft(
        MailInput(to="ana@example.com", briefing="We moved. The new address is 1 Main Street.", tone="formal")
    )
    assert written.subject == "We moved"
    assert written.body == ("Dear Sir or Madam,\n\nWe moved. The new address is 1 Main Street.\n\nYours faithfully")
    assert written.concerns == ["It names figures that somebody should check: 1."]
