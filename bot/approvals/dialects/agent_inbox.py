"""agent-inbox: LangGraph's older `HumanInterrupt`, bare or in a list of one, and always answered by a list of one."""

from typing import Any, Final

from pydantic import StrictBool, ValidationError

from bot.approvals.dialects.payloads import Malformed, Part, Payload, Reading
from bot.approvals.dialects.shapes import Const, Fields, Items, Shape, Take
from bot.approvals.dialects.shapes import Part as Of
from bot.approvals.dialects.tool_calls import Answers, Arguments, ToolCall, ToolName, Wire, part_of
from bot.approvals.values import Text

NAME: Final = "agent_inbox"


class _Request(Wire):
    action: ToolName
    args: Arguments


class _Config(Wire):
    """What is not allowed in words is not allowed."""

    allow_ignore: StrictBool = False
    allow_respond: StrictBool = False
    allow_edit: StrictBool = False
    allow_accept: StrictBool = False


class _Question(Wire):
    action_request: _Request
    config: _Config
    description: Text | None = None


def read(given: Payload) -> Reading | None:
    """The action as an ask with the answers that its config allows; None for another dialect.

    Raises Malformed for a list of several, of which only one answer could be told, and where no answer is allowed.
    """
    listed = given.value if isinstance(given.value, list) else [given.value]
    if not any(_is_mine(each) for each in listed):
        return None
    if len(listed) > 1:
        raise Malformed(f"it holds {len(listed)} questions, and an answer could be given to one only")
    camel = "actionRequest" in listed[0]
    try:
        asked = _Question.model_validate(listed[0], by_alias=camel, by_name=not camel)
    except ValidationError as error:
        raise Malformed.by(error) from None
    return Reading(NAME, (_part(asked),))


def _is_mine(value: Any) -> bool:
    return isinstance(value, dict) and "config" in value and bool(value.keys() & {"action_request", "actionRequest"})


def _part(asked: _Question) -> Part:
    request = asked.action_request
    answers = _answers(request.action, asked.config)
    if answers == Answers():
        raise Malformed("its config allows no answer")
    call = ToolCall(name=request.action, args=request.args, description=asked.description or "")
    return part_of(call, answers)


def _answers(action: str, config: _Config) -> Answers:
    """Edited values keep their types. Ignoring is also what silence comes to: nothing was said, and nothing is done."""
    ignored = _response("ignore", Const(const=None)) if config.allow_ignore else None
    edited = Fields(fields={"action": Const(const=action), "args": Take(take=Of.EDITS)})
    return Answers(
        approve=_response("accept", Const(const=None)) if config.allow_accept else None,
        edit=_response("edit", edited) if config.allow_edit else None,
        respond=_response("response", Take(take=Of.REASON)) if config.allow_respond else None,
        ignore=ignored,
        silence=ignored,
    )


def _response(kind: str, args: Shape) -> Shape:
    return Items(items=(Fields(fields={"type": Const(const=kind), "args": args}),))
