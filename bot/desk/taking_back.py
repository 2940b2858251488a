"""Taking back: a requester does not want the answer any more, so the run ends."""

from datetime import datetime

from bot.approvals.commands import TakeBack
from bot.approvals.eligibility import Person
from bot.approvals.request import Request
from bot.desk import loading, settling, withdrawing
from bot.ledger.database import Ledger


async def take_back(ledger: Ledger, request_id: str, person: Person, because: str, *, now: datetime) -> Request:
    """Take the request back, and end the run that waits for it, as its requester wants; raises Refused."""
    async with ledger.write() as tx:
        request = await loading.to_change(tx, request_id)
        after = await withdrawing.take_back(tx, request, TakeBack(person=person, because=because), now)
        await settling.cancel(tx, request.origin, "Its requester took the request back.", now)
    return after
