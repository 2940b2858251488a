"""Tests that the pages of the full view leave nothing out and are few."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from bot.approvals.ask import Ask, Draft
from bot.approvals.request import Edit
from bot.slack import text
from bot.slack.drawing.pages import pages
from bot.slack.forms.fields import fields_of
from tests.approvals.examples import IN_INSTALMENTS, NOON, a_drafted_ask, an_ask
from tests.slack import limits
from tests.slack.asks import MANY, an_ask_of, asks, steadily
from tests.slack.drawing.test_long_cards import OVERSIZED
from tests.slack.hostile import HOSTILE

UNSAID = {"id", "kind", "reason", "status", "risk", "urgency"}  # for machines, or told in words of ours


def judged(ask: Ask, *edits: Edit) -> list[list[dict[str, Any]]]:
    """The pages, each within the limits."""
    drawn = pages(ask, edits)
    for page in drawn:
        assert limits.complaints(page, 90) == []
        assert len(json.dumps(page)) <= 60_000
        assert not list(limits.tokens(page))
        assert not list(limits.marked_texts(page))
    return drawn


def shown(drawn: list[list[dict[str, Any]]]) -> str:
    """All that stands on the pages, without blanks, headings of continued parts left out."""
    return "".join(squeezed(said) for said in limits.all_texts(drawn) if not said.endswith("(continued)"))


def squeezed(said: str) -> str:
    """What is visible of a text, without blanks."""
    return "".join(text.visible(said).split())


def every_text(part: Any, name: str = "") -> Iterator[str]:
    """Every text of an ask, names of values included."""
    if isinstance(part, dict):
        for key, inner in part.items():
            if name == "measures":
                yield key
            yield from every_text(inner, key)
    elif isinstance(part, list):
        for inner in part:
            yield from every_text(inner, name)
    elif isinstance(part, str) and name not in UNSAID:
        yield part


def everything(ask: Ask) -> Iterator[str]:
    """Every text of an ask: fields by the labels that their form has for them, nested values as JSON."""
    told = ask.model_dump(mode="json")
    forms = [holder.pop("form") for holder in [*told["actions"], *([told["draft"]] if told["draft"] else [])]]
    labels = {field.name: field.label for form in forms for field in fields_of(form)}
    yield from labels.values()
    yield from (field.description for form in forms for field in fields_of(form))
    draft: dict[str, Any] = told.pop("draft") or {"values": {}, "measures": {}}
    yield from (part for pair in draft["measures"].items() for part in (pair[0], labels.get(pair[1], pair[1])))
    for name, value in draft["values"].items():
        yield labels.get(name, name)
        yield from map(worded, value.values() if isinstance(value, dict) and value else [value])
    yield from every_text(told)


def worded(value: Any) -> str:
    """A value as it is shown: words as they are, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@steadily
@given(ask=asks)
def test_every_character_of_an_ask_is_on_some_page(ask: Ask) -> None:
    said = shown(judged(ask))
    for part in everything(ask):
        assert squeezed(part) in said


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_all_there_and_harmless(words: str) -> None:
    ask = an_ask_of(words)
    said = shown(judged(ask))
    assert squeezed(ask.summary) in said
    assert squeezed(ask.waiting_costs) in said


@pytest.mark.parametrize("part", OVERSIZED)
def test_an_oversized_part_is_all_there(part: str) -> None:
    ask = an_ask().model_copy(update={part: OVERSIZED[part]})
    said = shown(judged(ask))
    for each in everything(ask):
        assert squeezed(each) in said


def test_two_hundred_kilobytes_are_few_pages() -> None:
    assert len(judged(an_ask(draft=Draft(values={"argument": "word " * 40_000}, form={})))) <= 4
    assert len(judged(an_ask().model_copy(update={"facts": OVERSIZED["facts"]}))) <= 2


def test_a_small_ask_is_one_page() -> None:
    assert len(judged(a_drafted_ask(actions=(IN_INSTALMENTS,)))) == 1
    assert len(judged(Ask(title=" "))) == 1


def test_every_answer_is_explained_and_its_form_in_words() -> None:
    said = "\n".join(limits.all_texts(judged(an_ask(actions=(*MANY, IN_INSTALMENTS)))))
    assert "Possible answers" in said
    assert "Way 1: \n" in said
    assert "This approves. It takes no reason." in said
    assert "What “Approve in instalments” is filled in with\nMonths: \nA whole number. At least 2." in said


def test_forms_are_told_in_words_and_never_as_a_schema() -> None:
    form = {
        "type": "object",
        "properties": {
            "amount": {"type": "number", "title": "Amount", "exclusiveMinimum": 0, "maximum": 1_000_000},
            "currency": {"enum": ["EUR", "USD", "GBP"], "title": "Currency", "description": "What it is paid in"},
            "note": {"type": "string", "title": "Note", "maxLength": 2000},
        },
        "required": ["amount", "currency"],
    }
    draft = Draft(values={"amount": 12}, form=form, measures={"amount": "amount"})
    said = "\n".join(limits.all_texts(judged(an_ask(draft=draft))))
    assert "What may be changed\nAmount: \nA number. At most 1,000,000. More than 0." in said
    assert "Currency: \nWhat it is paid in. One of: EUR, USD or GBP." in said
    assert "Note: \nText. At most 2,000 characters. It may be left blank." in said
    assert "amount: \n120, taken from Amount" in said
    assert not any(keyword in said for keyword in ("properties", "maxLength", "enum", "{"))


def test_the_title_is_a_header_and_each_heading_stands_once() -> None:
    ask = a_drafted_ask().model_copy(update={"flags": ("one", "two", "three")})
    (page,) = judged(ask)
    said = [*limits.all_texts(page)]
    assert page[0]["type"] == "header"
    assert all(said.count(heading) == 1 for heading in ("What is unusual", "What will run", "Possible answers"))
    assert "What is unusual\none\ntwo\nthree" in "\n".join(said)


def test_long_words_break_at_line_ends_or_blanks() -> None:
    for gap in ("\n", " "):
        words = [f"word{number}" for number in range(2000)]
        drawn = judged(an_ask().model_copy(update={"summary": gap.join(words)}))
        pieces = [said for said in limits.all_texts(drawn) if said.startswith("word")]
        assert len(pieces) > 2
        assert [word for piece in pieces for word in piece.split()] == words


def test_a_page_that_begins_within_a_chapter_names_it_again() -> None:
    drawn = judged(an_ask().model_copy(update={"flags": tuple(f"flag {number} " * 20 for number in range(600))}))
    assert len(drawn) > 1
    assert all(next(limits.all_texts(page)) == "What is unusual (continued)" for page in drawn[1:])


def test_every_edit_is_told_by_itself() -> None:
    steps = [{"amount": 1}, {"amount": 2}, {"amount": 3}]
    edits = [Edit(person="U0LEAD", before=a, after=b, at=NOON) for a, b in pairwise(steps)]
    said = "\n".join(limits.all_texts(judged(a_drafted_ask(), *edits)))
    assert "Edit 1\nAmount: \n1 → 2" in said
    assert "Edit 2\nAmount: \n2 → 3" in said


def test_a_name_too_long_for_a_heading_is_told_in_full_below() -> None:
    ask = an_ask().model_copy(update={"measures": {"m" * 9000: 1.0}})
    assert "m" * 9000 in shown(judged(ask))
