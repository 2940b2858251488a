"""7. A graph's version changes with what it would do, and with nothing else."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from bot.engine.catalogue import compile_all
from bot.engine.finding import find
from tests.engine.sources import GRAPH, write

ROOT = Path(__file__).parents[2]
Change = tuple[tuple[str, str], ...]
CHANGES: dict[str, Change] = {
    "a step's code": (('"answer": "done"', '"answer": "done twice"'),),
    "the asking step's code": (("ask(state: State) -> State:\n", "ask(state: State) -> State:\n    state = {}\n"),),
    "a step's name": (('"act"', '"deed"'),),
    "a step more": (('builder.add_node("act", act)', 'builder.add_node("act", act)\nbuilder.add_node("more", act)'),),
    "an edge more": (('builder.add_edge("act", END)', 'builder.add_edge(START, "act")'),),
    "the order of its steps": (
        ('add_edge(START, "ask")', 'add_edge(START, "act")'),
        ('("ask", "act")', '("act", "ask")'),
    ),
    "an edge that depends": (
        ('builder.add_edge("ask", "act")', 'builder.add_conditional_edges("ask", lambda state: "act", ["act"])'),
    ),
}
SAME = {
    "nothing": ("", ""),
    "where it stands in the file": ("class State", "# A remark on nothing.\n\n\nclass State"),
    "something else in the file": ("number = 42", "number = 43"),
    "the order in which edges are added": (
        'builder.add_edge("ask", "act")\nbuilder.add_edge("act", END)',
        'builder.add_edge("act", END)\nbuilder.add_edge("ask", "act")',
    ),
}
NESTED = (
    GRAPH
    + """
outer = StateGraph(State)
outer.add_node("inner", graph)
outer.add_edge(START, "inner")
graph = outer.compile()
"""
)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("source", [GRAPH, NESTED], ids=["top", "subgraph"])
def test_the_version_changes_with(tmp_path: Path, source: str, change: Change) -> None:
    changed = source
    for old, new in change:
        assert old in changed
        changed = changed.replace(old, new)
    assert version(tmp_path / "before", source) != version(tmp_path / "after", changed)


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
@pytest.mark.parametrize("source", [GRAPH, NESTED], ids=["top", "subgraph"])
def test_the_version_does_not_change_with(tmp_path: Path, source: str, change: tuple[str, str]) -> None:
    changed = source.replace(*change, 1)
    assert version(tmp_path / "before", source) == version(tmp_path / "after", changed)


def test_the_version_of_a_function_changes_with_its_code(tmp_path: Path) -> None:
    changed = GRAPH.replace('interrupt("ready?")}\n\ndef fail', 'interrupt("steady?")}\n\ndef fail')
    assert version(tmp_path / "before", GRAPH, "flow") != version(tmp_path / "after", changed, "flow")


@pytest.mark.parametrize("attribute", ["graph", "flow"])
def test_the_version_is_the_same_in_every_process(tmp_path: Path, attribute: str) -> None:
    here = version(tmp_path, NESTED, attribute)
    asking = (
        "import sys, pathlib; from tests.engine.test_versions import version;"
        "print(version(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], 'flows.py').read_text(), sys.argv[2]))"
    )
    command = [sys.executable, "-c", asking, str(tmp_path), attribute]
    for seed in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        said = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
        assert said.stdout.strip() == here


def version(folder: Path, source: str, attribute: str = "graph") -> str:
    """The version of the graph that this source makes."""
    write(folder, source=source)
    found = asyncio.run(find([f"refund=flows.py:{attribute}"], folder))
    return compile_all(found, InMemorySaver())["refund"].workflow.graph_version
