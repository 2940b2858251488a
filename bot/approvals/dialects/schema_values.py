"""The ways of answering by a value that a JSON Schema names: one of a list, a constant, true or false."""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.approvals.ask import Kind
from bot.approvals.dialects import schema_parts, verbs
from bot.approvals.dialects.schema_parts import Schema
from bot.approvals.dialects.shapes import Const, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of answering, by the word that its author has for it, with the form of what else it needs."""

    word: str
    kind: Kind
    shape: Shape
    form: Schema
    about: str = ""


def values_of(node: Schema) -> list[Any]:
    """The values that a schema lists, or nothing where it leaves others; null is none that can be answered with."""
    if node.get("type") == "boolean" and "enum" not in node and "const" not in node:
        return [True, False]
    listed = node.get("enum")
    values = schema_parts.constant(node) or (listed if isinstance(listed, list) else ())
    return [value for value in values if value is not None]


def ways_by_value(node: Schema) -> list[Way]:
    """A way for each of these values, called by itself or, where it is the only one, by the schema's title."""
    values, title = values_of(node), schema_parts.text(node, "title")
    if len(values) == 1 and title:
        return [_named(values[0], title, schema_parts.text(node, "description"))]
    return [_way(value, title) for value in values]


def truth(name: str, value: bool, shape: Shape, form: Schema) -> Way:
    """Yes or no, to what is asked or to a name: to be `approved` is consent, to be `urgent` is neither of the two."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("_", " ").strip()
    says_yes = "yes" if value else "no"
    kind = (Kind.APPROVE if value else Kind.REJECT) if _is_consent(words) else Kind.NEUTRAL
    if kind is not Kind.NEUTRAL and "approv" in words.casefold():
        word = "approve" if value else "reject"
    else:
        word = f"{words}: {says_yes}" if words else says_yes
    return Way(word=word, kind=kind, shape=shape, form=form)


def word_for(value: Any) -> str:
    """What a value is called: a text by itself, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _way(value: Any, title: str) -> Way:
    if isinstance(value, bool):
        return truth(title, value, Const(const=value), {})
    word = word_for(value)
    return Way(word=word, kind=verbs.kind_of(word), shape=Const(const=value), form={})


def _named(value: Any, title: str, about: str) -> Way:
    """A single value by a name of its own, which says no more than the value itself where they contradict."""
    return Way(word=title, kind=_meant(word_for(value), title), shape=Const(const=value), form={}, about=about)


def _meant(*words: str) -> Kind:
    """What the words mean that mean something; neutral where they contradict one another."""
    kinds = {verbs.kind_of(word) for word in words} - {Kind.NEUTRAL}
    return kinds.pop() if len(kinds) == 1 else Kind.NEUTRAL


def _is_consent(words: str) -> bool:
    """Whether true, said to this, is consent and false a refusal; said to nothing by name, they answer the question."""
    return not words or words.casefold() == "approval" or verbs.kind_of(words) is Kind.APPROVE
