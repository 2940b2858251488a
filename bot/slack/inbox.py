"""The inbox: the requests on the ledger that concern one person, by what the directory says now."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

import structlog

from bot.approvals.eligibility import seat
from bot.approvals.request import Request
from bot.ledger import absence_book, listing, request_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Connection
from bot.ledger.listing import Span
from bot.slack.directory import LookupFailed
from bot.slack.drawing.lists import Found
from bot.slack.members import Members
from bot.slack.visibility import may_see

log = structlog.get_logger(__name__)

MOST_OPEN = 400
MOST_RECENT = 100
_AT_ONCE = 50
_PATIENCE = 20.0  # seconds that looking people up for one list may take

_Reading = Callable[[Connection, Span], Awaitable[list[Request]]]


class _Looked(NamedTuple):
    """What was read from the ledger: whether that was all, and who stands in for whom."""

    requests: list[Request]
    is_all: bool
    stand_ins: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Finds requests for people; no more than the first few hundred are looked at, and what is found says so."""

    ledger: Ledger
    members: Members
    now: Callable[[], datetime]

    async def waiting(self, person: str) -> Found:
        """The open requests in which this person has a seat and has not voted, the nearest deadline first."""
        looked = await self._look(listing.open_ones, MOST_OPEN)
        async with asyncio.timeout(_PATIENCE):
            judged = [(request, await self._judged(request, person, looked.stand_ins)) for request in looked.requests]
        waiting = tuple(request for request, waits in judged if waits)
        return Found(waiting, _bound(looked), sum(waits is None for _, waits in judged))

    async def open_ones(self, person: str) -> Found:
        """The open requests that this person may see, the nearest deadline first."""
        return await self._seen(await self._look(listing.open_ones, MOST_OPEN), person)

    async def closed(self, person: str) -> Found:
        """The closed requests that this person may see, the last decision first."""
        return await self._seen(await self._look(listing.closed, MOST_RECENT), person)

    async def matching(self, person: str, words: str) -> Found:
        """The requests with these words in them that this person may see, newest first."""
        reading = partial(_matching, words)
        return await self._seen(await self._look(reading, MOST_RECENT), person)

    async def asked_by(self, person: str) -> Found:
        """What this person asked for, newest first."""
        looked = await self._look(partial(_asked_by, person), MOST_RECENT)
        return Found(tuple(looked.requests), _bound(looked))

    async def find(self, person: str, request_id: str) -> Request | None:
        """The request of that id, or None where there is none that this person may see."""
        async with self.ledger.read() as conn:
            request = await request_book.load(conn, request_id)
            stand_ins = await absence_book.stand_ins(conn, self.now())
        return request if request and await may_see(self.members, request, person, stand_ins) else None

    async def waits_for(self, request: Request, person: str) -> bool:
        """Whether this open request waits for this person; raises LookupFailed."""
        async with self.ledger.read() as conn:
            stand_ins = await absence_book.stand_ins(conn, self.now())
        return await self._waits_for(request, person, stand_ins)

    async def _judged(self, request: Request, person: str, stand_ins: Mapping[str, str]) -> bool | None:
        """Whether the request waits for this person; None where Slack does not say who may decide it."""
        try:
            return await self._waits_for(request, person, stand_ins)
        except LookupFailed as error:
            log.warning("nobody could be looked up", request=request.id, because=str(error))
            return None

    async def _waits_for(self, request: Request, person: str, stand_ins: Mapping[str, str]) -> bool:
        if any(vote.person == person for vote in request.votes):
            return False
        roster = (await self.members.roster(request)).with_stand_ins(stand_ins)
        return bool(seat(request, person, roster))

    async def _look(self, reading: _Reading, most: int) -> _Looked:
        found: list[Request] = []
        async with self.ledger.read() as conn:
            stand_ins = await absence_book.stand_ins(conn, self.now())
            while len(found) <= most:
                span = await reading(conn, Span(_AT_ONCE, len(found)))
                found.extend(span)
                if len(span) < _AT_ONCE:
                    break
        return _Looked(found[:most], len(found) <= most, stand_ins)

    async def _seen(self, looked: _Looked, person: str) -> Found:
        async with asyncio.timeout(_PATIENCE):
            seen = [
                request for request in looked.requests if await may_see(self.members, request, person, looked.stand_ins)
            ]
        return Found(tuple(seen), _bound(looked))


def _bound(looked: _Looked) -> int:
    """How many were looked at, where there are more; else 0."""
    return 0 if looked.is_all else len(looked.requests)


async def _asked_by(person: str, conn: Connection, span: Span) -> list[Request]:
    return await listing.asked_by(conn, person, span)


async def _matching(words: str, conn: Connection, span: Span) -> list[Request]:
    return await listing.matching(conn, words, span)
