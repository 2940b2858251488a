"""Pinging: people get a card of their own or a reminder, but not more often than they can bear."""

from collections.abc import Iterable, Set
from datetime import datetime, timedelta

from bot.approvals.ask import Urgency
from bot.approvals.quiet import Quiet
from bot.approvals.request import Request
from bot.approvals.tier import Turn
from bot.ledger import batch_book, card_book, notice_book, ping_book
from bot.ledger.card_book import Look
from bot.ledger.database import Transaction
from bot.ledger.notice_book import Notice, NoticeKind

_HOUR = timedelta(hours=1)


async def all_but_full(
    tx: Transaction, request: Request, people: Set[str], quiet: Quiet, *, now: datetime
) -> frozenset[str]:
    """Those of the people who may be pinged now; the others, pinged often enough in this hour, are owed a digest."""
    full = await _full(tx, request, people, quiet, now=now)
    await _owe_digests(tx, full, now)
    return frozenset(people - full.keys())


async def next_in_turn(
    tx: Transaction, request: Request, people: Set[str], quiet: Quiet, *, now: datetime
) -> frozenset[str]:
    """The one of the people whose turn it is: who may be pinged now and was longest ago; nobody where none may be.

    Then the one whose turn it would be is owed a digest.
    """
    last = await ping_book.last(tx.conn, people)
    full = await _full(tx, request, people, quiet, now=now)
    order = sorted(people, key=lambda person: (person in full, last.get(person, 0.0), person))[:1]
    await _owe_digests(tx, {person: full[person] for person in order if person in full}, now)
    return frozenset(order) - full.keys()


async def ping(tx: Transaction, request: Request, people: Iterable[str], look: Look, *, now: datetime) -> None:
    """Owe these people a card of that look, and note whom it pings: one that stands already is only drawn anew.

    A request that shares its card with others is shown with them. In one order always, so that two calls at once do not
    wait for each other.
    """
    batch = await batch_book.of_request(tx.conn, request.id)
    takes_turns = request.asked.turn is Turn.ROUND_ROBIN
    pinged: set[str] = set()
    for person in sorted(people):
        if batch:
            is_new = await card_book.want_batch_card(tx, batch, person)
        else:
            is_new = await card_book.want_card(tx, request.id, person, look)
        if is_new or takes_turns:
            pinged.add(person)
    await ping_book.note(tx.conn, pinged, request.id, now)


async def _full(
    tx: Transaction, request: Request, people: Set[str], quiet: Quiet, *, now: datetime
) -> dict[str, float]:
    """Who of the people was pinged often enough in the last hour, and when that hour began; nobody for high urgency."""
    if quiet.pings_per_hour is None or request.ask.urgency is Urgency.HIGH or not people:
        return {}
    recent = await ping_book.recent(tx.conn, people, now - _HOUR)
    return {person: pings[0] for person, pings in recent.items() if len(pings) >= quiet.pings_per_hour}


async def _owe_digests(tx: Transaction, full: dict[str, float], now: datetime) -> None:
    for person in sorted(full):
        await _owe_digest(tx, person, full[person] + _HOUR.total_seconds(), now)


async def _owe_digest(tx: Transaction, person: str, due: float, now: datetime) -> None:
    """One digest in an hour of the clock: whoever has that of this hour, or gets it now, gets theirs in the next."""
    hour = int(due // 3600)
    if await notice_book.is_begun(tx.conn, _digest_id(person, hour)):
        hour, due = hour + 1, (hour + 1) * 3600.0
    digest = Notice(id=_digest_id(person, hour), kind=NoticeKind.DIGEST, audience=person)
    await notice_book.tell(tx, digest, pause=due - now.timestamp())


def _digest_id(person: str, hour: int) -> str:
    return f"digest.{person}.{hour}"
