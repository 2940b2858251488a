"""Payloads that are nearly right: something in them is missing, doubled, renamed, or not what it should be."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from bot.approvals.dialects.payloads import Payload
from tests.approvals.strategies import json_values, odd_values

_HOSTILE: tuple[Any, ...] = (None, "", "\ud83d", "x" * 5000, -1, 10**5000, float("nan"), [], {}, [[]], {"$ref": "#"})


@st.composite
def mangled(draw: st.DrawFn, given: Payload) -> Payload:
    """The payload with one to three things about it changed."""
    whole = {"value": copy.deepcopy(given.value), "schema": copy.deepcopy(given.response_schema)}
    for _ in range(draw(st.integers(1, 3))):
        holder, name = draw(st.sampled_from([(whole, "value"), *_places(whole)]))
        _change(draw, holder, name)
    schema = whole.get("schema")
    return Payload(whole.get("value"), schema if isinstance(schema, dict) else None)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value within, by what holds it and its name or number there."""
    names = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from _places(value[name])


def _change(draw: st.DrawFn, holder: Any, name: Any) -> None:
    match draw(st.sampled_from(("replace", "hostile", "odd", "remove", "rename", "double"))):
        case "replace":
            holder[name] = draw(json_values)
        case "hostile":
            holder[name] = copy.deepcopy(draw(st.sampled_from(_HOSTILE)))
        case "odd":
            holder[name] = draw(odd_values)
        case "remove" if name in holder or isinstance(holder, list):
            del holder[name]
        case "rename" if isinstance(holder, dict):
            holder[draw(st.text())] = holder.pop(name, None)
        case "double" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[name]))
        case _:
            holder[name] = [holder.get(name), None] if isinstance(holder, dict) else [holder[name], None]
