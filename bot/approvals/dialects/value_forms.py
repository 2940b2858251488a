"""Forms: the JSON Schema that changed values have to fit, where an author gave none or gave it among other things."""

from collections.abc import Mapping
from typing import Any, Final

from bot.approvals.values import JsonObject

_LONG: Final = 150
_UNBOUNDED: Final = 10_000_000


def form_of(values: Mapping[str, Any]) -> JsonObject:
    """A form for changing these values: each keeps its name and its type, and none goes missing or is added.

    A whole number may become a broken one, as JSON knows no difference.
    """
    return {
        "type": "object",
        "properties": {name: _schema_of(value) for name, value in values.items()},
        "required": list(values),
        "additionalProperties": False,
    }


def _schema_of(value: Any) -> JsonObject:
    match value:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            is_long = len(value) > _LONG or "\n" in value
            return {"type": "string", "maxLength": _UNBOUNDED + len(value)} if is_long else {"type": "string"}
        case list():
            return {"type": "array"}
        case dict():
            return {"type": "object"}
        case _:
            return {}
