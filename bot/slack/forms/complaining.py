"""What a validator found, in words that say what to write instead."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from jsonschema.exceptions import ValidationError

from bot.slack.text import shorten
from bot.slack.wording import form_words as words
from bot.slack.wording import quantities
from bot.slack.wording.quantities import Thing


def in_words(error: ValidationError, known: int = 0) -> str:
    """What to write instead of what was written, and where that is; the first `known` steps need no telling."""
    steps = list(error.relative_path)[known:]
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{shorten(step, 40)}" for step in steps)
    return words.at(where.removeprefix("."), _said(error))


def missing(error: ValidationError) -> list[str]:
    """The names that an object lacks, if that is the complaint."""
    there: Mapping[str, Any] = error.instance if isinstance(error.instance, dict) else {}
    value: Any = error.validator_value
    wanted: list[str] = []
    if error.validator == "required":
        wanted = value
    elif error.validator == "dependentRequired":
        wanted = [name for trigger, names in value.items() if trigger in there for name in names]
    return [name for name in wanted if name not in there]


def _said(error: ValidationError) -> str:
    kind, value = str(error.validator), error.validator_value
    lacking = missing(error)
    if lacking:
        return words.lacks(quantities.listed([shorten(name, 60) for name in lacking]))
    if kind == "pattern":
        return words.matching(str(value), _like(error.schema))
    if kind in {"anyOf", "oneOf"} and error.context:
        return words.either(_ways(error.context))
    say = _SAYINGS.get(kind)
    return say(value) if say else words.unfit(error.message)


def _ways(errors: Sequence[ValidationError]) -> list[str]:
    """What each alternative wants, first of all; no more than three."""
    first = {error.schema_path[0]: error for error in reversed(errors)}
    return list(dict.fromkeys(in_words(error) for error in reversed(first.values())))[:3]


def _like(schema: Any) -> str:
    """An example of the value, or else what the schema's author says of it."""
    told = schema if isinstance(schema, Mapping) else {}
    return str(next(iter(told.get("examples", ())), told.get("description", "")))


def _type(kind: Any) -> str:
    kinds = kind if isinstance(kind, list) else [kind]
    return words.either([words.TYPES.get(str(each), words.unfit(str(each))) for each in kinds])


def _choices(values: Sequence[Any]) -> str:
    return words.one_of(quantities.listed([str(value) for value in values[:10]], "or"))


def _counted(say: Callable[[str], str], what: Thing) -> Callable[[Any], str]:
    return lambda count: say(quantities.counted(int(count), what))


_SAYINGS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "minimum": lambda bound: words.at_least(str(bound)),
        "maximum": lambda bound: words.at_most(str(bound)),
        "exclusiveMinimum": lambda bound: words.more_than(str(bound)),
        "exclusiveMaximum": lambda bound: words.less_than(str(bound)),
        "multipleOf": lambda step: words.multiple_of(str(step)),
        "minLength": _counted(words.longer, "character"),
        "maxLength": _counted(words.shorter, "character"),
        "minItems": _counted(words.longer, "item"),
        "maxItems": _counted(words.shorter, "item"),
        "uniqueItems": lambda _: words.EACH_ONCE,
        "minProperties": _counted(words.longer, "value"),
        "maxProperties": _counted(words.shorter, "value"),
        "format": lambda name: words.FORMATS.get(name, words.unfit(str(name))),
        "type": _type,
        "enum": _choices,
        "const": lambda value: _choices([value]),
        "not": lambda _: words.FORBIDDEN,
    }
)
