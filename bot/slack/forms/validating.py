"""Values against a JSON Schema, with every complaint at the field where it can be put right."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsonschema.exceptions import UnknownType, ValidationError
from jsonschema.protocols import Validator
from referencing.exceptions import Unresolvable

from bot.slack.forms.complaining import in_words, missing
from bot.slack.forms.effort import TooMuch, validator
from bot.slack.forms.fields import ABSENT, REST, Field
from bot.slack.forms.soundness import flaw
from bot.slack.forms.unwrapping import Schema
from bot.slack.text import shorten
from bot.slack.wording import form_words as words

LONGEST_ERROR = 300
_UNUSABLE = (Unresolvable, UnknownType, RecursionError, TooMuch, ValueError, ArithmeticError)


def own_complaints(schema: Schema, fields: Sequence[Field], found: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the values by themselves, by field id; a schema that cannot be applied lets nothing pass."""
    wrong = flaw(schema)
    if wrong:
        return {_id(fields, None): _uncheckable(wrong)}
    judge = validator(schema)
    present = [field for field in fields if found.get(field.id, ABSENT) not in (ABSENT, None)]
    return {field.id: said for field in present for said in _first(judge, field, found[field.id])}


def complaints(schema: Schema, fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """What the whole schema says against all values together, by field id."""
    told: dict[str, str] = {}
    try:
        for error in validator(schema).iter_errors(dict(values)):
            for field, said in _placed(fields, error):
                told.setdefault(_id(fields, field), shorten(said, LONGEST_ERROR))
    except _UNUSABLE as unusable:
        return {_id(fields, None): _uncheckable(str(unusable))}
    return told


def fits(schema: Schema, field: Field, value: Any) -> bool:
    """Whether the value alone is one the field may have."""
    return not flaw(schema) and not list(_first(validator(schema), field, value))


def _id(fields: Sequence[Field], field: Field | None) -> str:
    """Where a complaint stands; one about no field stands at the last."""
    return field.id if field else fields[-1].id if fields else REST


def _first(judge: Validator, field: Field, value: Any) -> Iterator[str]:
    """The first complaint about a value, judged without the wrapping that allows null."""
    try:
        error = next(judge.evolve(schema=field.schema).iter_errors(value), None)
    except _UNUSABLE as unusable:
        yield _uncheckable(str(unusable))
    else:
        if error:
            yield shorten(in_words(error), LONGEST_ERROR)


def _uncheckable(why: str) -> str:
    return shorten(words.uncheckable(shorten(why, 150)), LONGEST_ERROR)


def _placed(fields: Sequence[Field], error: ValidationError) -> Iterator[tuple[Field | None, str]]:
    """The fields for a complaint: those that are missing, or else the one at its path."""
    path = [str(step) for step in error.absolute_path]
    lacking = [field for name in missing(error) for field in fields if list(field.path) == [*path, name]]
    for field in lacking:
        yield field, words.MISSING
    if not lacking:
        nearest = _nearest(fields, [*path, *missing(error)])
        is_known = nearest is not None and list(nearest.path) == path[: len(nearest.path)]
        yield nearest, in_words(error, len(nearest.path) if nearest and is_known else 0)


def _nearest(fields: Sequence[Field], path: Sequence[str]) -> Field | None:
    """The field at the path; else the first within an object there; else the one for the rest."""
    at = [field for field in fields if list(field.path) == list(path[: len(field.path)])]
    within = [field for field in fields if path and field.path[0] == path[0]]
    rest = [field for field in fields if field.name == REST]
    return next(iter([*at, *within, *rest]), None)
