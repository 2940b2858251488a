"""docs/dialects.md is true: every payload on it has the buttons, and gives the answers, that the page says."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import review
from bot.approvals.ask import Action, Ask, Kind, ReasonRule
from bot.approvals.decision import Cause, Decision
from bot.approvals.dialects import native, reading, shapes
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.plain import NAMED
from bot.approvals.dialects.told import Told
from bot.policybook import read_policies
from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "dialects.md").read_text(encoding="utf-8")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
POLICIES = """
policies:
  default:
    channel: "#approvals"
    tiers:
      - {name: leads, reviewers: {groups: [team-leads]}, sla: 1h}
"""
_SECTION = re.compile(r"^### (.+?) \(`(\w+)`\)\n(.*?)(?=^#{2,3} |\Z)", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| (.+?) \| ?(.*?) ?\| (.+?) \|$", re.MULTILINE)
_SPAN = re.compile(r"`([^`]+)`")
_EDIT, _NOBODY = "Edit & approve", "*nobody answers*"


@dataclass(frozen=True, slots=True)
class Section:
    """What the page says of a dialect: its payloads by language, and a row for each answer."""

    title: str
    dialect: str
    text: str

    def __str__(self) -> str:
        return self.title

    def blocks(self, language: str) -> list[str]:
        return [block for named, block in _FENCED.findall(self.text) if named == language]

    def rows(self) -> list[tuple[str, str, str]]:
        """The label, what is filled in, and the answer, without the table's head."""
        return _ROW.findall(_FENCED.sub("", self.text))[1:]


SECTIONS = [Section(*found) for found in _SECTION.findall(PAGE)]
ANSWERED = [section for section in SECTIONS if section.rows()]


def read(section: Section, folder: Path) -> Reading:
    """The section's payload as Countersign reads it, with what the section has the policies file say."""
    told = _told(section.blocks("yaml"), folder)
    if code := section.blocks("python"):
        named = {name: getattr(review, name) for name in review.__all__}
        return reading.read(Payload(native.payload(eval(code[0], named))), told)
    value, *schema = [json.loads(block) for block in section.blocks("json")]
    return reading.read(Payload(value, *schema), told)


def _told(written: list[str], folder: Path) -> Told | None:
    if not written:
        return None
    file = folder / "policies.yaml"
    file.write_text(written[0] + POLICIES, encoding="utf-8")
    return read_policies(file, NOON).dialects["publish"]


def shown(ask: Ask) -> list[str]:
    """The labels as the card has them: with an ellipsis where something is filled in, and an edit beside approving."""
    found: list[str] = []
    for action in ask.actions:
        asks_more = bool(action.form) or action.reason is not ReasonRule.NONE
        found.append(f"{action.label}…" if asks_more else action.label)
        found += [_EDIT] if ask.draft and action.kind is Kind.APPROVE else []
    return found


def decision(ask: Ask, label: str, filled: str) -> Decision:
    """What is decided by this row of a table."""
    said = [json.loads(span) for span in _SPAN.findall(filled)]
    words = next((one for one in said if isinstance(one, str)), "")
    values = next((one for one in said if isinstance(one, dict)), None)
    is_edit, is_silence = label == _EDIT, label == _NOBODY
    action = _action(ask, label)
    return Decision(
        request_id="request-1",
        digest="d" * 64,
        action=action.id,
        kind=action.kind,
        cause=Cause.TIMEOUT if is_silence else Cause.VOTES,
        tier="leads",
        at=NOON,
        by=() if is_silence else ("U012AB3CD",),
        reason=words,
        values=values if values and not is_edit else {},
        edits=values if is_edit else None,
    )


def _action(ask: Ask, label: str) -> Action:
    if label == _NOBODY:
        return ask.first(Kind.REJECT) or Action(id="reject", label="Reject", kind=Kind.REJECT)
    wanted = label.removesuffix("…")
    return next(one for one in ask.actions if wanted in (one.label, _EDIT) and (wanted != _EDIT or _consents(one)))


def _consents(action: Action) -> bool:
    return action.kind is Kind.APPROVE


def answered(part: Part, decided: Decision) -> Any:
    """The answer that the graph gets, as JSON has it; raises KeyError where there is none."""
    assert part.reply
    draft = part.ask.draft.values if part.ask.draft else None
    return json.loads(json.dumps(shapes.whole(part.reply, [shapes.answer(part.reply, decided, draft)])))


@pytest.mark.parametrize("section", SECTIONS, ids=str)
def test_a_payload_is_of_the_dialect_and_has_the_buttons_that_the_page_says(section: Section, tmp_path: Path) -> None:
    found = read(section, tmp_path)
    [part] = found.parts
    assert found.dialect == section.dialect
    labels = [label for label, _, _ in section.rows() if label != _NOBODY]
    assert shown(part.ask) == labels
    assert bool(labels) is (part.reply is not None)


@pytest.mark.parametrize("section", ANSWERED, ids=str)
def test_every_answer_is_the_one_that_the_page_says(section: Section, tmp_path: Path) -> None:
    [part] = read(section, tmp_path).parts
    for label, filled, said in section.rows():
        decided = decision(part.ask, label, filled)
        if said.startswith("*nothing"):
            with pytest.raises(KeyError):
                answered(part, decided)
            continue
        wanted, found = json.loads(said.strip("`")), answered(part, decided)
        assert (found | wanted if section.dialect == native.NAME else wanted) == found, label


def test_every_dialect_that_a_file_can_name_has_its_place_on_the_page() -> None:
    told = {section.dialect for section in SECTIONS if section.blocks("yaml")}
    assert told == {*NAMED, "mapped"}


def test_the_section_at_the_end_of_the_page_can_be_read(tmp_path: Path) -> None:
    block = _FENCED.findall(PAGE)[-1][1]
    file = tmp_path / "policies.yaml"
    file.write_text(block + POLICIES, encoding="utf-8")
    assert set(read_policies(file, NOON).dialects) == {"publish", "release", "payout"}
