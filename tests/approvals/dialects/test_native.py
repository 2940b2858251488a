"""The native dialect: an ask goes out and comes back the same, and so does a decision."""

import json

import pytest
from hypothesis import given

from bot.approvals.ask import Action, Ask, Kind
from bot.approvals.decision import Decision
from bot.approvals.dialects import native, shapes
from bot.approvals.dialects.payloads import Malformed, Part, Payload, Reading
from tests.approvals.examples import a_decision, an_ask
from tests.approvals.strategies import asks

BROKEN: list[object] = [
    None,
    "Deploy?",
    [],
    {},
    {"title": ""},
    {"title": "Deploy", "colour": "red"},
    {"title": "Deploy", "actions": [{"id": "up", "label": "Up", "kind": "escalate"}]},
    {"title": "Deploy", "actions": [{"id": "reject", "label": "Go ahead", "kind": "approve"}]},
    {"title": "Deploy", "measures": {"amount": -1}},
]
FOREIGN: list[object] = [
    None,
    "countersign.ask",
    ["countersign.ask"],
    {},
    {"countersign": {"title": "Deploy"}},
    {"countersign.ask": {"title": "Deploy"}, "extra": 1},
]


@given(asks())
def test_an_ask_comes_back_from_its_payload(ask: Ask) -> None:
    given_back = Payload(json.loads(json.dumps(native.payload(ask))))
    assert native.read(given_back) == Reading("native", (Part(ask, native.reply(ask)),))


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_ask_is_an_error_not_a_guess(content: object) -> None:
    with pytest.raises(Malformed):
        native.read(Payload({"countersign.ask": content}))


@pytest.mark.parametrize("value", FOREIGN)
def test_a_payload_of_another_dialect_is_left_to_others(value: object) -> None:
    assert native.read(Payload(value)) is None


@pytest.mark.parametrize("kind", ["approve", "reject"])
def test_whatever_is_decided_is_answered_with_the_whole_decision(kind: Kind) -> None:
    """Also where the policy decides and the ask has no action of that kind."""
    question = Action(id="later", label="Later", kind=Kind.NEUTRAL)
    unasked = Action(id=kind, label=kind.title(), kind=Kind(kind))
    reply = native.reply(an_ask(actions=(question,)))
    for action in (question, unasked):
        decision = a_decision(action)
        assert shapes.answer(reply, decision) == native.answer(decision)


def test_a_decision_comes_back_from_its_answer() -> None:
    answer = json.loads(json.dumps(native.answer(a_decision())))
    assert Decision.model_validate(answer) == a_decision()


def test_an_ask_in_its_payload_is_plain_json() -> None:
    assert native.payload(an_ask())["countersign.ask"]["actions"][0] == {
        "id": "approve",
        "label": "Approve",
        "kind": "approve",
        "reason": "none",
        "form": {},
    }
