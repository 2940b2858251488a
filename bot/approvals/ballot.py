"""The ballot: when votes add up to a decision."""

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.eligibility import Roster, eligible
from bot.approvals.request import Request, Vote


def cast(votes: tuple[Vote, ...], vote: Vote) -> tuple[Vote, ...]:
    """The votes with this one added; a person's later vote takes the place of the earlier."""
    return (*(earlier for earlier in votes if earlier.person != vote.person), vote)


def outcome(request: Request, roster: Roster) -> Decision | None:
    """The decision that the latest vote brings about, or None while approvals are still short of every quorum.

    One rejection or neutral answer settles. Approvals count when they chose the same action, saw what stands now, and
    were cast by people who are eligible still; they settle when a tier that was asked has its quorum among its own
    people and those of the tiers above it, so that escalating to a tier of one never lets one of the tier below decide.
    """
    latest = request.votes[-1]
    if latest.kind is not Kind.APPROVE:
        return _decision(request, [latest])
    may = eligible(request, roster)
    agreeing = [
        vote
        for vote in request.votes
        if vote.action == latest.action and vote.digest == request.digest and vote.person in may
    ]
    people = frozenset(vote.person for vote in agreeing)
    carried = any(
        len(people & roster.of(range(tier, request.tier + 1))) >= request.policy.tiers[tier].quorum
        for tier in request.tiers_asked
    )
    return _decision(request, agreeing) if carried else None


def _decision(request: Request, votes: list[Vote]) -> Decision:
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
    )
