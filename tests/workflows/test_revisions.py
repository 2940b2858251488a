"""The rule that revises a text, what differs between two versions, and how decisions are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.decision import Cause
from bot.review import Ask
from tests.workflows.examples import decision
from workflows.reviews import history, review_of
from workflows.revisions import difference, revised, what_changed
from workflows.words import declined, euros, listed

TEXT = "Payment within 30 days.\nPenalty of 5 %.\n"


@pytest.mark.parametrize(
    ("feedback", "text"),
    [
        ("Change 30 days to 14 days", "Payment within 14 days.\nPenalty of 5 %.\n"),
        ("Please replace “30 days” with “14 days”.", "Payment within 14 days.\nPenalty of 5 %.\n"),
        ("change 30 days to 14 days; change 5 % to 2 %", "Payment within 14 days.\nPenalty of 2 %.\n"),
        ('Remove "Penalty of 5 %."', "Payment within 30 days.\n\n"),
        ("Change 60 days to 14 days", f"{TEXT.rstrip()}\n\nAs asked for in review: Change 60 days to 14 days"),
        ("Name\na court.", f"{TEXT.rstrip()}\n\nAs asked for in review: Name a court."),
    ],
)
def test_feedback_is_worked_in(feedback: str, text: str) -> None:
    assert revised(TEXT, feedback, 10_000) == text


@pytest.mark.parametrize("feedback", ["Remove “All of it.”", "x" * 200, f"change it to {'y' * 190}"])
def test_what_would_leave_nothing_or_too_much_leaves_the_text_as_it_was(feedback: str) -> None:
    assert revised("All of it.", feedback, 150) == "All of it."
    assert what_changed("All of it.", "All of it.") == "Nothing: what was asked for could not be worked in."


def test_feedback_cannot_make_a_text_grow_beyond_measure() -> None:
    assert revised("x" * 3000, f"change x to {'y' * 200}", 12_000).startswith("xxx")


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_same_feedback_gives_the_same_version(text: str, feedback: str) -> None:
    assert revised(text, feedback, 10_000) == revised(text, feedback, 10_000)


def test_the_difference_has_the_lines_that_went_and_those_that_came() -> None:
    assert difference(TEXT, TEXT.replace("30", "14")) == "-Payment within 30 days.\n+Payment within 14 days."
    assert not difference(TEXT, TEXT)


def test_a_review_is_told_with_its_tier_its_time_and_its_words() -> None:
    made = decision(Ask(title="Now?"), "reject", reason="Too\nlong.")
    review = review_of(made, "legal", 2, {})
    assert review.said == "Rejected by manager on 05 Jan 2026 at 09:30 UTC: “Too long.”"
    assert [fact.label for fact in history([review])] == ["Version 2, legal"]
    assert [fact.label for fact in history([review], "The {step}")] == ["The legal"]


def test_what_was_not_approved_is_told_by_its_cause() -> None:
    ask = Ask(title="Now?")
    said = [declined(decision(ask, "reject", cause=cause), "the plan", "nothing was done") for cause in Cause]
    assert len(set(said)) == 3
    assert declined(decision(ask, "reject", reason="No."), "the plan", "nothing was done") == (
        "The plan was rejected, so nothing was done. Reason: No."
    )


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_parts_are_listed(parts: list[str], said: str) -> None:
    assert listed(parts) == said


@pytest.mark.parametrize(("amount", "said"), [(12_500, "12,500 EUR"), (49.9, "49.90 EUR"), (0.001, "0.001 EUR")])
def test_euros_are_written_without_rounding(amount: float, said: str) -> None:
    assert euros(amount) == said
