"""Starting and stopping, waiting, and the command line."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox import NeverHappenedError, Sandbox
from tests.sandbox.rig import APPROVALS, MANIFEST, bare_socket, running, web


async def test_waiting_returns_what_came_true(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="x")
    found = await sandbox.until(lambda: sandbox.person("maya").messages("#approvals")[0])
    assert found.text == "x"


async def test_waiting_in_vain_shows_the_workspace(sandbox: Sandbox) -> None:
    await web(sandbox).chat_postMessage(channel=APPROVALS, text="still open")
    with pytest.raises(NeverHappenedError, match="still open"):
        await sandbox.until(lambda: sandbox.person("maya").messages("#support")[0], timeout=0.01)


async def test_a_taken_port_is_an_error(sandbox: Sandbox) -> None:
    other = Sandbox(MANIFEST)
    with pytest.raises(OSError, match="address already in use"):
        await other.start(port=int(sandbox.url.rpartition(":")[2]))


async def test_stopping_ends_connections_and_event_streams() -> None:
    async with aiohttp.ClientSession() as session:
        async with running() as sandbox, bare_socket(sandbox) as socket:
            stream = await session.get(f"{sandbox.url}/people/maya/events")
            await stream.content.readline()
            async with asyncio.timeout(3):
                await sandbox.stop()
            assert (await socket.stream.receive()).type is aiohttp.WSMsgType.CLOSE
        stream.close()


def test_the_command_prints_where_it_is_and_ends_when_told_to(tmp_path: Path) -> None:
    words = [
        "--manifest",
        str(MANIFEST),
        "--store",
        str(tmp_path / "slack.json"),
        "--rate-limits",
        "--request-url",
        "http://127.0.0.1:9/",
    ]
    with subprocess.Popen([sys.executable, "-m", "sandbox", *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert told["url"].startswith("http://127.0.0.1:")
    assert told["bot_token"] == Sandbox(MANIFEST).bot_token


def test_the_command_says_in_one_line_what_it_cannot_read(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sandbox", "--manifest", str(tmp_path / "absent.yml")]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "absent.yml" in ended.stderr
