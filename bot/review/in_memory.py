"""A book in memory, for tests of workflows outside of Countersign: it does as the ledger does, for one run."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import JsonValue

from bot.approvals.effect import Act, Doubt, Effect, Intent
from bot.approvals.machine import EffectState
from bot.review.books import noting


class Remembered:
    """What one run did, for as long as the program runs; nobody is offered to undo anything."""

    def __init__(self) -> None:
        self._effects: dict[str, Effect] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def alone(self, key: str) -> AbstractAsyncContextManager[None]:
        """Keep others from this key meanwhile."""
        return self._locks[key]

    async def find(self, key: str) -> Effect | None:
        """What was done under the key, or None."""
        return self._effects.get(key)

    async def begin(self, intent: Intent) -> Effect:
        """Note that it is about to be done; one that is known to be done stays as it is."""
        before = self._effects.get(intent.key)
        if before is None or before.state is EffectState.DROPPED:
            begun = Effect(
                run_id="",
                key=intent.key,
                place=1 + max((effect.place for effect in self._effects.values()), default=0),
                words=intent.words,
                undo=intent.undo,
                state=EffectState.BEGUN,
                began_at=_NEVER,
                asked=before.asked if before else {},
            )
            return self._keep(begun)
        return self._keep(before.moved(EffectState.BEGUN)) if before.state is EffectState.DOUBTFUL else before

    async def finish(self, intent: Intent, result: JsonValue) -> Effect:
        """Note that it is done and what came of it; what was known stands."""
        before = self._effects[intent.key]
        return self._keep(replace(before.moved(EffectState.DONE), result=result)) if before.is_in_doubt else before

    async def drop(self, key: str) -> Effect:
        """Note that it certainly did not happen."""
        return self._keep(self._effects[key].moved(EffectState.DROPPED))

    async def question(self, key: str, doubt: Doubt) -> Effect:
        """Note that people are asked about it; what was known meanwhile stands."""
        before = self._effects[key]
        is_open = before.is_in_doubt if doubt.act is Act.DO else before.can_be_undone
        return self._keep(before.questioned(doubt)) if is_open else before

    async def made(self) -> Sequence[Effect]:
        """What the run did, newest first."""
        return sorted(self._effects.values(), key=lambda effect: effect.place, reverse=True)

    async def undo(self, key: str, because: str, compensate: Callable[[], Coroutine[Any, Any, None]]) -> Effect:
        """Undo it, unless it is undone by now."""
        before = self._effects[key]
        if not before.can_be_undone:
            return before
        taken = before if before.state is EffectState.UNDOING else self._keep(before.moved(EffectState.UNDOING))
        await compensate()
        return self._keep(taken.moved(EffectState.UNDONE))

    async def undone_by_hand(self, key: str, because: str) -> Effect:
        """Note that people undid it themselves."""
        return self._keep(self._effects[key].moved(EffectState.UNDONE))

    async def leave(self, key: str) -> Effect:
        """Note that it will not be undone."""
        return self._keep(self._effects[key].moved(EffectState.LEFT))

    async def pause(self, seconds: float) -> None:
        """Wait for nothing: a test has no third party to be patient with."""

    def _keep(self, effect: Effect) -> Effect:
        self._effects[effect.key] = effect
        return effect


_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # nobody reads in memory when it was


@contextlib.contextmanager
def remembering() -> Iterator[Remembered]:
    """Keep the effects of what runs within the block in memory, as one run, so that a workflow can be tested alone."""
    book = Remembered()
    with noting(book):
        yield book
