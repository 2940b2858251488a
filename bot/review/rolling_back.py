"""Undoes what a run did, newest first, and asks people about what could not be undone."""

from collections.abc import Callable, Coroutine
from typing import Any

from langgraph.errors import GraphBubbleUp

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.effect import Act, Doubt, Effect
from bot.approvals.machine import EffectState
from bot.review import compensations, doubting
from bot.review.acting import AskedWithin
from bot.review.books import Book, open_book
from bot.review.doubting import EffectAbandoned
from bot.review.in_graph import here

PAUSES = (1.0, 5.0)  # seconds before the second and the third attempt


async def roll_back(because: str = "") -> tuple[str, ...]:
    """Undo whatever this run did and gave an undo, newest first, and return in words what of it is undone now.

    Each is noted before the next is begun, so that after a crash it goes on where it stood; an undo that was under way
    is called once more. One that fails three times is put before people. `because` says why, for the audit trail.

    Raises EffectAbandoned where nobody says what to do about one, and NoBook outside of Countersign.
    """
    rolling = _RollingBack(open_book(), because, here().task)
    made = [effect for effect in await rolling.book.made() if effect.undo and effect.is_done]
    after = [await rolling.undone(effect) for effect in made]
    return tuple(effect.words for effect in after if effect.state is EffectState.UNDONE)


class _RollingBack:
    """One call of `roll_back`."""

    def __init__(self, book: Book, because: str, task: str) -> None:
        self.book = book
        self._because = because
        self._task = task

    async def undone(self, effect: Effect) -> Effect:
        """The effect undone, or left as people wanted it."""
        answer = doubting.replayed(effect, Act.UNDO, self._task)
        while effect.can_be_undone:
            if effect.state is EffectState.STUCK and answer is None:
                effect, answer = await self._asked(effect, "")
            elif effect.state is EffectState.STUCK and answer and not doubting.is_consent(answer):
                return await self._answered(effect, answer)
            else:
                effect, answer = await self._tried(effect)
        return effect

    async def _tried(self, effect: Effect) -> tuple[Effect, Decision | None]:
        try:
            return await self.book.undo(effect.key, self._because, self._compensating(effect)), None
        except GraphBubbleUp:
            raise
        except Exception as error:
            if not self._task:
                raise
            return await self._asked(effect, f"{type(error).__name__}: {error}")

    async def _asked(self, effect: Effect, trouble: str) -> tuple[Effect, Decision | None]:
        stuck = await self.book.question(effect.key, Doubt(Act.UNDO, self._task, trouble))
        if stuck.state is not EffectState.STUCK:
            return stuck, None
        return stuck, doubting.put(stuck, Act.UNDO, self._task)

    async def _answered(self, effect: Effect, answer: Decision) -> Effect:
        if answer.action == doubting.BY_HAND:
            return await self.book.undone_by_hand(effect.key, answer.reason or self._because)
        if answer.kind is Kind.REJECT and answer.cause is Cause.VOTES:
            return await self.book.leave(effect.key)
        raise EffectAbandoned(f"This could not be undone, and nobody said what to do about it: {effect.words}")

    def _compensating(self, effect: Effect) -> Callable[[], Coroutine[Any, Any, None]]:
        """Calls what undoes the effect, up to three times."""

        async def compensate() -> None:
            for pause in PAUSES:
                try:
                    await compensate_once(effect)
                except (AskedWithin, Unregistered):
                    raise
                except Exception:  # noqa: BLE001 - whatever it was, it is tried again, and raised at last
                    await self.book.pause(pause)
                else:
                    return
            await compensate_once(effect)

        return compensate


class Unregistered(Exception):
    """What undoes an effect is not there any more."""


async def compensate_once(effect: Effect) -> None:
    """Call what undoes the effect with what came of it; raises Unregistered where that is not there any more."""
    function = compensations.registered(effect.undo)
    if function is None:
        raise Unregistered(f"what undoes this is not there any more: {effect.undo}")
    try:
        await compensations.called(function, effect.result)
    except GraphBubbleUp:
        raise AskedWithin(AskedWithin.__doc__) from None
