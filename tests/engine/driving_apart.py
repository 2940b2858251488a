"""A process of its own that drives one run of a graph on a server, until it is done or killed."""

import asyncio
import sys
from pathlib import Path

from bot.engine.remote import RemoteThreads
from tests.engine.workbench import workbench


async def _drive(folder: Path, url: str, run_id: str) -> None:
    graph = await RemoteThreads.reach(url, "held")
    async with workbench(folder, {"held": graph}, sole=False) as bench:
        await bench.driver.drive(run_id)


if __name__ == "__main__":
    asyncio.run(_drive(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
