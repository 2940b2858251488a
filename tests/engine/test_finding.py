"""Workflows are found where the configuration names them, whatever they are made of, and all mistakes at once."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from langgraph.graph import StateGraph
from langgraph.pregel import Pregel

from bot.engine.finding import Found, find
from bot.faults import Misconfigured, Mistake
from tests.engine.sources import GRAPH, write

SHAPES = ["graph", "builder", "make", "make_later", "make_with", "flow"]


@pytest.fixture(autouse=True)
def _python_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a configuration makes importable is so for one test."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "modules", sys.modules.copy())


@pytest.mark.parametrize("attribute", SHAPES)
async def test_every_shape_of_graph_is_found_in_a_file(tmp_path: Path, attribute: str) -> None:
    write(tmp_path)
    [found] = await find([f"refund=flows.py:{attribute}"], tmp_path)
    assert found.name == "refund"
    assert isinstance(found.graph, Pregel | StateGraph)


async def test_a_dotted_path_is_found_among_what_python_can_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "dotted_flows/inner.py")
    monkeypatch.syspath_prepend(tmp_path)
    [found] = await find(["refund=dotted_flows.inner:graph"], tmp_path / "elsewhere")
    assert found.graph is sys.modules["dotted_flows.inner"].graph


async def test_a_file_that_python_can_import_keeps_its_name_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "pathed_flows/inner.py")
    monkeypatch.syspath_prepend(tmp_path)
    await find(["refund=pathed_flows/inner.py:graph"], tmp_path)
    assert "pathed_flows.inner" in sys.modules


async def test_a_langgraph_json_is_read_with_its_dependencies_and_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERSIGN_TEST_SET", "mine")
    monkeypatch.setenv("COUNTERSIGN_TEST_UNSET", "")
    monkeypatch.delenv("COUNTERSIGN_TEST_UNSET")
    write(tmp_path / "project" / "src", "needed.py", "WORDS = 'found'\n")
    write(tmp_path / "project", "agents/flows.py", f"import needed\n{GRAPH}")
    write(tmp_path / "project", ".env", "COUNTERSIGN_TEST_SET=theirs\nCOUNTERSIGN_TEST_UNSET=theirs\n")
    entry = {"path": "./agents/flows.py:make", "description": "Gives money back"}
    graphs = {"refund": entry, "deploy": "./agents/flows.py:graph"}
    configure(tmp_path / "project", graphs=graphs, dependencies=["./src", "some-package"], env=".env")
    found = await find(["project/langgraph.json"], tmp_path)
    assert [(item.name, item.description) for item in found] == [("refund", "Gives money back"), ("deploy", "")]
    assert found[0].where == "langgraph.json: graphs.refund"
    assert (os.environ["COUNTERSIGN_TEST_SET"], os.environ["COUNTERSIGN_TEST_UNSET"]) == ("mine", "theirs")


async def test_an_environment_may_be_written_into_a_langgraph_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERSIGN_TEST_INLINE", "")
    monkeypatch.delenv("COUNTERSIGN_TEST_INLINE")
    write(tmp_path)
    configure(tmp_path, graphs={"refund": "./flows.py:graph"}, env={"COUNTERSIGN_TEST_INLINE": "theirs"})
    await find(["langgraph.json"], tmp_path)
    assert os.environ["COUNTERSIGN_TEST_INLINE"] == "theirs"


async def test_several_sources_are_found_in_their_order(tmp_path: Path) -> None:
    write(tmp_path)
    configure(tmp_path, graphs={"two": "./flows.py:graph"})
    found = await find(["one=flows.py:flow", "langgraph.json", "three = flows.py:make"], tmp_path)
    assert [item.name for item in found] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("flows.py:nothing", "AttributeError"),
        ("flows.py", "cannot be loaded"),
        ("flows.py:fail", "RuntimeError: no licence"),
        ("missing.py:graph", "there is no file missing.py"),
        ("no.such.module:graph", "ModuleNotFoundError"),
        ("broken.py:graph", "SyntaxError"),
        ("leaving.py:graph", "SystemExit"),
    ],
)
async def test_what_cannot_be_loaded_is_named_with_the_reason(tmp_path: Path, target: str, words: str) -> None:
    write(tmp_path)
    write(tmp_path, "broken.py", "def def")
    write(tmp_path, "leaving.py", "raise SystemExit(3)")
    [mistake] = await mistakes([f"refund={target}"], tmp_path)
    assert mistake.where == f"COUNTERSIGN_WORKFLOWS refund={target}"
    assert words in mistake.wrong
    assert "install what the module imports" in mistake.remedy


async def test_two_workflows_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    write(tmp_path)
    configure(tmp_path, graphs={"refund": "./flows.py:graph"})
    [mistake] = await mistakes(["refund=flows.py:make", "langgraph.json", "other=flows.py:graph"], tmp_path)
    assert (mistake.where, mistake.wrong) == ("refund", "two workflows have this name")


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"graphs": 3}', '{"graphs": ["a"]}', "\xff"])
async def test_a_langgraph_json_that_is_none_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "langgraph.json").write_text(content, encoding="latin-1")
    [mistake] = await mistakes(["langgraph.json"], tmp_path)
    assert mistake.where == str(tmp_path / "langgraph.json")


async def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path)
    sources = [
        "nonsense",
        "missing.json",
        "a=flows.py:nothing",
        "b=no.such:graph",
        "c=flows.py:make",
        "c=flows.py:make",
    ]
    found = await mistakes(sources, tmp_path)
    assert [mistake.where for mistake in found] == [
        "COUNTERSIGN_WORKFLOWS",
        str(tmp_path / "missing.json"),
        "COUNTERSIGN_WORKFLOWS a=flows.py:nothing",
        "COUNTERSIGN_WORKFLOWS b=no.such:graph",
        "c",
    ]
    assert all(mistake.remedy for mistake in found)


def configure(folder: Path, **content: Any) -> None:
    (folder / "langgraph.json").write_text(json.dumps(content))


async def mistakes(sources: list[str], root: Path) -> list[Mistake]:
    with pytest.raises(Misconfigured) as misconfigured:
        found: list[Found] = await find(sources, root)
        assert found
    return misconfigured.value.mistakes
