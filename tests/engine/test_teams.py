"""Any graph that a team has is asked for, resumed and ended as it is, whatever it is made of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from bot.approvals.machine import RunState
from tests.engine import teams
from tests.engine.graphs import Effects, wire
from tests.engine.workbench import workbench

TEAMS: dict[str, Callable[[Effects], Any]] = {
    "a checkpointer of its own": lambda effects: wire(effects).compile(checkpointer=InMemorySaver()),
    "no checkpointer": lambda effects: wire(effects).compile(checkpointer=False),
    "a graph within": lambda effects: teams.around(teams.inner(), effects),
    "a graph within that has a checkpointer": lambda effects: teams.around(teams.inner(InMemorySaver()), effects),
    "a graph within that keeps what it knows": lambda effects: teams.around(teams.inner(True), effects),
    "a graph that is called": lambda effects: teams.calling(teams.inner(), effects),
    "a graph with a checkpointer that is called": lambda effects: teams.calling(teams.inner(InMemorySaver()), effects),
    "a typing.TypedDict": lambda effects: teams.of_state(teams.Plain, effects),
    "a dataclass": lambda effects: teams.of_state(teams.Data, effects),
    "a pydantic state": lambda effects: teams.of_state(teams.Model, effects),
    "a function": teams.functional,
}


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("made", TEAMS.values(), ids=TEAMS)
async def test_a_graph_asks_waits_and_acts_once_if_it_may(
    tmp_path: Path, made: Callable[[Effects], Any], action: str
) -> None:
    effects: Effects = []
    async with workbench(tmp_path, {"flow": made(effects)}) as bench:
        run, [request] = await bench.asked("flow", **given(bench.catalogue["flow"].workflow.input_schema))
        assert "wired" not in effects
        await bench.answer(request, action)
        ended = await bench.drive(run)
        assert (ended.state, ended.outcome) == (
            RunState.FINISHED,
            "Wired." if action == "approve" else "Not wired.",
        )
        assert await bench.answers() == ["applied"]
    assert effects.count("wired") == (action == "approve")
    assert effects.count("prepared") <= 1


async def test_a_graph_on_a_file_of_its_own_gives_way_to_ours(tmp_path: Path) -> None:
    effects: Effects = []
    graph = teams.on_file(effects, str(tmp_path / "theirs.db"))
    async with workbench(tmp_path, {"flow": graph}) as bench:
        run, [request] = await bench.asked("flow")
        await bench.answer(request)
        assert (await bench.drive(run)).outcome == "Wired."
    graph.checkpointer.conn.close()
    assert (tmp_path / "theirs.db").stat().st_size == 0


async def test_graphs_that_ask_side_by_side_are_answered_one_by_one(tmp_path: Path) -> None:
    effects: Effects = []
    async with workbench(tmp_path, {"fan": teams.fan_of_graphs(effects)}) as bench:
        run, requests = await bench.asked("fan")
        assert sorted(request.ask.title for request in requests) == [f"Open door {door}?" for door in range(3)]
        given = dict(zip((request.id for request in requests), ("approve", "reject", "approve"), strict=True))
        for request in requests[:-1]:
            await bench.answer(request, given[request.id])
            assert (await bench.drive(run)).state is RunState.WAITING
        await bench.answer(requests[-1], given[requests[-1].id])
        assert (await bench.drive(run)).outcome == "3 doors"
    assert sorted(effects) == sorted(f"{request.ask.title[10]} {given[request.id]}" for request in requests)


def given(schema: dict[str, Any]) -> dict[str, Any]:
    """An amount, where the graph takes one by itself, or as all that it takes."""
    return {"amount": 120} if "amount" in schema["properties"] else {"values": {"amount": 120}}
