"""A validator that follows no reference outside its schema and gives up on a schema that takes too much work."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.protocols import Validator
from referencing.jsonschema import EMPTY_REGISTRY

from bot.slack.forms.formats import FORMATS
from bot.slack.forms.patterns import compiled
from bot.slack.forms.unwrapping import Schema
from bot.slack.wording import form_words as words

MOST_EFFORT = 100_000
STATES_FOR_ONE = 200
COMPARISONS_FOR_ONE = 20
NAMES_FOR_ONE = 20

Complaints = Iterator[ValidationError]
Keyword = Callable[[Any, Any, Any, Any], Complaints | None]
KEYWORDS: Mapping[str, Keyword] = Draft202012Validator.VALIDATORS


class TooMuch(Exception):
    """To check this would hold up everybody else."""


class Effort:
    """Counts the steps of one validation, a few microseconds each; checks itself what could take many.

    Its public methods are keywords of JSON Schema, in the shape in which the library calls them.
    """

    def __init__(self) -> None:
        self._left = MOST_EFFORT

    def spend(self, steps: int) -> None:
        """Take so many steps; raises TooMuch when there are not as many left."""
        self._left -= steps
        if self._left < 0:
            raise TooMuch(words.TOO_MUCH_WORK)

    def counted(self, check: Keyword) -> Keyword:
        """The same keyword, with its steps counted."""

        def count(validator: Any, value: Any, instance: Any, schema: Any) -> Complaints | None:
            self.spend(1 + (len(value) // NAMES_FOR_ONE if isinstance(value, list | dict) else 0))
            return check(validator, value, instance, schema)

        return count

    def pattern(self, _: Any, value: str, instance: Any, __: Any) -> Complaints:
        """Matched by our own engine."""
        if isinstance(instance, str) and not self._found(value, instance):
            yield ValidationError(words.matching(value, ""))

    def pattern_properties(self, validator: Any, value: Schema, instance: Any, _: Any) -> Complaints:
        """Schemas for properties by patterns of their names."""
        for name, inner in instance.items() if isinstance(instance, dict) else ():
            for pattern in (each for each in value if self._found(each, name)):
                yield from validator.descend(inner, value[pattern], path=name, schema_path=pattern)

    def additional_properties(self, validator: Any, value: Any, instance: Any, schema: Schema) -> Complaints:
        """A schema for the properties that have none."""
        names = instance.keys() - schema.get("properties", {}).keys() if isinstance(instance, dict) else ()
        patterns = schema.get("patternProperties", {})
        for name in sorted(name for name in names if not any(self._found(each, name) for each in patterns)):
            if value is False:
                yield ValidationError(words.unexpected(name), path=[name])
            else:
                yield from validator.descend(instance[name], value, path=name)

    def unique_items(self, validator: Any, value: Any, instance: Any, schema: Any) -> Complaints | None:
        """Items that cannot be sorted are compared each with each."""
        items = instance if isinstance(instance, list) else []
        can_be_sorted = set(map(type, items)) in ({str}, {int}, {float})
        self.spend(1 + (len(items) if can_be_sorted else len(items) ** 2 // COMPARISONS_FOR_ONE))
        return KEYWORDS["uniqueItems"](validator, value, instance, schema)

    def _found(self, pattern: str, text: str) -> bool:
        ready = compiled(pattern)
        self.spend(1 + len(text) * ready.states // STATES_FOR_ONE)
        return ready.found_in(text)


def validator(schema: Schema) -> Validator:
    """For one use: its steps are counted from here on."""
    effort = Effort()
    own: dict[str, Keyword] = {
        "pattern": effort.pattern,
        "patternProperties": effort.pattern_properties,
        "additionalProperties": effort.additional_properties,
        "uniqueItems": effort.unique_items,
    }
    keywords = {name: own.get(name, effort.counted(check)) for name, check in KEYWORDS.items()}
    kind: type[Validator] = validators.extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    return kind(schema, format_checker=FORMATS, registry=EMPTY_REGISTRY)
