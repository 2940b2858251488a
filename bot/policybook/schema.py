"""The JSON Schema of the policies file, for editors: workflows/policies.schema.json, drawn from the models."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from bot.approvals.dialects.plain import NAMED
from bot.policybook import meanings, remedies

_Schema = dict[str, Any]

_DURATION = {"type": "string", "pattern": r"^\s*[0-9]{1,8}(\.[0-9]{1,9})?\s*[smhd]\s*$"}
_NAME = {"type": "string"}
_NAMES = {"type": "object", "additionalProperties": _NAME, "minProperties": 1}
_NOTHING = {"type": "null"}  # the field's name alone, with what stood below it taken out
_ANY: _Schema = {}
_COUNT = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 20}, {"enum": ["any", "all"]}]}
_DATES = {"type": "array", "items": {"type": "string", "format": "date"}}
_HOLIDAYS = {
    "anyOf": [
        _DATES,
        {
            "type": "object",
            "properties": {"country": _NAME, "subdivision": _NAME, "dates": _DATES, "except": _DATES},
            "additionalProperties": False,
        },
    ]
}
_ACTIONS = {
    "type": "object",
    "additionalProperties": {"$ref": "#/$defs/MappedAction"},
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,39}$"},
    "minProperties": 1,
    "maxProperties": 20,
}
_FORM = {
    "type": "object",
    "additionalProperties": {
        "anyOf": [{"$ref": "#/$defs/FieldType"}, {"type": "array", "items": _NAME, "minItems": 1, "maxItems": 100}]
    },
    "propertyNames": {"pattern": "^\\w{1,60}$"},
}
# Fields that the file writes in another way than the models hold them.
_WRITTEN: Mapping[tuple[str, str], _Schema] = {
    ("Policy", "fallback"): {"anyOf": [_NAME, _NOTHING]},
    ("Tier", "calendar"): {"anyOf": [_NAME, _NAMES, _NOTHING]},
    ("Tier", "quorum"): _COUNT,
    ("Tier", "rejections"): _COUNT,
    ("During", "calendar"): _NAME,
    ("Mapped", "facts"): {"anyOf": [{"type": "array", "items": _NAME}, _NOTHING]},
    ("Mapped", "actions"): _ACTIONS,
    ("MappedAction", "form"): _FORM,
    ("MappedAction", "kind"): {"enum": ["approve", "reject", "neutral"]},
    ("MappedAction", "answer"): _ANY,
    ("Calendar", "holidays"): {"anyOf": [*_HOLIDAYS["anyOf"], _NOTHING]},
}
_NEVER_EMPTY = {"Reviewers", "Outage", "Bounds", "Requesters"}
_ONE_OR_SEVERAL = {"Conditions", "Requesters"}
_OF_NO_USE = {"title", "default", "description", "gt", "le"}  # the last two bound durations, which are texts here


class _AsWritten(GenerateJsonSchema):
    """Durations as the file has them, such as 30m."""

    def timedelta_schema(self, schema: core_schema.TimedeltaSchema) -> JsonSchemaValue:
        return dict(_DURATION)


def policies_schema() -> str:
    """The content of workflows/policies.schema.json."""
    _, drawn = models_json_schema([(model, "validation") for model in remedies.MODELS], schema_generator=_AsWritten)
    found = drawn["$defs"]
    defs = {model.__name__: _model(model.__name__, found[model.__name__]) for model in remedies.MODELS}
    enums = {name: {"enum": fields["enum"]} for name, fields in found.items() if "enum" in fields}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Countersign's policies: who signs for what, and by when",
        "type": "object",
        "properties": {name: {**schema, "description": meanings.SECTIONS[name]} for name, schema in _SECTIONS.items()},
        "required": ["policies"],
        "additionalProperties": False,
        "$defs": {**defs, **enums},
    }
    return json.dumps(schema, indent=2) + "\n"


def _ref(model: str) -> _Schema:
    return {"$ref": f"#/$defs/{model}"}


def _named(model: str) -> _Schema:
    return {"type": "object", "additionalProperties": _ref(model), "propertyNames": {"minLength": 1, "maxLength": 60}}


_SECTIONS: Mapping[str, _Schema] = {
    "policies": {**_named("Policy"), "minProperties": 1},
    "calendars": {"anyOf": [_named("Calendar"), _NOTHING]},
    "routes": {"anyOf": [{"type": "array", "items": _ref("Route")}, _NOTHING]},
    "default": _NAME,
    "quiet": {"anyOf": [_ref("Quiet"), _NOTHING]},
    "dialects": {
        "anyOf": [
            {"type": "object", "additionalProperties": {"anyOf": [{"enum": list(NAMED)}, _ref("Mapped")]}},
            _NOTHING,
        ]
    },
}


def _model(name: str, drawn: _Schema) -> _Schema:
    """The schema of one model: the fields that the file knows, each with what it says."""
    fields = {field: _field(name, field, drawn["properties"][field]) for field in meanings.FIELDS[name]}
    required = [field for field in drawn.get("required", []) if field in fields]
    return {
        "type": "object",
        "properties": fields,
        **({"required": required} if required else {}),
        **({"minProperties": 1} if name in _NEVER_EMPTY else {}),
        "additionalProperties": False,
    }


def _field(model: str, name: str, drawn: _Schema) -> _Schema:
    schema = _WRITTEN.get((model, name), _plain(drawn))
    if model in _ONE_OR_SEVERAL and schema.get("type") == "array":
        schema = {"anyOf": [schema["items"], schema]}
    return {**schema, "description": meanings.FIELDS[model][name]}


def _plain(drawn: Any) -> Any:
    """A schema without what editors have no use for, such as titles made of the fields' names."""
    if isinstance(drawn, list):
        return [_plain(inner) for inner in drawn]
    if not isinstance(drawn, dict):
        return drawn
    return {name: _plain(inner) for name, inner in drawn.items() if name not in _OF_NO_USE}
