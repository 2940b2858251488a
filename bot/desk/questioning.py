"""Questioning: people ask something in the thread of a card before they decide."""

from datetime import datetime

from bot.approvals.commands import PutQuestion
from bot.approvals.eligibility import Person
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.desk import loading
from bot.ledger import card_book, notice_book, request_book
from bot.ledger.database import Ledger
from bot.ledger.notice_book import Notice, NoticeKind


async def put_question(ledger: Ledger, request_id: str, person: Person, question: str, *, now: datetime) -> Request:
    """Put a question into the thread of the request's card; raises Refused."""
    async with ledger.write() as tx:
        request = await loading.to_change(tx, request_id)
        events = decide(request, PutQuestion(person=person, question=question), now)
        after = await request_book.record(tx, request, events)
        await card_book.want_history(tx, request_id)
        await card_book.redraw(tx, request_id)
        notice = Notice(
            id=f"question.{request_id}.{after.seq}",
            kind=NoticeKind.QUESTION,
            audience=card_book.THREAD,
            request_id=request_id,
            run_id=request.origin.run_id,
            body=f"{person.id}\n{question.strip()}",
        )
        await notice_book.tell(tx, notice)
    return after
