"""Climbing: a reviewer has the next tier asked before its time."""

from datetime import datetime

from bot.approvals.commands import EscalateNow
from bot.approvals.eligibility import Person, Roster
from bot.approvals.request import Request
from bot.desk import moving
from bot.ledger.database import Ledger


async def escalate_now(
    ledger: Ledger, request_id: str, voter: tuple[Person, Roster], because: str, *, now: datetime
) -> Request:
    """Have the next tier asked now, for a reason that is on the record; raises Refused."""
    person, roster = voter
    return await moving.move(ledger, request_id, EscalateNow(person=person, roster=roster, because=because), now=now)
