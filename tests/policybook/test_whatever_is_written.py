"""Whatever stands in a policies file, it makes a book or its mistakes are told, each at a line and with a remedy."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.faults import Misconfigured
from bot.policybook import read_policies, remedies
from tests.policybook.files import NOW
from tests.policybook.test_book import FULL

WHERE = re.compile(r".+policies\.yaml:\d+(: .+)?")

_FIELDS = sorted({field for model in remedies.MODELS for field in remedies.fields_of(model)})
_NAMES = st.sampled_from(
    (*_FIELDS, "policies", "calendars", "routes", "default", "quiet", "dialects", "refund", "board", "office")
)
_WORDS = st.sampled_from(
    ("", "refund", "board", "office", "30m", "mon-fri", "all", "#a", "true", "2026-12-24", "x" * 99)
)
_PLAIN = st.none() | st.booleans() | st.integers(-2, 99) | st.floats() | st.dates() | st.datetimes() | _WORDS | _NAMES
written = st.recursive(
    _PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_NAMES | st.integers(0, 3) | st.booleans(), inner, max_size=3)
    ),
    max_leaves=6,
)
choices = st.randoms(use_true_random=False)


def is_a_book_or_its_mistakes_are_told(folder: Path, content: Any) -> None:
    file = folder / "policies.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    try:
        read_policies(file, NOW, {"refund", "deploy"})
    except Misconfigured as error:
        assert all(WHERE.fullmatch(mistake.where) for mistake in error.mistakes)
        assert all(mistake.wrong and mistake.remedy for mistake in error.mistakes)


def places(content: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything below the whole."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [place for name, value in inner for place in [(*here, name), *places(value, (*here, name))]]


@given(content=written)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_content(tmp_path: Path, content: Any) -> None:
    is_a_book_or_its_mistakes_are_told(tmp_path, content)


@given(
    content=st.dictionaries(
        st.sampled_from(("policies", "calendars", "routes", "default", "quiet", "dialects")), written
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sections(tmp_path: Path, content: Any) -> None:
    is_a_book_or_its_mistakes_are_told(tmp_path, content)


@given(choice=choices, value=written)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_a_sound_file_with_anything_else_in_one_place(tmp_path: Path, choice: Any, value: Any) -> None:
    content = copy.deepcopy(yaml.safe_load(FULL))
    *way, last = choice.choice(places(content))
    parent = content
    for step in way:
        parent = parent[step]
    parent[last] = value
    is_a_book_or_its_mistakes_are_told(tmp_path, content)


@pytest.mark.parametrize("place", places(yaml.safe_load(FULL)), ids=str)
def test_a_sound_file_without_one_thing_in_it(tmp_path: Path, place: tuple[Any, ...]) -> None:
    content = yaml.safe_load(FULL)
    *way, last = place
    parent = content
    for step in way:
        parent = parent[step]
    del parent[last]
    is_a_book_or_its_mistakes_are_told(tmp_path, content)
