"""Extending: a reviewer puts off the deadline of the tier that is asked."""

from datetime import datetime, timedelta

from bot.approvals.commands import Extend
from bot.approvals.eligibility import Person, Roster
from bot.approvals.request import Request
from bot.desk import moving
from bot.ledger.database import Ledger


async def extend(
    ledger: Ledger, request_id: str, wish: tuple[Person, Roster, timedelta], because: str, *, now: datetime
) -> Request:
    """Put the deadline off by as much of the time that its tier counts as somebody wishes, for a reason.

    Raises Refused.
    """
    person, roster, by = wish
    return await moving.move(ledger, request_id, Extend(person=person, roster=roster, by=by, because=because), now=now)
