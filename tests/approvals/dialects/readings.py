"""What the tests of dialects share: reading a payload of one part, deciding it as people would, and being answered."""

from typing import Any

from bot.approvals.ask import Action, Ask, Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.dialects import reading, shapes
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.shapes import Reply
from bot.approvals.digests import digest_of
from tests.approvals.examples import LEAD, NOON

Schema = dict[str, Any]


def the_part(value: Any, schema: Schema | None = None) -> Part:
    """The only part of a payload that is read as anything."""
    [part] = reading.read(Payload(value, schema)).parts
    return part


def decided(action: Action, *, reason: str = "", values: Any = None, edits: Any = None) -> Decision:
    """What a lead decides by this action."""
    return Decision(
        request_id="request-1",
        digest="d" * 64,
        action=action.id,
        kind=action.kind,
        cause=Cause.VOTES,
        tier="team lead",
        at=NOON,
        by=(LEAD,),
        reason=reason,
        values=values or {},
        edits=edits,
    )


def answer(part: Part, action: str, **said: Any) -> Any:
    """What its author is told when people take the action of that id."""
    taken = part.ask.action(action)
    if taken is None or part.reply is None:
        raise AssertionError(f"{action!r} is not offered")
    return composed(part, decided(taken, **said))


def composed(part: Part, decision: Decision) -> Any:
    """The whole answer to a question of this one part, from a reply that was kept as JSON like a request's."""
    if part.reply is None:
        raise AssertionError("there is no reply")
    kept = Reply.model_validate_json(part.reply.model_dump_json())
    draft = part.ask.draft.values if part.ask.draft else None
    return shapes.whole(kept, [shapes.answer(kept, decision, draft)])


def silent(kind: Kind = Kind.REJECT) -> Decision:
    """What a policy decides when nobody answered an ask that has no action of that kind."""
    unsaid = Action(id=kind, label=kind.title(), kind=kind)
    return decided(unsaid).model_copy(update={"cause": Cause.TIMEOUT, "by": ()})


def kinds(ask: Ask) -> dict[str, Kind]:
    """The kinds of the actions, by their ids and in their order."""
    return {action.id: action.kind for action in ask.actions}


def is_sound(read: Reading) -> bool:
    """Whether every part has a digest and, for each action that it offers, a shape that is kept as JSON."""
    for part in read.parts:
        offered = {action.id for action in part.ask.actions}
        answered = part.reply.answers.keys() if part.reply else set()
        kept = part.reply is None or Reply.model_validate_json(part.reply.model_dump_json()) == part.reply
        if not (digest_of(part.ask) and offered <= answered and kept):
            return False
    return bool(read.parts)
