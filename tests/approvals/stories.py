"""Generated stories: a request under any policy, and what people and the clock then do to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from bot.approvals import offers
from bot.approvals.ask import Ask
from bot.approvals.commands import CastVote, Command, Delegate, EscalateNow, Extend, NoteView, Open, Reopen, Ring, Seat
from bot.approvals.deadlines import next_ring
from bot.approvals.events import Event
from bot.approvals.machine import evolve
from bot.approvals.offers import Done
from bot.approvals.policy import Policy
from bot.approvals.refusals import Refused
from bot.approvals.request import Request
from bot.approvals.rules import decide
from tests.approvals.examples import NOON, REQUESTER, an_opening
from tests.approvals.steps import (
    FIRST,
    PRESENT,
    Step,
    busy_step_lists,
    ladder_step_lists,
    offer_step_lists,
    step_lists,
)
from tests.approvals.strategies import TIMEOUTS, deeds, drafted_asks, ladders, plain_asks, policies

Endings = st.SearchStrategy[dict[str, Any]]

_NOTHING_YET: Command = Ring()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One command given to a request: what it caused, or how it was refused, and the request on either side."""

    command: Command
    now: datetime
    before: Request | None
    before_in_words: str
    after: Request | None
    events: tuple[Event, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The turns that a request went through, its opening first."""

    turns: tuple[Turn, ...]

    @property
    def events(self) -> list[Event]:
        """Everything that happened, in order."""
        return [event for turn in self.turns for event in turn.events]

    @property
    def question(self) -> Ask:
        """What the workflow asked, before anybody edited it."""
        return self._opened.ask

    @property
    def question_digest(self) -> str:
        """The digest it was opened under."""
        return self._opened.digest

    @property
    def _opened(self) -> Request:
        request = self.turns[0].after
        assert request is not None
        return request

    @property
    def end(self) -> Request:
        """The request as the story leaves it."""
        request = self.turns[-1].after
        assert request is not None
        return request

    @property
    def ended_at(self) -> datetime:
        """The moment of the last command."""
        return self.turns[-1].now


@st.composite
def stories(draw: st.DrawFn, endings: Endings = TIMEOUTS, *, punctual: bool = False) -> Story:
    """Any opening, then three to ten commands at moments that never go back."""
    opening = an_opening(draw(plain_asks), draw(policies(endings)))
    return tell(opening, draw(step_lists), punctual=punctual)


@st.composite
def busy_stories(draw: st.DrawFn, endings: Endings = TIMEOUTS, *, punctual: bool = False) -> Story:
    """The opening of something that may be edited, then much editing, escalating, reading and passing on of seats."""
    opening = an_opening(draw(drafted_asks), draw(ladders(endings)))
    return tell(opening, draw(busy_step_lists), punctual=punctual)


@st.composite
def long_stories(draw: st.DrawFn, endings: Endings = TIMEOUTS, *, punctual: bool = False) -> Story:
    """Any opening, then days in which people step in, tiers turn out to be vacant, and the clock goes on."""
    opening = an_opening(draw(plain_asks | drafted_asks), draw(policies(endings) | ladders(endings)))
    return tell(opening, draw(ladder_step_lists), punctual=punctual)


@st.composite
def offer_stories(draw: st.DrawFn, *, punctual: bool = False) -> Story:
    """The offer to undo what was done under any policy, then what people try with it, in time and too late."""
    return tell(an_offering(draw(deeds), draw(policies())), draw(offer_step_lists), punctual=punctual)


any_stories = stories() | busy_stories() | long_stories() | offer_stories()


def an_offering(done: Done, policy: Policy) -> Open:
    """The command that opens an offer to undo what was done under the policy, as the desk makes it."""
    opening = an_opening(offers.ask_of(done), offers.policy_of(policy, REQUESTER, done.window))
    return replace(
        opening,
        origin=replace(opening.origin, interrupt_id=offers.place_of(done), dialect=offers.DIALECT, effect=done.key),
    )


def tell(opening: Open, steps: Sequence[Step] = (), *, punctual: bool = False) -> Story:
    """The story of these steps, each some time after the one before it; a punctual clock rings whenever it should."""
    turns = [take_turn(None, opening, NOON)]
    now, delivered = NOON, _NOTHING_YET
    for wait, command in steps:
        now += wait
        if punctual:
            turns.extend(rings(turns[-1].after, now))
        request = turns[-1].after
        delivered = _on_the_card(command, request) if command else delivered
        turns.append(take_turn(request, delivered, now))
    return Story(tuple(turns))


def rings(request: Request | None, until: datetime) -> Iterator[Turn]:
    """Ring the alarm at each moment that the request asks for, up to `until`."""
    while request and (moment := next_ring(request)) is not None and moment <= until:
        turn = take_turn(request, Ring(), moment)
        request = turn.after
        yield turn


def take_turn(request: Request | None, command: Command, now: datetime) -> Turn:
    """Give one command, and keep the request's books."""
    words = repr(request)
    try:
        events = decide(request, command, now)
    except Refused as refused:
        return Turn(command=command, now=now, before=request, before_in_words=words, after=request, refused=refused)
    after = request
    for event in events:
        after = evolve(after, event)
    return Turn(command=command, now=now, before=request, before_in_words=words, after=after, events=events)


def _on_the_card(command: Command, request: Request | None) -> Command:
    """A generated click or view is of what stands, or of what was asked first, unless it bears a digest already.

    Who is seated is so at the stage that stands, unless the step names one; and rosters are of the ladder that does.
    """
    if request and isinstance(command, Seat):
        return replace(command, stage=request.stage if command.stage == PRESENT else command.stage)
    if request and isinstance(command, CastVote | Delegate | EscalateNow | Extend | Reopen):
        command = replace(command, roster=replace(command.roster, fallbacks=len(request.fallbacks)))
    if request is None or not isinstance(command, CastVote | NoteView):
        return command
    seen = {PRESENT: request.digest, FIRST: request.question_digest}.get(command.digest, command.digest)
    return replace(command, digest=seen)
