"""What the agent's fixed rules read out of a task, and what its calculator takes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.agent.arithmetic import NotArithmetic, calculate
from workflows.agent.wishes import Wish, read


@pytest.mark.parametrize(
    ("task", "turns"),
    [
        ("Search for GX-2041", [["search_notes"]]),
        ("read reports/q3.csv; calculate 3 * (4 + 5)", [["read_file"], ["calculate"]]),
        ("find Globex and read notes/people.md", [["search_notes", "read_file"]]),
        (
            "please delete the file old/export-2019.csv, then release search 5.0.0",
            [["delete_file"], ["push_to_production"]],
        ),
        ("e-mail a@b.example about Hello: how are you", [["send_email"]]),
        ("wire 20.50 chf to Ida Berg", [["make_payment"]]),
        ("dance", []),
        ("", []),
    ],
)
def test_a_task_is_read_turn_by_turn(task: str, turns: list[list[str]]) -> None:
    assert [[wish.name for wish in turn] for turn in read(task).turns] == turns


@pytest.mark.parametrize(
    ("task", "args"),
    [
        (
            "Pay 4,200.50 eur to Globex Ltd for GX-2041.",
            {"amount": 4200.5, "currency": "EUR", "payee": "Globex Ltd", "reference": "GX-2041"},
        ),
        ("push checkout v2.4.1 to production", {"service": "checkout", "version": "v2.4.1"}),
        (
            "email a@b.example about GX-2041, and more: It is paid",
            {"to": "a@b.example", "subject": "GX-2041, and more", "body": "It is paid"},
        ),
    ],
)
def test_the_words_become_the_tools_arguments(task: str, args: dict[str, Any]) -> None:
    assert read(task).turns == ((Wish(read(task).turns[0][0].name, args),),)


def test_what_is_not_understood_is_named() -> None:
    asked = read("Dance; search for Globex")
    assert asked.unread == ("Dance",)
    assert len(asked.turns) == 1


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_the_same_every_time(task: str) -> None:
    assert read(task) == read(task)


@pytest.mark.parametrize(("expression", "value"), [("3 * (4 + 5)", 27), ("-2 / 4", -0.5), ("1.5", 1.5)])
def test_the_calculator_calculates(expression: str, value: float) -> None:
    assert calculate(expression) == value


@pytest.mark.parametrize(
    "expression", ["2 ** 9999", "9e15 * 9", "1 / 0", "__import__('os')", "True", "a", "", "(" * 500, "'x' * 9", "1e400"]
)
def test_what_is_no_arithmetic_is_refused_in_words(expression: str) -> None:
    with pytest.raises(NotArithmetic, match="Only numbers"):
        calculate(expression)
