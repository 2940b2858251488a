"""Calls and reminders that are owed, answered with who is there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.approvals.quiet import Quiet
from bot.approvals.request import Request
from bot.desk import calling
from bot.desk.calling import Present
from bot.ledger import notice_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.tables import cards, notices
from bot.ledger.work import Claim
from tests.approvals.examples import NOON
from tests.desk.deeds import the_request
from tests.ledger.books import claimed, rows


def present(*people: str, problems: tuple[str, ...] = (), by_name: Mapping[str, set[str]] | None = None) -> Present:
    """What the directory says of a tier."""
    named = {name: frozenset(who) for name, who in (by_name or {}).items()}
    return Present(people=frozenset(people).union(*named.values()), problems=problems, by_name=named)


def less(there: Present, *gone: str) -> Present:
    """The same, of whose stand-ins these may not act."""
    return replace(there, gone=frozenset(gone))


async def summons(ledger: Ledger, request: Request, kind: NoticeKind = NoticeKind.CALL) -> Claim:
    """The one call or reminder that is still owed to the stage at which the request is, claimed."""
    stage = (await the_request(ledger, request.id)).stage
    [owed] = [notice for notice in await untold(ledger, request, kind) if calling.stage_of(notice) == stage]
    return await claimed(ledger, Work(WorkKind.NOTICE, owed.id))


async def untold(ledger: Ledger, request: Request, kind: NoticeKind = NoticeKind.CALL) -> list[Notice]:
    """The calls or reminders that are still owed for a request."""
    found = [row for row in await rows(ledger, notices) if row["request_id"] == request.id and not row["told"]]
    return [notice_book.notice_from(row) for row in found if row["kind"] == kind]


async def answer(
    ledger: Ledger, claim: Claim, there: Present, *, quiet: Quiet | None = None, now: datetime = NOON
) -> None:
    """Do what a call or reminder says, with those who are there."""
    await calling.call(ledger, claim, there, quiet or Quiet(), now=now)


async def called(ledger: Ledger, request: Request, *people: str, now: datetime = NOON) -> Request:
    """Answer the call to the stage at which the request is, with these people; returns it as it stands then."""
    await answer(ledger, await summons(ledger, request), present(*people), now=now)
    return await the_request(ledger, request.id)


async def reminded(ledger: Ledger, request: Request, *people: str, now: datetime = NOON) -> Request:
    """Answer the reminder that is owed, with these people; returns the request as it stands then."""
    await answer(ledger, await summons(ledger, request, NoticeKind.REMIND), present(*people), now=now)
    return await the_request(ledger, request.id)


async def shown_to(ledger: Ledger, look: str = "request") -> list[str]:
    """Who was to be shown cards of that look."""
    return sorted(card["audience"] for card in await rows(ledger, cards) if card["look"] == look)
