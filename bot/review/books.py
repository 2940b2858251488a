"""The book that a workflow's effects are noted in: whoever drives the run keeps it, and each step finds it open."""

import contextlib
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from typing import Any, Protocol

from pydantic import JsonValue

from bot.approvals.effect import Doubt, Effect, Intent


class NoBook(RuntimeError):
    """Effects are noted where Countersign drives the workflow; outside of it, as in a test, call them within
    `with remembering():`.
    """


class Book(Protocol):
    """What one run did. Each note is kept by the time its call returns."""

    def alone(self, key: str) -> AbstractAsyncContextManager[None]:
        """Keep other branches of the run from this key meanwhile."""

    async def find(self, key: str) -> Effect | None:
        """What was done under the key, or None."""

    async def begin(self, intent: Intent) -> Effect:
        """Note that it is about to be done; one that is known to be done stays as it is."""

    async def finish(self, intent: Intent, result: JsonValue) -> Effect:
        """Note that it is done and what came of it, and offer to undo it within its window; what was known stands."""

    async def drop(self, key: str) -> Effect:
        """Note that it certainly did not happen."""

    async def question(self, key: str, doubt: Doubt) -> Effect:
        """Note that people are asked about it; what was known meanwhile stands."""

    async def made(self) -> Sequence[Effect]:
        """What the run did, newest first."""

    async def undo(self, key: str, because: str, compensate: Callable[[], Coroutine[Any, Any, None]]) -> Effect:
        """Undo it, unless somebody else has by then, and note so; raises whatever `compensate` raises."""

    async def undone_by_hand(self, key: str, because: str) -> Effect:
        """Note that people undid it themselves."""

    async def leave(self, key: str) -> Effect:
        """Note that it will not be undone."""

    async def pause(self, seconds: float) -> None:
        """Wait before something is tried again."""


_OPEN: ContextVar[Book | None] = ContextVar("countersign_effects", default=None)


@contextlib.contextmanager
def noting(book: Book) -> Iterator[None]:
    """Have the effects of whatever runs within the block noted in the book."""
    before = _OPEN.set(book)
    try:
        yield
    finally:
        _OPEN.reset(before)


def open_book() -> Book:
    """The book that is open here; raises NoBook where none is."""
    book = _OPEN.get()
    if book is None:
        raise NoBook(" ".join(str(NoBook.__doc__).split()))
    return book
