"""Parts of a JSON Schema that stand by themselves: references followed, and the definitions they need carried along."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.approvals.dialects.payloads import Malformed
from bot.approvals.values import sound

Schema = dict[str, Any]

_DEEPEST: Final = 20
_DEFINITIONS = ("$defs", "definitions")
_WRAPPINGS = ("allOf", "anyOf", "oneOf")
_DATA = frozenset({"enum", "const", "default", "examples"})
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", *_DEFINITIONS})


def root_of(schema: Mapping[str, Any]) -> Schema:
    """The whole schema as JSON; raises Malformed where it is none, or could only be kept with marks in it."""
    try:
        root = sound(dict(schema))
    except ValueError:
        raise Malformed("the schema of its answer is no JSON") from None
    if root != schema:
        raise Malformed("the schema of its answer holds half characters")
    return root


def resolved(schema: Any, root: Schema) -> Schema:
    """What a schema says in the end, without null as an alternative; where it says something twice, its own words win.

    Raises Malformed for a reference that cannot be followed.
    """
    node = dict(schema) if isinstance(schema, Mapping) else {}
    for _ in range(_DEEPEST):
        wrapping, inner = _wrapped(node, root)
        if inner is None:
            return node
        node = {**inner, **{name: value for name, value in node.items() if name != wrapping}}
    raise Malformed("the schema of its answer refers to itself without an end")


def carried(schema: Schema, root: Schema) -> Schema:
    """The schema with those of the root's definitions that it needs, so that its references hold where it stands alone.

    Raises Malformed for a reference to anything else.
    """
    own = {name: value for name, value in schema.items() if name not in _DEFINITIONS}
    needed: dict[str, dict[str, Any]] = {}
    waiting = list(_references(own))
    while waiting:
        kind, name = _defined(waiting.pop(), root)
        if name not in needed.setdefault(kind, {}):
            needed[kind][name] = root[kind][name]
            waiting += _references(root[kind][name])
    return {**own, **needed}


def constant(node: Schema) -> tuple[Any, ...]:
    """The only value a schema takes, or nothing where it takes others too."""
    if "const" in node:
        return (node["const"],)
    values = node.get("enum")
    return (values[0],) if isinstance(values, list) and len(values) == 1 else ()


def text(node: Schema, name: str) -> str:
    """What a schema says of itself under that name, such as its title; empty where it says nothing."""
    said = node.get(name)
    return said if isinstance(said, str) else ""


def properties(node: Schema) -> Schema:
    """The schemas of an object's properties; nothing for what is no object, or says nothing of them."""
    found = node.get("properties")
    return found if isinstance(found, dict) and node.get("type", "object") == "object" else {}


def required(node: Schema) -> frozenset[str]:
    """The names of the properties that an object has to have."""
    names = node.get("required")
    return frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()


def alternatives(node: Schema) -> list[Any]:
    """The schemas of which the value has to fit one, null left out; nothing where there is no choice between any."""
    parts = node.get("oneOf", node.get("anyOf"))
    return [part for part in parts if part != {"type": "null"}] if isinstance(parts, list) else []


def _wrapped(node: Schema, root: Schema) -> tuple[str, Schema | None]:
    """What the schema wraps, and under which name; None where it wraps nothing."""
    if isinstance(node.get("$ref"), str):
        return "$ref", _referred(node["$ref"], root)
    for name in _WRAPPINGS:
        parts = node.get(name)
        kept = [part for part in parts if part != {"type": "null"}] if isinstance(parts, list) else []
        if len(kept) == 1 and isinstance(kept[0], dict):
            return name, kept[0]
    return "", None


def _referred(reference: str, root: Schema) -> Schema:
    kind, name = _defined(reference, root)
    found = root[kind][name]
    if reference.count("/") > 2 or not isinstance(found, dict):
        raise Malformed(f"the schema of its answer refers to {reference[:100]!r}, which cannot be followed")
    return found


def _defined(reference: str, root: Schema) -> tuple[str, str]:
    """Where the definition stands that a reference points to, or points into."""
    step, _, rest = reference.removeprefix("#/").partition("/")
    name = rest.split("/")[0].replace("~1", "/").replace("~0", "~")
    definitions = root.get(step) if step in _DEFINITIONS and reference.startswith("#/") else None
    if not isinstance(definitions, dict) or name not in definitions:
        raise Malformed(f"the schema of its answer refers to {reference[:100]!r}, which is none of its definitions")
    return step, name


def _references(schema: Any) -> Iterator[str]:
    """Every reference in a schema, and none of what only looks like one among its data."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        if not isinstance(node, dict):
            continue
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for name, value in node.items():
            is_named = name in _NAMED and isinstance(value, dict)
            waiting += value.values() if is_named else [value] if name not in _DATA else []
