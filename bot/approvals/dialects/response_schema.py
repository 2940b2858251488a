"""`interrupt(value, response_schema=...)`: buttons and forms from the schema that the answer has to fit."""

from collections.abc import Sequence
from typing import Final

from bot.approvals.ask import Action, Fact, Kind
from bot.approvals.dialects import faces, payload_words, schema_parts, verbs
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.schema_values import Way
from bot.approvals.dialects.schema_ways import ways
from bot.approvals.dialects.shapes import Reply

NAME: Final = "response_schema"


def read(given: Payload) -> Reading | None:
    """An action for each way of answering that the schema leaves; None for a payload without a schema.

    Raises Malformed for a schema that is no JSON or whose references cannot be followed. Whether a form can be drawn is
    for the counter to say, which has words for one that cannot.
    """
    if given.response_schema is None:
        return None
    found = ways(schema_parts.root_of(given.response_schema))
    actions = _actions(found)
    ask = faces.asked(given.value, actions, facts=_facts(found, actions))
    measured = ask.model_copy(update={"measures": _measures(given.value, found)})
    shapes = {action.id: way.shape for action, way in zip(actions, found, strict=True)}
    return Reading(NAME, (Part(measured, Reply(answers=shapes)),))


def _actions(found: Sequence[Way]) -> list[Action]:
    actions: list[Action] = []
    for way, label in zip(found, _labels([way.word for way in found]), strict=True):
        name = verbs.action_id(way.word, way.kind, [action.id for action in actions])
        actions.append(Action(id=name, label=label, kind=way.kind, form=way.form))
    return actions


def _labels(words: Sequence[str]) -> list[str]:
    """What the buttons say; those that would say the same are numbered."""
    plain = [verbs.label_of(word) for word in words]
    if len({label.casefold() for label in plain}) == len(plain):
        return plain
    return [verbs.label_of(f"{number}. {word}") for number, word in enumerate(words, 1)]


def _facts(found: Sequence[Way], actions: Sequence[Action]) -> list[Fact]:
    """What the author says of an answer, and all of a word that had no room on its button."""
    told = [
        (action.label, [way.word if action.label.endswith("…") else "", way.about])
        for way, action in zip(found, actions, strict=True)
    ]
    said = [(label, "\n".join(text for text in texts if text)) for label, texts in told]
    return [Fact(label=f"Answer: {label}", value=text) for label, text in said if text]


def _measures(value: object, found: Sequence[Way]) -> dict[str, float]:
    """The payload's numbers, where an approval needs nothing more: a policy could not fill in a form by itself."""
    consent = next((way for way in found if way.kind is Kind.APPROVE), None)
    is_bare = consent is not None and not consent.form.get("required") and not verbs.replaces(consent.word)
    names = value if isinstance(value, dict) and is_bare else {}
    return payload_words.measures({name: each for name, each in names.items() if isinstance(name, str)})
