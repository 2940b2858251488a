"""Announcing: words for the operators that are about no request."""

from datetime import datetime

from bot.approvals.digests import digest
from bot.ledger import notice_book
from bot.ledger.database import Ledger
from bot.ledger.notice_book import OPERATORS, Notice, NoticeKind


async def announce(ledger: Ledger, kind: NoticeKind, words: str, *, now: datetime) -> None:
    """Owe the operators' channel these words; the same words at the same moment are told once."""
    name = f"{kind}.{now.timestamp()}.{digest(words)[:16]}"
    async with ledger.write() as tx:
        await notice_book.tell(tx, Notice(id=name, kind=kind, audience=OPERATORS, body=words))
