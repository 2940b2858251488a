"""Countersign as a process of its own, which a test may kill at the worst moment."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator

from tests.journeys.world import ROOT, World

_READY = b"Ctrl-C"


class Process:
    """`countersign serve` on the world's files."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def kill(self) -> None:
        """End it at once, with no chance to tidy up."""
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    def hang_up(self) -> None:
        """Tell it what a daemon is told when its configuration has changed."""
        self._process.send_signal(signal.SIGHUP)

    async def stop(self) -> int:
        """End it as Ctrl-C does, and return its exit status."""
        self._process.send_signal(signal.SIGINT)
        return await self._process.wait()

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None


@contextlib.asynccontextmanager
async def serving(world: World) -> AsyncIterator[Process]:
    """The bot in a process of its own, ready; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "serve",
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(world.data), **world.environ()},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    while _READY not in (line := await process.stdout.readline()):
        assert line, "the bot ended before it was ready"
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
