"""Holds a lease while work goes on, and stops the work when the lease is lost."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.ledger import work
from bot.ledger.database import Ledger
from bot.ledger.work import Claim, LeaseLost


async def hold(ledger: Ledger, claim: Claim, lease: float, doing: Coroutine[Any, Any, None]) -> None:
    """Do the work, renewing its lease of `lease` seconds every third of it; raises LeaseLost when that fails."""
    worker = asyncio.create_task(doing)
    keeper = asyncio.create_task(_keep(ledger, claim, lease))
    try:
        await asyncio.wait({worker, keeper}, return_when=asyncio.FIRST_COMPLETED)
        if not worker.done():
            raise LeaseLost(claim.work)
    finally:
        worker.cancel()
        keeper.cancel()
        await asyncio.gather(worker, keeper, return_exceptions=True)
    worker.result()


async def _keep(ledger: Ledger, claim: Claim, lease: float) -> None:
    """Renew until the lease is lost; a renewal that fails counts as lost, since another may hold it soon."""
    while True:
        await asyncio.sleep(lease / 3)
        async with asyncio.timeout(lease / 3), ledger.write() as tx:
            if not await work.renew(tx.conn, claim, lease):
                return
