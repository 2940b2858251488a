"""Whether a schema can be used at all: it is well-formed, of a bearable size, and refers to nothing outside itself."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError

from bot.approvals.digests import canonical
from bot.slack.forms.patterns import BrokenPattern, compiled
from bot.slack.forms.unwrapping import Schema
from bot.slack.wording import form_words as words

LONGEST_SCHEMA = 100_000
_DATA = frozenset({"enum", "const", "default", "examples"})
_NAMED = frozenset({"properties", "$defs", "definitions", "patternProperties", "dependentSchemas"})
_UNSUPPORTED = frozenset({"$dynamicRef", "unevaluatedProperties", "unevaluatedItems"})


def flaw(schema: Schema) -> str:
    """What is wrong with the schema, for its author; empty where it is sound."""
    try:
        text = canonical(schema)
    except (TypeError, ValueError, RecursionError):
        return words.NO_JSON_SCHEMA
    return words.too_large(LONGEST_SCHEMA) if len(text) > LONGEST_SCHEMA else _flaw(text)


@lru_cache(maxsize=64)
def _flaw(text: str) -> str:
    schema = json.loads(text)
    try:
        Draft202012Validator.check_schema(schema, format_checker=FormatChecker(()))
        return next(_flaws(schema), "")
    except SchemaError as error:
        return words.ill_formed("/".join(map(str, error.absolute_path)), error.message)
    except RecursionError:
        return words.NO_JSON_SCHEMA


def _flaws(schema: Any) -> Iterator[str]:
    """What stands anywhere in the schema and cannot be followed or matched."""
    for key, value in schema.items() if isinstance(schema, Mapping) else ():
        yield from _flaws_at(key, value)
        if key not in _DATA:
            parts = value.values() if key in _NAMED else value if isinstance(value, list) else [value]
            yield from chain.from_iterable(map(_flaws, parts))


def _flaws_at(key: str, value: Any) -> Iterator[str]:
    if key == "$ref" and not str(value).startswith("#"):
        yield words.outside(str(value))
    if key in _UNSUPPORTED:
        yield words.unsupported(key)
    patterns = [value] if key == "pattern" else value if key == "patternProperties" else ()
    for pattern in patterns if isinstance(patterns, list | dict) else ():
        try:
            compiled(str(pattern))
        except BrokenPattern as error:
            yield str(error)
