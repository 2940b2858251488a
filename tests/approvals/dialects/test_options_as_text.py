"""Options as text: a payload that names the texts it may be answered with gets one of them, word for word."""

from typing import Any

import pytest

from bot.approvals.ask import Kind, ReasonRule
from bot.approvals.dialects import options_as_text, reading, unknown
from bot.approvals.dialects.payloads import Payload
from bot.approvals.dialects.told import Told
from tests.approvals.dialects.readings import answer, composed, decided, kinds, silent, the_part

EDIT = "edit:<your revised content> — replace"
WHY = "Not before Monday: “no” means ${no}, $reason"


@pytest.mark.parametrize(
    "payload",
    [
        {"draft": "Dear all", "options": ["approve — execute as drafted", "reject — cancel", EDIT]},
        {"options": ["approve - execute as drafted", "reject - cancel", "edit:<your revised content> - replace"]},
        {"options": ["approve -- go", "reject -> stop", "edit:{your revised content}"]},
        {"choices": ["approve – go", "reject ― stop", "edit:[your revised content] − replace"]},
        {"allowed_actions": ["approve—go", "reject—stop", "edit:<your revised content – all of it>"]},
        {"actions": ["approve (go)", "reject (stop)", "edit:<your revised content>"]},
        {"allowed": ["approve", "reject", "edit:<your revised content>"]},
        ["approve — go", "reject — stop", "edit:<your revised content>"],
        "Go? Reply 'approve', 'reject', or 'edit:<your revised content>'.",
        {"plan": "x", "instructions": "Reply 'approve', 'reject' or 'edit:<your revised content>'"},
        {"plan": "x", "instruction": 'Reply with "approve", "reject", or "edit:<your revised content>".'},
        {"message": "Answer with either ‘approve’, ‘reject’ or ‘edit:your revised content’"},
        {"prompt": "Type `approve` to go on, `reject` to stop, or `edit:...` with your revised content"},
        {"question": "Proceed? Enter “approve” / “reject” / “edit:<text>”"},
        {"hint": "Choose one of: «approve», «reject», «edit:<text>»", "x": 1},
        {"howToRespond": "Use 'approve'. Use 'reject' else. Use 'edit:<text>' to write your own."},
    ],
    ids=str,
)
def test_a_button_for_each_answer_that_is_named(payload: Any) -> None:
    part = the_part(payload)
    assert kinds(part.ask) == {"approve": Kind.APPROVE, "reject": Kind.REJECT, "edit": Kind.APPROVE}
    assert answer(part, "approve") == "approve"
    assert answer(part, "reject") == "reject"
    assert answer(part, "edit", values={"text": WHY}) == f"edit:{WHY}"


def test_the_dialect_has_a_name() -> None:
    assert reading.read(Payload("Reply 'yes' or 'no'")).dialect == options_as_text.NAME


def test_what_an_answer_means_is_shown_and_the_list_itself_is_not() -> None:
    ask = the_part({"draft": "Dear all", "options": ["approve — execute as drafted", "reject — cancel"]}).ask
    assert [(fact.label, fact.value) for fact in ask.facts] == [
        ("Draft", "Dear all"),
        ("Approve", "execute as drafted"),
        ("Reject", "cancel"),
    ]


def test_words_behind_a_colon_are_asked_for() -> None:
    ask = the_part("Reply 'deploy', 'reject', or 'hold:<reason>'").ask
    hold, edit = ask.action("hold"), the_part({"options": ["approve", "reject", EDIT]}).ask.action("edit")
    assert hold is not None
    assert (hold.kind, hold.reason, hold.form) == (Kind.NEUTRAL, ReasonRule.REQUIRED, {})
    assert edit is not None
    assert (edit.reason, edit.form["required"]) == (ReasonRule.NONE, ["text"])
    assert edit.form["properties"] == {
        "text": {"type": "string", "title": "Your revised content", "minLength": 1, "maxLength": 3000}
    }


@pytest.mark.parametrize(
    ("written", "said", "given"),
    [
        ("hold:<reason>", {"reason": WHY}, f"hold:{WHY}"),
        ("hold: <reason>", {"reason": WHY}, f"hold: {WHY}"),
        ("reject:", {"reason": WHY}, f"reject:{WHY}"),
        ("Reject:{why}", {"reason": WHY}, f"Reject:{WHY}"),
        ("move:<place>", {"values": {"text": "Berlin"}}, "move:Berlin"),
        ("revise:<feedback>", {"reason": "shorter"}, "revise:shorter"),
        ("APPROVE", {}, "APPROVE"),
        ("request changes:…", {"values": {"text": "x"}}, "request changes:x"),
    ],
)
def test_the_answer_is_written_as_its_author_writes_it(written: str, said: dict[str, Any], given: str) -> None:
    part = the_part({"options": ["go — on", written]})
    assert answer(part, part.ask.actions[1].id, **said) == given


@pytest.mark.parametrize(
    ("refusal", "given"), [("reject", "reject"), ("reject:<reason>", "reject:"), ("no: <why>", "no: ")]
)
def test_silence_gives_the_authors_own_refusal_with_no_words_in_it(refusal: str, given: str) -> None:
    part = the_part({"options": ["approve — go", refusal]})
    first = part.ask.first(Kind.REJECT)
    assert first is not None
    assert composed(part, decided(first)) == given


def test_silence_has_no_answer_where_nothing_refuses() -> None:
    part = the_part({"options": ["approve — go", "hold — wait"]})
    with pytest.raises(KeyError):
        composed(part, silent())


@pytest.mark.parametrize(
    "payload",
    [
        {"options": ["versturen — nu", "annuleren — niet"]},
        {"options": ["批准 — 执行", "拒绝 — 取消"]},
        {"options": ["одобрить — да", "отклонить — нет"]},
    ],
)
def test_words_that_nobody_knows_are_neither_consent_nor_refusal_and_the_card_says_so(payload: Any) -> None:
    part = the_part(payload)
    assert set(kinds(part.ask).values()) == {Kind.NEUTRAL}
    assert "does not know whether" in part.ask.notice
    assert [answer(part, action.id) for action in part.ask.actions] == [
        option.split(" — ")[0] for option in payload["options"]
    ]


def test_known_words_need_no_warning() -> None:
    assert not the_part({"options": ["approve — go", "hold — wait", "reject — stop"]}).ask.notice


def test_the_same_answer_twice_is_one_button_and_with_a_text_another() -> None:
    part = the_part({"options": ["approve — go", "approve — really", "Approve", "approve:<comment>", "reject — stop"]})
    assert list(kinds(part.ask)) == ["approve", "approve_2", "approve_3", "reject"]
    assert [answer(part, "approve"), answer(part, "approve_2")] == ["approve", "Approve"]
    assert answer(part, "approve_3", reason="fine") == "approve:fine"


def test_a_colon_before_what_every_answer_means_is_no_place_for_a_text() -> None:
    part = the_part({"options": ["approve: send it as it is", "reject: throw it away"]})
    assert [answer(part, "approve"), answer(part, "reject")] == ["approve", "reject"]


def test_the_answers_of_the_instructions_and_those_of_the_list_are_offered_together() -> None:
    part = the_part({"options": ["approve", "reject", "skip"], "instructions": "Reply 'approve', 'reject:<reason>' …"})
    assert answer(part, "reject", reason="why") == "reject:why"
    assert answer(part, "skip") == "skip"


def test_as_many_answers_as_a_card_holds() -> None:
    part = the_part({"options": [f"option {number} — it" for number in range(20)]})
    assert len(part.ask.actions) == 20
    assert answer(part, part.ask.actions[19].id) == "option 19"


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ({"options": [f"option {number} — it" for number in range(21)]}, "offers 21 answers"),
        ({"options": ["approve — go", 5]}, "something else than texts"),
        ({"options": ["approve", ""]}, "something else than answers"),
        ({"options": ["approve", f"{'x' * 61} — it"]}, "something else than answers"),
        ({"options": ["approve", "edit: your text"]}, "behind “edit:” is not said"),
        ({"options": ["approve: go on", "edit: your text"]}, "with a text behind it is not said"),
        ({"options": ["approve", "move:<from>:<to>"]}, "behind “move:” is not said"),
        ({"instructions": "Reply 'move:<from>:<to>'"}, "behind “move:” is not said"),
        ({"question": "Which?", "options": ["red", "blue"]}, "one of the words alone"),
        (
            {"options": [{"id": "approve", "label": "Do it"}, {"id": "reject", "label": "Stop"}]},
            "one of the words alone",
        ),
        ({"options": {"approve": "Do it", "reject": "Stop"}}, "one of the words alone"),
        ("The agent wrote: reply 'deny'. Now reply 'yes' or 'no'.", "more than one place"),
        ({"message": "It says: answer 'ok'.\nAnswer 'yes' or 'no'."}, "more than one place"),
    ],
    ids=str,
)
def test_what_cannot_be_answered_with_certainty_is_shown_and_says_why(payload: Any, why: str) -> None:
    read = reading.read(Payload(payload))
    assert read.dialect == unknown.NAME
    assert read.parts[0].ask.actions == ()
    assert read.parts[0].reply is None
    assert why in read.parts[0].ask.notice


@pytest.mark.parametrize(
    "payload",
    [
        {"question": "What now?", "actions": ["Send a mail - to Bob", "Delete the file - x.txt"]},
        {"question": "What now?", "answers": ["42 - sure"]},
        {"question": "What is 'approve' in 'French'?"},
        "Respond to 'Bob' with whatever you like",
        {"question": "What did they say in 'reject' and 'approve'?", "content": "Reply 'approve' or 'reject'"},
        {"question": "Which one?", "draft": "options: approve, reject", "body": 'Respond with JSON {"approved": true}'},
    ],
    ids=str,
)
def test_what_is_no_offer_of_answers_makes_no_buttons(payload: Any) -> None:
    assert [action.id for action in the_part(payload).ask.actions] in (["answer"], [])


@pytest.mark.parametrize(
    "text", ["$reason", "${reason}", "{reason}", "%s", "'; reject", "$$", '"}', "<@U1>", "\\", "\u2028"]
)
def test_what_an_agent_wrote_changes_no_answer(text: str) -> None:
    part = the_part({"draft": text, "options": [f"approve — {text}", f"reject — {text}", "hold:<reason>"]})
    assert [answer(part, "approve"), answer(part, "reject")] == ["approve", "reject"]
    assert answer(part, "hold", reason=text) == f"hold:{text}"
    assert text in [fact.value for fact in part.ask.facts]


def test_a_question_that_names_other_answers_than_are_listed_offers_neither() -> None:
    """Its text may be an agent's, who would have the workflow given a word that it does not know."""
    part = the_part({"message": "The draft: reply 'deny'", "options": ["approve", "reject"]})
    assert part.ask.actions == ()


@pytest.mark.parametrize("listed", ["allowed_responses", "valid_answers", "possibleReplies"])
def test_a_list_of_responses_says_that_they_are_the_answers(listed: str) -> None:
    part = the_part({"question": "Approve?", listed: ["approve", "reject"]})
    assert [answer(part, "approve"), answer(part, "reject")] == ["approve", "reject"]


@pytest.mark.parametrize(
    "payload",
    [
        {"question": "Approve?", "options": ["approve", "reject"]},
        {"options": {"approve": "Do it", "reject": "Stop"}},
        {"options": [{"id": "approve", "label": "Do it"}, {"value": "reject"}]},
        {"message": "Reply 'approve' or 'reject'"},
    ],
)
def test_as_told_words_are_answers(payload: Any) -> None:
    [part] = reading.read(Payload(payload), Told(dialect="options_as_text")).parts
    assert [answer(part, "approve"), answer(part, "reject")] == ["approve", "reject"]


@pytest.mark.parametrize(
    "words", ["Approve this? (yes/no)", "Approve [yes/no]", {"question": "Go on? (yes / no)"}, "Sure? (yes/no/maybe)"]
)
def test_words_in_brackets_with_strokes_between_them(words: Any) -> None:
    part = the_part(words)
    assert (answer(part, "yes"), answer(part, "no")) == ("yes", "no")


def test_letters_in_brackets() -> None:
    part = the_part("Continue? (y/n)")
    assert (answer(part, "y"), answer(part, "n")) == ("y", "n")
    assert kinds(part.ask) == {"y": Kind.APPROVE, "n": Kind.REJECT}


def test_what_stands_in_brackets_otherwise_is_no_answer() -> None:
    assert [action.id for action in the_part("What does it cost (euros/dollars)?").ask.actions] == ["answer"]
