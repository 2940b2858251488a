"""The JSON Schema for editors is the one that the models draw, and says of files what the reader says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.policybook import remedies
from bot.policybook.meanings import FIELDS, SECTIONS
from bot.policybook.schema import policies_schema
from bot.policybook.sections import SECTIONS as READ
from tests.architecture.tree import ROOT
from tests.policybook.files import SOUND, changed
from tests.policybook.test_book import FULL

FILES = [
    ROOT / "workflows" / "policies.yaml",
    ROOT / "bench" / "policies.yaml",
    *sorted((ROOT / "tests" / "journeys").rglob("policies.yaml")),
]


def complaints(text: str) -> list[str]:
    """What an editor underlines in a file of this text."""
    content: Any = json.loads(json.dumps(yaml.safe_load(text), default=date.isoformat))
    return [error.message for error in Draft202012Validator(json.loads(policies_schema())).iter_errors(content)]


def test_the_committed_schema_is_the_one_that_the_models_draw() -> None:
    """`countersign schema` prints it anew."""
    assert (ROOT / "workflows" / "policies.schema.json").read_text(encoding="utf-8") == policies_schema()


def test_the_schema_itself_is_sound() -> None:
    Draft202012Validator.check_schema(json.loads(policies_schema()))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_our_own_policies_fit_the_schema(file: Path) -> None:
    assert complaints(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        FULL,
        changed("# for operators", "calendars:\nroutes:\nquiet:"),
        changed("quorum: 2", "calendar:"),
    ],
)
def test_whatever_the_reader_takes_fits_the_schema(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sla: 30m", "slaa: 30m"),
        ("sla: 30m", "sla: soon"),
        ("sla: 30m", "sla: 30"),
        ("auto: true", "auto: 'true'"),
        ("quorum: 2", "quorum: yes"),
        ("{groups: [managers]}", "{}"),
        ("quorum: 2", "quorum: most"),
        ("quorum: 2", "reminders: [2]"),
        ("quorum: 2", "calendar: 7"),
        ("on_timeout: wait", "on_timeout: maybe"),
        ("channel: C0123ABC", "channel: ops"),
        ("# for operators", "calenders: {}"),
        ("# for operators", "quiet: {pings_per_hour: 0}"),
        ("# for operators", "routes: [{when: {workflows: refund}}]"),
        ("# for operators", "routes: [{policy: refund, when: {risks: huge}}]"),
        ("# for operators", "calendars: {office: {zone: UTC, holidays: {land: DE}}}"),
    ],
)
def test_an_editor_underlines_what_the_reader_refuses(old: str, new: str) -> None:
    assert complaints(changed(old, new))


def test_the_shipped_file_names_its_schema_for_editors() -> None:
    first = FILES[0].read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=policies.schema.json"


def test_every_field_and_every_section_says_what_it_means() -> None:
    assert {model.__name__: sorted(FIELDS[model.__name__]) for model in remedies.MODELS} == {
        model.__name__: remedies.fields_of(model) for model in remedies.MODELS
    }
    assert tuple(SECTIONS) == READ
