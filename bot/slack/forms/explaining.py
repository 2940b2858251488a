"""What the fields of a form take, in words: for the hints at its inputs, and for whoever reads what may be changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.slack.forms.fields import Field, fields_of
from bot.slack.forms.looks import SEVERAL, Look
from bot.slack.forms.soundness import flaw
from bot.slack.forms.unwrapping import Schema
from bot.slack.text import shorten
from bot.slack.wording import form_words as words
from bot.slack.wording import quantities
from bot.slack.wording.quantities import Thing

MOST_CHARACTERS = 10**6
AN_EXAMPLE = 80
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")


class Rule(NamedTuple):
    """What one field is called and what it takes, both raw."""

    label: str
    takes: str


def of_form(form: Schema) -> tuple[Rule, ...]:
    """A rule for each field of a form, and one for what is wrong with its schema, if anything is."""
    wrong = flaw(form)
    return tuple([Rule(words.REST, words.broken(wrong))] if wrong else _of_fields(fields_of(form)))


def _of_fields(fields: Sequence[Field]) -> Iterator[Rule]:
    told: set[str] = set()
    for field in fields:
        outer = field.outer
        if outer and outer.id not in told and outer.description.strip():
            yield Rule(outer.label, outer.description)
        told |= {outer.id} if outer else set()
        yield Rule(field.label, _takes(field))


def _takes(field: Field) -> str:
    """Everything there is to know before one fills it in."""
    kind = _choices(field) or words.KINDS[field.look]
    optional = [words.OPTIONAL] if field.optional else []
    further = [*_unsaid(bounds(field), field.description), *_holds(field), *optional]
    return quantities.sentences([_stopped(field.description), kind, *further])


def hint(field: Field) -> str:
    """What the field's author says of it, and what its input does not show by itself; nothing twice."""
    is_text = field.look in {Look.JSON, Look.TEXT, Look.LONG_TEXT}
    further = [*([] if is_text else bounds(field)), *_example(field)]
    unsaid = _unsaid(further, field.description)
    return quantities.sentences([_stopped(field.hint) if unsaid else field.hint, *unsaid])


def bounds(field: Field) -> list[str]:
    """The least and the most of a number, of a text's length and of a list's."""
    schema = field.schema
    if field.look in {Look.INTEGER, Look.NUMBER}:
        return [*_of_number(schema), *_step(schema)]
    if field.look in SEVERAL:
        return _counted(schema.get("minItems"), schema.get("maxItems"), "item")
    if field.look in {Look.TEXT, Look.LONG_TEXT}:
        least = schema.get("minLength", 0)
        return _counted(least if least > 1 else None, schema.get("maxLength"), "character")
    return []


def _stopped(description: str) -> str:
    """A description as a sentence, so that another can follow it."""
    return quantities.stopped(description.strip())


def _of_number(schema: Schema) -> list[str]:
    least, most = _number(schema.get("minimum")), _number(schema.get("maximum"))
    beyond, below = _number(schema.get("exclusiveMinimum")), _number(schema.get("exclusiveMaximum"))
    return [*_span(least, most), *([words.above(beyond)] if beyond else []), *([words.below(below)] if below else [])]


def _step(schema: Schema) -> list[str]:
    step = _number(schema.get("multipleOf"))
    return [words.in_steps(step)] if step and step != quantities.number(1) else []


def _counted(least: Any, most: Any, what: Thing) -> list[str]:
    """Bounds in characters or items; what is as good as unbounded is left out."""
    fewest = quantities.counted(int(least), what) if least else ""
    bounded = most is not None and most <= MOST_CHARACTERS
    return _span(fewest, quantities.counted(int(most), what) if bounded else "")


def _span(least: str, most: str) -> list[str]:
    if least and most:
        return [words.between(least, most)]
    return [words.no_less(least)] if least else [words.no_more(most)] if most else []


def _number(bound: Any) -> str:
    is_number = isinstance(bound, int | float) and not isinstance(bound, bool)
    return quantities.number(bound) if is_number else ""


def _choices(field: Field) -> str:
    if not field.choices:
        return ""
    names = quantities.listed([choice.label for choice in field.choices], "or")
    return words.some_of(names) if field.look in SEVERAL else words.just_one_of(names)


def _holds(field: Field) -> list[str]:
    """The names of the values within what only JSON can be written for."""
    items = field.schema.get("items")
    owner = items if isinstance(items, Mapping) else field.schema
    properties = owner.get("properties") if field.look is Look.JSON else None
    return [words.holds(quantities.enumerated(properties))] if isinstance(properties, Mapping) and properties else []


def _example(field: Field) -> list[str]:
    examples = field.schema.get("examples")
    shown = str(examples[0]) if isinstance(examples, list) and examples and field.look is not Look.JSON else ""
    return [words.for_example(shorten(shown, AN_EXAMPLE))] if shown.strip() else []


def _unsaid(sentences: Sequence[str], description: str) -> list[str]:
    return [sentence for sentence in sentences if not _is_said(sentence, description)]


def _is_said(sentence: str, description: str) -> bool:
    """Whether the description tells these figures, or this example, already."""
    figures = {_bare(found) for found in _FIGURES.findall(description)}
    told = [_bare(found) for found in _FIGURES.findall(sentence)]
    return bool(told) and all(figure in figures for figure in told)


def _bare(figure: str) -> str:
    return figure.replace(",", "")
