"""Checkpoints are private and durable, and LangGraph is as strict as our promises need."""

import stat
from pathlib import Path

from bot.engine.savers import open_saver
from bot.engine.strictness import assert_strict
from bot.engine.threads import Waiting, config_of, look
from tests.engine.graphs import wire


async def test_only_their_owner_can_read_checkpoints(tmp_path: Path) -> None:
    file = tmp_path / "data" / "checkpoints.db"
    async with open_saver(file) as saver:
        await wire([]).compile(checkpointer=saver).ainvoke({"amount": 1}, config_of("thread-1"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sorted(file.parent.iterdir())}
    assert modes == dict.fromkeys(("checkpoints.db", "checkpoints.db-shm", "checkpoints.db-wal"), 0o600)


async def test_checkpoints_outlive_a_power_cut(tmp_path: Path) -> None:
    async with open_saver(tmp_path / "checkpoints.db") as saver:
        [journal] = list(await saver.conn.execute_fetchall("PRAGMA journal_mode"))
        [synchronous] = list(await saver.conn.execute_fetchall("PRAGMA synchronous"))
    assert (journal[0], synchronous[0]) == ("wal", 2)


async def test_a_thread_is_found_again_by_another_process(tmp_path: Path) -> None:
    async with open_saver(tmp_path / "checkpoints.db") as saver:
        await wire([]).compile(checkpointer=saver).ainvoke({"amount": 1}, config_of("thread-1"))
    async with open_saver(tmp_path / "checkpoints.db") as saver:
        assert isinstance(await look(wire([]).compile(checkpointer=saver), config_of("thread-1")), Waiting)


async def test_this_langgraph_is_strict() -> None:
    """3. The strict key is private in the library, so it is checked at start-up."""
    await assert_strict()
