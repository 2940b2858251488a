"""The parameters of what a payload proposes, as values that people may change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.approvals.dialects import author, faces
from bot.approvals.values import JsonObject

_PARAMETERS = ("parameters", "params", "args", "arguments", "tool_args", "tool_input")
_OUTER = ("action", "proposed_action", "proposal", "plan", "tool_call", "request", "step", "details")
_LONG_TEXT = 80
_TYPES: Mapping[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Values by name, the form that they fit, and the payload's own field that holds them, if one does."""

    values: JsonObject
    form: JsonObject
    fields: Mapping[str, JsonObject]
    name: str | None = None

    def as_form(self) -> JsonObject:
        """The form to write all of the values anew in, with those that are proposed to begin with."""
        begun: JsonObject = {name: {**field, "default": self.values[name]} for name, field in self.fields.items()}
        return {**self.form, "properties": begun}


def found_in(value: Any) -> Proposal | None:
    """The first object of parameters in a payload, at its top or within what it proposes."""
    for outer in _places(value):
        named = (name for name, inner in outer.items() if author.plain(name) in _PARAMETERS and _is_full(inner))
        if (name := next(named, None)) is not None:
            return _proposal(outer[name], str(name) if outer is value else None)
    return None


def _places(value: Any) -> Iterator[Mapping[Any, Any]]:
    if isinstance(value, Mapping):
        yield value
        inner = (value[name] for name in value if author.plain(name) in _OUTER)
        yield from (one for one in inner if isinstance(one, Mapping))


def _is_full(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value)


def _proposal(written: Mapping[Any, Any], name: str | None) -> Proposal:
    values = {str(field): inner for field, inner in written.items()}
    fields = {field: _field(field, inner) for field, inner in values.items()}
    return Proposal(values, {"type": "object", "properties": dict(fields)}, fields, name)


def _field(name: str, value: Any) -> JsonObject:
    """A value's schema: of its type, and of any where that is no plain one."""
    kind = _TYPES.get(type(value))
    is_long = isinstance(value, str) and (len(value) > _LONG_TEXT or "\n" in value)
    typed: JsonObject = {"type": kind, "maxLength": 3000} if is_long else {"type": kind} if kind else {}
    return {**typed, "title": faces.label_of(name)}
