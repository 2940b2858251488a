"""Tests of the words for amounts, and that nothing lacks its words."""

from collections.abc import Iterable
from datetime import timedelta
from typing import get_args

import pytest

from bot.approvals.ask import CheckStatus, Kind, ReasonRule, Risk, Urgency
from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason
from bot.slack.wording import form_words, quantities, refusal_words
from bot.slack.wording.wordbook import FILE, read

TEXTS = read(FILE).texts
FATES = [*Kind, "expired", "withdrawn", "undoing", "undone", "kept"]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(milliseconds=900), "0 s"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(minutes=3), "3 min"),
        (timedelta(minutes=3, seconds=20), "3 min 20 s"),
        (timedelta(hours=2, seconds=30), "2 h"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_units(length: timedelta, words: str) -> None:
    assert quantities.duration(length) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12500, "12,500"),
        (12500.0, "12,500"),
        (0.35, "0.35"),
        (1234.5, "1,234.5"),
        (-1.0, "-1"),
        (0, "0"),
        (1e308, "1e+308"),
        (1e-9, "1e-09"),
    ],
)
def test_a_number_is_told_exactly(value: float, words: str) -> None:
    assert quantities.number(value) == words


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence(items: list[str], words: str) -> None:
    assert quantities.listed(items) == words


@pytest.mark.parametrize(
    ("noun", "several"), [("refund", "refunds"), ("delivery", "deliveries"), ("day", "days"), ("batch", "batches")]
)
def test_what_a_workflow_names_is_counted_by_that_name(noun: str, several: str) -> None:
    assert quantities.counted_by_name(1, noun) == f"1 {noun}"
    assert quantities.counted_by_name(1200, noun) == f"1,200 {several}"


def test_every_thing_that_is_counted_has_its_forms() -> None:
    forms = {key.split(".")[1] for key in TEXTS if key.startswith("plural.")}
    assert forms == {*get_args(quantities.Thing), "person"}


@pytest.mark.parametrize(
    ("section", "members"),
    [
        ("verdict", FATES),
        ("look", FATES),
        ("batch.outcome", FATES),
        ("card.meanings", Kind),
        ("card.reason_rules", ReasonRule),
        ("card.check_status", CheckStatus),
        ("card.plain_status", CheckStatus),
        ("card.risks", Risk),
        ("card.plain_risks", Risk),
        ("card.urgencies", Urgency),
        ("card.plain_urgencies", Urgency),
        ("card.gone", quantities.SHARES.values()),
        ("share", quantities.SHARES.values()),
        ("join.last", ["and", "or"]),
        ("notice.run", RunState),
    ],
)
def test_a_section_has_a_text_for_each_member_and_no_other(section: str, members: Iterable[str]) -> None:
    assert {key for key in TEXTS if key.startswith(f"{section}.")} == {f"{section}.{member}" for member in members}


def test_every_refusal_has_words() -> None:
    told_of_the_request = {
        Reason.ALREADY_CLOSED,
        Reason.ALREADY_COUNTED,
        Reason.OWN_REQUEST,
        Reason.REQUESTERS_DELEGATE,
        Reason.NOT_ELIGIBLE,
        Reason.EXTENDED_ENOUGH,
        Reason.NOT_REOPENABLE,
        Reason.ALREADY_REOPENED,
        Reason.TOO_LATE_TO_UNDO,
    }
    ended_otherwise_for_answers = {
        Reason.UNKNOWN_REQUEST,
        Reason.NOT_A_MEMBER,
        Reason.LOOKUP_FAILED,
        Reason.REASON_MISSING,
    }
    assert set(refusal_words.FIXED) == set(Reason) - told_of_the_request - ended_otherwise_for_answers


def test_every_format_and_type_that_a_form_knows_has_words() -> None:
    assert {"date", "time", "date-time", "email", "uri", "slack-user", "slack-channel"} <= set(form_words.FORMATS)
    types = {"string", "integer", "number", "boolean", "array", "object", "null"}
    assert set(form_words.TYPES) == types
    assert set(form_words.JSON_HINTS) == {"array", "object", "other"}
