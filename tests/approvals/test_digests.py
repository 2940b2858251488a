"""Digests: whatever a reviewer is shown is in the digest."""

import json
from typing import Any

import pytest
from hypothesis import given

from bot.approvals.ask import (
    APPROVE,
    REJECT,
    Action,
    Alternative,
    Ask,
    Check,
    CheckStatus,
    Fact,
    Kind,
    ReasonRule,
    Risk,
    Urgency,
)
from bot.approvals.digests import canonical, digest, digest_of
from tests.approvals.examples import HOLD, a_draft, an_ask
from tests.approvals.strategies import asks

CHANGES: list[dict[str, Any]] = [
    {"title": "Refund 120.00 to Eve"},
    {"summary": "Ada was charged once."},
    {"flags": ()},
    {"facts": (Fact(label="Customer", value="Eve"),)},
    {"facts": (Fact(label="Payee", value="Ada"),)},
    {"checks": (Check(name="Duplicate charge", status=CheckStatus.FAIL, detail="two charges, one order"),)},
    {"checks": (Check(name="Duplicate charge", status=CheckStatus.PASS, detail="one charge"),)},
    {"measures": {"amount": 120.01, "risk": 0.2}},
    {"measures": {"amount": 120.0}},
    {"notice": ""},
    {"alternatives": (Alternative(label="A voucher"),)},
    {"waiting_costs": "Ada pays interest"},
    {"risk": Risk.LOW},
    {"urgency": Urgency.HIGH},
    {"step": "refund"},
    {"draft": a_draft()},
    {"actions": (APPROVE, REJECT)},
    {"actions": (REJECT, APPROVE)},
    {"actions": (APPROVE, REJECT, Action(id="hold", label="Wait", kind=Kind.NEUTRAL, reason=ReasonRule.OPTIONAL))},
    {"actions": (APPROVE, REJECT, Action(id="hold", label="Hold", kind=Kind.APPROVE, reason=ReasonRule.OPTIONAL))},
    {"actions": (APPROVE, REJECT, Action(id="hold", label="Hold", kind=Kind.NEUTRAL))},
    {"actions": (APPROVE, REJECT, HOLD.model_copy(update={"form": {"type": "object"}}))},
]
DRAFT_CHANGES: list[dict[str, Any]] = [
    {"values": {"amount": 120.0, "note": "charged twice"}},
    {"values": {"amount": "120", "note": "charged twice"}},
    {"values": {"amount": 120}},
    {"values": {"amount": 120, "note": "charged twice", "more": None}},
    {"form": {}},
    {"measures": {}},
    {"measures": {"amount": "note"}},
]

DUMP: dict[str, Any] = {
    "title": "Refund 120.00 to Ada",
    "summary": "Ada was charged twice.",
    "flags": ["first refund of this customer"],
    "facts": [{"label": "Customer", "value": "Ada"}],
    "checks": [{"name": "Duplicate charge", "status": "pass", "detail": "two charges, one order"}],
    "measures": {"amount": 120.0, "risk": 0.2},
    "notice": "The analysis is a stand-in's.",
    "actions": [
        {"id": "approve", "label": "Approve", "kind": "approve"},
        {"id": "reject", "label": "Reject", "kind": "reject", "reason": "required"},
        {"id": "hold", "label": "Hold", "kind": "neutral", "reason": "optional"},
    ],
}


class LaterFact(Fact):
    """A fact as a later release might have it."""

    link: str = ""


class LaterAsk(Ask):
    """An ask as a later release might have it, with a new field of its own and one in a part of it."""

    facts: tuple[LaterFact, ...] = ()
    places: tuple[str, ...] = ("anywhere",)


def test_a_digest_is_the_sha256_of_the_text() -> None:
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == canonical({"a": None, "b": [1, "é"]}) == '{"a":null,"b":[1,"é"]}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_has_no_canonical_text(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical([number])


def test_the_changes_tried_below_cover_every_field() -> None:
    assert {field for change in CHANGES for field in change} == set(Ask.model_fields)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_any_field_changes_the_digest(change: dict[str, Any]) -> None:
    assert digest_of(an_ask().model_copy(update=change)) != digest_of(an_ask())


@pytest.mark.parametrize("change", DRAFT_CHANGES)
def test_a_change_of_a_drafts_values_even_of_their_types_changes_the_digest(change: dict[str, Any]) -> None:
    changed = an_ask(draft=a_draft().model_copy(update=change))
    assert digest_of(changed) != digest_of(an_ask(draft=a_draft()))


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, 1.0), (0.0, -0.0), (None, False), ([], {})])
def test_values_that_python_takes_for_equal_are_told_apart(one: object, other: object) -> None:
    asks_of_both = [an_ask(draft=a_draft().model_copy(update={"values": {"amount": value}})) for value in (one, other)]
    assert len({digest_of(ask) for ask in asks_of_both}) == 2


def test_what_is_at_its_default_is_not_in_the_digest() -> None:
    assert digest_of(an_ask()) == digest(canonical(DUMP))
    assert digest_of(Ask(title="Deploy")) == digest('{"title":"Deploy"}')


def test_a_default_spelled_out_gives_the_same_digest_as_one_left_out() -> None:
    plain = Ask(title="Deploy")
    assert digest_of(Ask.model_validate(plain.model_dump(mode="json"))) == digest_of(plain)


def test_a_field_of_a_later_release_changes_no_digest_given_before() -> None:
    later = LaterAsk.model_validate(an_ask().model_dump(mode="json"))
    assert digest_of(later) == digest_of(an_ask())


@pytest.mark.parametrize("change", [{"places": ()}, {"facts": (LaterFact(label="Customer", value="Ada", link="#1"),)}])
def test_a_field_of_a_later_release_is_in_the_digest_once_it_is_used(change: dict[str, Any]) -> None:
    later = LaterAsk.model_validate(an_ask().model_dump(mode="json"))
    assert digest_of(later.model_copy(update=change)) != digest_of(an_ask())


@given(asks(), asks())
def test_asks_share_a_digest_only_if_they_are_the_same(one: Ask, other: Ask) -> None:
    assert (digest_of(one) == digest_of(other)) == (one == other)


@given(asks())
def test_an_ask_keeps_its_digest_through_json(ask: Ask) -> None:
    assert digest_of(Ask.model_validate(json.loads(json.dumps(ask.model_dump(mode="json"))))) == digest_of(ask)
