"""Workflows are found where the configuration names them, whatever they are made of, and all mistakes at once."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import StateGraph
from langgraph.pregel import Pregel

from bot.engine.catalogue import at_hand, compile_all
from bot.engine.finding import Found, find
from bot.engine.remote import RemoteThreads
from bot.engine.threads import Waiting, config_of, look
from bot.faults import Misconfigured, Mistake
from tests.engine.elsewhere import serving
from tests.engine.graphs import wire
from tests.engine.sources import GRAPH, write

SHAPES = [
    "graph",
    "builder",
    "make",
    "make_later",
    "make_with",
    "make_perhaps",
    "make_named",
    "make_any",
    "make_for_a_while",
    "flow",
]
METADATA = "Metadata-Version: 2.1\nName: team\nVersion: 1\n"


@pytest.fixture(autouse=True)
def _python_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Whatever a configuration makes importable is so for one test."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
    for name in [name for name, file in files.items() if file.startswith(str(tmp_path))]:
        del sys.modules[name]


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


async def test_the_folder_of_a_langgraph_json_is_importable_and_what_else_it_says_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "project", "beside_it.py", "WORDS = 'found'\n")
    write(tmp_path / "project", "agents/flows.py", f"import beside_it\n{GRAPH}")
    others: dict[str, Any] = {
        "node_version": "20",
        "store": {"index": {}},
        "auth": {"path": "./auth.py:auth"},
        "http": None,
        "env": None,
    }
    configure(tmp_path / "project", graphs={"refund": "./agents/flows.py:graph"}, dependencies=None, **others)
    assert [item.name for item in await find(["project/langgraph.json"], tmp_path)] == ["refund"]


async def test_a_langgraph_json_may_name_modules(tmp_path: Path) -> None:
    write(tmp_path, "named_flows/inner.py")
    configure(tmp_path, graphs={"refund": "named_flows.inner:graph"}, dependencies=["."])
    [found] = await find(["langgraph.json"], tmp_path)
    assert found.graph is sys.modules["named_flows.inner"].graph


async def test_a_graph_in_javascript_is_sent_to_its_server(tmp_path: Path) -> None:
    configure(tmp_path, graphs={"refund": "./src/agent.ts:graph"})
    [mistake] = await mistakes(["langgraph.json"], tmp_path)
    assert (mistake.wrong, "name=https://host#assistant" in mistake.remedy) == ("its graph is no Python", True)


async def test_what_installed_packages_offer_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    found = await find(["entry-points"], tmp_path)
    assert [(item.name, item.where) for item in found] == [
        ("close", "entry point close"),
        ("refund", "entry point refund"),
    ]
    assert all(isinstance(item.graph, Pregel | StateGraph) for item in found)


async def test_one_of_what_installed_packages_offer_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    assert [item.name for item in await find(["entry-points:refund"], tmp_path)] == ["refund"]


async def test_an_entry_point_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    [mistake] = await mistakes(["entry-points:pay"], tmp_path)
    assert mistake.wrong == "no installed package has the entry point 'pay' of 'countersign.workflows'"
    assert "project.entry-points" in mistake.remedy
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(tmp_path)])
    [mistake] = await mistakes(["entry-points"], tmp_path)
    assert "has an entry point of" in mistake.wrong


async def test_an_entry_point_that_leads_nowhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, broken="team_flows:nothing")
    [mistake] = await mistakes(["entry-points:broken"], tmp_path)
    assert mistake.where == "entry point broken"
    assert "team_flows:nothing cannot be loaded" in mistake.wrong


async def test_a_graph_for_a_while_is_opened_each_time_it_is_driven(tmp_path: Path) -> None:
    write(tmp_path, "whiles.py")
    [found] = await find(["refund=whiles.py:make_for_a_while"], tmp_path)
    opened = next(module for name, module in sys.modules.items() if name.startswith("countersign_workflow_")).opened
    assert opened == ["opened", "closed"]
    entry = compile_all([found], InMemorySaver())["refund"]
    async with at_hand(entry) as ready:
        seen = ready.graph.astream({}, config_of("run"), durability="sync", stream_mode="custom", subgraphs=True)
        assert [event async for event in seen] == []
        assert isinstance(await look(ready.graph, config_of("run")), Waiting)
        assert opened == ["opened", "closed", "opened"]
    assert opened == ["opened", "closed"] * 2


async def test_several_sources_are_found_in_their_order(tmp_path: Path) -> None:
    write(tmp_path)
    configure(tmp_path, graphs={"two": "./flows.py:graph"})
    found = await find(["one=flows.py:flow", "langgraph.json", "three = flows.py:make"], tmp_path)
    assert [item.name for item in found] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("flows.py:nothing", "AttributeError"),
        ("flows.py", "does not say which attribute"),
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


async def test_a_graph_elsewhere_is_found_by_its_graphs_name(tmp_path: Path) -> None:
    async with serving({"wire": wire([])}) as server:
        [found] = await find([f"pay={server.url}#wire"], tmp_path)
    assert (found.name, found.description) == ("pay", "Serves wire")
    assert isinstance(found.graph, RemoteThreads)


async def test_the_servers_key_is_shown_to_it_and_to_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with serving({"wire": wire([])}) as server:
        server.key = "lsv2_secret"
        [mistake] = await mistakes([f"pay={server.url}#wire"], tmp_path)
        assert mistake.wrong == "its server does not let us in"
        assert "LANGGRAPH_API_KEY" in mistake.remedy
        monkeypatch.setenv("LANGSMITH_API_KEY", "'lsv2_secret'")
        [found] = await find([f"pay={server.url}#wire"], tmp_path)
    assert "lsv2" not in repr(found) + caplog.text


async def test_a_server_that_is_not_as_configured_is_named_with_the_reason(tmp_path: Path) -> None:
    async with serving({"wire": wire([]), "chat": wire([])}) as server:
        [unknown] = await mistakes([f"pay={server.url}#pay"], tmp_path)
        [no_id] = await mistakes([f"pay={server.url}#00000000-0000-0000-0000-000000000000"], tmp_path)
        server.down = True
        [down] = await mistakes([f"pay={server.url}#wire"], tmp_path)
    [gone] = await mistakes([f"pay={server.url}#wire"], tmp_path)
    assert unknown.where == f"COUNTERSIGN_WORKFLOWS pay={server.url}#pay"
    assert unknown.remedy == "it serves chat, wire; write one behind #"
    assert "has no assistant" in no_id.wrong
    assert down.wrong == "its server answered with status 503"
    assert "cannot be reached" in gone.wrong


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    """Have a package of a team installed."""
    write(folder, "team_flows.py")
    points = {"refund": "team_flows:graph", "close": "team_flows:make", **more}
    lines = "".join(f"{name} = {target}\n" for name, target in points.items() if not more or name in more)
    write(folder, "team-1.dist-info/METADATA", METADATA)
    write(folder, "team-1.dist-info/entry_points.txt", f"[countersign.workflows]\n{lines}")
    monkeypatch.syspath_prepend(folder)


def configure(folder: Path, **content: Any) -> None:
    (folder / "langgraph.json").write_text(json.dumps(content))


async def mistakes(sources: list[str], root: Path) -> list[Mistake]:
    with pytest.raises(Misconfigured) as misconfigured:
        found: list[Found] = await find(sources, root)
        assert found
    return misconfigured.value.mistakes
