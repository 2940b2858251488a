"""The unknown dialect: shown in full, answered by nobody."""

import json
from typing import Any

import pytest
from hypothesis import given

from bot.approvals.ask import Ask
from bot.approvals.dialects import unknown
from bot.approvals.dialects.payloads import Payload
from bot.approvals.digests import digest_of
from tests.approvals.examples import NOON
from tests.approvals.strategies import json_values, odd_values

SHAPES: list[Any] = [None, True, 0, -1.5, "", "Deploy?", [], {}, [[[]]], {"question": {"text": "é", "n": [1, None]}}]
ODD: list[tuple[Any, str]] = [
    ({(1, 2): 3}, "{(1, 2): 3}"),
    ({b"k": 1}, "{b'k': 1}"),
    ({"text": "\ud83d"}, '{\n  "text": "\ufffd"\n}'),
    ({"\ud83d": 1}, '{\n  "\ufffd": 1\n}'),
    (float("nan"), "NaN"),
]


def asked(value: Any, broken: str = "") -> Ask:
    """The only part of the reading, which has no reply."""
    read = unknown.read(Payload(value), broken)
    [part] = read.parts
    assert (read.dialect, part.reply) == ("unknown", None)
    return part.ask


class Silent:
    """Something that cannot be put into words."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


@pytest.mark.parametrize("value", SHAPES)
def test_every_shape_of_json_is_shown_and_offers_no_action(value: Any) -> None:
    ask = asked(value)
    assert json.loads(ask.summary) == value
    assert ask.actions == ()
    assert ask.notice


@given(json_values)
def test_any_json_is_shown_in_full_and_has_a_digest(value: Any) -> None:
    ask = asked(value)
    assert json.loads(ask.summary) == value
    assert len(digest_of(ask)) == 64


def test_letters_are_shown_as_they_are_written() -> None:
    assert "été" in asked({"when": "été"}).summary


def test_a_value_that_json_does_not_know_is_shown_as_text() -> None:
    assert str(NOON) in asked({"when": NOON}).summary


@pytest.mark.parametrize(("value", "text"), ODD)
def test_what_is_no_json_is_shown_as_well_as_it_can_be(value: Any, text: str) -> None:
    assert asked(value).summary == text


@given(odd_values)
def test_anything_at_all_is_shown_and_has_a_digest(value: Any) -> None:
    ask = asked(value)
    assert ask.summary
    assert len(digest_of(ask)) == 64


@pytest.mark.parametrize("key", ["next", ("next",)])
def test_a_value_that_is_nested_too_deeply_is_named_instead_of_shown(key: object) -> None:
    lists: list[Any] = []
    mappings: dict[object, Any] = {}
    for _ in range(5000):
        lists, mappings = [lists], {key: mappings}
    assert asked(lists).summary == "A list that is nested too deeply to be shown."
    assert asked(mappings).summary == "A dict that is nested too deeply to be shown."


def test_a_value_that_holds_itself_is_shown() -> None:
    circle: dict[str, Any] = {"text": "Deploy?"}
    circle["again"] = [circle]
    assert asked(circle).summary == "{'text': 'Deploy?', 'again': [{...}]}"


@pytest.mark.parametrize("value", [10**5000, [10**5000], Silent()], ids=["int", "list", "Silent"])
def test_a_value_that_cannot_be_written_is_named_instead_of_shown(value: object) -> None:
    assert asked(value).summary == f"A {type(value).__name__} that cannot be shown."


def test_what_is_wrong_with_a_known_dialect_is_told() -> None:
    notice = asked({"action_requests": []}, "its list of actions is empty \ud83d" + "x" * 5000).notice
    assert "its list of actions is empty \ufffd" in notice
    assert len(notice) < 1200
