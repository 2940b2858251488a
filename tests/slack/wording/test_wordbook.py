"""Tests of reading the file: values go in as they are, amounts choose their form, and a broken file is refused."""

from pathlib import Path

import pytest

from bot.faults import Misconfigured
from bot.slack.wording import saying
from bot.slack.wording.wordbook import Wordbook, places, read

GOOD = """
[card]
until = "*Until:* {deadline}"
by = "{change}, by {person}."
hint = 'Write JSON such as {"key": "value"}.'
lines = { one = "{count} line", other = "{count} lines" }
"""


def book(tmp_path: Path, said: str) -> Wordbook:
    """The words in a file that says this."""
    path = tmp_path / "klingon.toml"
    path.write_text(said, encoding="utf-8")
    return read(path)


def test_values_are_put_in_where_the_text_names_them(tmp_path: Path) -> None:
    assert book(tmp_path, GOOD).say("card.until", deadline="noon") == "*Until:* noon"


@pytest.mark.parametrize("value", ["{deadline}", "{0.__class__}", "{{", "}", "%s", "\\1", ""])
def test_values_are_put_in_as_they_are(tmp_path: Path, value: str) -> None:
    assert book(tmp_path, GOOD).say("card.until", deadline=value) == f"*Until:* {value}"


def test_braces_that_name_no_value_are_text(tmp_path: Path) -> None:
    words = book(tmp_path, GOOD)
    assert words.say("card.hint") == 'Write JSON such as {"key": "value"}.'
    assert places(words.texts["card.hint"]) == frozenset()


def test_a_text_can_be_said_around_what_is_no_text(tmp_path: Path) -> None:
    assert book(tmp_path, GOOD).say_around("card.by", "person", change="{person}") == ("{person}, by ", ".")


def test_a_section_has_the_texts_right_under_it(tmp_path: Path) -> None:
    assert set(
        book(tmp_path, GOOD.replace(" {deadline}", "").replace("{change}, by {person}.", "")).section("card")
    ) == {
        "until",
        "by",
        "hint",
    }


@pytest.mark.parametrize("key", ["card", "card.untill", "card.lines"])
def test_a_text_that_is_not_there_cannot_be_said(tmp_path: Path, key: str) -> None:
    with pytest.raises(KeyError):
        book(tmp_path, GOOD).say(key)


def test_a_value_may_not_be_forgotten(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="deadline"):
        book(tmp_path, GOOD).say("card.until")


@pytest.mark.parametrize(
    ("said", "where", "wrong"),
    [
        ("[card", "klingon.toml", "it cannot be read"),
        ("[card]\nuntil = 5", "card.until", "it is no text"),
        ("[card]\nuntil = ['a']", "card.until", "it is no text"),
        ("[card]\nuntil = 'until {deadline'", "card.until", "a brace belongs to no name"),
        ("[card]\nuntil = 'until {Deadline}'", "card.until", "a brace belongs to no name"),
        ("[card]\nuntil = 'until {deadline.year}'", "card.until", "a brace belongs to no name"),
        ("[card]\nuntil = 'until {deadline!r:>9}'", "card.until", "a brace belongs to no name"),
        ("[card]\nuntil = 'until { deadline }'", "card.until", "a brace belongs to no name"),
        ("[plural]\nfact = { one = 'fact' }", "plural.fact", "none for all else"),
    ],
)
def test_a_broken_file_is_refused_with_the_place_and_a_remedy(
    tmp_path: Path, said: str, where: str, wrong: str
) -> None:
    with pytest.raises(Misconfigured) as refused:
        book(tmp_path, said)
    [mistake] = refused.value.mistakes
    assert where in mistake.where
    assert wrong in mistake.wrong
    assert mistake.remedy


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        book(tmp_path, "[a]\nb = 1\n[c]\nd = '{E}'\n[c.f]\nmany = '{count}'")
    assert [mistake.where for mistake in refused.value.mistakes] == [
        f"klingon.toml: {key}" for key in ("a.b", "c.d", "c.f")
    ]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"nowhere\.toml"):
        read(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(("count", "said"), [(0, "0 facts"), (1, "1 fact"), (2, "2 facts"), (12500, "12,500 facts")])
def test_an_amount_chooses_its_form(count: int, said: str) -> None:
    assert saying.say_many("plural.fact", count) == said


def test_a_reason_is_said_where_there_is_one() -> None:
    assert saying.say_because("history.withdrawn", "") == "*Withdrawn*, nothing was decided."
    assert saying.say_because("history.withdrawn", "{x}") == "*Withdrawn*, nothing was decided, “{x}”"
