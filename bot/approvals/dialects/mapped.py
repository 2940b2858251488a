"""Mapped: a workflow's questions as the configuration reads them, and the answers that it writes for them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import Field, JsonValue, field_validator, model_validator

from bot.approvals.ask import Action, Ask, Fact, Kind, ReasonRule, Risk
from bot.approvals.dialects import faces, placeholders
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.shapes import Part as Of
from bot.approvals.dialects.shapes import Reply
from bot.approvals.dialects.unsure import Unsure
from bot.approvals.values import Frozen, Text, measure_of, sound

NAME: Final = "mapped"

Path = Annotated[Text, Field(min_length=1, max_length=200)]
ActionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
FieldName = Annotated[str, Field(pattern=r"^\w{1,60}$")]


class FieldType(StrEnum):
    """What a field of an action's form takes."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"


_SCHEMAS: Mapping[FieldType, dict[str, Any]] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.PARAGRAPH: {"type": "string", "maxLength": 3000},
    FieldType.NUMBER: {"type": "number"},
    FieldType.INTEGER: {"type": "integer"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
}
Choices = Annotated[tuple[Text, ...], Field(min_length=1, max_length=100)]


class MappedAction(Frozen):
    """One way of answering, and the answer that the workflow then gets."""

    kind: Kind
    label: Annotated[Text, Field(max_length=30)] = ""
    reason: ReasonRule = ReasonRule.NONE
    form: dict[FieldName, FieldType | Choices] = {}
    answer: JsonValue

    @field_validator("kind")
    @classmethod
    def _answers(cls, kind: Kind) -> Kind:
        if kind is Kind.ESCALATE:
            raise ValueError("write approve, reject or neutral; escalating answers nothing, and is on every card")
        return kind

    @field_validator("answer")
    @classmethod
    def _is_whole(cls, answer: JsonValue) -> JsonValue:
        placeholders.shape_of(sound({"answer": answer}))
        return answer

    @model_validator(mode="after")
    def _takes_what_is_there(self) -> "MappedAction":
        for take in placeholders.taken_by(placeholders.shape_of(self.answer)):
            if take.take is Of.VALUES and take.name and take.name not in self.form:
                raise ValueError(f"the answer takes $values.{take.name}, which its form does not ask for")
            if take.take is Of.VALUES and not self.form:
                raise ValueError("the answer takes $values, and there is no form")
            if take.take is Of.REASON and self.reason is ReasonRule.NONE:
                raise ValueError("the answer takes $reason, which nobody is asked for")
        return self

    def as_action(self, named: str) -> Action:
        """The button that it is on a card."""
        label = self.label.strip() or faces.label_of(named)[:30]
        return Action(id=named, label=label, kind=self.kind, reason=self.reason, form=self._schema())

    def _schema(self) -> dict[str, Any]:
        fields = {name: {**_schema_of(written), "title": faces.label_of(name)} for name, written in self.form.items()}
        return {"type": "object", "properties": fields, "required": list(fields)} if fields else {}


def _schema_of(written: FieldType | tuple[str, ...]) -> dict[str, Any]:
    return _SCHEMAS[written] if isinstance(written, FieldType) else {"type": "string", "enum": list(written)}


class Mapped(Frozen):
    """Where in a payload stands what people have to see, and how they can answer.

    Fields are named by their paths, with dots between the names. Without `facts`, all other fields are shown.
    """

    title: Annotated[Text, Field(max_length=200)] = ""
    summary: Annotated[Text, Field(max_length=200)] = ""
    facts: tuple[Path, ...] | None = None
    measures: dict[Text, Path] = {}
    risk: Annotated[Text, Field(max_length=200)] = ""
    actions: Annotated[dict[ActionId, MappedAction], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _actions_are_what_they_say(self) -> "Mapped":
        for named, action in self.actions.items():
            if named in set(Kind) and named != action.kind:
                raise ValueError(f"the action {named} has to be of that kind")
        first = next((action for action in self.actions.values() if action.kind is Kind.APPROVE), None)
        if self.measures and first and (first.form or first.reason is ReasonRule.REQUIRED):
            raise ValueError("the first approval needs a form or words, which nobody gives where limits approve")
        return self


def read(mapped: Mapped, given: Payload) -> Reading:
    """The question as the mapping has it; raises Unsure where what it names is not in the payload."""
    actions = [action.as_action(named) for named, action in mapped.actions.items()]
    answers = {named: placeholders.shape_of(action.answer) for named, action in mapped.actions.items()}
    return Reading(NAME, (Part(_ask(mapped, given.value, actions), Reply(answers=answers)),))


def _ask(mapped: Mapped, value: Any, actions: list[Action]) -> Ask:
    title, more = faces.headed(_text(value, mapped.title)) if mapped.title else ("", "")
    summary = _text(value, mapped.summary) if mapped.summary else ""
    used = {mapped.title, mapped.summary} - {""}
    base = faces.asked(value, actions, besides=used)
    said = {"title": title or base.title, "summary": "\n\n".join(part for part in (more, summary) if part)}
    if not mapped.title:
        said["summary"] = "\n\n".join(part for part in (base.summary, summary) if part)
    facts = base.facts if not mapped.title else tuple(faces.facts_of(value, used))
    return Ask(
        **said,
        facts=facts if mapped.facts is None else _facts(mapped.facts, value),
        measures={
            name: number
            for name, path in mapped.measures.items()
            if (number := measure_of(_at(value, path))) is not None
        },
        risk=_risk(_at(value, mapped.risk)) if mapped.risk else None,
        actions=tuple(actions),
    )


def _facts(paths: tuple[str, ...], value: Any) -> tuple[Fact, ...]:
    """The named fields that are there."""
    there = [(path, inner) for path in paths if (inner := _at(value, path)) is not None]
    return tuple(Fact(label=faces.label_of(path.replace(".", " ")), value=faces.shown(inner)) for path, inner in there)


def _text(value: Any, path: str) -> str:
    found = _at(value, path)
    if found is None:
        raise Unsure(f"there is no {path} in it")
    return faces.shown(found)


def _at(value: Any, path: str) -> Any:
    """What stands at the end of a path, or None; a number is a place in a list."""
    if isinstance(value, Mapping) and path in value:
        return value[path]
    for step in path.split("."):
        is_place = isinstance(value, list) and step.isdecimal() and int(step) < len(value)
        value = value.get(step) if isinstance(value, Mapping) else value[int(step)] if is_place else None
    return value


def _risk(value: Any) -> Risk | None:
    said = value.strip().casefold() if isinstance(value, str) else ""
    return Risk(said) if said in set(Risk) else None
