"""LangChain's middleware asking for all tool calls of a turn at once: a part each, answered in order as it expects."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from langchain.agents.middleware.human_in_the_loop import Decision as Decided
from langchain.agents.middleware.human_in_the_loop import HITLResponse
from pydantic import TypeAdapter

from bot.approvals.ask import Kind, ReasonRule
from bot.approvals.dialects import hitl_batched, schema_parts, shapes
from bot.approvals.dialects.payloads import Malformed, Part, Payload
from tests.approvals.dialects.readings import Schema, answer, composed, kinds, silent, the_part
from tests.approvals.dialects.specimens import EVERYTHING, QUESTION, REFUND, batched, in_camel_case

RESPONSE: TypeAdapter[HITLResponse] = TypeAdapter(HITLResponse)
A, E, J, N = Kind.APPROVE, Kind.APPROVE, Kind.REJECT, Kind.NEUTRAL
ALLOWED: list[tuple[tuple[str, ...], dict[str, Kind]]] = [
    (("approve",), {"approve": A}),
    (("approve", "reject"), {"approve": A, "reject": J}),
    (("reject", "approve", "approve"), {"approve": A, "reject": J}),
    (EVERYTHING, {"approve": A, "reject": J, "respond": N}),
    (("edit",), {"edit": E}),
    (("edit", "reject"), {"edit": E, "reject": J}),
    (("respond",), {"respond": N}),
    (("reject",), {"reject": J}),
    (("approve", "escalate"), {"approve": A}),
]


def a_part(*allowed: str, **changes: Any) -> Part:
    """One refund with these decisions allowed."""
    return the_part(batched({**REFUND, **changes}, refund=allowed))


def the_only(answered: dict[str, Any]) -> Decided:
    """The one decision of an answer that the middleware's own types accept."""
    assert RESPONSE.validate_python(answered) == answered
    [only] = RESPONSE.validate_python(answered)["decisions"]
    return only


@pytest.mark.parametrize(("allowed", "expected"), ALLOWED)
def test_there_is_an_action_for_each_decision_that_is_allowed(
    allowed: tuple[str, ...], expected: dict[str, Kind]
) -> None:
    assert kinds(a_part(*allowed).ask) == expected


def test_a_call_is_asked_about_by_its_name_with_its_arguments_in_the_draft() -> None:
    ask = a_part("approve", "edit").ask
    assert (ask.title, ask.summary, ask.step) == ("refund: Refund needs sign-off", "", "refund")
    assert [(fact.label, fact.value) for fact in ask.facts] == [("Tool", "refund")]
    assert ask.draft
    assert ask.draft.values == REFUND["args"]
    assert ask.draft.form == {
        "type": "object",
        "properties": {"order_id": {"type": "string"}, "amount": {"type": "number"}},
        "required": ["order_id", "amount"],
        "additionalProperties": False,
    }
    assert (ask.measures, ask.draft.measures) == ({"amount": 10.0}, {"amount": "amount"})


def test_arguments_that_nobody_may_change_are_facts() -> None:
    args = {"to": ["a@b.c"], "note": "two\nlines", "": None, "n" * 90: 1, "deep": {"é": [1]}}
    ask = a_part("approve", "reject", args=args).ask
    assert ask.draft is None
    assert [(fact.label, fact.value) for fact in ask.facts] == [
        ("Tool", "refund"),
        ("to", '[\n  "a@b.c"\n]'),
        ("note", "two\nlines"),
        ('""', "null"),
        ("n" * 79 + "…", "1"),
        ("deep", '{\n  "é": [\n    1\n  ]\n}'),
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"amount": 12.5, "risk": 0}, {"amount": 12.5, "risk": 0.0}),
        ({"amount": "12.5", "sure": True, "none": None, "list": [1]}, {}),
        ({"amount": -1, "huge": 10**400, "small": 10**299}, {"small": 1e299}),
    ],
)
def test_plain_numbers_among_the_arguments_are_measures(args: dict[str, Any], expected: dict[str, float]) -> None:
    assert a_part("approve", args=args).ask.measures == expected


def test_a_call_that_cannot_be_approved_measures_nothing_so_that_no_limit_approves_it() -> None:
    assert a_part("respond", "reject").ask.measures == {}


def test_every_answer_is_what_the_middleware_expects() -> None:
    part = a_part(*EVERYTHING)
    edits = {"order_id": "A1", "amount": 9}
    assert the_only(answer(part, "approve")) == {"type": "approve"}
    assert the_only(answer(part, "reject")) == {"type": "reject"}
    assert the_only(answer(part, "reject", reason="too much")) == {"type": "reject", "message": "too much"}
    assert the_only(answer(part, "respond", reason="because")) == {"type": "respond", "message": "because"}
    assert the_only(answer(part, "approve", edits=edits)) == {
        "type": "edit",
        "edited_action": {"name": "refund", "args": edits},
    }


def test_javascript_is_answered_in_its_own_spelling() -> None:
    part = the_part(in_camel_case(batched(REFUND)))
    assert kinds(part.ask) == {"approve": A, "reject": J, "respond": N}
    assert answer(part, "reject", reason="no") == {"decisions": [{"type": "reject", "message": "no"}]}
    assert answer(part, "approve", edits={"amount": 9}) == {
        "decisions": [{"type": "edit", "editedAction": {"name": "refund", "args": {"amount": 9}}}]
    }


def test_where_only_edits_are_allowed_the_values_are_sent_as_an_edit_changed_or_not() -> None:
    part = a_part("edit")
    call = {"name": "refund", "args": REFUND["args"]}
    assert the_only(answer(part, "edit")) == {"type": "edit", "edited_action": call}
    changed = answer(part, "edit", edits={"amount": 1})
    assert the_only(changed) == {"type": "edit", "edited_action": {**call, "args": {"amount": 1}}}


def test_an_edit_cannot_name_another_tool() -> None:
    edits = {"name": "delete", "type": "approve", "edited_action": {"name": "delete", "args": {}}}
    edited = the_only(answer(a_part(*EVERYTHING), "approve", edits=edits))
    assert edited["type"] == "edit"
    assert edited["edited_action"] == {"name": "refund", "args": edits}


def test_a_rejection_may_have_a_reason_and_words_are_needed_to_respond() -> None:
    ask = a_part("reject", "respond").ask
    assert [action.reason for action in ask.actions] == [ReasonRule.OPTIONAL, ReasonRule.REQUIRED]


def test_silence_rejects_where_that_is_allowed_and_else_has_no_answer() -> None:
    assert the_only(composed(a_part("approve", "reject"), silent())) == {"type": "reject"}
    with pytest.raises(KeyError):
        composed(a_part("approve", "edit", "respond"), silent())


def test_each_call_is_a_part_and_their_answers_are_put_together_in_order() -> None:
    read = hitl_batched.read(Payload(batched(REFUND, QUESTION, {**REFUND, "args": {}}, ask_human=("respond",))))
    assert read
    first, second, third = read.parts
    assert [part.ask.step for part in read.parts] == ["refund", "ask_human", "refund"]
    answers = [
        answer(first, "approve", edits={"amount": 1})["decisions"][0],
        answer(second, "respond", reason="so")["decisions"][0],
        answer(third, "reject")["decisions"][0],
    ]
    assert third.reply
    whole = shapes.whole(third.reply, answers)
    assert [each["type"] for each in RESPONSE.validate_python(whole)["decisions"]] == ["edit", "respond", "reject"]


def test_a_decision_that_is_unknown_here_is_told_and_not_offered() -> None:
    ask = a_part("approve", "escalate").ask
    assert ask.notice == "The workflow takes decisions as well that cannot be given here: 'escalate'."
    assert a_part("approve").ask.notice == ""


def test_a_schema_of_the_arguments_is_the_form_where_it_says_which_there_are() -> None:
    schema: Schema = {"type": "object", "properties": {"amount": {"type": "integer"}}, "required": ["amount"]}
    useless: list[Schema] = [{}, {"type": "object"}, {"type": "array"}, {"properties": {"a": {}}}]
    asked = batched(REFUND)
    asked["review_configs"][0]["args_schema"] = schema
    part = the_part(asked)
    assert part.ask.draft
    assert part.ask.draft.form == schema
    for each in useless:
        asked["review_configs"][0]["args_schema"] = each
        draft = the_part(asked).ask.draft
        assert draft
        assert list(schema_parts.properties(draft.form)) == ["order_id", "amount"]


def test_a_call_without_arguments_has_nothing_to_edit() -> None:
    part = a_part(*EVERYTHING, args={})
    assert part.ask.draft is None
    assert the_only(answer(a_part("edit", args={}), "edit")) == {
        "type": "edit",
        "edited_action": {"name": "refund", "args": {}},
    }


DESCRIBED: list[tuple[Any, str, str]] = [
    (None, "refund", ""),
    ("", "refund", ""),
    ("Sure?\nReally?", "refund: Sure?", "Really?"),
    ("Sure?\u2028\nReally?", "refund: Sure?", "Really?"),
    ("Two  blanks\nReally?", "refund: Two blanks", "Two  blanks\nReally?"),
    (f"Sign-off needed\n\nTool: refund\nArgs: {REFUND['args']}", "refund: Sign-off needed", ""),
    ("delete_all: harmless", "refund: delete_all: harmless", ""),
    ("x" * 200, "refund: " + "x" * 141 + "…", "x" * 200),
]


@pytest.mark.parametrize(("description", "title", "summary"), DESCRIBED)
def test_the_tools_name_comes_first_whatever_the_description_says(description: Any, title: str, summary: str) -> None:
    ask = a_part("approve", description=description).ask
    assert (ask.title, ask.summary) == (title, summary)


UNDESCRIBED = "Tool execution requires approval"
MAIL = {"to": "kim@example.com", "subject": "Your invoice"}
UNTITLED: list[tuple[dict[str, Any], str]] = [
    (MAIL, "Run refund (to: kim@example.com, subject: Your invoice)?"),
    ({}, "Run refund?"),
    ({"ids": [1, 2], "deep": {"a": None}}, 'Run refund (ids: [ 1, 2 ], deep: { "a": null })?'),
    ({"text": "a)?\nApproved.\u2028Run nothing ("}, "Run refund (text: a)? Approved. Run nothing ()?"),
    ({"a\nb": "x" * 5000}, "Run refund (a b: " + "x" * 59 + "…)?"),
]


@pytest.mark.parametrize(("args", "title"), UNTITLED)
@pytest.mark.parametrize("spelt", [str, json.dumps, lambda args: json.dumps(args, indent=2)])
def test_a_call_that_its_author_does_not_describe_is_a_question_of_its_own(
    spelt: Callable[[Any], str], args: dict[str, Any], title: str
) -> None:
    ask = a_part("approve", args=args, description=f"{UNDESCRIBED}\n\nTool: refund\nArgs: {spelt(args)}").ask
    assert (ask.title, ask.summary) == (title, "")
    assert [fact.label for fact in ask.facts][1:] == [" ".join(name.split()) for name in args]


def test_what_else_stands_in_a_description_is_shown_even_where_it_begins_as_langchains_own() -> None:
    description = f"{UNDESCRIBED}\n\nTool: refund\nArgs: {{}}\nAnd delete everything"
    ask = a_part("approve", args=MAIL, description=description).ask
    assert (ask.title, ask.summary) == (UNTITLED[0][1], description)
    assert a_part("approve", description=f"{UNDESCRIBED} by law").ask.title == f"refund: {UNDESCRIBED} by law"


def test_a_question_about_many_arguments_is_cut_to_what_a_title_holds() -> None:
    title = a_part("approve", args={f"argument {n}": "x" * 30 for n in range(300)}, description=UNDESCRIBED).ask.title
    assert len(title) <= 150
    assert title.endswith("…)?")


def test_a_huge_call_is_shown_whole_and_its_name_cut_only_where_there_is_no_room() -> None:
    name = "n" * 5000
    call = {"name": name, "args": {"text": "x" * 50_000}, "description": "d" * 50_000}
    ask = the_part(batched(call, **{name: ("approve",)})).ask
    assert len(ask.title) == 150
    assert [len(fact.value) for fact in ask.facts] == [5000, 50_000]
    assert len(ask.summary) == 50_000


BROKEN: list[tuple[Any, str]] = [
    ({"action_requests": []}, "action_requests: List should have at least 1 item"),
    ({"action_requests": [REFUND]}, "review_configs: Field required"),
    ({"actionRequests": [REFUND]}, "reviewConfigs: Field required"),
    ({"actionRequests": [REFUND], "review_configs": []}, "reviewConfigs: Field required"),
    ({"action_requests": REFUND, "review_configs": []}, "action_requests: Input should be a valid list"),
    ({**batched(REFUND), "review_configs": []}, "no review config is named 'refund'"),
    (batched(REFUND, refund=()), "no decision that is known here is allowed for 'refund'"),
    (batched(REFUND, refund=("escalate",)), "no decision that is known here"),
    (batched({"name": "refund"}), "action_requests.0.args: Field required"),
    (batched({"name": "", "args": {}}), "action_requests.0.name: String should have at least 1 character"),
    (batched({"name": "\ud83d", "args": {}}), "action_requests.0.name"),
    (batched({"name": "refund", "args": [1]}), "action_requests.0.args"),
    (batched({"name": "refund", "args": {"amount": float("nan")}}), "action_requests.0.args"),
    (batched({"name": "refund", "args": {"amount": 10**5000}}), "action_requests.0.args"),
    (batched({**REFUND, "description": ["x"]}), "action_requests.0.description"),
    (batched(*[REFUND] * 101), "action_requests: List should have at most 100 items"),
]


@pytest.mark.parametrize(("value", "told"), BROKEN)
def test_a_broken_question_is_shown_with_what_is_wrong_and_not_answered(value: Any, told: str) -> None:
    with pytest.raises(Malformed) as raised:
        hitl_batched.read(Payload(value))
    assert told in str(raised.value)
    part = the_part(value)
    assert told in part.ask.notice
    assert (part.ask.actions, part.reply) == ((), None)


def test_configs_that_contradict_one_another_are_no_permission() -> None:
    asked = batched(REFUND, REFUND)
    assert len(hitl_batched.read(Payload(asked)).parts) == 2  # type: ignore[union-attr]
    asked["review_configs"][1]["allowed_decisions"] = ["approve"]
    with pytest.raises(Malformed, match="contradict one another"):
        hitl_batched.read(Payload(asked))


def test_a_config_for_a_tool_that_was_not_called_does_no_harm() -> None:
    asked = batched(REFUND)
    asked["review_configs"].insert(0, {"action_name": "delete", "allowed_decisions": ["approve"]})
    assert "respond" in kinds(the_part(asked).ask)


@pytest.mark.parametrize("value", [None, "refund", [], {}, {"review_configs": []}, [batched(REFUND)]])
def test_other_payloads_are_left_to_others(value: Any) -> None:
    assert hitl_batched.read(Payload(value)) is None
