"""Tests that the code and the file agree: every key is in use, and every text gets just the values it names."""

import ast
import re

import pytest

from bot.slack.wording.wordbook import FILE, places, read
from tests.slack.wording.uses import FOLDER, Use, modules, uses

TEXTS = read(FILE).texts
USES = uses()
WORDY = re.compile(r"[a-z] [a-z]|[.:·•…] |: |^[A-Z][a-z]+( |$)")
FOR_ALL_TEXTS = {"number.thousands", "number.point"}


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.place} {use.key}")
def test_every_text_that_the_code_says_is_in_the_file_with_the_same_values(use: Use) -> None:
    meant = [key for key in TEXTS if use.means(key)]
    assert meant
    for key in meant:
        assert use.values - use.needless <= places(TEXTS[key]) <= use.values


def test_every_text_in_the_file_is_said_somewhere() -> None:
    assert [key for key in TEXTS if not any(use.means(key) for use in USES)] == sorted(FOR_ALL_TEXTS, reverse=True)


def test_the_modules_hold_keys_and_no_words() -> None:
    literals = [
        (name, node.value)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in _docstrings(tree)
    ]
    assert [said for said in literals if re.search(r"\w \w|[^\x00-\x7f]|^[A-Z]", said[1])] == []


def test_only_the_wording_takes_texts_from_the_file() -> None:
    outside = (path for path in FOLDER.parent.rglob("*.py") if path.parent != FOLDER)
    assert [path.name for path in outside if "wording.saying" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("folder", ["drawing", "forms"])
def test_what_is_drawn_holds_no_sentence_of_its_own(folder: str) -> None:
    found = []
    for path in sorted((FOLDER.parent / folder).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        apart = _docstrings(tree) | _raised(tree) | _patterns(tree) | _types(tree)
        found += [said for said in _texts(tree) if said not in apart and WORDY.search(said)]
    assert found == []


def _texts(tree: ast.AST) -> list[str]:
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _docstrings(tree: ast.AST) -> set[str]:
    alone = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return {node.value for node in alone if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _raised(tree: ast.AST) -> set[str]:
    return {said for node in ast.walk(tree) if isinstance(node, ast.Raise) for said in _texts(node)}


def _patterns(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {said for call in calls if ast.unparse(call.func) == "re.compile" for said in _texts(call)}


def _types(tree: ast.AST) -> set[str]:
    """The names of classes in annotations that come before the class is there."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.update(_texts(node.returns) if node.returns else [])
        if isinstance(node, ast.AnnAssign):
            found.update(_texts(node.annotation))
    return found
