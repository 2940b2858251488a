"""Opens a ledger in a process of its own: `python -m tests.ledger.opening URL`."""

import asyncio
import sys

from bot.ledger.database import Ledger


async def _open(url: str) -> None:
    await (await Ledger.open(url, sole=False)).close()


if __name__ == "__main__":
    asyncio.run(_open(sys.argv[1]))
