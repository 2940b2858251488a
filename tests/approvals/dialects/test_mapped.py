"""A mapping says which fields people see and which answer each button gives."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.approvals.ask import Kind, Risk
from bot.approvals.dialects import reading, unknown
from bot.approvals.dialects.mapped import Mapped
from bot.approvals.dialects.payloads import Part, Payload
from bot.approvals.dialects.told import Told
from tests.approvals.dialects.readings import answer, composed, decided
from tests.approvals.examples import LEAD, NOON

ACTIONS: dict[str, Any] = {
    "approve": {"label": "Approve", "kind": "approve", "answer": {"approved": True, "notes": "", "user": "$by"}},
    "reject": {
        "label": "Reject",
        "kind": "reject",
        "reason": "required",
        "answer": {"approved": False, "notes": "$reason", "said": "$by: $reason for $$5"},
    },
    "change": {
        "kind": "approve",
        "form": {"amount": "number", "how": ["cash", "card"], "why": "paragraph", "on": "date"},
        "answer": {"approved": True, "amount": "$values.amount", "all": ["$values", "$values.how"]},
    },
}
MAPPING = {
    "title": "question",
    "summary": "details.text",
    "facts": ["amount", "details.customer", "items.1", "gone"],
    "measures": {"amount": "amount", "lost": "gone", "text": "question", "flag": "flag"},
    "risk": "details.risk",
    "actions": ACTIONS,
}
PAYLOAD: dict[str, Any] = {
    "question": "Refund $reason?",
    "amount": 250,
    "details": {"text": "They say ${by}", "customer": {"id": 7}, "risk": "High"},
    "items": ["a", "b"],
    "flag": True,
    "secret": "x",
}


def read(value: Any, **mapping: Any) -> Part:
    """The only part of a payload that is read with this mapping."""
    told = Told(mapping=Mapped.model_validate({"actions": ACTIONS, **mapping}))
    [part] = reading.read(Payload(value), told).parts
    return part


def test_the_card_shows_what_the_mapping_names() -> None:
    ask = read(PAYLOAD, **MAPPING).ask
    assert (ask.title, ask.summary, ask.risk) == ("Refund $reason?", "They say ${by}", Risk.HIGH)
    assert [(fact.label, fact.value) for fact in ask.facts] == [
        ("Amount", "250"),
        ("Details customer", '{\n  "id": 7\n}'),
        ("Items 1", "b"),
    ]
    assert ask.measures == {"amount": 250.0}
    assert [(action.id, action.label, action.kind) for action in ask.actions] == [
        ("approve", "Approve", Kind.APPROVE),
        ("reject", "Reject", Kind.REJECT),
        ("change", "Change", Kind.APPROVE),
    ]


def test_each_button_gives_its_answer() -> None:
    part = read(PAYLOAD, **MAPPING)
    assert answer(part, "approve") == {"approved": True, "notes": "", "user": LEAD}
    assert answer(part, "reject", reason="$by {x}") == {
        "approved": False,
        "notes": "$by {x}",
        "said": f"{LEAD}: $by {{x}} for $5",
    }
    filled = {"amount": 12.5, "how": "cash"}
    assert answer(part, "change", values=filled) == {"approved": True, "amount": 12.5, "all": [filled, "cash"]}


def test_a_form_asks_for_its_fields() -> None:
    change = read(PAYLOAD).ask.action("change")
    assert change is not None
    assert change.form == {
        "type": "object",
        "properties": {
            "amount": {"type": "number", "title": "Amount"},
            "how": {"type": "string", "enum": ["cash", "card"], "title": "How"},
            "why": {"type": "string", "maxLength": 3000, "title": "Why"},
            "on": {"type": "string", "format": "date", "title": "On"},
        },
        "required": ["amount", "how", "why", "on"],
    }


def test_without_facts_everything_else_is_shown() -> None:
    part = read({"question": "Q?", "title": "T", "amount": 1, "text": "t"}, title="question")
    assert [fact.label for fact in part.ask.facts] == ["Title", "Amount", "Text"]
    whole = read({"title": "T", "amount": 1, "text": "t", "more": "m"}, summary="more")
    assert (whole.ask.title, whole.ask.summary) == ("T", "t\n\nm")
    assert [fact.label for fact in whole.ask.facts] == ["Amount"]


@pytest.mark.parametrize("value", ["Go?", 5, None, [1], {}, {"a": {"b": 1}}])
def test_a_mapping_that_names_no_field_reads_anything(value: Any) -> None:
    assert answer(read(value), "approve") == {"approved": True, "notes": "", "user": LEAD}


@pytest.mark.parametrize("value", [{"query": "x"}, "Go?", {"question": None}, 5])
def test_a_payload_without_the_title_is_shown_and_not_answered(value: Any) -> None:
    [part] = reading.read(Payload(value), Told(mapping=Mapped.model_validate(MAPPING))).parts
    assert part.ask.actions == ()
    assert part.reply is None
    assert "there is no question in it" in part.ask.notice


def test_a_long_title_is_cut_and_told_in_full_below() -> None:
    ask = read({"q": "long " * 60, "s": "more"}, title="q", summary="s").ask
    assert len(ask.title) <= 150
    assert ask.summary.startswith("long " * 60)
    assert ask.summary.endswith("\n\nmore")


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("$by", LEAD),
        ("$action", "go"),
        ("$cause", "votes"),
        ("$at", NOON.isoformat()),
        ("$request_id", "request-1"),
        ("$values", {}),
        ("", ""),
        ("$$", "$"),
        ("$$by", "$by"),
        ("$by.", f"{LEAD}."),
        ("a $action, b", "a go, b"),
        (None, None),
        (0, 0),
        ([], []),
        ({"$by": "$by"}, {"$by": LEAD}),
        (["x", ["$action", None]], ["x", ["go", None]]),
    ],
)
def test_a_placeholder_stands_for_what_people_decided(written: Any, given: Any) -> None:
    form = {"x": "text"} if written == "$values" else {}
    part = read("?", actions={"go": {"kind": "neutral", "form": form, "answer": written}})
    assert answer(part, "go") == given


def test_the_whole_decision() -> None:
    part = read("?", actions={"go": {"kind": "neutral", "answer": "$decision"}})
    decision = decided(part.ask.actions[0])
    assert composed(part, decision) == decision.model_dump(mode="json")


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ({"kind": "approve"}, "Field required"),
        ({"kind": "approve", "answer": "$resaon"}, r"no placeholder \$resaon: did you mean \$reason"),
        ({"kind": "approve", "answer": "$xyzzy"}, r"write one of \$decision, "),
        ({"kind": "approve", "answer": "$edits"}, r"no placeholder \$edits"),
        ({"kind": "approve", "answer": "5 $"}, r"write \$\$ for a dollar"),
        ({"kind": "approve", "answer": {"a": ["$5"]}}, r"write \$\$ for a dollar"),
        ({"kind": "approve", "answer": "$reason.x"}, r"only \$values has fields"),
        ({"kind": "approve", "answer": "$reason"}, "nobody is asked for"),
        ({"kind": "approve", "answer": "$values"}, "there is no form"),
        ({"kind": "approve", "answer": "$values.x"}, r"takes \$values.x"),
        ({"kind": "escalate", "answer": 1}, "escalating answers nothing"),
        ({"kind": "reject", "answer": 1}, "has to be of that kind"),
        ({"kind": "approve", "form": {"a b": "text"}, "answer": 1}, "pattern"),
        ({"kind": "approve", "form": {"a": "texts"}, "answer": 1}, "'text'"),
        ({"kind": "approve", "form": {"a": []}, "answer": 1}, "at least 1"),
        ({"kind": "approve", "label": "x" * 31, "answer": 1}, "at most 30"),
        ({"kind": "approve", "answer": float("nan")}, "finite"),
    ],
)
def test_a_mapping_with_a_mistake_is_none(action: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Mapped.model_validate({"actions": {"approve": action}})


def test_where_limits_may_approve_the_first_approval_is_given_without_a_form() -> None:
    with pytest.raises(ValidationError, match="which nobody gives where limits approve"):
        read(PAYLOAD, measures={"amount": "amount"}, actions={"change": ACTIONS["change"], "reject": ACTIONS["reject"]})


def test_the_notice_for_a_mapping_that_does_not_fit_says_that_it_is_one() -> None:
    [part] = reading.read(Payload({}), Told(mapping=Mapped.model_validate(MAPPING))).parts
    assert "asks as its mapping says." in part.ask.notice
    assert reading.read(Payload({}), Told(mapping=Mapped.model_validate(MAPPING))).dialect == unknown.NAME
