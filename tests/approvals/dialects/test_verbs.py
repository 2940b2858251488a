"""What an author's word means: consent and refusal where all of it says so, and else neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approvals.ask import Action, Kind
from bot.approvals.dialects import verbs

CONSENT = [
    "approve",
    "Approved",
    "accept_all",
    "yes",
    "Y",
    "ok",
    "OK!",
    "confirm",
    "proceed",
    "continue",
    "deploy",
    "execute",
    "send it",
    "publish",
    "sign",
    "sign off",
    "go ahead",
    "approve-and-send",
    "approve with changes",
    "APPROVE the plan",
    "lgtm",
]
REFUSAL = [
    "reject",
    "Rejected",
    "deny",
    "no",
    "cancel",
    "abort",
    "decline",
    "stop",
    "block it",
    "reject with feedback",
    "reject the plan",
    "do not send",
    "don't approve",
    "don’t approve",
    "not approved",
]
NEITHER = [
    "",
    "!",
    "hold",
    "edit",
    "request changes",
    "escalate",
    "cancel order",
    "no changes",
    "no, wait",
    "not rejected",
    "approve or reject",
    "send back",
    "go back",
    "stop deploy",
    "genehmigen",
    "批准",
    "одобрить",
    "send_email",
    "approvement",
    "changes",
    "not",
]


@pytest.mark.parametrize("word", CONSENT)
def test_words_of_consent(word: str) -> None:
    assert verbs.kind_of(word) is Kind.APPROVE


@pytest.mark.parametrize("word", REFUSAL)
def test_words_of_refusal(word: str) -> None:
    assert verbs.kind_of(word) is Kind.REJECT


@pytest.mark.parametrize("word", NEITHER)
def test_whatever_is_not_wholly_one_of_the_two_is_neither(word: str) -> None:
    assert verbs.kind_of(word) is Kind.NEUTRAL


@pytest.mark.parametrize(
    ("verb", "about", "kind"),
    [
        ("edit", "your revised content", Kind.APPROVE),
        ("edit", "", Kind.APPROVE),
        ("replace", "new text", Kind.APPROVE),
        ("revise", "feedback", Kind.NEUTRAL),
        ("edit", "instructions for the agent", Kind.NEUTRAL),
        ("hold", "reason", Kind.NEUTRAL),
        ("approve", "comment", Kind.APPROVE),
        ("reject", "reason", Kind.REJECT),
    ],
)
def test_who_writes_what_takes_a_drafts_place_consents_to_it(verb: str, about: str, kind: Kind) -> None:
    assert verbs.kind_with_text(verb, about) is kind


@pytest.mark.parametrize(
    ("word", "known"), [("hold", True), ("approve", True), ("hold the line", True), ("besturen", False)]
)
def test_a_word_of_neither_kind_may_be_understood(word: str, known: bool) -> None:
    assert verbs.is_known(word) is known


@pytest.mark.parametrize(
    ("word", "kind", "named"),
    [
        ("approve", Kind.APPROVE, "approve"),
        ("Request changes!", Kind.NEUTRAL, "request_changes"),
        ("escalate", Kind.NEUTRAL, "answer_escalate"),
        ("neutral", Kind.NEUTRAL, "neutral"),
        ("ápprove", Kind.NEUTRAL, "answer_approve"),
        ("批准", Kind.NEUTRAL, "option"),
        ("2fa", Kind.NEUTRAL, "option_2fa"),
        ("", Kind.NEUTRAL, "option"),
        ("x" * 60, Kind.NEUTRAL, "x" * 40),
    ],
)
def test_an_action_is_named_after_its_word(word: str, kind: Kind, named: str) -> None:
    assert verbs.action_id(word, kind) == named


def test_words_that_come_to_the_same_id_are_numbered() -> None:
    taken: list[str] = []
    for word in ["批准", "拒绝", "option 2", "x" * 60, "x" * 61]:
        taken.append(verbs.action_id(word, Kind.NEUTRAL, taken))
    assert taken == ["option", "option_2", "option_2_2", "x" * 40, f"{'x' * 36}_2"]


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("approve", "Approve"),
        ("approved", "Approve"),
        ("request_changes", "Request changes"),
        ("  ", "Answer"),
        ("a" * 31, f"A{'a' * 28}…"),
        ("批准", "批准"),
    ],
)
def test_a_button_says_the_word(word: str, label: str) -> None:
    assert verbs.label_of(word) == label


@given(words=st.lists(st.text(), max_size=6))
def test_any_words_make_buttons(words: list[str]) -> None:
    taken: list[str] = []
    for word in words:
        kind = verbs.kind_of(word)
        action = Action(id=verbs.action_id(word, kind, taken), label=verbs.label_of(word), kind=kind)
        assert action.id not in taken
        taken.append(action.id)
