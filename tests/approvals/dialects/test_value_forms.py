"""Forms made of values: whatever was proposed fits, keeps its names and types, and nothing else does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.approvals.dialects.value_forms import form_of
from tests.approvals.strategies import finite_json_values

KEPT: list[tuple[Any, list[Any], list[Any]]] = [
    ("A1", ["", "B2"], [1, None, True]),
    (10, [9.5, 0], ["10", True, None]),
    (9.5, [10], ["9.5"]),
    (True, [False], [1, "yes", None]),
    ([1], [[], ["a"]], [{}, "a"]),
    ({"a": 1}, [{}], [[], None]),
    (None, [None, 1, "a"], []),
]


@given(st.dictionaries(st.text(), finite_json_values, max_size=5))
def test_what_was_proposed_fits_its_own_form(values: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(form_of(values))
    assert Draft202012Validator(form_of(values)).is_valid(values)


@pytest.mark.parametrize(("value", "others", "strangers"), KEPT)
def test_a_value_may_become_another_of_its_type(value: Any, others: list[Any], strangers: list[Any]) -> None:
    judge = Draft202012Validator(form_of({"it": value}))
    assert all(judge.is_valid({"it": other}) for other in others)
    assert not any(judge.is_valid({"it": other}) for other in strangers)


@pytest.mark.parametrize("changed", [{}, {"it": 1, "more": 2}, {"other": 1}])
def test_nothing_goes_missing_and_nothing_is_added(changed: dict[str, Any]) -> None:
    assert not Draft202012Validator(form_of({"it": 1})).is_valid(changed)


@pytest.mark.parametrize("long", ["x" * 151, "two\nlines"])
def test_a_long_text_says_that_it_may_be_longer_yet(long: str) -> None:
    schema = form_of({"it": long, "short": "x"})["properties"]
    assert isinstance(schema, dict)
    assert schema == {"it": {"type": "string", "maxLength": 10_000_000 + len(long)}, "short": {"type": "string"}}
