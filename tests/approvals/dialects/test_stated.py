"""Payloads that state the object they expect get that object, filled in by buttons and forms."""

import json
from typing import Any

import pytest

from bot.approvals.ask import Kind, ReasonRule
from bot.approvals.dialects import reading, stated, unknown
from bot.approvals.dialects.payloads import Payload
from bot.approvals.dialects.told import Told
from tests.approvals.dialects.readings import answer, composed, decided, kinds, the_part
from tests.approvals.examples import LEAD

WORDS = {"action": "approve|reject|edit", "feedback": "optional text", "reviewer": "who you are"}
PROPOSED = {"type": "email", "parameters": {"to": "bob@example.org", "copies": 2, "urgent": False}}
CLINICAL = {
    "message": "Sign the plan",
    "instructions": 'Respond with JSON: {"approved_plan": "...", "modifications": "...", "clinician_id": "...", '
    '"urgency_override": "routine|urgent|emergent" or null}',
}


@pytest.mark.parametrize(
    "payload",
    [
        {"expected_response": WORDS},
        {"answer_format": WORDS, "draft": "x"},
        {"resumeWith": WORDS},
        {"options": ["approve", "reject", "edit"], "expectedResponse": {**WORDS, "action": "one of the options"}},
        {"response_schema": {**WORDS, "action": ["approve", "reject", "edit"]}},
        {"instructions": "Respond with a dict {'action': 'approve'|'reject'|'edit', 'feedback': str, 'reviewer': str}"},
        {"instructions": 'Return a dict {"action": "approve" or "reject" or "edit", "feedback": "", "reviewer": ""}'},
        {"choices": ["approve", "reject", "edit"], "prompt": "Resume with a dict with action, feedback and reviewer."},
        {"instructions": "Answer with a dict of `action` (approve, reject or edit), `feedback` and `reviewer`"},
        "Shall I? Resume with a dict with 'action' (approve/reject/edit), 'feedback', 'reviewer'.",
    ],
    ids=str,
)
def test_a_verb_with_words_and_who_it_was(payload: Any) -> None:
    part = the_part(payload)
    assert kinds(part.ask) == {"approve": Kind.APPROVE, "reject": Kind.REJECT, "edit": Kind.NEUTRAL}
    assert [action.reason for action in part.ask.actions] == [
        ReasonRule.OPTIONAL,
        ReasonRule.REQUIRED,
        ReasonRule.REQUIRED,
    ]
    assert answer(part, "approve") == {"action": "approve", "feedback": "", "reviewer": LEAD}
    assert answer(part, "edit", reason="shorter") == {"action": "edit", "feedback": "shorter", "reviewer": LEAD}
    assert answer(part, "reject", reason="$reason") == {"action": "reject", "feedback": "$reason", "reviewer": LEAD}


@pytest.mark.parametrize(
    "payload",
    [
        {
            "proposed_action": PROPOSED,
            "expected_response": {"decision": "approved|rejected", "feedback": "", "edits": {}},
        },
        {
            "action": PROPOSED,
            "instructions": "Respond with a dict with decision ('approved' or 'rejected'), feedback and edits.",
        },
    ],
    ids=str,
)
def test_a_decision_with_parameters_that_people_may_change(payload: Any) -> None:
    part = the_part(payload)
    assert part.ask.draft is not None
    assert part.ask.draft.values == PROPOSED["parameters"]
    assert part.ask.draft.form["properties"] == {
        "to": {"type": "string", "title": "To"},
        "copies": {"type": "integer", "title": "Copies"},
        "urgent": {"type": "boolean", "title": "Urgent"},
    }
    assert [action.label for action in part.ask.actions] == ["Approve", "Reject"]
    assert answer(part, "approved") == {"decision": "approved", "feedback": ""}
    assert answer(part, "approved", edits={"to": "al"}) == {
        "decision": "approved",
        "feedback": "",
        "edits": {"to": "al"},
    }
    assert answer(part, "rejected", reason="no") == {"decision": "rejected", "feedback": "no"}


def test_changes_that_are_optional_are_those_of_the_draft() -> None:
    wanted = {"decision": "approved|rejected", "feedback": "optional string", "modified_parameters": "optional object"}
    part = the_part({"task": "Wire?", "parameters": {"amount": 5}, "expected_response": wanted})
    assert part.ask.draft
    assert part.ask.draft.values == {"amount": 5}
    assert answer(part, "approved") == {"decision": "approved", "feedback": ""}
    changed = answer(part, "approved", edits={"amount": 4})
    assert changed == {"decision": "approved", "feedback": "", "modified_parameters": {"amount": 4}}


def test_a_verb_for_changes_has_a_form_with_what_is_proposed() -> None:
    part = the_part({"parameters": {"days": 5}, "expected_response": {"decision": "approved|modified", "edits": {}}})
    modified = part.ask.action("modified")
    assert part.ask.draft is None
    assert modified is not None
    assert modified.kind is Kind.APPROVE
    assert modified.form["properties"] == {"days": {"type": "integer", "title": "Days", "default": 5}}
    assert answer(part, "modified", values={"days": 3}) == {"decision": "modified", "edits": {"days": 3}}
    assert answer(part, "approved") == {"decision": "approved"}


def test_changes_that_may_be_null_are_null_where_nobody_made_any() -> None:
    part = the_part(
        {
            "args": {"x": 1},
            "instructions": 'Respond with a dict {"decision": "approved|rejected", "edits": {} or null}',
        }
    )
    assert answer(part, "approved") == {"decision": "approved", "edits": None}


@pytest.mark.parametrize(
    "payload",
    [
        {"expected_response": {"approved": True, "notes": "text", "user": "id"}},
        {"expected_response": {"approved": "bool", "notes": "text", "user": "id"}},
        {"instructions": "Respond with a dict {'approved': True|False, 'notes': str, 'user': str}"},
        {"instructions": "Resume with a dictionary containing approved (true/false), notes and user"},
    ],
    ids=str,
)
def test_true_or_false_with_notes_and_the_user(payload: Any) -> None:
    part = the_part(payload)
    assert kinds(part.ask) == {"approve": Kind.APPROVE, "reject": Kind.REJECT}
    assert answer(part, "approve", reason="ok") == {"approved": True, "notes": "ok", "user": LEAD}
    assert answer(part, "reject", reason="no") == {"approved": False, "notes": "no", "user": LEAD}


def test_silence_refuses_in_the_same_shape() -> None:
    part = the_part({"expected_response": {"approved": True, "notes": "text", "user": "id"}})
    nobody = decided(part.ask.actions[1]).model_copy(update={"by": ()})
    assert composed(part, nobody) == {"approved": False, "notes": "", "user": "policy"}


def test_json_in_instructions_is_a_form_whose_answer_is_json_as_text() -> None:
    read = reading.read(Payload(CLINICAL))
    [part] = read.parts
    [form] = part.ask.actions
    assert read.dialect == stated.JSON
    assert (form.id, form.kind) == ("answer", Kind.APPROVE)
    wanted: Any = form.form
    assert wanted["required"] == ["approved_plan", "clinician_id", "urgency_override"]
    assert list(wanted["properties"]) == ["approved_plan", "modifications", "clinician_id", "urgency_override"]
    said = {"approved_plan": 'Rest "now"', "clinician_id": "c-1", "urgency_override": "urgent"}
    assert json.loads(answer(part, "answer", values=said)) == {**said, "modifications": ""}
    blank = {"approved_plan": "a", "clinician_id": "b", "urgency_override": None}
    assert json.loads(answer(part, "answer", values=blank)) == {**blank, "modifications": ""}
    with pytest.raises(KeyError):
        answer(part, "answer")


def test_json_that_decides_has_buttons() -> None:
    part = the_part({"instructions": 'Return JSON {"approved": true|false, "score": <number>, "notes": "..."}'})
    assert json.loads(answer(part, "approve", values={"score": 0.5})) == {"approved": True, "score": 0.5, "notes": ""}
    assert json.loads(answer(part, "reject", reason="no")) == {"approved": False, "notes": "no"}
    assert [action.form.get("required") for action in part.ask.actions] == [["score"], None]


@pytest.mark.parametrize(
    ("written", "schema", "needed"),
    [
        ('"..."', {"type": "string", "maxLength": 3000}, True),
        ('"the new text"', {"type": "string", "description": "the new text", "maxLength": 3000}, True),
        ("str", {"type": "string", "maxLength": 3000}, True),
        ("...", {"type": "string", "maxLength": 3000}, True),
        ('"text (optional)"', {"type": "string", "maxLength": 3000}, False),
        ('"optional text"', {"type": "string", "maxLength": 3000}, False),
        ('"Optional string"', {"type": "string", "maxLength": 3000}, False),
        ('"(optional) object"', {"type": "object"}, False),
        ('"optional: int"', {"type": "integer"}, False),
        ("optional object", {"type": "object"}, False),
        ("dict", {"type": "object"}, True),
        ('"..." (optional)', {"type": "string", "maxLength": 3000}, False),
        ("5", {"type": "integer"}, True),
        ("0.5", {"type": "number"}, True),
        ("-1", {"type": "integer"}, True),
        ('"int"', {"type": "integer"}, True),
        ("<number>", {"type": "number"}, True),
        ("true|false", {"type": "boolean"}, True),
        ("true or false", {"type": "boolean"}, True),
        ("bool", {"type": "boolean"}, True),
        ('"low|high"', {"type": "string", "enum": ["low", "high"]}, True),
        ('"low" | "high"', {"type": "string", "enum": ["low", "high"]}, True),
        ("'low' or 'high'", {"type": "string", "enum": ["low", "high"]}, True),
        ('"YYYY-MM-DD"', {"type": "string", "format": "date"}, True),
        ("null", {"type": "string", "maxLength": 3000}, True),
        ("int or null", {"type": "integer"}, True),
        ('"low|high|null"', {"type": "string", "enum": ["low", "high"]}, True),
        (
            '{"a": 1}',
            {
                "type": "object",
                "properties": {"a": {"type": "integer", "title": "A"}},
                "required": ["a"],
            },
            True,
        ),
    ],
)
def test_what_an_author_writes_for_a_value_says_its_type(written: str, schema: dict[str, Any], needed: bool) -> None:
    [form] = the_part({"instructions": f'Respond with JSON: {{"it": {written}}}'}).ask.actions
    wanted: Any = form.form
    field = wanted["properties"]["it"]
    assert field.get("anyOf", [field])[0] == {**schema, "title": "It"}
    assert ("anyOf" in field) is ("null" in written)
    assert (form.form.get("required") == ["it"]) is needed


def test_a_schema_in_the_payload_is_taken_as_it_is() -> None:
    schema = {
        "type": "object",
        "properties": {
            "approved": {"type": "boolean"},
            "days": {"type": "integer", "minimum": 1},
            "who": {"type": "string"},
        },
        "required": ["approved", "days"],
    }
    part = the_part({"question": "May she?", "answer_schema": schema})
    approve = part.ask.actions[0]
    assert approve.form == {
        "type": "object",
        "properties": {"days": {"type": "integer", "minimum": 1}, "who": {"type": "string"}},
        "required": ["days"],
    }
    assert answer(part, "approve", values={"days": 3}) == {"approved": True, "days": 3, "who": ""}


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ({"instructions": 'Resume with {"approved": true}'}, "an object, or a text of JSON"),
        ({"instructions": 'Respond with JSON: {"approved": true'}, "ends too early"),
        ({"instructions": 'Respond with JSON: {"approved": maybe}'}, "what “maybe” stands for"),
        ({"instructions": 'Respond with JSON: {"approved": "true|false"}'}, "is a text or a value"),
        ({"instructions": 'Respond with JSON: {"approved": 1 or "x"}'}, "several types"),
        ({"instructions": 'Respond with JSON: {"tags": ["a", "b"]}'}, "a list stands in it"),
        ({"instructions": 'Respond with JSON: {"approved": true, ...}'}, "a name is missing"),
        ({"instructions": 'Respond with JSON: {"action": "...", "feedback": "..."}'}, "what “action” may be"),
        ({"expected_response": {"approved": [1, 2]}}, "what stands under “approved”"),
        ({"expected_response": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}}}, "something else"),
        (
            {"expected_response": {"decision": "approved|modified", "edits": {}}},
            "which parameters “modified” may change",
        ),
        (
            {"options": ["go", "edit:<text>"], "expected_response": {"action": "", "feedback": ""}},
            "where in its answer",
        ),
        (
            {"message": 'Write {"a": 1}. Respond with JSON {"x": 1}. Respond with JSON {"y": 1}'},
            "more than one place",
        ),
        (
            {"options": ["approve", "reject"], "question": 'Respond with a dict {"decision": "deny|ok"}'},
            "name different answers",
        ),
    ],
    ids=str,
)
def test_a_statement_that_is_not_certain_is_shown_and_says_why(payload: Any, why: str) -> None:
    read = reading.read(Payload(payload))
    assert (read.dialect, read.parts[0].ask.actions, read.parts[0].reply) == (unknown.NAME, (), None)
    assert why in read.parts[0].ask.notice


@pytest.mark.parametrize(
    "payload",
    [
        {"question": "What is this?", "content": 'Respond with JSON: {"approved": true}'},
        {"question": 'What is {"x": 1} in JSON?'},
        {"question": "Which dict has action and feedback?"},
        {"question": "What then?", "args": {"expected_response": {"approved": True}}},
    ],
    ids=str,
)
def test_what_states_nothing_is_not_taken_for_a_statement(payload: Any) -> None:
    assert [action.id for action in the_part(payload).ask.actions] == ["answer"]


def test_what_a_proposal_says_is_never_looked_into() -> None:
    hostile = {"to": "$by", "${reason}": '{"approved": true}', "text": "x\n" * 80}
    part = the_part({"parameters": hostile, "expected_response": {"decision": "approved|rejected", "edits": {}}})
    assert part.ask.draft is not None
    assert part.ask.draft.values == hostile
    assert answer(part, "approved") == {"decision": "approved"}
    assert answer(part, "approved", edits=hostile) == {"decision": "approved", "edits": hostile}


def test_as_told_an_object_is_json_text() -> None:
    payload = Payload({"question": 'Resume with {"approved": true, "notes": "..."}'})
    [part] = reading.read(payload, Told(dialect="json_text")).parts
    assert json.loads(answer(part, "approve")) == {"approved": True, "notes": ""}


def test_as_told_there_has_to_be_an_object() -> None:
    read = reading.read(Payload({"question": "Approve?"}), Told(dialect="json_text"))
    assert (read.dialect, read.parts[0].ask.actions) == (unknown.NAME, ())
    assert "no JSON object stands in its instructions" in read.parts[0].ask.notice
