"""Options as text: the answer is one of the texts that the payload names, or its beginning and what people write."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from bot.approvals.ask import Action, Ask, Fact, Kind, ReasonRule
from bot.approvals.dialects import author, faces, options, verbs
from bot.approvals.dialects.options import Offer, Option
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.shapes import Const, Reply, Shape, Take, Words
from bot.approvals.dialects.shapes import Part as Of
from bot.approvals.dialects.unsure import Unsure

NAME: Final = "options_as_text"
TEXT: Final = "text"  # the field of a form that asks for nothing else
LONGEST_TEXT: Final = 3000
_UNKNOWN = (
    "Countersign does not know whether {verbs} consents to anything. One person's answer settles it, whatever quorum "
    "the policy wants, unless a mapping in the section dialects: of the policies file says that it is an approval."
)


def read(given: Payload) -> Reading | None:
    """The buttons for the answers that a list or the instructions name; None where these do not say they are texts."""
    offer = _instructed(given.value)
    return reading(given.value, offer) if offer and offer.states else None


def read_question(given: Payload) -> Reading | None:
    """The buttons for the answers that the question itself names, and no others than those that are listed, if any."""
    offer = _questioned(given.value)
    return reading(given.value, offer) if offer else None


def read_as_told(given: Payload) -> Reading:
    """The same where the configuration says that they are texts; raises Unsure where no answers are there."""
    offer = offered_by(given.value)
    if offer is None:
        raise Unsure("it names no answers, neither in a list nor in quotes")
    return reading(given.value, offer)


def offered_by(value: Any) -> Offer | None:
    """The answers that a payload names in any way."""
    return _instructed(value) or _questioned(value)


def _instructed(value: Any) -> Offer | None:
    """The answers of the instructions and of the list; how the instructions write one goes before how it is listed."""
    quoted = next((found for text in author.instructions_of(value) if (found := options.named_in(text))), ())
    listed = options.listed(value)
    if not quoted:
        return listed
    known = {option.verb for option in quoted}
    rest = [option for option in listed.options if option.verb not in known] if listed else []
    return Offer((*quoted, *rest), listed.name if listed and not rest else None)


def _questioned(value: Any) -> Offer | None:
    quoted = next((found for text in author.questions_of(value) if (found := options.named_once_in(text))), ())
    listed = options.listed(value)
    if listed and {option.verb for option in quoted} != {option.verb for option in listed.options}:
        return None
    return Offer(quoted, listed.name if listed else None) if quoted else None


def reading(value: Any, offer: Offer) -> Reading:
    """A question whose answers are these, each as the text in which its author writes it."""
    actions: dict[str, Action] = {}
    answers: dict[str, Shape] = {}
    for option in offer.options:
        action, shape = _answered(option, actions)
        actions[action.id], answers[action.id] = action, shape
    return Reading(NAME, (Part(asked(value, list(actions.values()), offer), Reply(answers=answers)),))


def asked(value: Any, actions: Sequence[Action], offer: Offer, besides: Collection[str] = ()) -> Ask:
    """The ask for a choice among these answers, each with what it means; it shows the fields `besides` elsewhere."""
    facts = [Fact(label=verbs.label_of(option.verb), value=option.says) for option in offer.options if option.says]
    shown = "" if isinstance(value, list) else value
    hidden = [*besides, *([] if offer.name is None else [offer.name])]
    return faces.asked(shown, actions, besides=hidden, facts=facts, notice=_notice(offer.options, actions))


def _notice(offered: Iterable[Option], actions: Iterable[Action]) -> str:
    """What to know of answers that nobody knows, and that may be consent."""
    decided = [
        option.verb
        for option, action in zip(offered, actions, strict=False)
        if action.kind is Kind.NEUTRAL and not verbs.is_known(option.verb)
    ]
    return _UNKNOWN.format(verbs=", ".join(f"“{verb}”" for verb in decided)) if decided else ""


def _answered(option: Option, taken: Iterable[str]) -> tuple[Action, Shape]:
    """The button for an option, and the answer that it gives.

    Where it needs a text and nobody gave one, as the time ran out, the answer has its beginning and nothing behind it.
    """
    verb, about = option.verb, option.text
    kind = verbs.kind_of(verb) if about is None else verbs.kind_with_text(verb, about)
    named, label = verbs.action_id(verb, kind, list(taken)), verbs.label_of(verb)
    if about is None:
        return Action(id=named, label=label, kind=kind), Const(const=verb)
    if verbs.is_reason(about) or (kind is Kind.REJECT and not about):
        said = Words(words=(Const(const=option.prefix), Take(take=Of.REASON)))
        return Action(id=named, label=label, kind=kind, reason=ReasonRule.REQUIRED), said
    text = Take(take=Of.VALUES, name=TEXT, optional=kind is Kind.REJECT)
    written = Words(words=(Const(const=option.prefix), text))
    return Action(id=named, label=label, kind=kind, form=text_form(faces.label_of(about or verb))), written


def text_form(title: str) -> dict[str, Any]:
    """The form that asks for one text, of several lines and as long as Slack takes it."""
    field = {"type": "string", "title": title, "minLength": 1, "maxLength": LONGEST_TEXT}
    return {"type": "object", "properties": {TEXT: field}, "required": [TEXT]}
