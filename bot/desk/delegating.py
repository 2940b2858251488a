"""Delegating: a reviewer passes their seat in a request on."""

from datetime import datetime

from bot.approvals.commands import Delegate
from bot.approvals.eligibility import Person, Roster
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.desk import loading, settling
from bot.ledger import absence_book, card_book, request_book
from bot.ledger.database import Ledger


async def delegate(
    ledger: Ledger, request_id: str, who: tuple[Person, Roster, Person], reason: str, *, now: datetime
) -> Request:
    """Pass a reviewer's seat on to the last of the three, who gets the card; raises Refused."""
    person, roster, to = who
    async with ledger.write() as tx:
        request = await loading.to_change(tx, request_id)
        present = roster.with_stand_ins(await absence_book.stand_ins(tx.conn, now))
        command = Delegate(person=person, roster=present, to=to, reason=reason)
        after = await request_book.record(tx, request, decide(request, command, now))
        await settling.owe(tx, request, after, now)
        await card_book.want_card(tx, request_id, to.id)
    return after
