"""A JSON Schema as the fields of a form: which properties can be shown, as what, and which cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

from bot.slack.forms.looks import SEVERAL, UNFAITHFUL, Choice, Look, look_of
from bot.slack.forms.soundness import flaw
from bot.slack.forms.unwrapping import Schema, unwrapped
from bot.slack.text import shorten
from bot.slack.wording import form_words as words
from bot.slack.wording import quantities

REST: Final = ":rest"
MOST_BLOCKS = 90
LONGEST_NAME = 200
LONGEST_ID = 240
LONGEST_INPUT = 3000
_OPEN_ENDED = ("anyOf", "oneOf", "patternProperties", "required", "minProperties")


class Absent(Enum):
    """There is no value, not even null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One property, or with an `outer` one property of that object; `schema` is its own, out of its wrapping.

    `initial` is the value to begin with: while `editing` the one there is, else the schema's default.
    """

    name: str
    label: str
    description: str
    look: Look
    required: bool
    nullable: bool
    schema: Schema
    choices: tuple[Choice, ...] = ()
    outer: "Field | None" = None
    initial: Any = ABSENT
    editing: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """Where its value stands in the whole."""
        return (self.outer.name, self.name) if self.outer else (self.name,)

    @property
    def id(self) -> str:
        """The id of its block, and its key on a command line."""
        return ".".join(self.path)

    @property
    def hint(self) -> str:
        """What to write, in its author's words, and how, where the form itself cannot show that."""
        if self.look is Look.JSON:
            how = words.JSON_HINTS.get(str(self.schema.get("type")), words.JSON_HINT)
            return quantities.sentences([self.description, how]).strip()
        too_long = self.look in {Look.TEXT, Look.LONG_TEXT} and self.schema.get("maxLength", 0) > LONGEST_INPUT
        how = words.fits_here(LONGEST_INPUT) if too_long else ""
        return quantities.sentences([self.description, how]).strip()

    @property
    def may_be_left_out(self) -> bool:
        """Whether the whole is complete without it."""
        return self.nullable or not self.required

    @property
    def takes_none(self) -> bool:
        """Whether it is a list that may be empty."""
        return self.look in SEVERAL and not self.schema.get("minItems")

    @property
    def optional(self) -> bool:
        """Whether its input may be left blank."""
        was_blank = self.editing and (
            self.initial == [] or (isinstance(self.initial, str) and not self.initial.strip())
        )
        free = self.may_be_left_out or self.takes_none or (was_blank and not self.choices)
        return free or (self.outer is not None and self.outer.may_be_left_out)


def fields_of(
    schema: Schema, values: Mapping[str, Any] | None = None, whole: frozenset[str] = frozenset()
) -> tuple[Field, ...]:
    """The fields of a JSON Schema object, `values` to begin with, the objects in `whole` as one field of JSON each.

    Properties beyond what a modal holds share one field of JSON at the end, and so does all of a schema with a flaw.
    """
    if flaw(schema):
        return (_rest({}, True, None),)
    root, _ = unwrapped(schema, schema)
    properties: Mapping[str, Any] = root.get("properties", {})
    found: list[Field] = []
    over: dict[str, Any] = {}
    for field in _properties(root, schema, values):
        room = MOST_BLOCKS - len(found)
        if not _has_place(field.name) or room < 1:
            over[field.name] = properties[field.name]
        else:
            taken = properties.keys() | {each.id for each in found}
            inner = [] if field.name in whole else _inner(field, schema, room, taken)
            found += inner or [field]
    if over or (not properties and any(root.get(keyword) for keyword in _OPEN_ENDED)):
        found.append(_rest(over, not over or bool(over.keys() & set(root.get("required", ()))), values))
    return tuple(found)


def _has_place(name: str) -> bool:
    """Whether the name can be a block's id; those that begin with a colon are ours."""
    is_ours = name.startswith(":")
    return bool(name.strip()) and len(name) <= LONGEST_NAME and not is_ours and not UNFAITHFUL.search(name)


def _properties(owner: Schema, root: Schema, values: Mapping[str, Any] | None) -> Iterator[Field]:
    """Every property of an object as a field by itself."""
    required = set(owner.get("required", ()))
    for name, said in owner.get("properties", {}).items():
        field = _field(name, said if isinstance(said, Mapping) else {}, name in required, root)
        if values is not None:
            field = replace(field, initial=values.get(name, ABSENT), editing=True)
        yield field


def _field(name: str, own: Schema, required: bool, root: Schema) -> Field:
    """Label and hint are the property's own words: those of a definition it refers to are about the type."""
    schema, nullable = unwrapped(own, root)
    look, choices = look_of(schema, root)
    return Field(
        name=name,
        label=str(own.get("title") or name.replace("_", " ").capitalize()),
        description=str(own.get("description", "")),
        look=look,
        required=required,
        nullable=nullable,
        schema=schema,
        choices=choices,
        initial=schema.get("default", ABSENT),
    )


def _inner(outer: Field, root: Schema, room: int, taken: set[str]) -> list[Field]:
    """The properties of an object as fields of their own, or nothing where they cannot stand for it."""
    fields = [_within(outer, field) for field in _properties(outer.schema, root, _inner_values(outer))]
    ids = {field.id for field in fields}
    have_place = all(len(each) <= LONGEST_ID and not UNFAITHFUL.search(each) for each in ids) and not ids & taken
    return fields if _is_plain(outer) and have_place and len(fields) < room else []


def _is_plain(outer: Field) -> bool:
    """Whether this is an object, or none yet, with properties and nothing else that a form would have to offer."""
    is_object = outer.look is Look.JSON and outer.schema.get("type", "object") == "object"
    further = outer.schema.get("additionalProperties")
    is_closed = (not further or further is True) and "patternProperties" not in outer.schema
    return is_object and is_closed and (outer.initial in (ABSENT, None) or isinstance(outer.initial, Mapping))


def _inner_values(outer: Field) -> Mapping[str, Any] | None:
    """What stands in an object at the beginning; one that may be left out begins without its properties' defaults."""
    if isinstance(outer.initial, Mapping):
        return outer.initial
    return {} if outer.editing or outer.may_be_left_out else None


def _within(outer: Field, field: Field) -> Field:
    label = words.part_of(shorten(outer.label, 40), field.label)
    return replace(field, label=label, outer=outer, editing=outer.editing)


def _rest(over: Mapping[str, Any], required: bool, values: Mapping[str, Any] | None) -> Field:
    there = {name: values[name] for name in over if name in values} if values is not None else {}
    return Field(
        name=REST,
        label=words.REST,
        description=words.REST_HINT,
        look=Look.JSON,
        required=required,
        nullable=False,
        schema={"type": "object", "properties": over},
        initial=there or ABSENT,
        editing=values is not None,
    )
