"""Answers that are objects: what stands under each of their keys, and the buttons and forms that fill them in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from bot.approvals.ask import Action, Draft, Kind, ReasonRule
from bot.approvals.dialects import options_as_text, proposals, verbs
from bot.approvals.dialects.options import Offer, Option
from bot.approvals.dialects.payloads import Part, Reading
from bot.approvals.dialects.proposals import Proposal
from bot.approvals.dialects.shapes import AsJson, Const, Fields, Reply, Shape, Take, Words
from bot.approvals.dialects.shapes import Part as Of
from bot.approvals.dialects.unsure import Unsure
from bot.approvals.values import JsonObject


class Role(StrEnum):
    """What an answer's key is for."""

    CHOICE = "choice"  # the verb that was chosen
    CONSENT = "consent"  # true or false
    WORDS = "words"  # what people say with it
    WHO = "who"  # who decided
    CHANGES = "changes"  # the parameters as people changed them
    VALUE = "value"  # a field of the form


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The object that its author expects: the role of each key, and for a VALUE its schema, in their order."""

    roles: Mapping[str, Role]
    schemas: Mapping[str, JsonObject] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    nullable: frozenset[str] = frozenset()
    as_json: bool = False

    @property
    def decides(self) -> bool:
        """Whether it holds a verb, or true or false, and so is given by buttons."""
        return bool(self.key(Role.CHOICE) or self.key(Role.CONSENT))

    def key(self, role: Role) -> str:
        """The first key of this role, or none."""
        return next((name for name, one in self.roles.items() if one is role), "")

    def needs(self, name: str, kind: Kind) -> bool:
        """Whether an answer of the kind is none without this value, be it null; a refusal needs none of them."""
        return kind is not Kind.REJECT and name in self.required | self.nullable

    def form(self, kind: Kind) -> dict[str, Any]:
        """The form for its values; who rejects need not fill it in."""
        values = [name for name, role in self.roles.items() if role is Role.VALUE]
        if not values:
            return {}
        needed = [name for name in values if self.needs(name, kind)]
        return {
            "type": "object",
            "properties": {name: dict(self.schemas[name]) for name in values},
            **({"required": needed} if needed else {}),
        }


# What a key for true or false is answered by.
CONSENTING: Final = Offer((Option("approve"), Option("reject")))


@dataclass(frozen=True, slots=True)
class _Button:
    """An action as it is made: the verb it stands for, and whether it is the one that changes the parameters."""

    action: Action
    verb: str
    changes: bool = False


def reading(value: Any, dialect: str, answer: Answer, offer: Offer) -> Reading:
    """A question that is answered by this object; the options are what its CHOICE may be, or what gives CONSENT."""
    proposal = proposals.found_in(value) if answer.key(Role.CHANGES) else None
    buttons = _choices(answer, offer, proposal) if answer.decides else [_form(answer)]
    drafted = None if any(button.changes for button in buttons) else proposal
    besides = [drafted.name] if drafted and drafted.name is not None else []
    ask = options_as_text.asked(value, [button.action for button in buttons], offer, besides)
    answers = {button.action.id: _shape(answer, button) for button in buttons}
    if drafted is None:
        return Reading(dialect, (Part(ask, Reply(answers=answers)),))
    ask = ask.model_copy(update={"draft": Draft(values=drafted.values, form=drafted.form)})
    consents = [button for button in buttons if button.action.kind is Kind.APPROVE]
    edited = {button.action.id: _shape(answer, button, Take(take=Of.EDITS)) for button in consents}
    return Reading(dialect, (Part(ask, Reply(answers=answers, edited=edited)),))


def _form(answer: Answer) -> _Button:
    """The one button of a question that wants values and no verb."""
    kind = Kind.APPROVE if any(map(_consents, answer.roles)) else Kind.NEUTRAL
    return _Button(Action(id="answer", label="Answer", kind=kind, form=answer.form(kind)), "answer")


def _consents(name: str) -> bool:
    """Whether a key such as `approved_plan` makes its value one that people consent to."""
    return verbs.kind_of(name.partition("_")[0]) is Kind.APPROVE and "_" in name


def _choices(answer: Answer, offer: Offer, proposal: Proposal | None) -> list[_Button]:
    buttons: list[_Button] = []
    for option in offer.options:
        changes = bool(answer.key(Role.CHANGES)) and verbs.replaces(option.verb)
        if changes and proposal is None:
            raise Unsure(f"which parameters “{option.verb}” may change is not said", "decided")
        action = _action(answer, option.verb, [button.action.id for button in buttons])
        if changes and proposal:
            action = action.model_copy(update={"kind": Kind.APPROVE, "form": proposal.as_form()})
        buttons.append(_Button(action, option.verb, changes))
    return buttons


def _action(answer: Answer, verb: str, taken: Collection[str]) -> Action:
    kind = verbs.kind_of(verb)
    named = verbs.action_id(verb, kind, taken)
    return Action(id=named, label=verbs.label_of(verb), kind=kind, reason=_reason(answer, verb), form=answer.form(kind))


def _reason(answer: Answer, verb: str) -> ReasonRule:
    """Words can go with every answer that has a place for them; without any, some say nothing."""
    if not answer.key(Role.WORDS):
        return ReasonRule.NONE
    needed = verbs.kind_of(verb) is Kind.REJECT or verbs.wants_words(verb)
    return ReasonRule.REQUIRED if needed else ReasonRule.OPTIONAL


def _shape(answer: Answer, button: _Button, edits: Take | None = None) -> Shape:
    """The answer that a button gives, or with `edits` the one that it gives to a draft people have changed."""
    filled = {name: _part(answer, name, button, edits) for name in answer.roles}
    whole = Fields(fields={name: shape for name, shape in filled.items() if shape is not None})
    return AsJson(as_json=whole) if answer.as_json else whole


def _part(answer: Answer, name: str, button: _Button, edits: Take | None) -> Shape | None:
    """What stands under a key; None where it is left out."""
    match answer.roles[name]:
        case Role.CHOICE:
            return Const(const=button.verb)
        case Role.CONSENT:
            return Const(const=button.action.kind is Kind.APPROVE)
        case Role.WORDS:
            return Words(words=(Take(take=Of.REASON),))
        case Role.WHO:
            return Take(take=Of.BY)
        case Role.CHANGES:
            return _changes(answer, name, button, edits)
        case Role.VALUE:
            return _value(answer, name, button.action.kind)


def _changes(answer: Answer, name: str, button: _Button, edits: Take | None) -> Shape | None:
    if button.changes or edits:
        return edits or Take(take=Of.VALUES)
    return Const(const=None) if name in answer.nullable else None


def _value(answer: Answer, name: str, kind: Kind) -> Shape:
    """What was filled in; what may be left blank is then an empty text, or left out."""
    taken = Take(take=Of.VALUES, name=name, optional=not answer.needs(name, kind))
    is_text = answer.schemas[name].get("type") == "string" and "enum" not in answer.schemas[name]
    return Words(words=(taken,)) if is_text and taken.optional else taken
