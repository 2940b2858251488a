"""The ballot: when votes add up to a decision."""

from typing import Any

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.digests import canonical
from bot.approvals.eligibility import Roster, seat
from bot.approvals.quorums import Tally
from bot.approvals.request import Request, Vote


def cast(votes: tuple[Vote, ...], vote: Vote) -> tuple[Vote, ...]:
    """The votes with this one added; a person's later vote takes the place of the earlier."""
    return (*(earlier for earlier in votes if earlier.person != vote.person), vote)


def outcome(request: Request, roster: Roster, edits: dict[str, Any] | None = None) -> Decision | None:
    """The decision that the latest vote brings about, or None while those that agree with it are short of every quorum.

    One neutral answer settles. Approvals agree when they chose the same action with the same values, and rejections
    whatever action they chose. They count when they saw what stands now and were cast by people who hold a seat still;
    each seat counts once, whoever votes in it.
    """
    latest = request.votes[-1]
    if latest.kind is Kind.NEUTRAL:
        return _decision(request, [latest], edits)
    agreeing = [vote for vote in request.votes if _agree(request, vote, latest) and seat(request, vote.person, roster)]
    tally = Tally(request, roster, frozenset(seat(request, vote.person, roster) for vote in agreeing))
    carried = tally.approves if latest.kind is Kind.APPROVE else tally.rejects
    return _decision(request, agreeing, edits) if carried else None


def _agree(request: Request, vote: Vote, latest: Vote) -> bool:
    if vote.digest != request.digest or vote.kind is not latest.kind:
        return False
    same = vote.action == latest.action and canonical(vote.values) == canonical(latest.values)
    return same or latest.kind is Kind.REJECT


def _decision(request: Request, votes: list[Vote], edits: dict[str, Any] | None) -> Decision:
    latest = votes[-1]
    return Decision(
        request_id=request.id,
        digest=request.digest,
        action=latest.action,
        kind=latest.kind,
        cause=Cause.VOTES,
        tier=request.asked.name,
        at=latest.at,
        by=tuple(vote.person for vote in votes),
        reason="\n".join(vote.reason for vote in votes if vote.reason),
        values=latest.values,
        edits=edits,
    )
