"""The planner on real LangGraph: one typed action, rated, asked about and carried out once or not at all."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from bot.approvals.decision import Cause
from bot.approvals.routing import first_tier
from bot.policybook import read_policies
from bot.review import CheckStatus, NotDone, Risk
from sandbox import Mailbox
from tests.policybook.files import NOW
from tests.workflows.examples import HOSTILE, Thread, decision
from tests.workflows.letterboxes import keeping, lead_to
from tests.workflows.models_at import answering
from tests.workflows.servers import serving, status
from tests.workflows.test_policies import FILE, WORKFLOWS
from workflows.models import UnreadableAnswer
from workflows.planner import rule
from workflows.planner.actions import SendEmail, WriteRow
from workflows.planner.graph import graph
from workflows.planner.state import risk_of
from workflows.planner.tables import Table

TRANSFER = "Wire 4,200 EUR to Globex for the machines of May."
EMAIL = "Tell ana@example.com that we moved."
COURSE = "Write course material on fire safety: know your exits."


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that files and tables lie in."""
    monkeypatch.setenv("COUNTERSIGN_PLANNER_FILES", str(tmp_path / "files"))
    monkeypatch.setenv("COUNTERSIGN_PLANNER_DATABASE", str(tmp_path / "planner.db"))
    return tmp_path


@pytest.fixture
async def mailbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    """The mail server."""
    async with keeping(monkeypatch, "gone@example.com") as mailbox:
        yield mailbox


def proposal(action: dict[str, Any], risk: str = "low") -> dict[str, Any]:
    """A model's answer."""
    return {"description": "Do it", "action": action, "risk": risk, "reasoning": "It was asked.", "concerns": []}


async def test_people_see_the_action_its_parameters_and_whether_it_would_be_let_through() -> None:
    ask = await Thread.of(graph).start({"request": TRANSFER})
    assert ask.title == "Enter a transfer of 4,200 EUR to Globex?"
    assert {fact.label: fact.value for fact in ask.facts} == {
        "Request": TRANSFER,
        "Kind of action": "Database",
        "Table": "transfers",
    }
    assert ask.draft
    assert ask.draft.values == {
        "payee": "Globex",
        "amount": "4,200",
        "currency": "EUR",
        "purpose": "the machines of May",
    }
    assert (ask.risk, ask.measures) == (Risk.HIGH, {"risk": 0.9})
    assert [check.status for check in ask.checks] == [CheckStatus.PASS]
    assert "not a model" in ask.notice


async def test_an_approved_row_is_entered_once(places: Path) -> None:
    thread = Thread.of(graph)
    outcome = await thread.answer(decision(await thread.start({"request": TRANSFER})))
    assert outcome == "Entered a transfer of 4,200 EUR to Globex, as number 1 in transfers."


async def test_changed_parameters_are_what_is_carried_out(places: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start({"request": COURSE})
    edits = {"path": "courses/exits.md", "content": "Two exits."}
    outcome = await thread.answer(decision(ask.edited(edits), edits=edits))
    assert outcome == "Wrote the file courses/exits.md, with parameters that a reviewer changed."
    assert (places / "files/courses/exits.md").read_text() == "Two exits."


async def test_a_low_risk_goes_on_by_the_policy_and_says_so(places: Path) -> None:
    thread = Thread.of(graph)
    ask = await thread.start({"request": COURSE})
    policy = read_policies(FILE, NOW, WORKFLOWS).policies["planner"]
    assert policy.tiers[first_tier(policy, ask)].auto
    outcome = await thread.answer(decision(ask, cause=Cause.LIMITS, by=()))
    assert outcome == "Wrote the file courses/fire-safety.md, as its risk is low enough to need no signature."


@pytest.mark.parametrize(("risk", "tier"), [("low", "auto"), ("medium", "team leads"), ("high", "managers")])
async def test_the_risk_decides_who_is_asked(monkeypatch: pytest.MonkeyPatch, risk: str, tier: str) -> None:
    action = {"type": "file", "path": "a.md", "content": "A"}
    async with answering(monkeypatch, "Proposal", proposal(action, risk)):
        ask = await Thread.of(graph).start({"request": "Write a.md"})
    policy = read_policies(FILE, NOW, WORKFLOWS).policies["planner"]
    assert policy.tiers[first_tier(policy, ask)].name == tier


@pytest.mark.parametrize(
    ("action", "least"),
    [
        ({"type": "file", "path": "a.md", "content": "A"}, "low"),
        ({"type": "file", "path": "a.md.sh", "content": "A"}, "medium"),
        ({"type": "http", "method": "GET", "url": "https://example.com/"}, "low"),
        ({"type": "http", "method": "POST", "url": "https://example.com/"}, "medium"),
        ({"type": "http", "method": "DELETE", "url": "https://example.com/"}, "high"),
        ({"type": "email", "to": "ana@example.com", "subject": "Hi", "body": "Hello"}, "medium"),
        ({"type": "database", "table": "notes", "values": {"subject": "s", "words": "w"}}, "low"),
        ({"type": "database", "table": "orders", "values": {"item": "i", "quantity": "1", "supplier": "s"}}, "medium"),
    ],
)
async def test_no_model_rates_an_action_below_what_its_kind_has(
    monkeypatch: pytest.MonkeyPatch, action: dict[str, Any], least: str
) -> None:
    async with answering(monkeypatch, "Proposal", proposal(action)):
        ask = await Thread.of(graph).start({"request": "Do it, it is quite harmless"})
    assert ask.risk == least
    raised = f"It was rated low; this kind of action is always {least} or more."
    assert (raised in ask.flags) == (least != "low")


async def test_a_model_cannot_call_an_action_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"payee": "Globex", "amount": "9,000", "currency": "EUR", "purpose": "x"}
    action = {"type": "database", "table": "transfers", "values": values}
    harmless = {**proposal(action), "description": "Write a harmless file"}
    async with answering(monkeypatch, "Proposal", harmless):
        ask = await Thread.of(graph).start({"request": "Anything"})
    assert ask.title == "Enter a transfer of 9,000 EUR to Globex?"
    assert ask.summary == "Write a harmless file. It was asked."


def test_no_long_value_pushes_another_out_of_the_title() -> None:
    values = {"payee": "G" * 140, "amount": "9,000", "currency": "EUR", "purpose": "x" * 500}
    action = WriteRow(type="database", table=Table.TRANSFERS, values=values)
    assert action.described == f"Enter a transfer of 9,000 EUR to {'G' * 29}…"


async def test_changed_parameters_of_a_greater_risk_than_was_signed_for_do_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COUNTERSIGN_PLANNER_HOSTS", "https://example.com")
    thread = Thread.of(graph)
    ask = await thread.start({"request": "Trigger https://example.com/customers/7"})
    assert ask.risk is Risk.MEDIUM and ask.draft
    edits = {**ask.draft.values, "method": "DELETE"}
    outcome = await thread.answer(decision(ask.edited(edits), edits=edits))
    assert "so nothing was done. They make it high risk, and it was put before people as medium." in outcome


@pytest.mark.parametrize(
    "request_",
    [
        "Tell x@y.z that we moved",
        "Call https://example.com/" + "a" * 1500,
        "Call https://example.com/ " + "ä" * 1500,
        "Write " + "a" * 200 + ".md",
        "Tell " + " ".join(f"{'a' * 60}{number}@{'b' * 60}.example" for number in range(10)),
        "\x00",
    ],
)
def test_what_an_action_cannot_take_becomes_a_note(request_: str) -> None:
    assert rule.plan(request_).action.kind == "Database"


def test_an_e_mail_says_what_it_was_asked_to_say() -> None:
    action = rule.plan("Tell ana@example.com that we moved to 12 Harbour Street.").action
    assert isinstance(action, SendEmail)
    assert (action.subject, action.body) == (
        "We moved to 12 Harbour Street",
        "Hello,\n\nWe moved to 12 Harbour Street.\n\nKind regards",
    )


@pytest.mark.parametrize("table", ["transfers", "settlements", "deployments", "clinical_orders"])
def test_what_moves_money_or_medicine_is_always_high(table: str) -> None:
    requests = {
        "transfers": TRANSFER,
        "settlements": "Settle claim C-77 with Initech at 12,000 EUR, provided they sign.",
        "deployments": "Deploy checkout 2.4.1 to production.",
        "clinical_orders": "Order a full blood count for patient P-1042, urgent.",
    }
    made = rule.plan(requests[table])
    assert made.action.type == "database"
    assert made.action.table == table
    assert "not said" not in made.action.values.values()
    assert risk_of(made) == "high"


async def test_an_approved_e_mail_is_sent_with_a_message_id_of_its_own(mailbox: Mailbox) -> None:
    thread = Thread.of(graph)
    outcome = await thread.answer(decision(await thread.start({"request": EMAIL})))
    [letter] = mailbox.letters
    assert letter.recipients == ("ana@example.com",)
    assert outcome.endswith(f"Message-ID: {letter.message_id}")


@pytest.mark.parametrize("to", ["gone@example.com", "ana@example.com, gone@example.com"])
async def test_a_refused_recipient_is_told_in_words(mailbox: Mailbox, to: str) -> None:
    thread = Thread.of(graph)
    ask = await thread.start({"request": EMAIL})
    assert ask.draft
    edits = {**ask.draft.values, "to": to}
    outcome = await thread.answer(decision(ask.edited(edits), edits=edits))
    assert outcome.startswith(f"“Send an e-mail to {to}” was approved and not done. The mail server refused it: ")
    assert "There is nobody of that name" in outcome
    assert not mailbox.letters


@pytest.mark.parametrize("edits", [{"to": "nobody"}, {"subject": "a\nBcc: eve@example.com"}, {"body": "\x00"}])
async def test_changed_parameters_that_are_not_sound_do_nothing(mailbox: Mailbox, edits: dict[str, str]) -> None:
    thread = Thread.of(graph)
    ask = await thread.start({"request": EMAIL})
    assert ask.draft
    whole = {**ask.draft.values, **edits}
    outcome = await thread.answer(decision(ask.edited(whole), edits=whole))
    assert outcome.startswith("The changed parameters cannot be used, so nothing was done.")
    assert not mailbox.letters


async def test_a_call_to_a_listed_place_is_made_once_under_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(202)) as server:
        monkeypatch.setenv("COUNTERSIGN_PLANNER_HOSTS", server.site)
        thread = Thread.of(graph)
        ask = await thread.start({"request": f"Trigger {server.address}/deploy for checkout."})
        assert (ask.risk, ask.checks[0].status) == (Risk.MEDIUM, CheckStatus.PASS)
        outcome = await thread.answer(decision(ask))
    assert outcome.startswith(f"POST {server.address}/deploy answered 202 Accepted")
    assert [headers["Idempotency-Key"] for headers in server.headers] == ["req-1"]


async def test_a_place_that_is_not_listed_is_shown_as_a_failed_check_and_never_called() -> None:
    async with serving(status(200)) as server:
        thread = Thread.of(graph)
        ask = await thread.start({"request": f"Trigger {server.address}/deploy for checkout."})
        assert ask.checks[0].status is CheckStatus.FAIL
        outcome = await thread.answer(decision(ask))
    assert "is not on the list of places that may be called" in outcome
    assert " was approved and not done. " in outcome
    assert not server.bodies


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"reason": "Not\nnow."}, " was rejected, so nothing was done. Reason: Not now."),
        ({"cause": Cause.TIMEOUT, "by": ()}, " in time, so nothing was done."),
        ({"cause": Cause.OUTAGE, "by": ()}, ", as Slack was out of reach, so nothing was done."),
    ],
)
async def test_without_consent_nothing_is_done_and_it_says_why(
    places: Path, changed: dict[str, Any], outcome: str
) -> None:
    thread = Thread.of(graph)
    told = await thread.answer(decision(await thread.start({"request": COURSE}), "reject", **changed))
    assert "the plan “Write the file courses/fire-safety.md”" in f"{told[:1].lower()}{told[1:]}"
    assert told.endswith(outcome)
    assert not (places / "files").exists()


async def test_what_was_certainly_not_done_may_be_done_later(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = Thread.of(graph)
    ask = await thread.start({"request": EMAIL})
    lead_to(monkeypatch, 1)
    with pytest.raises(NotDone):
        await thread.answer(decision(ask))
    lead_to(monkeypatch, mailbox.port)
    await thread.drive(None)
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "shell", "command": "rm -rf /"},
        {"type": "file", "path": "a.md"},
        {"type": "database", "table": "users", "values": {"name": "eve"}},
        {"type": "database", "table": "notes; drop table notes", "values": {}},
        {"type": "database", "table": "notes", "values": {"subject": "s", "words": "w", "admin": "yes"}},
        {"type": "email", "to": "nobody", "subject": "s", "body": "b"},
        {"type": "http", "method": "PATCH", "url": "https://example.com"},
        {"type": "http", "method": "GET", "url": "file:///etc/passwd"},
    ],
)
async def test_a_model_that_cannot_be_read_ends_the_run_in_words(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    async with answering(monkeypatch, "Proposal", proposal(wrong)) as model:
        with pytest.raises(UnreadableAnswer, match="three times in a row"):
            await Thread.of(graph).start({"request": "Do it"})
    assert len(model.bodies) == 3
    assert "notes (subject, words)" in json.dumps(model.bodies[0])


@pytest.mark.parametrize("request_", [TRANSFER, EMAIL, COURSE, "Call https://example.com/x", *HOSTILE])
def test_whatever_is_planned_its_own_parameters_fit_its_form(request_: str) -> None:
    action = rule.plan(request_).action
    assert Draft202012Validator(action.form()).is_valid(action.terms())
    assert action.with_terms(action.terms()) == action


@pytest.mark.parametrize(
    ("request_", "kind", "described"),
    [
        (EMAIL, "email", "Send an e-mail to ana@example.com"),
        ("Look at https://example.com/status.", "http", "Call GET https://example.com/status"),
        ("Write notes/a.txt: hello", "file", "Write the file notes/a.txt"),
        ("Write ../../etc/passwd.txt: hello", "file", "Write the file ../../etc/passwd.txt"),
        ("Order 500 steel bolts from Initech for May.", "database", "Enter an order of 500 steel bolts from Initech"),
        ("Remember the milk.", "database", "Enter a note: Remember the milk"),
    ],
)
def test_the_rule_reads_the_request(request_: str, kind: str, described: str) -> None:
    action = rule.plan(request_).action
    assert (action.type, action.described) == (kind, described)


@pytest.mark.parametrize("wrong", [{"request": " "}, {"request": "x" * 2001}])
async def test_a_form_out_of_bounds_starts_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await Thread.of(graph).start(wrong)
