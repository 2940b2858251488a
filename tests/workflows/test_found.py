"""The workflows as langgraph.json names them, under the strict serialiser the bot runs with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from langgraph.graph import StateGraph

from workflows.deploy.graph import graph as deploy
from workflows.refund.graph import graph as refund

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("name", "builder"), [("refund", refund), ("deploy", deploy)])
def test_langgraph_json_names_a_graph_without_a_checkpointer(name: str, builder: object) -> None:
    entry = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))["graphs"][name]
    file, attribute = entry["path"].split(":")
    assert (ROOT / file).is_file()
    assert attribute == "graph"
    assert entry["description"]
    assert isinstance(builder, StateGraph)


@pytest.mark.parametrize(("name", "action"), [("refund", "approve"), ("deploy", "deploy")])
def test_a_run_keeps_its_types_under_the_strict_serialiser(name: str, action: str) -> None:
    code = f"""
import asyncio
from tests.workflows.examples import Thread, decision, {name}_input
from workflows.{name}.graph import graph

async def main():
    thread = Thread.of(graph)
    print(await thread.answer(decision(await thread.start({name}_input()), {action!r})))
    values = (await thread.graph.aget_state(thread.config)).values
    print(sorted(type(value).__name__ for value in values.values()))

asyncio.run(main())
"""
    ran = _python(code, LANGGRAPH_STRICT_MSGPACK="true")
    assert "Reference: " in ran.stdout
    assert "Decision" in ran.stdout
    assert not ran.stderr


def test_the_modules_of_checks_start_without_the_heavy_libraries() -> None:
    modules = "sorted({'langgraph', 'pydantic'} & set(sys.modules))"
    ran = _python(f"import sys, workflows.deploy.probes.__main__; print({modules})")
    assert ran.stdout.strip() == "[]"


def _python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
