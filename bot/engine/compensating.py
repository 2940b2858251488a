"""Undoes what people want undone, whether its run goes on or has long ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.desk import undoing
from bot.desk.faltering import Patience, falter
from bot.ledger import effect_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.holding import hold
from bot.ledger.work import Claim, LeaseLost
from bot.logs import redacted
from bot.review.rolling_back import Unregistered, compensate_once

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensator:
    """Calls what undoes an effect with what came of it, and tries again later where that fails."""

    ledger: Ledger
    lease: float
    patience: Patience
    now: Callable[[], datetime]

    async def undo(self, effect_id: str) -> None:
        """Undo the effect, if that is owed and nobody else is at it; failures are recorded, not raised."""
        async with self.ledger.write() as tx:
            claim = await work.claim(tx.conn, Work(WorkKind.EFFECT, effect_id), self.lease)
        if claim is None:
            return
        try:
            await hold(self.ledger, claim, self.lease, compensate_once(effect_book.from_row(claim.row)))
            await undoing.conclude(self.ledger, claim, now=self.now())
        except LeaseLost:
            log.warning("lease lost while undoing", effect=effect_id)
        except Exception as error:
            log.exception("could not be undone", effect=effect_id, attempt=claim.attempts)
            await self._falter(claim, error)

    async def _falter(self, claim: Claim, error: Exception) -> None:
        words = redacted(str(error) or type(error).__name__)
        await falter(self.ledger, claim, words, self.patience, hopeless=isinstance(error, Unregistered))
