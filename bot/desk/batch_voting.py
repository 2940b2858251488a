"""Batch voting: one person's answer to several requests, each judged by itself in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.approvals.eligibility import Person, Roster
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request
from bot.desk import voting
from bot.desk.voting import Click
from bot.ledger.database import Ledger


class Ballot(NamedTuple):
    """A click on one of the requests, who made it, and the version of the request's graph as it is today."""

    click: Click
    voter: tuple[Person, Roster]
    graph: str | None


class Tallied(NamedTuple):
    """What became of one of the requests: as it stands after the vote, or why the vote was refused."""

    request: Request | None
    refused: Reason | None = None


async def vote_each(ledger: Ledger, ballots: Sequence[Ballot], *, now: datetime) -> list[Tallied]:
    """Count the votes one after the other; a refusal holds up none of the others."""
    return [await _vote(ledger, ballot, now) for ballot in ballots]


async def _vote(ledger: Ledger, ballot: Ballot, now: datetime) -> Tallied:
    try:
        return Tallied(await voting.vote(ledger, ballot.click, ballot.voter, ballot.graph, now=now))
    except Refused as refused:
        return Tallied(refused.request, refused.reason)
