"""Delegating: a reviewer passes their seat in a request on."""

from datetime import datetime

from bot.approvals.commands import Delegate
from bot.approvals.eligibility import Person, Roster
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from bot.desk import expiring, loading, settling
from bot.ledger import absence_book, card_book, request_book
from bot.ledger.database import Ledger, Transaction


async def delegate(
    ledger: Ledger, request_id: str, who: tuple[Person, Roster, Person], reason: str, *, now: datetime
) -> Request:
    """Pass a reviewer's seat on to the last of the three, who gets the card, for a reason; raises Refused."""
    async with ledger.write() as tx:
        found = await loading.to_change(tx, request_id)
        request = await expiring.catch_up(tx, found, now)
        if request.state is State.OPEN or request is found:
            return await _pass_on(tx, request, (*who, reason), now)
    # The last deadline had passed before this came, and is on the ledger now; the alarm was only late.
    raise Refused(Reason.ALREADY_CLOSED, request)


async def _pass_on(
    tx: Transaction, request: Request, how: tuple[Person, Roster, Person, str], now: datetime
) -> Request:
    person, roster, to, reason = how
    present = roster.with_stand_ins(await absence_book.stand_ins(tx.conn, now))
    events = decide(request, Delegate(person=person, roster=present, to=to, reason=reason), now)
    if to.id in await absence_book.away(tx.conn, now):
        raise Refused(Reason.AWAY_THEMSELVES, request)
    after = await request_book.record(tx, request, events)
    await settling.owe(tx, request, after, now)
    await card_book.want_card(tx, request.id, to.id)
    return after
