"""Carries owed work for Slack: claimed, held while it is done, given back; what fails stays owed and is tried again."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from bot.desk.faltering import Patience, falter
from bot.ledger import work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work
from bot.ledger.holding import hold
from bot.ledger.work import Claim, LeaseLost
from bot.slack.directory import LookupFailed
from bot.slack.errors import Fate, Trouble, sort
from bot.slack.posting import NotYet
from bot.slack.reachability import Reachability

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Sees pieces of owed work through; `hold_back` hears of a pause that Slack has asked for.

    While Slack is out of reach no work is given up: it is tried again and again, and at once when Slack is back.
    """

    ledger: Ledger
    lease: float
    patience: Patience
    reachability: Reachability
    hold_back: Callable[[Claim, float], None] = lambda _claim, _seconds: None

    async def carry(self, piece: Work, doing: Callable[[Claim], Coroutine[Any, Any, None]]) -> None:
        """Do the work, if it is owed and nobody else is at it; what went wrong is recorded, not raised."""
        async with self.ledger.write() as tx:
            claim = await work.claim(tx.conn, piece, self.lease)
        if claim is None:
            return
        try:
            await hold(self.ledger, claim, self.lease, doing(claim))
        except LeaseLost:
            log.warning("lease lost while delivering", work=piece)
        except NotYet as wait:
            await self._put_off(claim, wait.seconds)
        except LookupFailed as error:
            await self._failed(claim, Trouble(Fate.NOT_DONE, 0, str(error)))
        except Exception as error:  # noqa: BLE001 - sorted, recorded, and raised before operators once it is dead
            await self._failed(claim, sort(error))

    async def _failed(self, claim: Claim, trouble: Trouble) -> None:
        log.warning("delivery failed", work=claim.work, attempt=claim.attempts, trouble=trouble.words)
        if trouble.pause:
            self.hold_back(claim, trouble.pause)
            await self._put_off(claim, trouble.pause)
            return
        hopeless = trouble.fate is Fate.HOPELESS
        patience = self.patience._replace(attempts=sys.maxsize) if self.reachability.down_since else self.patience
        if not await falter(self.ledger, claim, trouble.words, patience, hopeless=hopeless):
            self._hint_in(claim.work, work.pause_after(claim.attempts))

    async def _put_off(self, claim: Claim, seconds: float) -> None:
        async with self.ledger.write() as tx:
            await work.put_off(tx.conn, claim, seconds)
        self._hint_in(claim.work, seconds)

    def _hint_in(self, piece: Work, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds + 0.01, self.ledger.hints.announce, [piece])
