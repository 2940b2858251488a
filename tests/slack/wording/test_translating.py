"""Tests that the file is all there is to translate: in a language with an accent on each letter, no word lacks one."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.approvals.ask import APPROVE, REJECT
from gallery.collection import collection

ROOT = Path(__file__).parents[3]
THEIRS = sorted((ROOT / "gallery" / "specimens").glob("*.py"))
SIGNS = re.compile(
    r"`(?:/|countersign|format)[^`]*`|<[@#!][^<>|^]*|\^\d+\^|\{[a-z_]+\}|<https?:[^<>|]*|\[U\+[0-9A-F]+\]|\u02cb"
)
LETTERS = re.compile(r"[^\W\d_]+")
ACCENTED = ""
AT_THE_CUT = 2
LONG = 30
BEGUN = 3


@cache
def translated() -> dict[str, Any]:
    """What the program says in the accented language; a process of its own, as the words are read at import."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.slack.wording.pseudo"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without mentions, times and commands; nothing for each with an accent."""
    found = LETTERS.findall(SIGNS.sub(" ", unescape(text)))
    return tuple(word.casefold() if word.isascii() else ACCENTED for word in found)


@cache
def theirs() -> set[tuple[str, ...]]:
    """What workflows and people say in the specimens, cut or not: it is not ours to translate."""
    literals = {
        APPROVE.label,
        REJECT.label,
        "Tool",
        "Run",
        "Respond",
    }  # what dialects say is on the ledger, as it was shown
    for path in THEIRS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
    known = [words(literal) for literal in literals]
    begun = {literal[:length] for literal in known for length in range(BEGUN, len(literal))}
    return begun.union(known)


def shown(part: Any) -> Iterator[str]:
    """Every text in a payload that people see."""
    if isinstance(part, list):
        for inner in part:
            yield from shown(inner)
    if isinstance(part, dict):
        yield from (value for name, value in part.items() if name == "text" and isinstance(value, str))
        yield from (text for value in part.values() for text in shown(value))


def untranslated(text: str) -> list[str]:
    """The words that bear no accent and are not theirs, though parts of words may be, where a text was cut."""
    said, lengths = words(text), {len(literal) for literal in theirs()}
    known: set[int] = set()
    for length, at in product(lengths, range(len(said))):
        if said[at : at + length] in theirs():
            known.update(range(at, at + length))
    return [word for at, word in enumerate(said) if len(word) > 1 and at not in known and not _is_cut(at, said)]


def _is_cut(at: int, said: tuple[str, ...]) -> bool:
    """Whether it may be the rest of a word of theirs: at an end of a text so long that it may have been cut there."""
    is_edge = len(said) > LONG and min(at, len(said) - 1 - at) < AT_THE_CUT
    return is_edge and any(said[at] in word for literal in theirs() for word in literal)


@pytest.mark.parametrize("name", [specimen.slug for specimen in collection()])
def test_a_specimen_shows_no_word_of_ours_that_is_not_in_the_file(name: str) -> None:
    texts = list(shown(translated()["drawn"][name]))
    assert texts
    assert {text: untranslated(text) for text in texts if untranslated(text)} == {}


def test_the_search_would_find_a_word_that_is_not_in_the_file() -> None:
    moment = "<!date^1772452800^{date_short_pretty} at {time}|2026-03-02>"
    assert untranslated(f"Ŕéɋúéśťéď ƀý ḿé, waiting until {moment}. Íƒ ńóƀóďý áńśŵéŕś") == ["waiting", "until", "at"]
    assert untranslated("*Úńťíĺ:* Refund 12,500 EUR to ACME? `/task help`") == []


def test_every_sentence_there_is_comes_from_the_file() -> None:
    said: dict[str, list[str]] = translated()["said"]
    assert len(said) > 300
    assert {name: texts for name, texts in said.items() if any(map(any, map(words, texts)))} == {}
