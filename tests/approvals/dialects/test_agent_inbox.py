"""agent-inbox: a `HumanInterrupt`, answered by a list of one `HumanResponse`."""

from typing import Any

import pytest

from bot.approvals.ask import Kind
from bot.approvals.dialects import agent_inbox, schema_parts
from bot.approvals.dialects.payloads import Malformed, Payload
from tests.approvals.dialects.readings import answer, composed, kinds, silent, the_part
from tests.approvals.dialects.specimens import ALL_ALLOWED, EARLY, interrupt

A, N = Kind.APPROVE, Kind.NEUTRAL
ALLOWED: list[tuple[dict[str, bool], dict[str, Kind]]] = [
    (ALL_ALLOWED, {"approve": A, "respond": N, "ignore": N}),
    ({"allow_accept": True}, {"approve": A}),
    ({"allow_edit": True}, {"edit": A}),
    ({"allow_respond": True, "allow_accept": False}, {"respond": N}),
    ({"allow_ignore": True, "allow_edit": True}, {"edit": A, "ignore": N}),
]
ACCEPTED = [{"type": "accept", "args": None}]
IGNORED = [{"type": "ignore", "args": None}]


@pytest.mark.parametrize(("config", "expected"), ALLOWED)
@pytest.mark.parametrize("listed", [False, True])
def test_there_is_an_action_for_each_answer_that_is_allowed(
    config: dict[str, bool], expected: dict[str, Kind], listed: bool
) -> None:
    value = interrupt(**config)
    part = the_part([value] if listed else value)
    assert kinds(part.ask) == expected
    assert part.ask.title == "refund: Refund needs sign-off"


@pytest.mark.parametrize("value", [interrupt(**ALL_ALLOWED), [interrupt(**ALL_ALLOWED)]])
def test_every_answer_is_a_list_of_one_and_edited_values_keep_their_types(value: Any) -> None:
    part = the_part(value)
    edits = {"order_id": "7", "amount": 9.5, "fast": False}
    assert answer(part, "approve") == ACCEPTED
    assert answer(part, "approve", edits=edits) == [{"type": "edit", "args": {"action": "refund", "args": edits}}]
    assert answer(part, "respond", reason="not yet") == [{"type": "response", "args": "not yet"}]
    assert answer(part, "ignore") == IGNORED


def test_values_may_be_changed_in_their_own_types() -> None:
    draft = the_part(interrupt(**ALL_ALLOWED)).ask.draft
    assert draft
    types = {"order_id": {"type": "string"}, "amount": {"type": "number"}, "fast": {"type": "boolean"}}
    assert schema_parts.properties(draft.form) == types
    assert draft.measures == {"amount": "amount"}


def test_where_only_edits_are_allowed_the_values_are_sent_as_an_edit_changed_or_not() -> None:
    part = the_part(interrupt(allow_edit=True))
    [answered] = answer(part, "edit")
    assert answered == {"type": "edit", "args": interrupt()["action_request"]}


def test_an_edit_cannot_name_another_action() -> None:
    part = the_part(interrupt(**ALL_ALLOWED))
    [answered] = answer(part, "approve", edits={"action": "delete"})
    assert answered["args"] == {"action": "refund", "args": {"action": "delete"}}


def test_silence_ignores_where_that_is_allowed_and_else_has_no_answer() -> None:
    assert composed(the_part(interrupt(**ALL_ALLOWED)), silent()) == IGNORED
    with pytest.raises(KeyError):
        composed(the_part(interrupt(allow_accept=True, allow_respond=True)), silent())


def test_early_javascript_is_read_too() -> None:
    part = the_part(EARLY)
    assert kinds(part.ask) == {"approve": A, "respond": N}
    assert (part.ask.title, part.ask.step) == ("refund", "refund")
    assert answer(part, "approve") == ACCEPTED
    assert answer(part, "approve", edits={"amount": 9}) == [
        {"type": "edit", "args": {"action": "refund", "args": {"amount": 9}}}
    ]


BROKEN: list[tuple[Any, str]] = [
    ([interrupt(**ALL_ALLOWED)] * 2, "it holds 2 questions"),
    (["extra", interrupt(**ALL_ALLOWED)], "it holds 2 questions"),
    (interrupt(), "its config allows no answer"),
    ({**interrupt(), "config": None}, "config: "),
    (interrupt(allow_accept="yes"), "config.allow_accept: Input should be a valid boolean"),  # type: ignore[arg-type]
    ({**EARLY, "config": {"allowAccept": 1}}, "config.allowAccept: Input should be a valid boolean"),
    ({**interrupt(), "action_request": {"action": "refund"}}, "action_request.args: Field required"),
    ({**interrupt(), "action_request": {"action": "", "args": {}}}, "action_request.action: "),
    ({**interrupt(), "action_request": {"action": "refund", "args": "all"}}, "action_request.args: "),
    ({**interrupt(), "description": 1}, "description: "),
]


@pytest.mark.parametrize(("value", "told"), BROKEN)
def test_a_broken_question_is_shown_with_what_is_wrong_and_not_answered(value: Any, told: str) -> None:
    with pytest.raises(Malformed) as raised:
        agent_inbox.read(Payload(value))
    assert told in str(raised.value)
    part = the_part(value)
    assert told in part.ask.notice
    assert (part.ask.actions, part.reply) == ((), None)


@pytest.mark.parametrize("value", [None, [], {}, [[]], {"action_request": {}}, {"config": {}}, [{"config": {}}]])
def test_other_payloads_are_left_to_others(value: Any) -> None:
    assert agent_inbox.read(Payload(value)) is None
