"""The ways of answering that a JSON Schema leaves: a value by itself, one of several shapes, or a form."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.approvals.ask import Kind
from bot.approvals.dialects import schema_parts, verbs
from bot.approvals.dialects.schema_parts import Schema
from bot.approvals.dialects.schema_values import Way, truth, values_of, ways_by_value, word_for
from bot.approvals.dialects.shapes import Const, Fields, Part, Shape, Take

ANSWER: Final = "answer"
MOST: Final = 20  # as many as a card has buttons for
# Where an object says what was decided; the second only where the first says nothing.
_SURELY: Final = frozenset({"action", "approval", "decision", "verdict"})
_PERHAPS: Final = frozenset({"answer", "choice", "kind", "option", "outcome", "response", "result", "status", "type"})
_ABOUT: Final = frozenset(
    {"$comment", "$defs", "$id", "$schema", "default", "definitions", "deprecated", "description", "discriminator"}
    | {"examples", "title", "type"}
)
_PLAIN: Final = _ABOUT | {"additionalProperties", "properties", "required"}


def ways(root: Schema) -> tuple[Way, ...]:
    """A way for each value or shape that the schema names, as many as a card has buttons for; else one form for all.

    Raises Malformed for references that cannot be followed.
    """
    node = schema_parts.resolved(root, root)
    found = ways_by_value(node) or _united(node, root) or _decided(node, root)
    return tuple(found) if 0 < len(found) <= MOST else (_form(ANSWER, node, root),)


def _united(node: Schema, root: Schema) -> list[Way]:
    """A way for each branch of a choice between schemas, if each of them has a name."""
    parts = schema_parts.alternatives(node)
    if not parts or not node.keys() <= _ABOUT | {"oneOf", "anyOf"}:
        return []
    branches = [schema_parts.resolved(part, root) for part in parts]
    told = _telling(node, branches, root)
    found = [ways_by_value(branch) or _branch(branch, told, root) for branch in branches]
    return [way for each in found for way in each] if all(found) else []


def _telling(node: Schema, branches: list[Schema], root: Schema) -> str:
    """The property whose value tells the objects among the branches apart; empty where none does."""
    objects = [dict(_constants(branch, root)) for branch in branches if schema_parts.properties(branch)]
    shared = [name for name in (objects[0] if objects else ()) if all(name in each for each in objects)]
    discriminator = node.get("discriminator")
    named = discriminator.get("propertyName") if isinstance(discriminator, Mapping) else None
    apart = [name for name in shared if len({word_for(each[name]) for each in objects}) == len(objects)]
    return named if named in apart else next(iter(apart), "")


def _branch(node: Schema, told: str, root: Schema) -> list[Way]:
    """The branch by the value that tells it apart, else by its title; nothing where it has neither."""
    fixed = dict(_constants(node, root))
    word = word_for(fixed[told]) if told in fixed else schema_parts.text(node, "title")
    return [_form(word, node, root)] if word else []


def _decided(node: Schema, root: Schema) -> list[Way]:
    """A way for each value of the one property of an object that says what was decided."""
    name = _deciding(node, root) if _is_plain(node) else ""
    return list(_by(name, node, root)) if name else []


def _deciding(node: Schema, root: Schema) -> str:
    """The name of that property; empty where there is none, or where there are several that it could be."""
    inner = {name: schema_parts.resolved(each, root) for name, each in schema_parts.properties(node).items()}
    values = {name: found for name, each in inner.items() if (found := values_of(each))}
    surely = [name for name in values if name.casefold() in _SURELY or _is_consent(name, values[name])]
    found = surely or [name for name in values if name.casefold() in _PERHAPS]
    return found[0] if len(found) == 1 else ""


def _is_consent(name: str, values: list[Any]) -> bool:
    """Whether to answer yes to this property is consent, as it is with `approved`."""
    is_boolean = all(isinstance(value, bool) for value in values)
    return is_boolean and truth(name, True, Const(const=True), {}).kind is Kind.APPROVE


def _by(name: str, node: Schema, root: Schema) -> Iterator[Way]:
    for value in values_of(schema_parts.resolved(schema_parts.properties(node)[name], root)):
        form, shape = _filled(node, {name: value}, root)
        if isinstance(value, bool):
            yield truth(name, value, shape, form)
        else:
            word = word_for(value)
            yield Way(word=word, kind=_meant(word, form), shape=shape, form=form)


def _form(word: str, node: Schema, root: Schema) -> Way:
    """One form for everything: the object itself, and anything else as the only field of one.

    An object that has further rules is answered by people alone: without values it would be an answer that breaks them.
    """
    about = schema_parts.text(node, "description")
    if _is_plain(node):
        form, filled = _filled(node, {}, root)
        return Way(word=word, kind=_meant(word, form), shape=filled, form=form, about=about)
    if schema_parts.properties(node):
        form = schema_parts.carried({"type": "object", **node}, root)
        return Way(word=word, kind=Kind.NEUTRAL, shape=Take(take=Part.VALUES), form=form, about=about)
    asked = {"type": "object", "properties": {ANSWER: {"title": "Answer", **node}}, "required": [ANSWER]}
    only = Take(take=Part.VALUES, name=ANSWER)
    return Way(word=word, kind=verbs.kind_of(word), shape=only, form=schema_parts.carried(asked, root), about=about)


def _meant(word: str, form: Schema) -> Kind:
    """What an answer means that people fill in: those who write what is to be instead consent to what they wrote."""
    written = any(not verbs.is_reason(name) for name in schema_parts.properties(form))
    return Kind.APPROVE if written and verbs.replaces(word) else verbs.kind_of(word)


def _filled(node: Schema, chosen: Mapping[str, Any], root: Schema) -> tuple[Schema, Shape]:
    """The form of an object without what is chosen and what has one value only, and the shape of the whole object."""
    fixed = {**dict(_constants(node, root)), **chosen}
    known, needed = schema_parts.properties(node), schema_parts.required(node)
    rest = {name: inner for name, inner in known.items() if name not in fixed}
    asked = {"type": "object", "properties": rest, "required": [name for name in rest if name in needed]}
    taken = {name: Take(take=Part.VALUES, name=name, optional=name not in needed) for name in rest}
    fields = {name: Const(const=fixed[name]) if name in fixed else taken[name] for name in known}
    return (schema_parts.carried(asked, root) if rest else {}), Fields(fields=fields)


def _is_plain(node: Schema) -> bool:
    """Whether an object is no more than its properties."""
    is_object = isinstance(node.get("properties"), dict) and node.get("type", "object") == "object"
    return is_object and node.keys() <= _PLAIN and schema_parts.required(node) <= schema_parts.properties(node).keys()


def _constants(node: Schema, root: Schema) -> Iterator[tuple[str, Any]]:
    """The properties of an object that can have one value only, with that value."""
    for name, inner in schema_parts.properties(node).items():
        for value in schema_parts.constant(schema_parts.resolved(inner, root)):
            yield name, value
