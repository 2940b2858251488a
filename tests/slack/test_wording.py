"""Tests of the words for amounts, and that nothing lacks its words."""

from datetime import timedelta

import pytest

from bot.approvals.ask import CheckStatus, Kind
from bot.approvals.machine import RunState
from bot.slack.wording import card_words, notice_words, quantities


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


def test_every_kind_status_and_state_has_words() -> None:
    assert set(card_words.VERDICT) == set(card_words.PLAIN_VERDICT) == set(Kind)
    assert set(card_words.CHECK_STATUS) == set(card_words.PLAIN_STATUS) == set(CheckStatus)
    assert set(notice_words.ENDED) == set(RunState)
