"""LangChain's human-in-the-loop middleware as it asks by default: all tool calls of a turn in one question."""

from typing import Annotated, Final

from pydantic import Field, ValidationError

from bot.approvals.dialects.hitl_answers import KNOWN, answers_to, notice_of
from bot.approvals.dialects.payloads import Malformed, Part, Payload, Reading
from bot.approvals.dialects.tool_calls import Arguments, ToolCall, ToolName, Wire, part_of
from bot.approvals.values import Text

NAME: Final = "hitl_batched"
_DECISIONS = "decisions"
_MOST_PARTS = 100


class _Request(Wire):
    name: ToolName
    args: Arguments
    description: Text | None = None


class _Config(Wire):
    action_name: str
    allowed_decisions: Annotated[list[str], Field(max_length=100)]
    args_schema: Arguments | None = None


class _Question(Wire):
    action_requests: Annotated[list[_Request], Field(min_length=1, max_length=_MOST_PARTS)]
    review_configs: list[_Config]


def read(given: Payload) -> Reading | None:
    """A part for each tool call, in their order; None for another dialect.

    Raises Malformed where it is not said, or not clear, which decisions a call allows.
    """
    value = given.value
    if not isinstance(value, dict) or not value.keys() & {"action_requests", "actionRequests"}:
        return None
    camel = "actionRequests" in value
    try:
        asked = _Question.model_validate(value, by_alias=camel, by_name=not camel)
        return Reading(NAME, tuple(_part(each, _config_of(each, asked), camel) for each in asked.action_requests))
    except ValidationError as error:
        raise Malformed.by(error) from None


def _config_of(request: _Request, asked: _Question) -> _Config:
    """What holds for this call: all entries for its tool, which have to say the same."""
    mine = [config for config in asked.review_configs if config.action_name == request.name]
    if not mine:
        raise Malformed(f"no review config is named {request.name!r}")
    first = mine[0]
    if any(set(other.allowed_decisions) != set(first.allowed_decisions) for other in mine):
        raise Malformed(f"the review configs named {request.name!r} contradict one another")
    if not set(first.allowed_decisions) & set(KNOWN):
        raise Malformed(f"no decision that is known here is allowed for {request.name!r}")
    return first


def _part(request: _Request, config: _Config, camel: bool) -> Part:
    call = ToolCall(
        name=request.name,
        args=request.args,
        description=request.description or "",
        form=_usable(config.args_schema),
        notice=notice_of([name for name in config.allowed_decisions if name not in KNOWN]),
    )
    spelling = "editedAction" if camel else "edited_action"
    return part_of(call, answers_to(call.name, config.allowed_decisions, spelling), _DECISIONS)


def _usable(schema: Arguments | None) -> Arguments | None:
    """A schema that says which arguments there are; any other says too little for a form."""
    return schema if schema and schema.get("type") == "object" and schema.get("properties") else None
