"""The answers to a form put together: blank or kept, and the properties of an object back in their object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.forms.fields import ABSENT, REST, Field
from bot.slack.forms.parsing import Unreadable, parse
from bot.slack.forms.showing import Said, held, is_blank, is_same
from bot.slack.forms.unwrapping import Schema
from bot.slack.forms.validating import fits
from bot.slack.text import shorten
from bot.slack.wording import form_words as words


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said at the fields of a form, by field id, and for an edit the values that it began with."""

    fields: Sequence[Field]
    said: Mapping[str, Said]
    values: Mapping[str, Any] | None = None

    def within(self, outer: Field) -> list[Field]:
        """The fields of an object's properties."""
        return [field for field in self.fields if field.outer is outer]

    def are_blank(self, outer: Field) -> bool:
        """Whether nothing stands at any property of an object."""
        return all(self._is_blank(field) for field in self.within(outer))

    def _is_blank(self, field: Field) -> bool:
        said = self.said.get(field.id)
        return is_blank(said) if said is not None else not field.editing or _began_blank(field)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The value of each field by its id, what cannot be read by field id, and the values as a whole."""

    found: dict[str, Any]
    errors: dict[str, str]
    values: dict[str, Any]


def assembled(schema: Schema, answers: Answers) -> Assembled:
    """Read every answer; an object that may be left out and is blank asks for none of its properties."""
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in answers.fields:
        if field.outer and _is_left_out(answers, field.outer):
            continue
        try:
            value = _value(schema, field, answers.said.get(field.id))
            found |= {field.id: _apart(answers, value) if field.name == REST else value}
        except Unreadable as unreadable:
            errors[field.id] = str(unreadable)
    found = {key: value for key, value in found.items() if value is not ABSENT}
    return Assembled(found, errors, _whole(answers, found))


def _value(schema: Schema, field: Field, said: Said | None) -> Any:
    """The field's value, ABSENT where it is left out; what was not changed is the same value still."""
    if said is None:
        return _unsaid(schema, field)
    if is_blank(said):
        return _left_blank(field)
    if is_same(field, said):
        return field.initial
    value = parse(field, said)
    return field.initial if _is_same_number(field.initial, value) else value


def _unsaid(schema: Schema, field: Field) -> Any:
    """What was not offered stays as it is; a default only where it is needed or right."""
    if field.editing:
        return field.initial
    is_kept = held(field, field.initial) is None and (field.required or fits(schema, field, field.initial))
    return field.initial if is_kept else _left_blank(field)


def _left_blank(field: Field) -> Any:
    """Blank as it was, an emptied list, null where that is blank, or ABSENT; raises Unreadable where it is needed."""
    default = field.schema.get("default")
    if field.editing and _began_blank(field):
        return field.initial
    if field.takes_none and isinstance(field.initial, list) and field.initial:
        return []
    if field.nullable and (field.required or default is not None):
        return None
    if field.takes_none and field.required:
        return []
    if field.required:
        raise Unreadable(words.MISSING)
    return ABSENT


def _began_blank(field: Field) -> bool:
    began = held(field, field.initial)
    return began is not None and is_blank(began)


def _is_same_number(old: Any, new: Any) -> bool:
    """1 is 1.0, but not true."""
    return {type(old), type(new)} <= {int, float} and old == new


def _apart(answers: Answers, value: Any) -> Any:
    """Values without a field; raises Unreadable for one that has its own."""
    shown = {field.path[0] for field in answers.fields}
    for name in value if isinstance(value, dict) else ():
        if name in shown:
            raise Unreadable(words.has_its_own_field(shorten(name, 60)))
    return value


def _whole(answers: Answers, found: Mapping[str, Any]) -> dict[str, Any]:
    """The values together, with those of an edit that have no field."""
    fields = {field.path[0]: field for field in answers.fields}
    over = fields[REST].schema["properties"] if REST in fields else {}
    whole = {name: value for name, value in (answers.values or {}).items() if name not in fields and name not in over}
    for name, field in fields.items():
        value = _object(answers, field.outer, found) if field.outer else found.get(field.id, ABSENT)
        whole |= {} if value is ABSENT else value if name == REST else {name: value}
    return _in_order(answers.values or {}, whole)


def _in_order(before: Mapping[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """The values in the order they had before, new ones last."""
    return {name: now[name] for name in before if name in now} | now


def _object(answers: Answers, outer: Field, found: Mapping[str, Any]) -> Any:
    """An object of its properties, and of those that have no field; ABSENT or null where it is left out."""
    fields = answers.within(outer)
    known = {field.name: found[field.id] for field in fields if field.id in found}
    there = outer.initial if outer.editing and isinstance(outer.initial, Mapping) else {}
    further = {name: value for name, value in there.items() if name not in {field.name for field in fields}}
    if known or further or not _is_left_out(answers, outer):
        return _in_order(there, {**further, **known})
    if outer.editing and all(map(_began_blank, fields)):
        return outer.initial
    return None if outer.nullable and (outer.required or outer.schema.get("default") is not None) else ABSENT


def _is_left_out(answers: Answers, outer: Field) -> bool:
    """Whether an object is not there: it need not be, or was not before."""
    was_missing = outer.editing and all(map(_began_blank, answers.within(outer)))
    return answers.are_blank(outer) and (outer.may_be_left_out or was_missing)
