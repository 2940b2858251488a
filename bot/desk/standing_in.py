"""Standing in: a reviewer who is away names who decides for them, and until when."""

from datetime import datetime

from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason, Refused
from bot.ledger import absence_book
from bot.ledger.absence_book import Absence
from bot.ledger.database import Ledger


async def leave(ledger: Ledger, person: Person, stand_in: Person, until: datetime, *, now: datetime) -> Absence:
    """Have `stand_in` decide for this person until then; raises Refused where one of the two may not act.

    Whether the stand-in may decide a given request is judged at each click: never as its requester, and never for
    somebody who is no reviewer of it.
    """
    if not person.may_act:
        raise Refused(Reason.NOT_A_MEMBER)
    if not stand_in.may_act or stand_in.id == person.id or until <= now:
        raise Refused(Reason.NOT_A_STAND_IN)
    absence = Absence(person.id, stand_in.id, until)
    async with ledger.write() as tx:
        await absence_book.begin(tx.conn, absence, now)
    return absence


async def come_back(ledger: Ledger, person: Person, *, now: datetime) -> bool:
    """End this person's absence; False when there was none."""
    async with ledger.write() as tx:
        return await absence_book.end(tx.conn, person.id, now)
