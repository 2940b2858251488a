"""Whose App Homes are behind when a card has changed."""

from collections.abc import Sequence
from datetime import datetime

from bot.approvals.request import Request
from bot.ledger import absence_book, home_book
from bot.ledger.database import Transaction
from bot.slack.directory import LookupFailed
from bot.slack.members import Members


async def concerned(members: Members, requests: Sequence[Request]) -> frozenset[str]:
    """Requesters, voters, whoever was passed a seat, and the reviewers asked so far.

    Where Slack does not say who the reviewers are, only the others: their Homes are drawn when they open them.
    """
    people: set[str] = set()
    for request in requests:
        people.add(request.origin.requester)
        people |= {vote.person for vote in request.votes} | {passed.to for passed in request.delegations}
        people |= await _reviewers(members, request)
    return frozenset(people)


async def refresh_homes(tx: Transaction, people: frozenset[str], now: datetime) -> None:
    """Owe these people's Homes a new drawing, and those of whoever stands in for them at `now`."""
    if people:
        stand_ins = await absence_book.stand_ins(tx.conn, now)
        await home_book.refresh(tx.conn, people | {stand_ins[person] for person in people & stand_ins.keys()})


async def _reviewers(members: Members, request: Request) -> frozenset[str]:
    try:
        return (await members.roster(request)).of(request.tiers_asked)
    except LookupFailed:
        return frozenset()
