"""Whatever a payload holds, it is read; and every button that it makes has an answer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.approvals.dialects import plain
from bot.approvals.dialects.mapped import Mapped
from bot.approvals.dialects.payloads import Malformed, Payload, Reading
from bot.approvals.dialects.told import Told, read_as
from tests.approvals.dialects.readings import answer, is_sound
from tests.approvals.strategies import json_values, odd_values

NAMES = st.sampled_from(
    (
        "question",
        "message",
        "title",
        "instructions",
        "options",
        "actions",
        "allowed_responses",
        "expected_response",
        "response_schema",
        "parameters",
        "action",
        "decision",
        "approved",
        "feedback",
        "edits",
        "type",
        "properties",
    )
)
TEXTS = st.sampled_from(
    (
        "approve",
        "reject — stop",
        "edit:<text>",
        "edit: text",
        "Approve?",
        "Reply 'yes' or 'no:<why>'",
        'Respond with JSON: {"approved": true|false, "plan": "...", "urgency": "a|b" or null}',
        "Respond with a dict with action (approve/reject), feedback and reviewer",
        "Respond with JSON {'decision': 'approved|modified', 'edits': {}}",
        "approved|rejected|modified",
        "object",
        "$reason",
        "\ud83d",
    )
)
PIECES = st.lists(
    st.sampled_from(
        ("Reply ", "JSON ", "dict ", "'", '"', "{", "}", "[", "]", ":", ",", "|", " or ", "null", "a", "<", ">", "…")
    )
).map("".join)
payloads = st.recursive(
    TEXTS | PIECES | json_values,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)
MAPPING = Mapped.model_validate(
    {
        "title": "question",
        "measures": {"amount": "parameters.amount"},
        "actions": {
            "approve": {"kind": "approve", "answer": ["$by", "$at"]},
            "reject": {"kind": "reject", "answer": False},
        },
    }
)
TOLD = [*(Told(dialect=name) for name in plain.NAMED), Told(mapping=MAPPING)]


def holds(found: Reading | None) -> bool:
    """Whether each button of a reading has an answer."""
    if found is None:
        return True
    for part in found.parts:
        for action in part.ask.actions:
            needed = action.form.get("required")
            answer(part, action.id, values=dict.fromkeys(needed, "x") if isinstance(needed, list) else {})
    return is_sound(found)


@given(value=payloads | odd_values)
@settings(max_examples=400)
def test_anything_is_read(value: Any) -> None:
    try:
        assert holds(plain.read(Payload(value)))
    except Malformed as broken:
        assert str(broken)


@given(value=payloads | odd_values, told=st.sampled_from(TOLD))
@settings(max_examples=400)
def test_anything_is_read_as_it_is_told(value: Any, told: Told) -> None:
    try:
        assert holds(read_as(told, Payload(value)))
    except Malformed as broken:
        assert str(broken)


def nested(field: str, depth: int) -> dict[str, Any]:
    """An object within objects."""
    value: dict[str, Any] = {"a": 1}
    for _ in range(depth):
        value = {"question": "What?", field: value}
    return value


@pytest.mark.parametrize("field", ["parameters", "expected_response", "options", "details"])
def test_what_is_nested_too_deeply_is_refused_in_words(field: str) -> None:
    value = Payload(nested(field, 1500))
    for told in [None, *TOLD]:
        try:
            assert holds(read_as(told, value) if told else plain.read(value))
        except Malformed as broken:
            assert str(broken)
