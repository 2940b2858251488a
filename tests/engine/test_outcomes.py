"""How a run ended is told in its graph's own words, or by what it changed, and nothing is pretended."""

from dataclasses import dataclass
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from bot.engine.outcomes import outcome_of

QUESTION, CALL = HumanMessage("How much?"), AIMessage("", tool_calls=[{"name": "look", "args": {}, "id": "1"}])
SAID: dict[str, Any] = {"type": "ai", "content": "It costs 12."}


@dataclass
class Handle:
    """A value of a program's own type."""

    path: str


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"outcome": "Wired.", "messages": [AIMessage("Bye")]}, "Wired."),
        ({"messages": [QUESTION, AIMessage("It costs 12.")]}, "It costs 12."),
        (
            {"messages": [QUESTION, AIMessage("It costs 12."), CALL, ToolMessage("12", tool_call_id="1")]},
            "It costs 12.",
        ),
        ({"talk": [AIMessage([{"type": "text", "text": "It"}, {"type": "image"}, "costs 12."])]}, "It\ncosts 12."),
        ({"messages": [{"type": "human", "content": "How much?"}, SAID]}, "It costs 12."),
        ({"messages": [QUESTION]}, ""),
        ({"messages": [QUESTION], "price": 12}, "price: 12"),
        ({"outcome": 42}, "42"),
        ({"outcome": ["a", "b"]}, '["a", "b"]'),
        ({"outcome": None}, ""),
        ({"outcome": " ", "price": 12}, "price: 12"),
        ({"joke": "Why?\n  Because.", "score": 0.5, "good": False}, "joke: Why? Because.\nscore: 0.5\ngood: false"),
        ({"name": "Ada", "empty": "", "none": None, "list": [], "map": {}}, "name: Ada"),
        ({"handle": Handle("/etc"), "name": "Ada"}, "name: Ada"),
        ({"handles": [Handle("/etc")]}, ""),
        ({"plan": {"steps": ["one"]}}, 'plan: {"steps": ["one"]}'),
        ({}, ""),
    ],
)
def test_a_run_says_how_it_ended(values: dict[str, Any], told: str) -> None:
    assert outcome_of(values, {}) == told


def test_what_was_given_and_is_as_it_was_is_no_outcome() -> None:
    assert (
        outcome_of({"topic": "cats", "joke": "Meow.", "count": 2}, {"topic": "cats", "count": 1})
        == "joke: Meow.\ncount: 2"
    )
    assert outcome_of({"topic": "cats"}, {"topic": "cats"}) == ""


def test_long_outcomes_are_cut_and_say_so() -> None:
    assert outcome_of({"a": "x" * 1000}, {}) == f"a: {'x' * 299}…"
    assert outcome_of({"messages": [AIMessage("x" * 5000)]}, {}) == f"{'x' * 2999}…"
    many = outcome_of({f"field_{number}": number for number in range(30)}, {}).splitlines()
    assert (len(many), many[-1]) == (13, "…")


@pytest.mark.parametrize("values", [{"note": "token=abcdef123"}, {"messages": [AIMessage("token=abcdef123")]}])
def test_what_opens_a_door_is_not_told(values: dict[str, Any]) -> None:
    assert "abcdef" not in outcome_of(values, {})
