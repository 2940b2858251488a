"""Two questions of one thread, answered at the same moment."""

import asyncio
from pathlib import Path

from bot.approvals.machine import RunState
from bot.approvals.request import State
from tests.journeys.test_deciding import effects
from tests.journeys.world import World


async def test_two_pending_questions_answered_at_once_end_in_a_finished_run(world: World, tmp_path: Path) -> None:
    file = tmp_path / "effects.txt"
    await world.person("maya").command("#support", f"/task twins effects={file}")
    left, right = await world.card("tom", title="left"), await world.card("tom", title="right")
    await asyncio.gather(world.person("tom").press(left, "Approve"), world.person("lena").press(right, "Approve"))
    run = await world.run_ends()
    assert (run.state, run.outcome) == (RunState.FINISHED, "Left: approve, right: approve.")
    assert sorted(effects(file)) == ["left approve", "right approve"]
    assert [(request.state, bool(request.applied_at)) for request in await world.requests()] == [
        (State.SETTLED, True),
        (State.SETTLED, True),
    ]


async def test_questions_answered_one_after_the_other_keep_their_own_answers(world: World, tmp_path: Path) -> None:
    file = tmp_path / "effects.txt"
    await world.person("maya").command("#support", f"/task twins effects={file}")
    left, right = await world.card("tom", title="left"), await world.card("tom", title="right")
    await world.person("tom").press(right, "Approve")
    await world.shows("tom", "Approved")
    lena = world.person("lena")
    await lena.press(left, "Reject…")
    await world.sandbox.until(lena.view)
    await lena.submit({"reason": "keep it shut"})
    run = await world.run_ends()
    assert run.outcome == "Left: reject, right: approve."
    assert sorted(effects(file)) == ["left reject", "right approve"]
    assert len(await world.requests()) == 2


async def test_a_run_that_fails_after_its_approval_says_so_on_the_card(world: World) -> None:
    await world.person("maya").command("#support", "/task broken answer=none")
    await world.person("tom").press(await world.card("tom"), "Approve")
    run = await world.run_ends()
    assert run.state is RunState.FAILED
    await world.shows("tom", "the bank is closed")
    await world.direct("maya", "the bank is closed")
