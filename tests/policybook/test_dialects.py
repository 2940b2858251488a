"""The section `dialects:` says how workflows are answered; every mistake in it is told with its line and a remedy."""

from pathlib import Path
from typing import Any

import pytest

from bot.approvals.ask import Kind
from bot.approvals.dialects import reading
from bot.approvals.dialects.payloads import Payload
from bot.approvals.dialects.plain import NAMED
from bot.approvals.dialects.told import Told
from bot.policybook import PolicyFile, policy_file
from tests.approvals.dialects.readings import answer, kinds
from tests.approvals.examples import LEAD
from tests.policybook.files import NOW, SOUND, book, changed, only
from tests.policybook.test_policies_page import PAGE, examples
from tests.policybook.test_schema import complaints

MAPPING = """\
dialects:
  triage: options_as_words
  legacy:
    title: question
    summary: details
    facts: [amount, customer.name]
    measures: {amount: amount}
    risk: risk
    actions:
      approve: {label: Approve, kind: approve, answer: {approved: true, notes: "", user: $by}}
      reject: {label: Reject, kind: reject, reason: required, answer: {approved: false, notes: $reason}}
      change: {kind: approve, form: {amount: number, how: [cash, card]}, answer: {amount: $values.amount}}
"""
HELD = "dialects: {legacy: {actions: {hold: {kind: neutral, answer: 1}}}}"


def one(action: str, besides: str = "") -> str:
    """A mapping of one action, in one line."""
    return f"dialects: {{legacy: {{{besides}actions: {{{action}}}}}}}"


def test_a_dialect_by_its_name_and_a_mapping(tmp_path: Path) -> None:
    told = book(tmp_path, SOUND + MAPPING).dialects
    assert told["triage"] == Told(dialect="options_as_words")
    payload = Payload({"question": "Refund?", "details": "Broken", "amount": 250, "customer": {"name": "Lena"}})
    [part] = reading.read(payload, told["legacy"]).parts
    assert (part.ask.title, part.ask.summary, part.ask.measures) == ("Refund?", "Broken", {"amount": 250.0})
    assert [(fact.label, fact.value) for fact in part.ask.facts] == [("Amount", "250"), ("Customer name", "Lena")]
    assert kinds(part.ask) == {"approve": Kind.APPROVE, "reject": Kind.REJECT, "change": Kind.APPROVE}
    assert answer(part, "approve") == {"approved": True, "notes": "", "user": LEAD}
    assert answer(part, "reject", reason="no") == {"approved": False, "notes": "no"}
    assert answer(part, "change", values={"amount": 5, "how": "cash"}) == {"amount": 5}


@pytest.mark.parametrize("name", NAMED)
def test_every_plain_dialect_has_a_name_that_the_page_explains(tmp_path: Path, name: str) -> None:
    assert book(tmp_path, f"{SOUND}dialects: {{legacy: {name}}}").dialects == {"legacy": Told(dialect=name)}
    assert f"\n| `{name}` | " in PAGE


@pytest.mark.parametrize("section", ["", "dialects:", "dialects: {}"])
def test_without_the_section_nothing_is_told(tmp_path: Path, section: str) -> None:
    assert book(tmp_path, SOUND + section).dialects == {}


@pytest.mark.parametrize(
    ("section", "place", "wrong", "remedy"),
    [
        ("dialects: [a]", "dialects", "not made of workflows' names", "such as triage: options_as_words"),
        (
            "dialects: {legacy: options_as_word}",
            "dialects.legacy",
            "no dialect named",
            "did you mean options_as_words?",
        ),
        ("dialects: {legacy: native}", "dialects.legacy", "no dialect named native", "decided"),
        ("dialects: {legacy: no}", "dialects.legacy", "something else than text", "in quotes"),
        ("dialects: {legacy: [a]}", "dialects.legacy", "neither the name of a dialect", "options_as_words"),
        ("dialects: {legacy: }", "dialects.legacy", "neither the name of a dialect", "options_as_words"),
        ("dialects: {legacy: {}}", "dialects.legacy.actions", "it is missing", "its kind: and its answer:"),
        ("dialects: {legacy: {actions: {}}}", "dialects.legacy.actions", "at least 1", "its kind: and its answer:"),
        (
            "dialects: {legacy: {action: {}, actions: {ok: {kind: approve, answer: 1}}}}",
            "dialects.legacy.action",
            "no such field",
            "did you mean actions?",
        ),
        (one("ok: {kind: approve}"), "dialects.legacy.actions.ok.answer", "missing", "write what the workflow gets"),
        (one("ok: {answer: 1}"), "dialects.legacy.actions.ok.kind", "missing", "write approve, reject or neutral"),
        (one("ok: {kind: yes, answer: 1}"), "dialects.legacy.actions.ok.kind", "'approve', 'reject'", "neutral"),
        (one("ok: {kind: escalate, answer: 1}"), "dialects.legacy.actions.ok.kind", "not written", "answers nothing"),
        (one("reject: {kind: approve, answer: 1}"), "dialects.legacy", "has to be of that kind", "give it another id"),
        (one("Ok: {kind: approve, answer: 1}"), "dialects.legacy.actions.Ok", "not written", "action's id"),
        (
            one("ok: {kind: approve, answer: 1, anwser: 1}"),
            "dialects.legacy.actions.ok.anwser",
            "no such field",
            "mean answer?",
        ),
        (
            one("ok: {kind: approve, answer: {a: $resaon}}"),
            "dialects.legacy.actions.ok.answer",
            "no placeholder $resaon: did you mean $reason?",
            "write $$",
        ),
        (one("ok: {kind: approve, answer: $5}"), "dialects.legacy.actions.ok.answer", "not written", "write $$ for a"),
        (
            one("ok: {kind: approve, answer: $by.x}"),
            "dialects.legacy.actions.ok.answer",
            "only $values has fields",
            "without what stands behind the dot",
        ),
        (one("ok: {kind: approve, answer: $reason}"), "dialects.legacy.actions.ok", "$reason", "add reason: optional"),
        (one("ok: {kind: approve, answer: $values}"), "dialects.legacy.actions.ok", "no form", "add form:"),
        (
            one("ok: {kind: approve, form: {a: text}, answer: $values.b}"),
            "dialects.legacy.actions.ok",
            "$values.b",
            "to the action's form:",
        ),
        (
            one("ok: {kind: approve, form: {a: texts}, answer: 1}"),
            "dialects.legacy.actions.ok.form.a",
            "not written",
            "form: {amount: number}",
        ),
        (
            one("ok: {kind: approve, answer: {when: 2026-01-01}}"),
            "dialects.legacy.actions.ok.answer.when",
            "JSON",
            "write what the workflow gets",
        ),
        (one("ok: {kind: approve, answer: 1}", "title: 5, "), "dialects.legacy.title", "else than text", "in quotes"),
        (one("ok: {kind: approve, answer: 1}", "facts: a, "), "dialects.legacy.facts", "a list", "facts: [amount"),
        (
            one("ok: {kind: approve, answer: 1}", "measures: [a], "),
            "dialects.legacy.measures",
            "made of fields",
            "{amount: order.total}",
        ),
        (
            one("ok: {kind: approve, reason: required, answer: 1}", "measures: {a: a}, "),
            "dialects.legacy",
            "which nobody gives where limits approve",
            "above it that has neither",
        ),
    ],
)
def test_a_mistake_is_told_with_line_field_and_remedy(  # noqa: PLR0917
    tmp_path: Path, section: str, place: str, wrong: str, remedy: str
) -> None:
    where, said, instead = only(tmp_path, changed("# for operators", section))
    assert where == f":1: {place}"
    assert wrong in said
    assert remedy in instead


def test_a_workflow_that_there_is_not_is_told(tmp_path: Path) -> None:
    where, said, instead = only(tmp_path, changed("# for operators", "dialects: {refnd: decided}"), {"refund"})
    assert (where, said) == (":1: dialects.refnd", "there is no workflow named refnd")
    assert instead == "did you mean refund?"


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ("hold: {kind: neutral, answer: 1}", ["no action rejects", "no action approves"]),
        ("ok: {kind: approve, answer: 1}", ["no action rejects"]),
        ("ok: {kind: approve, answer: 1}, reject: {kind: reject, answer: 0}", []),
        ("hold: {kind: neutral, answer: 1}, reject: {kind: reject, answer: 0}", ["no action approves"]),
    ],
)
def test_what_a_mapping_leaves_open_is_a_warning(tmp_path: Path, actions: str, words: list[str]) -> None:
    warnings = book(tmp_path, SOUND + one(actions)).warnings
    assert len(warnings) == len(words)
    assert all(f": dialects.legacy.actions: {said}" in warning for said, warning in zip(words, warnings, strict=True))


def test_the_section_is_read_again_when_the_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "policies.yaml"
    read = PolicyFile(path=file, workflows=frozenset({"refund"}), speedup=2.0, now=lambda: NOW)
    file.write_text(f"{SOUND}dialects: {{refund: decided}}", encoding="utf-8")
    before = read.edition()
    assert read.read().dialects == {"refund": Told(dialect="decided")}
    file.write_text(f"{SOUND}dialects: {{refund: approved}}", encoding="utf-8")
    assert read.edition() != before
    assert read.read().dialects == {"refund": Told(dialect="approved")}


@pytest.mark.parametrize("section", [MAPPING, "dialects:", "dialects: {a: free_text}", HELD])
def test_whatever_the_reader_takes_fits_the_schema(section: str) -> None:
    assert complaints(SOUND + section) == []


@pytest.mark.parametrize(
    "section",
    [
        "dialects: {a: free_txt}",
        "dialects: {a: {}}",
        "dialects: {a: {actions: {}}}",
        one("Ok: {kind: approve, answer: 1}"),
        one("ok: {kind: approve}"),
        one("ok: {kind: escalate, answer: 1}"),
        one("ok: {kind: approve, answer: 1, form: {a: txt}}"),
        one("ok: {kind: approve, answer: 1}", "measures: [a], "),
    ],
)
def test_an_editor_underlines_what_the_reader_refuses(section: str) -> None:
    assert complaints(SOUND + section)


def example_of_the_page(folder: Path) -> dict[str, Any]:
    """What the page's example of the section tells."""
    [example] = [example for example in examples() if example.startswith("dialects:")]
    (folder / "policies.yaml").write_text(example, encoding="utf-8")
    return dict(policy_file.read_policies(folder / "policies.yaml", NOW).dialects)


def test_the_example_of_the_page_answers_as_it_says(tmp_path: Path) -> None:
    told = example_of_the_page(tmp_path)
    release = {"service": "shop", "version": "1.2", "downtime": 5, "notes": "$by"}
    [part] = reading.read(Payload({"question": "Deploy?", "release": release}), told["deploy"]).parts
    assert part.ask.measures == {"amount": 5.0}
    assert [fact.value for fact in part.ask.facts] == ["shop", "1.2"]
    assert answer(part, "approve") == {"approved": True, "user": LEAD}
    assert answer(part, "change", values={"hosts": 2}) == {"approved": True, "hosts": 2}
    assert answer(part, "reject", reason="late") == {"approved": False, "notes": f"late (by {LEAD})"}
