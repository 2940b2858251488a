"""The generated stories are worth telling: between them they reach every ending and every refusal of the rules."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.approvals.ask import Kind
from bot.approvals.decision import Cause
from bot.approvals.events import (
    EVENT_KINDS,
    Compensated,
    Delegated,
    Effected,
    Escalated,
    Event,
    Neared,
    Opened,
    Questioned,
    Repaired,
    Seated,
    Unparked,
    Voted,
)
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State, Vote
from tests.approvals.stories import Story, Turn, busy_stories, long_stories, offer_stories, stories

pytestmark = pytest.mark.timeout(300)  # whichever test comes first hears four thousand stories

NOT_BY_COMMAND = {Effected, Compensated, Repaired}  # what a run did, or an operator: nothing that rules could refuse
NOT_OF_THE_RULES = {
    Reason.UNKNOWN_REQUEST,
    Reason.BATCH_CHANGED,
    Reason.LOOKUP_FAILED,
    Reason.GRAPH_CHANGED,
}
DECISIONS = {
    (Cause.VOTES, Kind.APPROVE),
    (Cause.VOTES, Kind.REJECT),
    (Cause.VOTES, Kind.NEUTRAL),
    (Cause.LIMITS, Kind.APPROVE),
    (Cause.TIMEOUT, Kind.REJECT),
    (Cause.TIMEOUT, Kind.APPROVE),
    (Cause.OUTAGE, Kind.APPROVE),
    (Cause.OUTAGE, Kind.REJECT),
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
LONG_WAYS = {
    "begun again",
    "fallen back",
    "parked when it opened",
    "parked on the way up",
    "passed over as vacant",
    "vacant, and nobody left to ask",
    "put off twice",
    "a late clock parked it on",
    "reopened by its requester",
}
BUSY_WAYS = {
    "edited and settled at once",
    "edited beyond the editor",
    "edited up a tier",
    "edited back",
    "signed what was edited",
    "expired edited",
    "agreed on values",
    "a seat passed on",
    "a seat passed on again",
    "a stand-in decided",
    "escalated by hand",
    "reminded",
    "told of more than one share",
    "read, and then approved",
    "asked in the thread",
    "taken back",
}
OFFER_WAYS = {
    "undone",
    "undone by its requester",
    "kept",
    "pressed too late, before the clock rang",
}


def test_the_stories_reach_every_ending_every_kind_of_event_every_way_and_every_refusal_of_the_rules() -> None:
    reached = _reached()
    assert {*State, *DECISIONS} - reached == set()
    assert {*EVENT_KINDS.values()} - reached == NOT_BY_COMMAND
    assert {*WAYS, *BUSY_WAYS, *LONG_WAYS, *OFFER_WAYS} - reached == set()
    assert {*Reason} - NOT_OF_THE_RULES - reached == set()


def _reached() -> set[object]:
    reached: set[object] = set()
    for strategy in (stories(), busy_stories(), long_stories(), offer_stories()):
        _listen(strategy, reached)
    return reached


def _listen(strategy: st.SearchStrategy[Story], reached: set[object]) -> None:
    @settings(max_examples=1000)
    @given(strategy)
    def listen(story: Story) -> None:
        reached.update(_marks(story))

    listen()


def _marks(story: Story) -> Iterator[object]:
    end, decision = story.end, story.end.decision
    yield end.state
    yield f"up {end.tier - end.first_tier}"
    yield from (turn.refused.reason for turn in story.turns if turn.refused)
    yield from map(type, story.events)
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
    yield from _marks_of_edits(story)
    yield from _marks_of_seats(story)
    yield from _marks_of_talk(story)
    yield from _marks_of_time(story)
    if end.is_offer:
        yield from _marks_of_an_offer(story)


def _marks_of_edits(story: Story) -> Iterator[str]:
    decision = story.end.decision
    for turn in story.turns:
        if turn.before and turn.after and len(turn.after.edits) > len(turn.before.edits):
            yield from _marks_of_an_edit(turn, turn.before, turn.after)
    if decision and decision.edits is not None:
        yield "signed what was edited" if decision.approved else "expired edited"
    if decision and decision.approved and decision.values and len(decision.by) > 1:
        yield "agreed on values"


def _marks_of_an_edit(turn: Turn, before: Request, after: Request) -> Iterator[str]:
    if after.decision:
        yield "edited and settled at once"
    if len(turn.events) == 1:
        yield "edited beyond the editor"
    if after.tier > before.tier:
        yield "edited up a tier"
    if after.digest == after.question_digest:
        yield "edited back"


def _marks_of_seats(story: Story) -> Iterator[str]:
    decision = story.end.decision
    delegated = [event.giver for event in story.events if isinstance(event, Delegated)]
    if delegated:
        yield "a seat passed on"
    if len(set(delegated)) < len(delegated):
        yield "a seat passed on again"
    if decision and any(vote.behalf and vote.person in decision.by for vote in story.end.votes):
        yield "a stand-in decided"


def _marks_of_talk(story: Story) -> Iterator[str]:
    end = story.end
    told = [event for event in story.events if isinstance(event, Neared)]
    if any(event.reminded for event in told):
        yield "reminded"
    if len(told) > 1:
        yield "told of more than one share"
    if end.escalators:
        yield "escalated by hand"
    if end.withdrawn_by == end.origin.requester:
        yield "taken back"
    if any(isinstance(event, Questioned) for event in story.events):
        yield "asked in the thread"
    if any(vote.person == view.person and vote.digest == view.digest for vote in end.votes for view in end.views):
        yield "read, and then approved"


def _marks_of_escalation(story: Story) -> Iterator[str]:
    for before, after, vote in _approvals(story):
        people = len(after.decision.by if after.decision else after.votes)
        if after.decision and people < after.needed(after.tier):
            yield "carried by a tier below"
        if not after.decision and people >= after.needed(after.tier) and len(after.tiers_asked) > 1:
            yield "no quorum after an escalation"
        if any((one.person, one.action) == (vote.person, vote.action) for one in before.votes):
            yield "the same vote settled later"


def _marks_of_an_offer(story: Story) -> Iterator[str]:
    decision = story.end.decision
    if decision:
        yield "undone" if decision.by else "kept"
    if decision and story.end.origin.requester in decision.by:
        yield "undone by its requester"
    for turn in story.turns:
        if turn.refused and turn.refused.reason is Reason.TOO_LATE_TO_UNDO and turn.before == turn.after:
            yield "pressed too late, before the clock rang"


def _marks_of_time(story: Story) -> Iterator[str]:
    end = story.end
    if end.round:
        yield "begun again"
    if end.fallbacks:
        yield "fallen back"
    if len(end.extensions) > 1:
        yield "put off twice"
    if end.reopening and end.reopening.by == end.origin.requester:
        yield "reopened by its requester"
    for event in story.events:
        yield from _marks_of_an_event(event)


def _marks_of_an_event(event: Event) -> Iterator[str]:
    match event:
        case Opened() if event.parked_until:
            yield "parked when it opened"
        case Escalated() if event.parked_until:
            yield "parked on the way up"
        case Escalated() if event.vacant:
            yield "passed over as vacant"
        case Seated() if event.vacant:
            yield "vacant, and nobody left to ask"
        case Unparked() if event.parked_until:
            yield "a late clock parked it on"


def _approvals(story: Story) -> Iterator[tuple[Request, Request, Vote]]:
    for turn in story.turns:
        voted = next((event for event in turn.events if isinstance(event, Voted)), None)
        if voted and turn.before and turn.after and voted.vote.kind is Kind.APPROVE:
            yield turn.before, turn.after, voted.vote
