"""Viewing: it is noted who was shown everything that a request asks."""

from datetime import datetime

from bot.approvals.commands import NoteView
from bot.approvals.eligibility import Person
from bot.approvals.rules import decide
from bot.ledger import request_book
from bot.ledger.database import Ledger


async def note_view(ledger: Ledger, request_id: str, person: Person, seen: str, *, now: datetime) -> None:
    """Note that this person was shown everything under the digest that begins with `seen`; twice is once."""
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        if request:
            events = decide(request, NoteView(person=person, digest=request.digest_seen(seen)), now)
            if events:
                await request_book.record(tx, request, events)
