"""Moving: what a reviewer does by hand about who is asked and until when, once time has had its say."""

from dataclasses import replace
from datetime import datetime

from bot.approvals.commands import EscalateNow, Extend
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from bot.desk import expiring, loading, settling
from bot.ledger import absence_book, request_book
from bot.ledger.database import Ledger


async def move(ledger: Ledger, request_id: str, command: EscalateNow | Extend, *, now: datetime) -> Request:
    """Do what the command says, judged by who stands in for whom now, and owe what follows; raises Refused."""
    async with ledger.write() as tx:
        found = await loading.to_change(tx, request_id)
        request = await expiring.catch_up(tx, found, now)
        if request.state is State.OPEN or request is found:
            present = command.roster.with_stand_ins(await absence_book.stand_ins(tx.conn, now))
            events = decide(request, replace(command, roster=present), now)
            after = await request_book.record(tx, request, events)
            await settling.owe(tx, request, after, now)
            return after
    # The last deadline had passed before this came, and is on the ledger now; the alarm was only late.
    raise Refused(Reason.ALREADY_CLOSED, request)
