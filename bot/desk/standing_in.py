"""Standing in: a reviewer says when they are away, and who decides for them then."""

from dataclasses import dataclass
from datetime import datetime

from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason, Refused
from bot.desk import reporting
from bot.ledger import absence_book
from bot.ledger.absence_book import Absence
from bot.ledger.database import Ledger, Transaction


@dataclass(frozen=True, slots=True)
class Away:
    """From when until when somebody is away, and who decides for them then, if anybody."""

    stand_in: Person | None
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """An absence on the ledger, and those in which this person was to stand in for somebody at the same time."""

    absence: Absence
    unseated: list[Absence]


async def leave(ledger: Ledger, person: Person, away: Away, *, now: datetime) -> Left:
    """Note that this person is away, in place of what they arranged before; whom they were to stand in for is told.

    Raises Refused where one of the two may not act, or the stand-in is away at the time themselves, so that nobody
    passes on what was passed to them. Whether the stand-in may decide a given request is judged at each click: never as
    its requester, and never for somebody who is no reviewer of it.
    """
    _refuse_unless_possible(person, away, now)
    stand_in = away.stand_in.id if away.stand_in else ""
    absence = Absence(person.id, stand_in, away.since, away.until)
    async with ledger.write() as tx:
        await absence_book.one_at_a_time(tx.conn)
        theirs = await absence_book.of(tx.conn, stand_in, now) if stand_in else None
        if theirs and theirs.overlaps(absence):
            raise Refused(Reason.AWAY_THEMSELVES)
        await absence_book.begin(tx.conn, absence, now)
        return Left(absence, await _unseat(tx, absence, now))


async def come_back(ledger: Ledger, person: Person, *, now: datetime) -> bool:
    """End this person's absence, also one that is still to come; False when there was none."""
    async with ledger.write() as tx:
        return await absence_book.end(tx.conn, person.id, now)


def _refuse_unless_possible(person: Person, away: Away, now: datetime) -> None:
    if not person.may_act:
        raise Refused(Reason.NOT_A_MEMBER)
    stand_in = away.stand_in
    is_nobody = stand_in is not None and (not stand_in.may_act or stand_in.id == person.id)
    if is_nobody or away.until <= max(now, away.since):
        raise Refused(Reason.NOT_A_STAND_IN)


async def _unseat(tx: Transaction, absence: Absence, now: datetime) -> list[Absence]:
    """Tell those who had named this person for the same time, so that they can name another."""
    concerning = await absence_book.concerning(tx.conn, absence.person, now)
    unseated = [other for other in concerning if other.stand_in == absence.person and other.overlaps(absence)]
    for other in unseated:
        await reporting.owe_unseated(tx, other, absence)
    return unseated
