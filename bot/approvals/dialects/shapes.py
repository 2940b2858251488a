"""The shape of an answer: chosen when a payload is read, stored with its request, and filled in from the decision.

A shape is a value, so what a workflow will be given is settled before anybody is asked. Text that an agent wrote stands
in `Const` alone and is never looked into, so nothing in it can take the place of what people said.
"""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, JsonValue, model_validator

from bot.approvals.decision import Decision
from bot.approvals.values import Frozen, whole_json

POLICY = "policy"  # who answered where nobody voted


class Part(StrEnum):
    """What of a decision an answer may hold."""

    DECISION = "decision"  # all of it, as a JSON object
    REQUEST = "request_id"
    ACTION = "action"
    REASON = "reason"
    BY = "by"  # the user ids of those whose votes made it, with commas between them; "policy" where nobody voted
    CAUSE = "cause"
    AT = "at"  # in ISO 8601
    VALUES = "values"  # what the action's form was filled in with, or one field of it
    EDITS = "edits"  # the draft as it was signed for, or one field of it; the draft's own values where nobody edited


def kept_whole(value: Any) -> Any:
    """The same JSON value; raises ValueError for one that could only be kept with a mark in it, as that is another."""
    json.dumps(value, allow_nan=False)  # refuses numbers that have no JSON
    if whole_json(value) != value:
        raise ValueError("half characters cannot be kept")
    return value


Fixed = Annotated[JsonValue, AfterValidator(kept_whole)]
Name = Annotated[str, AfterValidator(kept_whole)]


class Const(Frozen):
    """A value that the payload or the configuration fixed."""

    const: Fixed


class Take(Frozen):
    """A part of the decision, or the field `name` of its values or edits.

    With `optional` it comes to nothing where the part is empty, or the field was left out. A field that was left out
    and is not optional leaves the whole without an answer.
    """

    take: Part
    name: Name = ""
    optional: bool = False

    @model_validator(mode="after")
    def _only_values_have_names(self) -> "Take":
        if self.name and self.take not in (Part.VALUES, Part.EDITS):
            raise ValueError("only values and edits have fields")
        return self


class Words(Frozen):
    """A text put together from pieces, each as text."""

    words: tuple["Const | Take", ...]


class Fields(Frozen):
    """An object; a field that comes to nothing is left out."""

    fields: dict[Name, "Shape"]


class Items(Frozen):
    """A list."""

    items: tuple["Shape", ...]


class AsJson(Frozen):
    """A value as JSON text; nothing where the value comes to nothing."""

    as_json: "Shape"


Shape = Const | Take | Words | Fields | Items | AsJson
for _model in (Words, Fields, Items, AsJson):
    _model.model_rebuild()


class Reply(Frozen):
    """How the author of a question expects to be answered.

    `answers` has a shape for each action by its id, and `edited` another for where people changed the draft. Answers to
    the parts of one question are put in a list as the field `parts` of one object; a question that has one part is
    answered by it alone. An action without a shape has no answer in this dialect.
    """

    answers: dict[Name, Shape]
    edited: dict[Name, Shape] = {}
    parts: Name = ""


class _Nothing:
    """What an optional part that is empty comes to."""


_NOTHING = _Nothing()


def answer(reply: Reply, decision: Decision, draft: Mapping[str, Any] | None = None) -> Any:
    """The answer to one part; `draft` is what the draft stands at.

    Raises KeyError where the dialect has none for this action, or the decision lacks a field that it takes.
    """
    shape = reply.edited.get(decision.action) if decision.edits is not None else None
    value = _filled(shape or reply.answers[decision.action], decision, draft or {})
    return None if value is _NOTHING else value


def whole(reply: Reply, answers: Sequence[Any]) -> Any:
    """The answers to all parts of a question as the one value that its interrupt is resumed with."""
    if reply.parts:
        return {reply.parts: list(answers)}
    [only] = answers
    return only


def _filled(shape: Shape, decision: Decision, draft: Mapping[str, Any]) -> Any:
    match shape:
        case Const(const=value):
            return value
        case Take():
            return _taken(shape, decision, draft)
        case Words(words=pieces):
            return "".join(_as_text(_filled(piece, decision, draft)) for piece in pieces)
        case Fields(fields=fields):
            filled = {name: _filled(inner, decision, draft) for name, inner in fields.items()}
            return {name: value for name, value in filled.items() if value is not _NOTHING}
        case Items(items=items):
            return [value for inner in items if (value := _filled(inner, decision, draft)) is not _NOTHING]
        case AsJson(as_json=inner):
            value = _filled(inner, decision, draft)
            return value if value is _NOTHING else json.dumps(value, ensure_ascii=False)


def _taken(take: Take, decision: Decision, draft: Mapping[str, Any]) -> Any:
    value = _part(take.take, decision, draft)
    if take.name:
        return value.get(take.name, _NOTHING) if take.optional else value[take.name]
    return _NOTHING if take.optional and value in (None, "", {}, []) else value


def _part(part: Part, decision: Decision, draft: Mapping[str, Any]) -> Any:
    match part:
        case Part.DECISION:
            return decision.model_dump(mode="json")
        case Part.BY:
            return ", ".join(decision.by) or POLICY
        case Part.AT:
            return decision.at.isoformat()
        case Part.EDITS:
            return dict(draft) if decision.edits is None else decision.edits
        case Part.CAUSE:
            return decision.cause.value
        case _:
            return getattr(decision, part.value)


def _as_text(value: Any) -> str:
    if value is None or value is _NOTHING:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
