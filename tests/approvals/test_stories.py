"""The generated stories are worth telling: between them they reach every ending and every refusal of the rules."""

from collections.abc import Iterator

from hypothesis import given, settings

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause
from bot.approvals.events import Voted
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State, Vote
from tests.approvals.stories import Story, stories

REFUSALS = {
    Reason.ALREADY_CLOSED,
    Reason.ALREADY_COUNTED,
    Reason.OWN_REQUEST,
    Reason.NOT_ELIGIBLE,
    Reason.NOT_A_MEMBER,
    Reason.STALE_CARD,
    Reason.UNKNOWN_ACTION,
    Reason.REASON_MISSING,
}
DECISIONS = {
    (Cause.VOTES, Kind.APPROVE),
    (Cause.VOTES, Kind.REJECT),
    (Cause.VOTES, Kind.NEUTRAL),
    (Cause.LIMITS, Kind.APPROVE),
    (Cause.TIMEOUT, Kind.REJECT),
}
WAYS = {
    "a quorum of 2",
    "a quorum of 3",
    "up 2",
    "a changed vote",
    "applied",
    "signed by the requester",
    "carried by a tier below",
    "no quorum after an escalation",
    "the same vote settled later",
}


def test_the_stories_reach_every_ending_and_every_refusal() -> None:
    reached: set[object] = set()

    @settings(max_examples=400)
    @given(stories())
    def listen(story: Story) -> None:
        reached.update(_marks(story))

    listen()
    assert {*State, *REFUSALS, *DECISIONS, *WAYS} - reached == set()


def _marks(story: Story) -> Iterator[object]:
    end, decision = story.end, story.end.decision
    yield end.state
    yield f"up {end.tier - end.first_tier}"
    yield from (turn.refused.reason for turn in story.turns if turn.refused)
    if sum(isinstance(event, Voted) for event in story.events) > len(end.votes):
        yield "a changed vote"
    if end.applied_at:
        yield "applied"
    if decision:
        yield decision.cause, decision.kind
        yield f"a quorum of {len(decision.by)}"
    if decision and end.origin.requester in decision.by:
        yield "signed by the requester"
    yield from _marks_of_escalation(story)


def _marks_of_escalation(story: Story) -> Iterator[str]:
    for before, after, vote in _approvals(story):
        people = len(after.decision.by if after.decision else after.votes)
        if after.decision and people < after.asked.quorum:
            yield "carried by a tier below"
        if not after.decision and people >= after.asked.quorum and len(after.tiers_asked) > 1:
            yield "no quorum after an escalation"
        if any((one.person, one.action) == (vote.person, vote.action) for one in before.votes):
            yield "the same vote settled later"


def _approvals(story: Story) -> Iterator[tuple[Request, Request, Vote]]:
    for turn in story.turns:
        voted = next((event for event in turn.events if isinstance(event, Voted)), None)
        if voted and turn.before and turn.after and voted.vote.kind is Kind.APPROVE:
            yield turn.before, turn.after, voted.vote
