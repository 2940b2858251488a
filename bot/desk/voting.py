"""Voting: a person's click, judged and counted in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from bot.approvals.commands import CastVote
from bot.approvals.eligibility import Person, Roster
from bot.approvals.machine import decide
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import expiring, settling
from bot.ledger import outbox, request_book
from bot.ledger.database import Ledger, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What was pressed: the action on a request, and the beginning of the digest that the card showed."""

    request_id: str
    action: str
    seen: str
    reason: str = ""


async def vote(
    ledger: Ledger, click: Click, voter: tuple[Person, Roster], graph: str | None, *, now: datetime
) -> Request:
    """Count the click of a person, whose groups were looked up just now, and owe what follows from it.

    `graph` is the version of the workflow's graph as it is today. Raises Refused, with nothing changed, when the rules
    forbid the vote.
    """
    async with ledger.write() as tx:
        found = await request_book.load(tx.conn, click.request_id, to_change=True)
        if found is None:
            raise Refused(Reason.UNKNOWN_REQUEST)
        request = await expiring.catch_up(tx, found, now)
        if request is found or request.state is State.OPEN:
            return await _count(tx, request, (click, *voter, graph), now)
    # The deadline had passed before this click came, and is on the ledger now; the alarm was only late.
    raise Refused(Reason.ALREADY_CLOSED, request)


async def _count(
    tx: Transaction, request: Request, cast: tuple[Click, Person, Roster, str | None], now: datetime
) -> Request:
    click, person, roster, graph = cast
    command = CastVote(
        person=person,
        roster=roster,
        action=click.action,
        digest=request.digest_seen(click.seen),
        reason=click.reason,
    )
    events = decide(request, command, now)
    if graph != request.origin.graph_version:
        raise Refused(Reason.GRAPH_CHANGED, request)
    after = await request_book.record(tx, request, events)
    await settling.owe(tx, after, now)
    return after


async def refresh(ledger: Ledger, request_id: str) -> None:
    """Owe every card of the request a new drawing: somebody pressed a button on one that was behind the times."""
    async with ledger.write() as tx:
        await outbox.redraw(tx, request_id)
