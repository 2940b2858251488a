"""The book that a driven run's effects are noted in: the ledger, under the lease of whoever drives the run."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog
from langgraph.errors import GraphBubbleUp
from pydantic import JsonValue

from bot.approvals.effect import Doubt, Effect, Intent
from bot.approvals.routing import NoPolicy
from bot.desk import effecting, undoing
from bot.desk.effecting import Made
from bot.desk.opening import House
from bot.faults import Fault
from bot.ledger.database import Ledger
from bot.ledger.holding import hold
from bot.ledger.work import Claim, LeaseLost
from bot.logs import redacted

log = structlog.get_logger(__name__)

_UNNOTED = "what the run does once could not be noted"
_LOOK_AGAIN = 0.2  # seconds until it is looked again whether another hand has undone it
_LONGEST = 1000


class Unnoted(GraphBubbleUp, Fault):
    """The ledger could not note what a step did; the step is stopped, and nothing is held against its workflow.

    LangGraph saves no failure of a step for an error of this kind, so the run can be driven on.
    """


class Superseded(GraphBubbleUp, LeaseLost):
    """Somebody else drives the run by now; the step is stopped where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerBook:
    """What one run does, noted for as long as `claim` on it is held."""

    ledger: Ledger
    claim: Claim
    lease: float
    house: Callable[[], Awaitable[House]]
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _houses: dict[str, House] = field(default_factory=dict)

    def alone(self, key: str) -> AbstractAsyncContextManager[None]:
        """Keep other branches of the run from this key meanwhile."""
        return self._locks[key]

    async def find(self, key: str) -> Effect | None:
        """What was done under the key, or None."""
        async with _noted():
            return await effecting.find(self.ledger, self.claim.work.key, key)

    async def begin(self, intent: Intent) -> Effect:
        """Note that it is about to be done; one that is known to be done stays as it is.

        Whatever an offer to undo it needs to know is found out before it is done, as that might fail.
        """
        async with _noted():
            if intent.window:
                self._houses[intent.key] = await self.house()
            return await effecting.begin(self.ledger, self.claim, intent, now=self.now())

    async def finish(self, intent: Intent, result: JsonValue) -> Effect:
        """Note that it is done and what came of it, and offer to undo it within its window; what was known stands.

        Where it cannot be offered, as no policy says to whom, it is done all the same.
        """
        async with _noted():
            house = self._houses.get(intent.key) or (await self.house() if intent.window else None)
            try:
                return await effecting.finish(self.ledger, self.claim, intent, Made(result, house), now=self.now())
            except (NoPolicy, ValueError):
                log.exception("nobody can be offered to undo this", run=self.claim.work.key, effect=intent.key)
            return await effecting.finish(self.ledger, self.claim, intent, Made(result), now=self.now())

    async def drop(self, key: str) -> Effect:
        """Note that it certainly did not happen."""
        async with _noted():
            return await effecting.drop(self.ledger, self.claim, key)

    async def question(self, key: str, doubt: Doubt) -> Effect:
        """Note that people are asked about it, with what opens a door blacked out; what was known meanwhile stands."""
        told = replace(doubt, trouble=redacted(doubt.trouble)[:_LONGEST])
        async with _noted():
            return await effecting.question(self.ledger, self.claim, key, told)

    async def made(self) -> Sequence[Effect]:
        """What the run did, newest first."""
        async with _noted():
            return await effecting.of_run(self.ledger, self.claim.work.key)

    async def undo(self, key: str, because: str, compensate: Callable[[], Coroutine[Any, Any, None]]) -> Effect:
        """Undo it under a lease of its own, or wait until whoever has it by then is done with it."""
        while True:
            async with _noted():
                taken = await effecting.take(self.ledger, self.claim, key, self.lease, now=self.now())
            if taken:
                return await self._undone(taken, because, compensate)
            effect = await self.find(key)
            if effect and not effect.can_be_undone:
                return effect
            await self.sleep(_LOOK_AGAIN)

    async def undone_by_hand(self, key: str, because: str) -> Effect:
        """Note that people undid it themselves."""
        async with _noted():
            return await effecting.undone_by_hand(self.ledger, self.claim, key, because, now=self.now())

    async def leave(self, key: str) -> Effect:
        """Note that it will not be undone."""
        async with _noted():
            return await effecting.leave(self.ledger, self.claim, key)

    async def pause(self, seconds: float) -> None:
        """Wait before something is tried again."""
        await self.sleep(seconds)

    async def _undone(self, taken: Claim, because: str, compensate: Callable[[], Coroutine[Any, Any, None]]) -> Effect:
        try:
            await hold(self.ledger, taken, self.lease, compensate())
        except LeaseLost as lost:
            raise Superseded(*lost.args) from lost
        async with _noted():
            return await undoing.conclude(self.ledger, taken, because=because, now=self.now())


@asynccontextmanager
async def _noted() -> AsyncIterator[None]:
    """Raises Unnoted for whatever keeps a note from the ledger, or Superseded."""
    try:
        yield
    except LeaseLost as lost:
        raise Superseded(*lost.args) from lost
    except Exception as error:
        raise Unnoted(f"{_UNNOTED}: {str(error) or type(error).__name__}") from error
