"""What people are asked for to start a graph, and how what they gave becomes its input.

A form is made for people: the state of a tutorial's graph stands for its input too, so most of it is for the steps to
fill in; a conversation begins with one message; and a function may take something else than an object. What people
typed is what the ledger keeps. It is turned into what the graph takes when it is handed over.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import HumanMessage

from bot.approvals.values import JsonObject

_LONGEST_MESSAGE = 3000
_MESSAGES = "messages"
_SINGLE = ("string", "integer", "number", "boolean")
_MESSAGE: JsonObject = {"title": "Message", "type": "string", "minLength": 1, "maxLength": _LONGEST_MESSAGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How what was filled in becomes a graph's input.

    `conversations` are the fields that hold the first message of one. `sole` is the field whose value is the whole
    input, of a function that takes no object. `build` makes what a function's own type is, of an object.
    """

    conversations: frozenset[str] = frozenset()
    sole: str = ""
    build: Callable[[Any], Any] | None = None

    def given(self, values: Mapping[str, Any]) -> Any:
        """The graph's input; raises ValueError for what its own type refuses."""
        spoken = {name: self._spoken(name, value) for name, value in values.items()}
        whole = spoken[self.sole] if self.sole and spoken.keys() == {self.sole} else spoken
        return self.build(whole) if self.build else whole

    def _spoken(self, name: str, value: Any) -> Any:
        return [HumanMessage(value)] if name in self.conversations and isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Form:
    """The JSON Schema that people fill in, and what is made of that."""

    schema: JsonObject
    intake: Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """What a schema alone does not tell: whether all of a state is meant, and whether any of it has to be there.

    `conversations` are fields known to hold messages; `argument` is what a function calls what it takes.
    """

    is_state: bool = False
    is_loose: bool = False
    conversations: Collection[str] = ()
    argument: str = ""
    build: Callable[[Any], Any] | None = None


def form_of(schema: JsonObject, nature: Nature) -> Form:
    """The form for an input of this schema, which is of an object or, for a function, of anything."""
    if not _is_object(schema) or (nature.argument and not schema.get("properties")):
        return _sole(schema, nature)
    root: Mapping[str, Any] = {**_resolved(schema, schema), **{"$defs": schema.get("$defs", {})}}
    properties: Mapping[str, Any] = root.get("properties", {})
    spoken = {name for name, own in properties.items() if _is_conversation(name, own, root, nature)}
    shown = {name: _MESSAGE if name in spoken else own for name, own in properties.items()}
    required = _required(root, spoken, nature)
    if nature.is_state:
        shown = dict(sorted(shown.items(), key=lambda item: _place(item, required, root)))
    made = {**root, "properties": shown, "required": required}
    return Form(_pruned(made), Intake(conversations=frozenset(spoken), build=nature.build))


def _sole(schema: JsonObject, nature: Nature) -> Form:
    """A form of one field for all of an input that is no object with fields of its own."""
    name = nature.argument or "input"
    own = {key: told for key, told in schema.items() if key not in ("$defs", "title")}
    is_spoken = _is_conversation(name, own, schema, nature)
    field = _MESSAGE if is_spoken else own
    made = {"type": "object", "properties": {name: field}, "required": [name], "$defs": schema.get("$defs", {})}
    spoken = frozenset({name} if is_spoken else ())
    return Form(_pruned(made), Intake(conversations=spoken, sole=name, build=nature.build))


def _required(root: Mapping[str, Any], spoken: Collection[str], nature: Nature) -> list[str]:
    """What has to be filled in.

    Where nothing checks a state, and it says of each field that it has to be there, only a conversation has to be: most
    fields are for its steps to write.
    """
    required = list(root.get("required", ()))
    if nature.is_loose and len(required) > 1 and set(required) == set(root.get("properties", {})):
        return [name for name in required if name in spoken]
    return required


def _place(item: tuple[str, Any], required: Collection[str], root: Mapping[str, Any]) -> int:
    """What is needed first, then what takes one value, and what has to be written as JSON last."""
    name, own = item
    return 0 if name in required else 1 if _is_single(own, root) else 2


def _is_object(schema: Mapping[str, Any]) -> bool:
    resolved = _resolved(schema, schema)
    return resolved.get("type") == "object" or "properties" in resolved


def _is_single(own: Mapping[str, Any], root: Mapping[str, Any]) -> bool:
    ways = own.get("anyOf") or own.get("oneOf") or own.get("allOf") or [own]
    kinds = [_resolved(way, root) for way in ways if isinstance(way, Mapping)]
    return all(kind.get("type") in (*_SINGLE, "null") or "enum" in kind or "const" in kind for kind in kinds)


def _is_conversation(name: str, own: Mapping[str, Any], root: Mapping[str, Any], nature: Nature) -> bool:
    """Whether a field holds messages: it is known to, its items are such, or it is a list called so of anything."""
    if name in nature.conversations:
        return True
    items = own.get("items")
    if own.get("type") != "array" or not isinstance(items, Mapping):
        return own.get("type") == "array" and name == _MESSAGES
    named = {reference.rpartition("/")[2] for reference in _references(items)}
    return bool(named & {"HumanMessage", "BaseMessage"}) or (name == _MESSAGES and not items)


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a schema that is a reference refers to."""
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    found = root.get("$defs", {}).get(name)
    return found if isinstance(found, Mapping) else schema


def _pruned(schema: dict[str, Any]) -> JsonObject:
    """Without the definitions that nothing refers to: those of all kinds of messages alone are long."""
    definitions: Mapping[str, Any] = schema.get("$defs", {})
    kept: dict[str, Any] = {}
    wanted = {name for name in _names({**schema, "$defs": {}}) if name in definitions}
    while wanted:
        kept |= {name: definitions[name] for name in wanted}
        wanted = {name for name in _names({**kept}) if name in definitions} - kept.keys()
    bare = {key: told for key, told in schema.items() if key != "$defs"}
    return bare | ({"$defs": kept} if kept else {})


def _names(told: Any) -> set[str]:
    return {reference.rpartition("/")[2] for reference in _references(told)}


def _references(told: Any) -> Iterator[str]:
    if isinstance(told, Mapping):
        if isinstance(told.get("$ref"), str):
            yield told["$ref"]
        for inner in told.values():
            yield from _references(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from _references(inner)
