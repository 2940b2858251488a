"""Voting: a person's click, judged and counted in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.approvals.commands import CastVote
from bot.approvals.eligibility import Person, Roster
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from bot.desk import expiring, loading, settling
from bot.ledger import absence_book, card_book, request_book
from bot.ledger.database import Ledger, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What was pressed: the action on a request, and the beginning of the digest that was shown, wholly or in part.

    `values` fill in the action's form; `edit` is the draft as the presser wants it approved.
    """

    request_id: str
    action: str
    seen: str
    saw_whole: bool
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    edit: dict[str, Any] | None = None


async def vote(
    ledger: Ledger, click: Click, voter: tuple[Person, Roster], graph: str | None, *, now: datetime
) -> Request:
    """Count the click of a person, whose groups were looked up just now, and owe what follows from it.

    `graph` is the version of the workflow's graph as it is today. Raises Refused, with nothing changed, when the rules
    forbid the vote.
    """
    async with ledger.write() as tx:
        found = await loading.to_change(tx, click.request_id)
        request = await expiring.catch_up(tx, found, now)
        if request.state is State.OPEN or request is found:
            return await _count(tx, request, (click, *voter, graph), now)
    # The deadline had passed before this click came, and is on the ledger now; the alarm was only late.
    raise Refused(Reason.ALREADY_CLOSED, request)


async def _count(
    tx: Transaction, request: Request, cast: tuple[Click, Person, Roster, str | None], now: datetime
) -> Request:
    click, person, roster, graph = cast
    command = CastVote(
        person=person,
        roster=roster.with_stand_ins(await absence_book.stand_ins(tx.conn, now)),
        action=click.action,
        digest=request.digest_seen(click.seen),
        saw_whole=click.saw_whole,
        reason=click.reason,
        values=click.values,
        edit=click.edit,
    )
    events = decide(request, command, now)
    if graph != request.origin.graph_version and not request.is_offer:  # no graph goes on with an undo
        raise Refused(Reason.GRAPH_CHANGED, request)
    after = await request_book.record(tx, request, events)
    await settling.owe(tx, request, after, now)
    return after


async def refresh(ledger: Ledger, request_id: str) -> None:
    """Owe every card of the request a new drawing: somebody pressed a button on one that was behind the times."""
    async with ledger.write() as tx:
        await card_book.redraw(tx, request_id)
