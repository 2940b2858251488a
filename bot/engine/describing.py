"""A graph's input as JSON Schema, whatever type its author wrote it as, as far as that can be described."""

import dataclasses
import inspect
from collections.abc import Mapping
from typing import Annotated, Any, NotRequired, Required, Union, get_args, get_origin

import structlog
from langgraph.graph.state import CompiledStateGraph
from langgraph.pregel import Pregel
from pydantic import BaseModel, TypeAdapter
from pydantic.errors import PydanticUserError
from typing_extensions import ReadOnly, TypedDict, get_type_hints, is_typeddict

log = structlog.get_logger(__name__)

_UNDESCRIBABLE = (PydanticUserError, NameError, TypeError, ValueError, AttributeError, RecursionError)
_MARKS = (Required, NotRequired, ReadOnly)


def described(graph: Pregel[Any, Any, Any, Any]) -> dict[str, Any]:
    """The JSON Schema of the input; fields whose types cannot be described are left out, and the log says which."""
    try:
        schema = graph.get_input_jsonschema()
    except _UNDESCRIBABLE:
        schema = _piece_by_piece(input_type(graph))
    return _without_managed(graph, schema)


def input_type(graph: Pregel[Any, Any, Any, Any]) -> Any:
    """The type that the graph's author gave to its input."""
    return graph.builder.input_schema if isinstance(graph, CompiledStateGraph) else graph.InputType


def doubles_as_state(graph: Pregel[Any, Any, Any, Any]) -> bool:
    """Whether what the graph starts from is all that its steps write as well."""
    return isinstance(graph, CompiledStateGraph) and graph.builder.input_schema is graph.builder.state_schema


def _without_managed(graph: Pregel[Any, Any, Any, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Without what LangGraph itself fills in, such as how many steps are left."""
    if not isinstance(graph, CompiledStateGraph) or "properties" not in schema:
        return schema
    managed = set(graph.builder.managed)
    kept = {name: told for name, told in schema["properties"].items() if name not in managed}
    return schema | {"properties": kept, "required": [name for name in schema.get("required", ()) if name in kept]}


def _piece_by_piece(kind: Any) -> dict[str, Any]:
    """The schema of a type that pydantic does not take as a whole: its fields, each by itself."""
    fields: dict[str, Any] = {}
    lost: list[str] = []
    for name, (hint, required) in _fields_of(kind).items():
        plain = _rebuilt(hint)
        if _is_describable(plain):
            fields[name] = Required[plain] if required else NotRequired[plain]
        else:
            lost.append(name)
    if lost or not fields:
        log.warning("fields of the input cannot be described, so its form leaves them out", fields=lost)
    named = getattr(kind, "__name__", "Input")
    return TypeAdapter(TypedDict(named, fields)).json_schema()  # type: ignore[operator]


def _fields_of(kind: Any) -> Mapping[str, tuple[Any, bool]]:
    """Each field of a class: its type, and whether it is needed."""
    if inspect.isclass(kind) and issubclass(kind, BaseModel):
        return {
            name: (Annotated[told.annotation, told], told.is_required()) for name, told in kind.model_fields.items()
        }
    try:
        hints = get_type_hints(kind, include_extras=True)
    except _UNDESCRIBABLE:
        return {}
    return {name: (hint, _is_needed(kind, name)) for name, hint in hints.items()}


def _is_needed(kind: Any, name: str) -> bool:
    if is_typeddict(kind):
        return name in kind.__required_keys__
    if dataclasses.is_dataclass(kind):
        [told] = [field for field in dataclasses.fields(kind) if field.name == name]
        return told.default is dataclasses.MISSING and told.default_factory is dataclasses.MISSING
    return not hasattr(kind, name)


def _rebuilt(hint: Any) -> Any:
    """The type without reducers, and with every TypedDict as pydantic takes it on any Python."""
    if is_typeddict(hint):
        fields = {name: (_rebuilt(inner), required) for name, (inner, required) in _fields_of(hint).items()}
        typed = {
            name: Required[inner] if required else NotRequired[inner] for name, (inner, required) in fields.items()
        }
        return TypedDict(hint.__name__, typed)  # type: ignore[operator]
    origin, args = get_origin(hint), get_args(hint)
    if origin in _MARKS:
        return _rebuilt(args[0])
    if origin is Annotated:
        kept = [told for told in hint.__metadata__ if not callable(told)]
        return Annotated[(_rebuilt(hint.__origin__), *kept)] if kept else _rebuilt(hint.__origin__)
    if origin in (list, set, tuple, dict):
        return origin[tuple(_rebuilt(arg) for arg in args)]
    if type(None) in args:
        return Union[tuple(_rebuilt(arg) for arg in args)]  # noqa: UP007 - they are known at run time only
    return hint


def _is_describable(kind: Any) -> bool:
    try:
        TypeAdapter(kind).json_schema()
    except _UNDESCRIBABLE:
        return False
    return True
