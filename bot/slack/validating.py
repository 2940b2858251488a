"""Values against a JSON Schema, with every complaint in words that say what to write instead."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import UnknownType, ValidationError
from referencing.exceptions import Unresolvable
from referencing.jsonschema import EMPTY_REGISTRY

from bot.slack.fields import REST, Field, Schema
from bot.slack.text import shorten
from bot.slack.wording import form_words as words
from bot.slack.wording import quantities

LONGEST_ERROR = 300
_UNUSABLE = (Unresolvable, UnknownType, RecursionError, re.error)


def complaints(schema: Schema, fields: Sequence[Field], values: Mapping[str, Any], *, complete: bool) -> dict[str, str]:
    """What is wrong, by field: first with the values by themselves, then, once they are complete, with all together.

    A schema that cannot be applied (a broken pattern, a reference to nowhere) lets nothing pass.
    """
    try:
        found = _by_field(schema, fields, values)
        return found if found or not complete else _as_a_whole(schema, fields, values)
    except _UNUSABLE as error:
        return {_last(fields): words.uncheckable(shorten(str(error), 100))}


def _by_field(schema: Schema, fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """The first complaint about each field's own value, judged without the wrapping that allows null."""
    validator = _validator(schema)
    present = [field for field in fields if values.get(field.name) is not None]
    found = ((field.name, next(validator.descend(values[field.name], field.schema), None)) for field in present)
    return {name: in_words(error) for name, error in found if error}


def _as_a_whole(schema: Schema, fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """What the whole schema says against the values; a complaint about no field stands at the last one."""
    names = {field.name for field in fields}
    found = (
        (str(next(iter(error.absolute_path), "")), error) for error in _validator(schema).iter_errors(dict(values))
    )
    return {name if name in names else _last(fields): in_words(error) for name, error in found}


def in_words(error: ValidationError) -> str:
    """What to write instead of what was written."""
    say = _SAYINGS.get(str(error.validator))
    said = say(error.validator_value) if say else words.unfit(error.message)
    return shorten(words.matching(said, _like(error.schema)) if error.validator == "pattern" else said, LONGEST_ERROR)


def _last(fields: Sequence[Field]) -> str:
    return fields[-1].name if fields else REST


def _validator(schema: Schema) -> Draft202012Validator:
    """No reference leaves the schema: the registry is empty, so nothing is fetched."""
    return Draft202012Validator(schema, format_checker=_FORMATS, registry=EMPTY_REGISTRY)


def _like(schema: Any) -> str:
    """An example of the value, or else what the schema's author says of it."""
    told = schema if isinstance(schema, Mapping) else {}
    return str(next(iter(told.get("examples", ())), told.get("description", "")))


def _characters(count: int) -> str:
    return quantities.counted(count, "character")


def _type(kind: Any) -> str:
    return words.TYPES.get(str(kind), words.unfit(str(kind)))


def _choices(values: Sequence[Any]) -> str:
    return words.one_of(quantities.listed([str(value) for value in values[:10]], "or"))


_SAYINGS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "pattern": str,
        "minimum": lambda bound: words.at_least(str(bound)),
        "maximum": lambda bound: words.at_most(str(bound)),
        "exclusiveMinimum": lambda bound: words.more_than(str(bound)),
        "exclusiveMaximum": lambda bound: words.less_than(str(bound)),
        "multipleOf": lambda step: words.multiple_of(str(step)),
        "minLength": lambda count: words.longer(_characters(count)),
        "maxLength": lambda count: words.shorter(_characters(count)),
        "format": lambda name: words.FORMATS.get(name, words.unfit(str(name))),
        "type": _type,
        "enum": _choices,
        "const": lambda value: _choices([value]),
    }
)


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or ("T" in value.upper() and bool(datetime.fromisoformat(value)))


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or time.fromisoformat(value) is not None


def _is_address(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)


def _is_email(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) is not None


def _formats() -> FormatChecker:
    """The library's own checks that need no further package, and ours for the rest that pydantic writes."""
    checker = FormatChecker(("date", "ipv4", "ipv6", "uuid"))
    own = {"date-time": _is_moment, "time": _is_time, "uri": _is_address, "email": _is_email}
    for name, check in own.items():
        checker.checks(name, raises=ValueError)(check)
    return checker


_FORMATS = _formats()
