"""Runs the checks: each a process of its own, whose exit status decides."""

import asyncio
import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from bot.review import Check, CheckStatus
from workflows.deploy.checklist import CheckCommand, read_checklist
from workflows.deploy.state import DeployInput

_TAIL_BYTES = 4096
_WORDS_SHOWN = 400
_SECRET_PREFIXES = ("SLACK_", "OPENAI_", "LANGGRAPH_", "LANGSMITH_", "SMTP_", "COUNTERSIGN_")
_Streams = tuple[IO[bytes], IO[bytes], IO[bytes]]


async def preflight(request: DeployInput) -> tuple[Check, ...]:
    """Run every check of the checklist at once, and say for each how it ended and what it did, in the file's order."""
    checklist = await asyncio.to_thread(read_checklist)
    deployment = request.model_dump_json(include=set(DeployInput.model_fields)).encode()
    running = (run(check, checklist.folder, deployment) for check in checklist.checks)
    return tuple(await asyncio.gather(*running))


async def run(check: CheckCommand, folder: Path, deployment: bytes) -> Check:
    """Run one check with the deployment on its standard input; past its timeout it is killed and has failed."""
    shown = shlex.join(check.command).replace("'{python}'", "python")
    with _files(deployment) as (given, out, err):
        try:
            status = await _exit_status(check, folder, (given, out, err))
        except TimeoutError:
            words = f"Did not finish within {check.timeout:g} seconds and was stopped ({shown})."
            return Check(name=check.name, status=CheckStatus.FAIL, detail=words)
        except (OSError, ValueError) as error:
            words = f"Could not be started: {error} ({shown})."
            return Check(name=check.name, status=CheckStatus.FAIL, detail=words)
        words = _last_line(out) or _last_line(err) or "It printed nothing."
    return Check(name=check.name, status=_judged(check, status), detail=f"{words} ({shown}: exit status {status})")


def _judged(check: CheckCommand, status: int) -> CheckStatus:
    if status == 0:
        return CheckStatus.PASS
    return CheckStatus.WARN if status in check.warn_on else CheckStatus.FAIL


async def _exit_status(check: CheckCommand, folder: Path, streams: _Streams) -> int:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable if part == "{python}" else part for part in check.command),
        stdin=streams[0],
        stdout=streams[1],
        stderr=streams[2],
        cwd=folder / check.directory,
        env={name: value for name, value in os.environ.items() if not name.startswith(_SECRET_PREFIXES)},
        start_new_session=True,
    )
    try:
        return await asyncio.wait_for(process.wait(), check.timeout)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


@contextmanager
def _files(deployment: bytes) -> Iterator[_Streams]:
    """Files instead of pipes: a talkative command fills no memory, and a child it leaves behind holds nobody up."""
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(deployment)
        given.seek(0)
        yield given, out, err


def _last_line(stream: IO[bytes]) -> str:
    """The last line with anything on it, marked where it was cut."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _TAIL_BYTES))
    lines = [line.strip() for line in stream.read().decode(errors="replace").splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    return last if len(last) <= _WORDS_SHOWN else f"{last[:_WORDS_SHOWN]}… (cut)"
