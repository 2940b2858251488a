"""Reading: the dialect is chosen by the payload, and the answer is given in the same."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import REJECT, Action, Ask, Kind
from bot.approvals.decision import Decision
from bot.approvals.dialects import native, reading, unknown
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.shapes import Const, Reply
from bot.approvals.dialects.told import Told
from bot.approvals.request import Request
from tests.approvals.dialects.mangling import mangled
from tests.approvals.dialects.readings import is_sound
from tests.approvals.dialects.specimens import SPECIMENS
from tests.approvals.examples import a_decision, a_request, an_ask
from tests.approvals.strategies import asks, json_values, odd_values

BROKEN: list[Any] = [
    None,
    {},
    {"title": ""},
    {"title": "Deploy", "colour": "red"},
    {"title": "Deploy", "colour\ud83d": "red"},
    {"title": "Deploy", (1, 2): 3},
    {"title": "Deploy", "measures": {"amount": -1}},
    {"title": "Deploy", "measures": {"\ud83d": "a lot"}},
]


def answerable(*, reply: Reply | None, dialect: str = "native") -> Request:
    """A request whose author expects to be answered so."""
    request = a_request()
    return replace(request, origin=replace(request.origin, reply=reply, dialect=dialect))


@given(asks())
def test_a_native_payload_is_read_as_native(ask: Ask) -> None:
    expected = Reading("native", (Part(ask, native.reply(ask)),))
    assert reading.read(Payload(native.payload(ask))) == expected


def test_a_native_ask_without_actions_is_still_native() -> None:
    assert reading.read(Payload(native.payload(an_ask(actions=())))).dialect == native.NAME


def test_a_native_ask_is_native_whatever_is_configured_for_its_workflow() -> None:
    told = Told(dialect="free_text")
    assert reading.read(Payload(native.payload(an_ask())), told).dialect == native.NAME
    assert reading.read(Payload("Deploy?"), told).dialect == "free_text"


@pytest.mark.parametrize("named", SPECIMENS)
def test_every_payload_is_read_in_its_own_dialect(named: str) -> None:
    read = reading.read(SPECIMENS[named])
    assert read.dialect == named.partition(":")[0]
    assert is_sound(read)


@given(json_values, st.none() | st.dictionaries(st.text(), json_values, max_size=3))
def test_any_json_is_read_and_has_an_answer_for_each_action(value: Any, schema: dict[str, Any] | None) -> None:
    assert is_sound(reading.read(Payload(value, schema)))


@given(st.sampled_from(sorted(SPECIMENS)).flatmap(lambda named: mangled(SPECIMENS[named])))
def test_a_payload_that_is_not_quite_right_is_read_and_has_an_answer_for_each_action(given: Payload) -> None:
    assert is_sound(reading.read(given))


@given(odd_values)
def test_a_value_that_is_no_json_is_read_too(value: Any) -> None:
    assert is_sound(reading.read(Payload(value)))
    assert is_sound(reading.read(Payload({"action_requests": value, "review_configs": value})))
    assert is_sound(reading.read(Payload({"action_request": value, "config": value})))
    assert is_sound(reading.read(Payload({"aap_request_id": "1", "tool": value})))
    assert is_sound(reading.read(Payload(value, {"type": value, "enum": [value]})))
    assert reading.read(Payload({"countersign.ask": value})).dialect == unknown.NAME


def test_a_native_payload_with_half_a_character_can_be_answered() -> None:
    read = reading.read(Payload({"countersign.ask": {"title": "Deploy \ud83d"}}))
    assert (read.dialect, read.parts[0].ask.title) == (native.NAME, "Deploy \ufffd")


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_native_payload_is_shown_and_cannot_be_answered(content: object) -> None:
    read = reading.read(Payload({"countersign.ask": content}))
    assert read.dialect == unknown.NAME
    assert read.parts[0].ask.actions == ()


def test_what_is_broken_is_told_by_its_place_and_not_repeated() -> None:
    notice = reading.read(Payload({"countersign.ask": {"title": "", "risk": "<!channel>"}})).parts[0].ask.notice
    assert "risk: Input should be 'low', 'medium' or 'high'" in notice
    assert "<!channel>" not in notice


@pytest.mark.parametrize("decision", [a_decision(), a_decision(REJECT)])
def test_a_native_answer_is_the_decision(decision: Decision) -> None:
    for reply in (native.reply(an_ask()), None):
        assert Decision.model_validate(reading.answer(answerable(reply=reply), decision)) == decision


@pytest.mark.parametrize("dialect", ["unknown", "", "Native", "another"])
def test_without_a_reply_no_other_dialect_has_an_answer(dialect: str) -> None:
    assert reading.answer(answerable(reply=None, dialect=dialect), a_decision()) is None


def test_a_decision_by_an_action_that_was_not_offered_has_no_answer() -> None:
    request = answerable(reply=Reply(answers={"approve": Const(const="yes")}), dialect="free_text")
    stray = Action(id="explode", label="Explode", kind=Kind.NEUTRAL)
    assert reading.answer(request, a_decision()) == "yes"
    assert reading.answer(request, a_decision(REJECT)) is None
    assert reading.answer(request, a_decision(stray)) is None


def test_the_answers_to_a_question_of_several_parts_are_one_value() -> None:
    parts = [answerable(reply=Reply(answers={}, parts="decisions")) for _ in range(2)]
    assert reading.whole(parts, [1, 2]) == {"decisions": [1, 2]}
    assert reading.whole([answerable(reply=None)], [{"action": "approve"}]) == {"action": "approve"}
