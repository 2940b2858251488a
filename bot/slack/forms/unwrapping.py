"""A schema out of its wrapping: references followed, a lone allOf and an alternative to null merged in."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

DEEPEST = 20


def unwrapped(schema: Schema, root: Schema) -> tuple[Schema, bool]:
    """What the schema says in the end, and whether it allows null besides; what stands outside wins."""
    nullable = False
    for _ in range(DEEPEST):
        inner, rest, is_null = _one_step(schema, root)
        nullable = nullable or is_null
        if inner is None:
            break
        schema = {**inner, **rest}
    return schema, nullable


def _one_step(schema: Schema, root: Schema) -> tuple[Schema | None, Schema, bool]:
    """The schema that this one wraps, if any; what it says besides; and whether it allows null by itself."""
    for key in ("$ref", "allOf", "anyOf", "oneOf", "type"):
        if key not in schema:
            continue
        inner, is_null = _inner(key, schema[key], root)
        if inner is not None:
            return inner, {name: value for name, value in schema.items() if name != key}, is_null
    return None, {}, False


def _inner(key: str, value: Any, root: Schema) -> tuple[Schema | None, bool]:
    if key == "$ref":
        return _referred(value, root), False
    if not isinstance(value, list):
        return None, False
    kept = [part for part in value if part not in ("null", {"type": "null"})]
    if len(kept) != 1:
        return None, False
    inner = {"type": kept[0]} if key == "type" else kept[0]
    return (inner if isinstance(inner, Mapping) else None), len(kept) < len(value)


def _referred(reference: Any, root: Schema) -> Schema | None:
    """What a reference within the schema points to; None for any other."""
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    found: Any = root
    for step in reference[2:].split("/"):
        found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else None
