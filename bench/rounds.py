"""The rounds: every contestant once in each, so that what else the machine does falls on all of them alike."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import bare, desk_alone, echo, whole
from bench.contest import Contest
from bench.samples import Round


async def measure(contest: Contest, tell: Callable[[str], None]) -> list[Round]:
    """Measure all of it in directories that are gone afterwards; `tell` hears of every round that begins."""
    rounds = []
    for number in range(contest.rounds):
        tell(f"round {number + 1} of {contest.rounds} ...")
        directory = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="countersign-bench-")
        with directory as name:
            rounds.append(await _round(contest, Path(name)))
    return rounds


async def _round(contest: Contest, directory: Path) -> Round:
    for name in ("bare", "desk", "whole", "echo"):
        (directory / name).mkdir()
    return Round(
        whole=await whole.measure(contest, directory / "whole"),
        bare=await bare.measure(contest, directory / "bare"),
        desk=await desk_alone.measure(contest, directory / "desk"),
        echo=await echo.measure(contest, directory / "echo"),
    )
