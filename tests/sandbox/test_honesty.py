"""The page about the sandbox is true: every behaviour names its source, and tests that exist."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "sandbox.md"
ROW = re.compile(r"^\| (\d+)(★?) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
STARRED = {1, 2, 3, 4, 5, 6, 7, 8}
BEHAVIOURS = set(range(1, 18))
SOURCES = ("docs ", "observed", "unverified: chosen")
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))


def names_in(file: str) -> set[str]:
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_row_of_the_table_is_read() -> None:
    table = PAGE.read_text(encoding="utf-8").split("| # |")[1].split("## ")[0]
    assert len(ROWS) == len([line for line in table.splitlines()[2:] if line.startswith("|")])


def test_every_behaviour_that_matters_is_in_the_table() -> None:
    assert {int(number) for number, *_ in ROWS} == BEHAVIOURS
    assert {int(number) for number, star, *_ in ROWS if star} == STARRED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2])
def test_every_row_names_its_source_and_tests_that_exist(row: tuple[str, ...]) -> None:
    _, _, _, source, named = row
    assert source.startswith(SOURCES)
    for reference in named.split(", "):
        file, _, test = reference.partition("::")
        assert test in names_in(file), reference
