"""Calling: the people a request was escalated to get its card as a DM, and those who have not voted a reminder."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.approvals.request import Request, State
from bot.ledger import absence_book, batch_book, card_book, notice_book, request_book, work
from bot.ledger.card_book import Look
from bot.ledger.database import Ledger, Transaction
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.work import Claim


async def call(ledger: Ledger, claim: Claim, notice: Notice, people: Iterable[str], *, now: datetime) -> None:
    """Owe each of these people, or whoever stands in for them, a card of the request unless it was closed meanwhile.

    A request that shares its card with others is shown with them. A reminder goes to those whose seat has no vote yet;
    it is one message to each, drawn anew the next time.
    """
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        await notice_book.note_told(tx.conn, notice.id)
        request = await request_book.load(tx.conn, notice.request_id or "", to_change=True)
        if request and request.state is State.OPEN:
            stand_ins = await absence_book.stand_ins(tx.conn, now)
            is_reminder = notice.kind is NoticeKind.REMIND
            called = _silent(request, people, stand_ins) if is_reminder else _seated(request, people, stand_ins)
            await _show(tx, request, called, Look.REMINDER if is_reminder else Look.REQUEST)


def _silent(request: Request, people: Iterable[str], stand_ins: Mapping[str, str]) -> set[str]:
    """Whoever may vote in those seats of `people` in which nobody has voted."""
    voters = {vote.person for vote in request.votes}
    taken = voters | {vote.behalf for vote in request.votes}
    return _seated(request, set(people) - taken, stand_ins) - voters


def _seated(request: Request, people: Iterable[str], stand_ins: Mapping[str, str]) -> set[str]:
    """These people, and whoever they have asked to decide in their stead; its requester only where that may act."""
    own = set(people)
    given = [*stand_ins.items(), *((passed.giver, passed.to) for passed in request.delegations)]
    seated = own | {to for giver, to in given if giver in own}
    return seated if request.policy.requester_may_act else seated - {request.origin.requester}


async def _show(tx: Transaction, request: Request, people: set[str], look: Look) -> None:
    """In one order always, so that two calls at once do not wait for each other."""
    batch = await batch_book.of_request(tx.conn, request.id)
    for person in sorted(people):
        if batch:
            await card_book.want_batch_card(tx, batch, person)
        else:
            await card_book.want_card(tx, request.id, person, look)
