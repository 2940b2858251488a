"""What a graph tells of itself while it runs: the custom events of its steps, passed on at a calm pace."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any

import structlog

from bot.engine.outcomes import fit

log = structlog.get_logger(__name__)

PAUSE = 2.0  # seconds between two words of one drive that reach the ledger
_LONGEST = 4000
_NAMES = ("progress", "message", "status")


class Telling:
    """Hears a graph, and passes its newest words on at most every `pause` seconds, in a task beside the graph.

    Whoever takes the words may be slow, or fail: the graph is neither held up nor stopped by it. On leaving, the last
    words are passed on at once, unless the drive was cancelled: then its thread may be somebody else's by now.
    """

    def __init__(self, pass_on: Callable[[str], Awaitable[None]], pause: float = PAUSE) -> None:
        self._pass_on = pass_on
        self._pause = pause
        self._newest = ""
        self._leaving = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Telling":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        if self._task and isinstance(error, asyncio.CancelledError):
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        elif self._task:
            await self._task

    def hear(self, event: Any) -> None:
        """Take an event in, and return at once; one that holds no words is left alone."""
        self._newest = words_of(event) or self._newest
        if self._newest and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._pass_all_on())

    async def _pass_all_on(self) -> None:
        while self._newest:
            words, self._newest = self._newest, ""
            try:
                await self._pass_on(fit(words, _LONGEST))
            except Exception:
                log.exception("what a run told of its progress was lost")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._leaving.wait()


def words_of(event: Any) -> str:
    """The words in a custom event: a text, or what an object calls its progress, message or status; else nothing."""
    if isinstance(event, str):
        return event if event.strip() else ""
    if not isinstance(event, dict):
        return ""
    said = (event.get(name) for name in _NAMES)
    words = next((text for text in said if isinstance(text, str) and text.strip()), "")
    return words + _count(event.get("done"), event.get("of")) if words else ""


def _count(done: Any, of: Any) -> str:
    """How much is done, in figures alone, so that it reads the same in every language."""
    figures = [f"{number:.6g}" for number in (done, of) if _is_countable(number)]
    return f" ({'/'.join(figures)})" if figures and _is_countable(done) else ""


def _is_countable(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number < 10**6
