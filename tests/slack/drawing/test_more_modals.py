"""Tests of the modals behind the menu More."""

from typing import Any

import pytest

from bot.slack import answers
from bot.slack.answers import Memo, Place
from bot.slack.drawing import more_modals
from tests.approvals.examples import a_request
from tests.slack import limits
from tests.slack.accepting import accepted_view
from tests.slack.asks import an_ask_of, sayable

HERE = Place("C0APPROVALS", "1700000000.000100")
ALL = (more_modals.delegate_view, more_modals.question_view)


def shown(view: dict[str, Any]) -> str:
    """Everything that stands in the view."""
    return "\n".join(limits.all_texts(accepted_view(view)["blocks"]))


def test_each_carries_the_request_and_where_it_was_opened() -> None:
    for draw in ALL:
        assert answers.read_memo(accepted_view(draw(a_request(), HERE))["private_metadata"]) == Memo("request-1", HERE)


def test_a_history_is_told_line_by_line_in_order() -> None:
    view = accepted_view(more_modals.history_view(a_request(), ["first", "second"], HERE))
    assert "first\nsecond" in shown(view)
    assert "submit" not in view


def test_a_history_of_nothing_says_so() -> None:
    assert "Nothing has happened yet" in shown(more_modals.history_view(a_request(), []))


@pytest.mark.parametrize(("count", "size"), [(3000, 90), (300, 2800), (5000, 2), (1, 2900)])
def test_a_history_of_any_length_fits_and_what_is_left_out_is_counted(count: int, size: int) -> None:
    lines = [f"{number}:".ljust(size, "x") for number in range(count)]
    told = shown(more_modals.history_view(a_request(), lines))
    kept = [line for line in lines if line in told]
    assert kept == lines[-len(kept) :]
    over = count - len(kept)
    assert f"{over:,} earlier entries are not shown here" in told if over else "earlier" not in told


@pytest.mark.parametrize("words", sayable, ids=range(len(sayable)))
def test_hostile_words_are_literal(words: str) -> None:
    for draw in ALL:
        view = accepted_view(draw(a_request(an_ask_of(words))))
        assert "<" not in "".join(limits.marked_texts(view["blocks"]))
