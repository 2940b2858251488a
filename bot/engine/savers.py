"""Opens the checkpoints: a file of their own beside the ledger, so that their writes never hold up an ack."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.serde.types import ERROR
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


class Checkpoints(AsyncSqliteSaver):
    """A saver to which a step that was cancelled is one that never ran.

    LangGraph saves a cancelled step as failed, with whatever it had put out by then, and takes that for its result when
    the thread goes on. A drive is cancelled when the program stops or the lease is lost, and neither is a failure: the
    step is to be taken again from its beginning, as after a crash.
    """

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Save what a step has put out, unless it was cancelled."""
        if not any(channel == ERROR and isinstance(value, asyncio.CancelledError) for channel, value in writes):
            await super().aput_writes(config, writes, task_id, task_path)


@contextlib.asynccontextmanager
async def open_saver(path: Path) -> AsyncIterator[Checkpoints]:
    """The saver over an SQLite file that only its owner may read."""
    _make_private(path)
    async with aiosqlite.connect(path, timeout=10) as connection:
        await connection.execute("PRAGMA synchronous=FULL")
        saver = Checkpoints(connection)
        await saver.setup()
        yield saver


def _make_private(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.chmod(0o600)
