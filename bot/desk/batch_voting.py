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


class Cast(NamedTuple):
    """A click on one of the requests, who made it, and the version of the request's graph as it is today."""

    click: Click
    voter: tuple[Person, Roster]
    graph: str | None


class Tallied(NamedTuple):
    """What became of one of the requests: as it stands after the vote, or why the vote was refused."""

    request: Request | None
    refused: Reason | None = None


async def vote_each(ledger: Ledger, casts: Sequence[Cast], *, now: datetime) -> list[Tallied]:
    """Count the votes one after the other; a refusal holds up none of the others."""
    return [await _vote(ledger, cast, now) for cast in casts]


async def _vote(ledger: Ledger, cast: Cast, now: datetime) -> Tallied:
    try:
        return Tallied(await voting.vote(ledger, cast.click, cast.voter, cast.graph, now=now))
    except Refused as refused:
        return Tallied(refused.request, refused.reason)
