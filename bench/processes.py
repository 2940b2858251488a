"""Programs that run beside the measurement in processes of their own: started, watched and stopped by their handles."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.contest import ROOT

_SECONDS_TO_START = 60.0
_SECONDS_TO_STOP = 20.0


class Program:
    """A running Python module."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def computed(self) -> float:
        """Seconds that it has computed so far, or NaN on a system without /proc."""
        stat = Path(f"/proc/{self._process.pid}/stat")
        if not stat.exists():
            return float("nan")
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def says(self, words: str) -> str:
        """The first line it prints with these words in it; raises RuntimeError when it ends before."""
        assert self._process.stdout
        async with asyncio.timeout(_SECONDS_TO_START):
            while line := await self._process.stdout.readline():
                if words in line.decode():
                    return line.decode()
        raise RuntimeError("a program that the measurement needs has ended; its words stand above")

    async def stop(self) -> None:
        """End it as Ctrl-C does, and for good where that takes too long."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)
        try:
            async with asyncio.timeout(_SECONDS_TO_STOP):
                await self._process.communicate()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


class Workspace(NamedTuple):
    """A sandbox's address, and the keys to it."""

    url: str
    api_url: str
    bot_token: str
    app_token: str

    def environ(self) -> dict[str, str]:
        """The access to this workspace as an app's environment variables."""
        return {
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_APP_TOKEN": self.app_token,
            "SLACK_API_URL": self.api_url,
        }


@contextlib.asynccontextmanager
async def started(directory: Path, environ: Mapping[str, str], *words: str) -> AsyncIterator[Program]:
    """`python -m` these words, in a directory where no .env file adds settings; stopped at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        cwd=directory,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(directory), "PYTHONPATH": str(ROOT), **environ},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    program = Program(process)
    try:
        yield program
    finally:
        await program.stop()


@contextlib.asynccontextmanager
async def sandbox(directory: Path, seed: Path) -> AsyncIterator[tuple[Program, Workspace]]:
    """A workspace without messages on 127.0.0.1."""
    words = ("sandbox", "--manifest", str(ROOT / "manifest.yml"), "--seed", str(seed))
    async with started(directory, {}, *words) as program:
        told = json.loads(await program.says("url"))
        yield program, Workspace(told["url"], told["api_url"], told["bot_token"], told["app_token"])
