"""Asking back: people pass a request on, read it, ask about it, or take it back, each in one transaction."""

from datetime import datetime

from bot.approvals.commands import Delegate, NoteView, PutQuestion, TakeBack
from bot.approvals.eligibility import Person, Roster
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.desk import settling, withdrawing
from bot.ledger import absence_book, outbox, request_book
from bot.ledger.database import Ledger, Transaction
from bot.ledger.outbox import Notice, NoticeKind


async def note_view(ledger: Ledger, request_id: str, person: Person, seen: str, *, now: datetime) -> None:
    """Note that this person was shown everything under the digest that begins with `seen`; twice is once."""
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        if request:
            events = decide(request, NoteView(person=person, digest=request.digest_seen(seen)), now)
            if events:
                await request_book.record(tx, request, events)


async def delegate(
    ledger: Ledger, request_id: str, who: tuple[Person, Roster, Person], reason: str, *, now: datetime
) -> Request:
    """Pass a reviewer's seat on to the last of the three, who gets the card; raises Refused."""
    person, roster, to = who
    async with ledger.write() as tx:
        request = await _load(tx, request_id)
        present = roster.with_stand_ins(await absence_book.stand_ins(tx.conn, now))
        command = Delegate(person=person, roster=present, to=to, reason=reason)
        after = await request_book.record(tx, request, decide(request, command, now))
        await settling.owe(tx, request, after, now)
        await outbox.want_card(tx, request_id, to.id)
    return after


async def put_question(ledger: Ledger, request_id: str, person: Person, question: str, *, now: datetime) -> Request:
    """Put a question into the thread of the request's card; raises Refused."""
    async with ledger.write() as tx:
        request = await _load(tx, request_id)
        events = decide(request, PutQuestion(person=person, question=question), now)
        after = await request_book.record(tx, request, events)
        await outbox.want_history(tx, request_id)
        await outbox.redraw(tx, request_id)
        notice = Notice(
            id=f"question.{request_id}.{after.seq}",
            kind=NoticeKind.QUESTION,
            audience=outbox.THREAD,
            request_id=request_id,
            run_id=request.origin.run_id,
            body=f"{person.id}\n{question.strip()}",
        )
        await outbox.tell(tx, notice)
    return after


async def take_back(ledger: Ledger, request_id: str, person: Person, because: str, *, now: datetime) -> Request:
    """Take the request back, and end the run that waits for it, as its requester wants; raises Refused."""
    async with ledger.write() as tx:
        request = await _load(tx, request_id)
        after = await withdrawing.take_back(tx, request, TakeBack(person=person, because=because), now)
        await settling.cancel(tx, request.origin, "Its requester took the request back.", now)
    return after


async def _load(tx: Transaction, request_id: str) -> Request:
    request = await request_book.load(tx.conn, request_id, to_change=True)
    if request is None:
        raise Refused(Reason.UNKNOWN_REQUEST)
    return request
