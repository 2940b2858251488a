"""LangChain's human-in-the-loop middleware with a question for each tool call, and a schema for its answer."""

from typing import Final, Literal

from pydantic import ValidationError

from bot.approvals.dialects import schema_parts
from bot.approvals.dialects.hitl_answers import answers_to, notice_of
from bot.approvals.dialects.payloads import Malformed, Payload, Reading
from bot.approvals.dialects.schema_parts import Schema
from bot.approvals.dialects.tool_calls import Arguments, ToolCall, ToolName, Wire, part_of
from bot.approvals.values import Text

NAME: Final = "hitl_call"
_TYPE = "type"
# What a decision of each type may hold; one that holds more is not known here.
_FIELDS: Final = {
    "approve": {_TYPE},
    "edit": {_TYPE, "edited_action"},
    "reject": {_TYPE, "message"},
    "respond": {_TYPE, "message"},
}


class _Question(Wire):
    type: Literal["tool_approval"]
    tool_call_id: str
    name: ToolName
    args: Arguments
    description: Text = ""


def read(given: Payload) -> Reading | None:
    """The tool call as an ask with the decisions that its schema allows; None for another dialect.

    Raises Malformed where an edit would be of another tool than the one that is asked about.
    """
    schema, value = given.response_schema, given.value
    is_mine = isinstance(value, dict) and value.get(_TYPE) == "tool_approval" and "tool_call_id" in value
    if not is_mine or schema is None:
        return None
    try:
        asked = _Question.model_validate(value, by_alias=False, by_name=True)
        decisions = _decisions(schema_parts.root_of(schema))
    except ValidationError as error:
        raise Malformed.by(error) from None
    known = [kind for kind, node in decisions.items() if _is_known(kind, node)]
    if not known:
        return None
    call = ToolCall(
        name=asked.name,
        args=asked.args,
        description=asked.description,
        form=_form(asked.name, decisions["edit"], schema) if "edit" in known else None,
        notice=notice_of([kind for kind in decisions if kind not in known]),
    )
    return Reading(NAME, (part_of(call, answers_to(asked.name, known)),))


def _decisions(root: Schema) -> dict[str, Schema]:
    """The schema of each type of decision; the whole where only one is allowed."""
    nodes = [schema_parts.resolved(node, root) for node in schema_parts.alternatives(root) or [root]]
    types = [schema_parts.constant(schema_parts.resolved(_property(node, _TYPE), root)) for node in nodes]
    return {kind[0]: node for kind, node in zip(types, nodes, strict=True) if kind and isinstance(kind[0], str)}


def _is_known(kind: str, node: Schema) -> bool:
    return kind in _FIELDS and schema_parts.properties(node).keys() | schema_parts.required(node) <= _FIELDS[kind]


def _form(name: str, edit: Schema, root: Schema) -> Schema | None:
    """The schema of the tool's arguments, or None where it does not say which there are."""
    action = schema_parts.resolved(_property(edit, "edited_action"), root)
    if schema_parts.constant(schema_parts.resolved(_property(action, "name"), root)) != (name,):
        raise Malformed(f"an edit of {name!r} would call another tool")
    args = schema_parts.resolved(_property(action, "args"), root)
    return schema_parts.carried(args, root) if schema_parts.properties(args) else None


def _property(node: Schema, name: str) -> Schema:
    found = schema_parts.properties(node).get(name)
    return found if isinstance(found, dict) else {}
