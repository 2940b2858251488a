"""Does what must not be done twice: once for its key, whatever crashes or runs again."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, overload

from langgraph.errors import GraphBubbleUp

from bot.approvals.decision import Decision
from bot.approvals.durations import LONGEST
from bot.approvals.effect import Act, Doubt, Effect, Intent
from bot.approvals.machine import EffectState
from bot.approvals.values import as_json, whole
from bot.review import compensations, doubting
from bot.review.books import Book, open_book
from bot.review.doubting import EffectAbandoned
from bot.review.in_graph import here

T = TypeVar("T")

_LONGEST_KEY = 255


class NotDone(Exception):
    """It certainly did not happen, so it may simply be tried again another time; raised from within an effect."""


class NotJson(TypeError):
    """What an effect returns is remembered as JSON; return texts, numbers, lists and dicts. It was done all the same,
    and is not done again.
    """


class AskedWithin(RuntimeError):
    """People cannot be asked from within an effect: ask before it, so that it is done in one go."""


@overload
async def effect(
    key: str,
    do: Callable[[], Awaitable[T]],
    undo: Callable[[T], Awaitable[None] | None] | None = None,
    window: timedelta | None = None,
    *,
    words: str = "",
    repeatable: bool = False,
) -> T: ...


@overload
async def effect(
    key: str,
    do: Callable[[], T],
    undo: Callable[[T], Awaitable[None] | None] | None = None,
    window: timedelta | None = None,
    *,
    words: str = "",
    repeatable: bool = False,
) -> T: ...


async def effect(  # noqa: PLR0913 - the door is one call, and most workflows give two of these
    key: str,
    do: Callable[[], Any],
    undo: Callable[[Any], Awaitable[None] | None] | None = None,
    window: timedelta | None = None,
    *,
    words: str = "",
    repeatable: bool = False,
) -> Any:
    """Do it once for this key within the run, remember what came of it, and return that, now and each time after.

    The key names the occasion: whichever step says it again, or comes round to it in a loop, gets what came of it the
    first time, also where that was undone since. What is to happen anew needs a key of its own.

    `do` returns JSON, and that is returned as JSON has it. A `do` that is no coroutine function runs in a thread.
    Whatever it raises leaves in doubt whether it happened, and so does a crash: then people are asked, and "It
    happened" returns what they fill in, or None. Let it raise NotDone where it certainly did not happen, or say that it
    is `repeatable` where a key of its own makes a repeat harmless: then it is simply done again, and what it raises is
    raised. Without a graph around it, it is raised as well.

    `undo` is a @compensation, which roll_back() calls with what came of it. With a `window` people are offered to have
    it undone for so long. `words` say to people what was done.

    Raises EffectAbandoned where people have the workflow stop, and NoBook outside of Countersign.
    """
    place = here()
    intent = Intent(
        key=_sound_key(key),
        words=whole(words).strip() or key,
        undo=compensations.name_of(undo) if undo else "",
        window=_sound_window(window, undo),
        node=place.node,
    )
    step = _Step(book=open_book(), intent=intent, do=do, repeatable=repeatable, task=place.task)
    async with step.book.alone(key):
        return (await step.taken()).result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One call of `effect`."""

    book: Book
    intent: Intent
    do: Callable[[], Any]
    repeatable: bool
    task: str

    async def taken(self) -> Effect:
        """The effect, done by now."""
        known = await self.book.find(self.intent.key)
        if known is None:
            return await self._begun()
        answer = doubting.replayed(known, Act.DO, self.task)
        if known.is_done:
            return known
        if known.state is EffectState.DROPPED or self.repeatable:
            return await self._begun()
        if known.state is EffectState.DOUBTFUL and answer:
            return await self._answered(answer)
        return await self._asked("")

    async def _begun(self) -> Effect:
        """Note that it is begun, do it, and note what came of it."""
        begun = await self.book.begin(self.intent)
        if begun.is_done:
            return begun
        try:
            made = await compensations.called(self.do)
        except NotDone:
            await self.book.drop(self.intent.key)
            raise
        except GraphBubbleUp:
            raise AskedWithin(AskedWithin.__doc__) from None
        except Exception as error:
            if self.repeatable or not self.task:
                raise
            return await self._asked(f"{type(error).__name__}: {error}")
        return await self._finished(made)

    async def _finished(self, made: Any) -> Effect:
        try:
            result = as_json(made)
        except ValueError as error:
            await self.book.finish(self.intent, None)
            told = " ".join(str(NotJson.__doc__).split())
            raise NotJson(f"{self.intent.key} returned a {type(made).__name__}. {told}") from error
        return await self.book.finish(self.intent, result)

    async def _asked(self, trouble: str) -> Effect:
        """Ask people whether it happened, and do as they say."""
        if not self.task:
            raise EffectAbandoned(f"Nobody knows whether this happened, and nobody can be asked: {self.intent.words}")
        doubtful = await self.book.question(self.intent.key, Doubt(Act.DO, self.task, trouble))
        return doubtful if doubtful.is_done else await self._answered(doubting.put(doubtful, Act.DO, self.task))

    async def _answered(self, answer: Decision) -> Effect:
        if answer.action == doubting.HAPPENED:
            result = _told(answer.values.get("result"))
            return await self.book.finish(self.intent, result)
        if doubting.is_consent(answer):
            return await self._begun()
        said = f": {answer.reason}" if answer.reason else ""
        raise EffectAbandoned(f"It is not known whether this happened, and it was stopped{said}: {self.intent.words}")


def _sound_key(key: str) -> str:
    if not 0 < len(key) <= _LONGEST_KEY or "\0" in key or key != whole(key):
        raise ValueError(f"the key of an effect is a text of 1 to {_LONGEST_KEY} characters, not {key!r}")
    return key


def _sound_window(window: timedelta | None, undo: Callable[..., Any] | None) -> timedelta | None:
    if window is not None and undo is None:
        raise ValueError("a window to undo an effect in needs something that undoes it: give it an undo")
    if window is not None and window <= timedelta(0):
        raise ValueError("the window to undo an effect in has no length")
    if window is not None and window > LONGEST:
        raise ValueError(f"the window to undo an effect in is at most {LONGEST.days} days")
    return window


def _told(result: Any) -> Any:
    """What people fill in as the result: JSON, or else the text as it is; None where they leave it empty."""
    if not isinstance(result, str) or not result.strip():
        return None
    try:
        return as_json(json.loads(result))
    except (ValueError, RecursionError):
        return result
