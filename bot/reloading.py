"""Reloading: policies that are written anew hold for the requests opened after; what is not sound changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from bot.approvals.routing import PolicyBook
from bot.faults import Misconfigured, Mistake

log = structlog.get_logger(__name__)

Examine = Callable[[PolicyBook], Awaitable[list[Mistake]]]
Tell = Callable[[str], Awaitable[None]]
Taken = Callable[[PolicyBook, PolicyBook], Awaitable[None]]

_SETTLED = timedelta(milliseconds=250)  # a file that is other than so long before is still being written
_MISTAKES_TOLD = 10
_LOOKS_BETWEEN = 30  # looks after which Slack is asked once more about what it did not know


class Source(Protocol):
    """Where policies are read from; both calls may block."""

    def edition(self) -> str:
        """A name for what is there now."""
        raise NotImplementedError

    def read(self) -> PolicyBook:
        """The book that it makes now; raises Misconfigured."""
        raise NotImplementedError


class Reloader:
    """Holds the book in force, and takes over what the file says later once that is sound and Slack knows all of it.

    `told` is called with words for the operators: once for each edition that was taken over or found broken; and
    `taken` with the books before and after, once the latter is in force.
    """

    def __init__(
        self, source: Source, first: PolicyBook, told: Tell, examine: Examine, *, taken: Taken | None = None
    ) -> None:
        self._source = source
        self._book = first
        self._told = told
        self._examine = examine
        self._taken = taken
        self._seen = first.edition
        self._doubted: str | None = None  # the edition that names what Slack did not know, and looks since it was asked
        self._looks = 0
        self._said = ""
        self._looking = asyncio.Lock()

    def book(self) -> PolicyBook:
        """The policies in force now."""
        return self._book

    async def look(self, settled: timedelta = _SETTLED, *, again: bool = False) -> None:
        """Take over what is new; raises what `examine` raises where Slack cannot be asked, and then looks again later.

        A file that changes within the time `settled` is left for the next look, as it may be half written. One that
        names what Slack did not know is examined once more after a while, and at once where that is wanted `again`.
        """
        async with self._looking:
            edition = await asyncio.to_thread(self._source.edition)
            if edition == self._seen or not self._is_worth_a_look(edition, again):
                return
            await asyncio.sleep(settled.total_seconds())
            if edition == await asyncio.to_thread(self._source.edition):
                await self._take(edition)

    def _is_worth_a_look(self, edition: str, again: bool) -> bool:
        self._looks += 1
        return again or edition != self._doubted or self._looks > _LOOKS_BETWEEN

    async def _take(self, edition: str) -> None:
        try:
            book = await asyncio.to_thread(self._source.read)
        except Misconfigured as error:
            self._seen = edition
            await self._refuse(error.mistakes)
            return
        misfits = await self._examine(book) if book.edition != self._book.edition else []
        if misfits:
            self._doubted, self._looks = edition, 0
            await self._refuse(misfits)
            return
        before, self._book, self._seen, self._said = self._book, book, book.edition, ""
        log.info("policies were read anew", edition=book.edition)
        if self._taken:
            await self._taken(before, book)
        await self._told(_taken_over(before, book))

    async def _refuse(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the book in force, and say why unless that was said just before."""
        words = _refused(mistakes)
        if words == self._said:
            return
        self._said = words
        log.error("policies stay as they were", mistakes=[str(mistake) for mistake in mistakes])
        await self._told(words)


def _refused(mistakes: Sequence[Mistake]) -> str:
    many = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "a mistake"
    told = [str(mistake) for mistake in mistakes[:_MISTAKES_TOLD]]
    left_out = ["`countersign check` tells the rest."] if len(mistakes) > _MISTAKES_TOLD else []
    return "\n".join([f"The new policies hold {many}, so those before stay in force.", *told, *left_out])


def _taken_over(before: PolicyBook, now: PolicyBook) -> str:
    """What is another in the new book, and what it allows that should be known."""
    if before.edition == now.edition:
        return "The policies file is sound again; it says what is in force."
    kept = [name for name in now.policies if name in before.policies]
    is_another = {
        "new": [name for name in now.policies if name not in kept],
        "changed": [name for name in kept if now.policies[name] != before.policies[name]],
        "gone": [name for name in before.policies if name not in kept],
    }
    said = [f"{what}: {', '.join(names)}" for what, names in is_another.items() if names]
    if before.routes != now.routes or before.default != now.default:
        said.append("which requests go to which policy has changed")
    if before.dialects != now.dialects:
        said.append("how workflows are answered has changed")
    if before.quiet != now.quiet:
        said.append("how often people are pinged has changed")
    words = f"The policies were read anew ({'; '.join(said) or 'nothing in them is another'})."
    return "\n".join([f"{words} Open requests keep those they were opened under.", *now.warnings])
