"""A tool call put before people: what they see of it, and which answers they have."""

import json
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from bot.approvals.ask import APPROVE, Action, Ask, Draft, Fact, Kind, ReasonRule
from bot.approvals.dialects import payload_words, value_forms
from bot.approvals.dialects.payloads import Part
from bot.approvals.dialects.shapes import Reply, Shape, kept_whole
from bot.approvals.values import JsonObject, sound

ToolName = Annotated[str, Field(min_length=1), AfterValidator(kept_whole)]
Arguments = Annotated[JsonObject, AfterValidator(sound)]

EDIT: Final = Action(id="edit", label="Approve these values", kind=Kind.APPROVE)
REJECT: Final = Action(id="reject", label="Reject", kind=Kind.REJECT, reason=ReasonRule.OPTIONAL)
RESPOND: Final = Action(id="respond", label="Respond", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)
IGNORE: Final = Action(id="ignore", label="Ignore", kind=Kind.NEUTRAL)
_LONGEST_STEP = 120
# How LangChain describes a call, in front of the call itself, where its author said nothing.
_UNDESCRIBED = "Tool execution requires approval"


class Wire(BaseModel):
    """A part of a payload as Python spells it, or in camel case as JavaScript does; further fields are let be."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A tool and what it is to be called with; `form` is the JSON Schema of its arguments where that is known.

    `notice` is what people must not overlook about the question itself.
    """

    name: str
    args: JsonObject
    description: str = ""
    form: JsonObject | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The shapes of the answers that the author allows, None for what is not allowed.

    `silence` is what goes back when the policy rejects what nobody answered, though no action of the ask says so.
    """

    approve: Shape | None = None
    edit: Shape | None = None
    reject: Shape | None = None
    respond: Shape | None = None
    ignore: Shape | None = None
    silence: Shape | None = None


def part_of(call: ToolCall, answers: Answers, parts: str = "") -> Part:
    """The call as an ask with an action for each answer; `parts` is where the answers to all parts are collected.

    Changing the arguments is an approval of what they were changed to. Where only that is allowed, approving sends the
    arguments as an edit, be they changed or not.
    """
    said = (
        (APPROVE, answers.approve),
        (EDIT, answers.edit if answers.approve is None else None),
        (REJECT, answers.reject),
        (RESPOND, answers.respond),
        (IGNORE, answers.ignore),
    )
    offered = [(action, shape) for action, shape in said if shape is not None]
    shapes = {action.id: shape for action, shape in offered}
    silence = {REJECT.id: answers.silence} if answers.silence is not None else {}
    edited = {APPROVE.id: answers.edit} if answers.edit is not None and answers.approve is not None else {}
    ask = _ask(call, tuple(action for action, _ in offered), editable=answers.edit is not None)
    return Part(ask, Reply(answers=silence | shapes, edited=edited, parts=parts))


def _ask(call: ToolCall, actions: tuple[Action, ...], *, editable: bool) -> Ask:
    """Arguments that can be changed are the draft, so that they are not shown a second time as they were."""
    is_consent = any(action.kind is Kind.APPROVE for action in actions)
    measures = _measures(call) if is_consent else {}
    draft = _draft(call, tuple(measures)) if editable else None
    said = _said(call)
    title = _title(call, said)
    named = Fact(label="Tool", value=call.name)
    return Ask(
        title=title,
        summary="" if said == _UNDESCRIBED else payload_words.beyond(title, said),
        facts=(named, *(() if draft else payload_words.facts(call.args))),
        measures=measures,
        notice=call.notice,
        step=payload_words.cut(call.name, _LONGEST_STEP),
        draft=draft,
        actions=actions,
    )


def _measures(call: ToolCall) -> dict[str, float]:
    """The numbers among the arguments; one that the tool is known not to take would hold a limit for nothing."""
    found = payload_words.measures(call.args)
    declared = (call.form or {}).get("properties")
    return {name: number for name, number in found.items() if not isinstance(declared, dict) or name in declared}


def _draft(call: ToolCall, measured: tuple[str, ...]) -> Draft | None:
    """The arguments as people may change them, or None where there is nothing to change."""
    form = call.form or value_forms.form_of(call.args)
    measures = {name: name for name in measured}
    return Draft(values=call.args, form=form, measures=measures) if form.get("properties") else None


def _title(call: ToolCall, said: str) -> str:
    """What the author says of it; where they said nothing of their own, whether to make this call."""
    is_default = said == _UNDESCRIBED or said.startswith(f"{_UNDESCRIBED}\n\nTool: ")
    return payload_words.question(call.name, call.args) if is_default else payload_words.title(call.name, said)


def _said(call: ToolCall) -> str:
    """The description, less the call itself, which LangChain adds as Python or as JavaScript spells it."""
    described, _, args = call.description.partition(f"\n\nTool: {call.name}\nArgs: ")
    return (described if args == f"{call.args}" or _is_json(args, call.args) else call.description).strip()


def _is_json(text: str, args: JsonObject) -> bool:
    try:
        return bool(json.loads(text) == args)
    except (ValueError, RecursionError):
        return False
