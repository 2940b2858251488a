"""Watches a ledger from outside the process that keeps it: where cards stand, which runs have ended, what is owed."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from bot.settings import real_now

T = TypeVar("T")

_LOOK_EVERY = 0.01
_LATE = 5.0  # seconds that a run's end may be older than its commit

_NEWS = """
    SELECT json_extract(runs.input, '$.ticket'), runs.state, runs.ended_at, runs.outcome, cards.channel, cards.ts
    FROM runs LEFT JOIN requests ON requests.run_id = runs.id
    LEFT JOIN cards ON cards.request_id = requests.id AND cards.look = 'request'
    WHERE runs.rowid > ? AND (runs.ended_at IS NULL OR runs.ended_at > ?)
"""
_NEWEST = "SELECT coalesce(max(rowid), 0) FROM runs"
# The conditions in the words of the indexes: a ledger may hold a hundred thousand cards that nobody is owed.
_CARDS = "SELECT count(*) FROM cards WHERE cards.shown < cards.wanted AND NOT cards.dead"
_OWED_NOTICE = "NOT notices.told AND NOT notices.dead AND notices.kind <> 'digest'"  # that is told much later
_NOTICES = f"SELECT count(*) FROM notices WHERE {_OWED_NOTICE}"  # noqa: S608 - no part of it comes from elsewhere
_HOMES = "SELECT count(*) FROM homes WHERE homes.shown < homes.wanted AND NOT homes.dead"
_DEAD = "SELECT error FROM cards WHERE dead UNION ALL SELECT error FROM notices WHERE dead"
# The word of a decision is put off until the run's end has told it, and is let go then.
_UNDELIVERED = f"""
    SELECT ({_CARDS}) + (SELECT count(*) FROM notices LEFT JOIN runs ON runs.id = notices.run_id
       WHERE {_OWED_NOTICE} AND NOT (notices.kind = 'decided' AND runs.ended_at IS NOT NULL))
"""  # noqa: S608 - no part of it comes from elsewhere
_OWED = f"SELECT ({_CARDS}) + ({_NOTICES}) + ({_HOMES})"


class Place(NamedTuple):
    """Where a card stands."""

    channel: str
    ts: str


class Watch:
    """Looks every few milliseconds, and wakes whoever waits for what it sees of the runs that begin from now on."""

    def __init__(self, ledger: sqlite3.Connection) -> None:
        self._ledger = ledger
        self._before: int = ledger.execute(_NEWEST).fetchone()[0]
        self._cards: dict[int, asyncio.Future[Place]] = {}
        self._ends: dict[int, asyncio.Future[float]] = {}

    async def card(self, ticket: int) -> Place:
        """Where the card of this ticket stands, once it does."""
        return await self._cards.setdefault(ticket, asyncio.get_running_loop().create_future())

    async def end(self, ticket: int) -> float:
        """When the workflow of this ticket went on after its question, in seconds since 1970, once it has finished."""
        return await self._ends.setdefault(ticket, asyncio.get_running_loop().create_future())

    async def delivered(self) -> None:
        """Wait until every card shows its request as it is and everybody has been told."""
        await self._until_none(_UNDELIVERED)

    async def quiet(self) -> None:
        """Wait until nothing at all is owed, homes included, which are drawn a little later than the rest."""
        await self._until_none(_OWED)

    async def look_on(self) -> None:
        """Look for ever, as long as anybody waits for something."""
        while True:
            if self._cards or self._ends:
                self._look()
            await asyncio.sleep(_LOOK_EVERY)

    def _look(self) -> None:
        since = real_now().timestamp() - _LATE
        for ticket, state, ended_at, outcome, channel, ts in self._ledger.execute(_NEWS, [self._before, since]):
            if ts:
                _tell(self._cards.pop(ticket, None), Place(channel, ts))
            if ended_at and state != "finished":
                raise RuntimeError(f"ticket {ticket} is {state}: {outcome}")
            if ended_at:
                _tell(self._ends.pop(ticket, None), float(outcome))

    async def _until_none(self, query: str) -> None:
        while self._ledger.execute(query).fetchone()[0]:  # noqa: ASYNC110 - another process keeps the ledger
            await asyncio.sleep(_LOOK_EVERY)
        for [error] in self._ledger.execute(_DEAD):
            raise RuntimeError(f"something could not be delivered: {error}")


def _tell(waiting: asyncio.Future[T] | None, news: T) -> None:
    if waiting and not waiting.done():
        waiting.set_result(news)


@contextlib.asynccontextmanager
async def watching(ledger: Path) -> AsyncIterator[Watch]:
    """A watch over an SQLite ledger; it only reads, and ends the block where a run fails."""
    with contextlib.closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True, isolation_level=None)) as opened:
        watch = Watch(opened)
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(watch.look_on())
            yield watch
            looking.cancel()
