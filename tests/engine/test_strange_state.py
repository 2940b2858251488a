"""Runs whose saved state, or whose graph, is not what it was when people were asked."""

import asyncio
from pathlib import Path

from tests.engine.graphs import Gate, State, acting, ask_once, chained, held_up
from tests.engine.workbench import workbench

Effects = list[str]


async def test_a_thread_that_stopped_half_way_is_not_driven_on_by_a_changed_graph(tmp_path: Path) -> None:
    """Invariant 7: an approval counts for the steps people signed for, not for what has taken their place."""
    effects: Effects = []
    gate = Gate()
    async with workbench(tmp_path, {"held": held_up(gate, effects)}) as bench:
        run, [request] = await bench.asked("held")
        await bench.answer(request)
        driving = asyncio.create_task(bench.driver.drive(run.key))
        await gate.reached.wait()
        driving.cancel()
        await asyncio.gather(driving, return_exceptions=True)

    async def work(state: State) -> State:
        effects.append("something else")
        return {}

    async with workbench(tmp_path, {"held": chained(("ask", ask_once), ("work", work))}) as bench:
        left = await bench.drive(run)
    assert "something else" not in effects
    assert left.dead
    assert "changed after people were asked" in left.error


async def test_a_run_whose_checkpoints_are_gone_is_not_started_anew(tmp_path: Path) -> None:
    """Invariants 4 and 11: what came before the question is not done again; the answer does not count as applied."""
    effects: Effects = []

    async def before(state: State) -> State:
        effects.append("before")
        return {}

    graphs = {"w": chained(("before", before), ("ask", ask_once), ("act", acting(effects)))}
    async with workbench(tmp_path, graphs) as bench:
        run, [request] = await bench.asked("w")
        await bench.answer(request)
    forget_checkpoints(tmp_path)
    async with workbench(tmp_path, graphs) as bench:
        left = await bench.drive(run)
        [asked] = await bench.requests(run)
    assert effects == ["before"]
    assert left.dead
    assert asked.applied_at is None


def forget_checkpoints(folder: Path) -> None:
    for file in folder.glob("checkpoints.db*"):
        file.unlink()
