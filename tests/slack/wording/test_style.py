"""Tests that the words are in one style: plain punctuation, sentence case, and one word for one thing."""

import re

import pytest

from bot.slack.wording.wordbook import FILE, places, read

TEXTS = read(FILE).texts
KEYS = sorted(TEXTS)
BARE = {key: re.sub(r"`[^`]*`|\{[a-z_]+\}", "0", text) for key, text in TEXTS.items()}
NAMES = {
    "API",
    "App",
    "Countersign",
    "Enter",
    "Home",
    "ID",
    "IPv",
    "I",
    "JSON",
    "Schema",
    "Slack",
    "URL",
    "UTC",
    "UUID",
}
BUTTONS = {
    "refusal.fixed.not_read_yet": "card.see_everything",
    "history.earlier.one": "card.history",
    "history.earlier.other": "card.history",
    "modal.no_details": "modal.start",
}
ALIKE = [
    ("card.edit_and_approve", "modal.edit_title"),
    ("card.history", "modal.history_title"),
    ("card.history", "list.history_tab"),
    ("card.why", "modal.summary"),
    ("card.reason", "modal.reason_label"),
    ("list.policy", "notice.policy"),
    ("list.page_of", "modal.page_of"),
    ("list.previous", "modal.previous_one"),
    ("list.next", "modal.next_one"),
    ("command.start_label", "modal.choose"),
]
OTHER_WORDS = {
    r"approver|signer|decider": "reviewer",
    r"den(y|ied|ies)|declin\w*|refus\w*|veto\w*": "reject",
    r"accept(s|ed|ing)?|sign(ed)? off|confirm(s|ed)?": "approve",
    r"ticket|issue|approval request": "request",
    r"level|stage|rung": "tier",
    r"timeout|timed out|lapsed?": "expired, or it was not decided in time",
    r"revoked?|retract(ed)?|recall(ed)?": "withdraw",
    r"substitute|deputy|proxy": "stand in",
}


@pytest.mark.parametrize("key", KEYS)
def test_punctuation_is_plain(key: str) -> None:
    text = BARE[key]
    assert "..." not in text
    assert "!" not in text
    assert "  " not in text
    assert not re.search(r" [,.;:?]", text)
    assert not re.search(r"[‘’„]", text)


@pytest.mark.parametrize("key", KEYS)
def test_sentences_are_in_sentence_case(key: str) -> None:
    buttons = set(re.findall(r"\w+", " ".join(TEXTS[name] for name in BUTTONS.values())))
    within = re.findall(r"(?<=[a-z,;] )[A-Z][A-Za-z]*", BARE[key])
    assert set(within) <= NAMES | (buttons if key in BUTTONS else set())


@pytest.mark.parametrize("key", KEYS)
def test_bold_and_backticks_are_closed(key: str) -> None:
    assert TEXTS[key].count("*") % 2 == 0
    assert TEXTS[key].count("`") % 2 == 0
    assert TEXTS[key].count("“") == TEXTS[key].count("”")
    assert TEXTS[key].count("(") == TEXTS[key].count(")")


@pytest.mark.parametrize("other", OTHER_WORDS)
def test_no_second_word_is_used_for_the_same_thing(other: str) -> None:
    found = [key for key in KEYS if re.search(rf"\b({other})\b", BARE[key], re.IGNORECASE)]
    assert found == [], f"say {OTHER_WORDS[other]}"


@pytest.mark.parametrize("key", BUTTONS)
def test_a_button_is_called_as_it_is_labelled(key: str) -> None:
    assert TEXTS[BUTTONS[key]] in TEXTS[key]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_surfaces_that_say_the_same_say_it_in_the_same_words(one: str, other: str) -> None:
    assert TEXTS[one] == TEXTS[other]


@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("look.")])
def test_a_look_bears_its_verdict(key: str) -> None:
    assert f"*{TEXTS[key.replace('look.', 'verdict.')]}*" in TEXTS[key]


@pytest.mark.parametrize("key", [key for key in KEYS if key.endswith(".one")])
def test_one_and_many_name_the_same_values(key: str) -> None:
    many = places(TEXTS[f"{key.removesuffix('.one')}.other"])
    assert places(TEXTS[key]) | {"count"} == many | {"count"}
