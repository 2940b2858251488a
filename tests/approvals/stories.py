"""Generated stories: a request under any policy, and what people and the clock then do to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from bot.approvals.commands import CastVote, Command, MarkApplied, Open, Ring, Withdraw
from bot.approvals.eligibility import Person, Roster
from bot.approvals.events import Event
from bot.approvals.machine import decide, evolve
from bot.approvals.policy import OnTimeout
from bot.approvals.refusals import Refused
from bot.approvals.request import Request
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, OUTSIDER, REQUESTER, SECOND_LEAD, a_roster, an_opening
from tests.approvals.strategies import TIMEOUTS, plain_asks, policies

Step = tuple[timedelta, Command]

_PRESENT = "the digest that stands"
_IDS = (LEAD, SECOND_LEAD, MANAGER, OUTSIDER, REQUESTER)
_MEMBERS = tuple(Person(id=user) for user in _IDS)
_OTHER_PEOPLE = (
    Person(id=LEAD, is_bot=True),
    Person(id=LEAD, is_active=False),
    Person(id=MANAGER, is_guest=True),
    Person(id=MANAGER, is_stranger=True),
)
_EVERYBODY = st.just(a_roster(*[_IDS] * 5))
_A_TIER_EACH = st.sampled_from(
    (
        a_roster((LEAD, SECOND_LEAD), (MANAGER,), (OUTSIDER,), (REQUESTER,)),
        a_roster((LEAD,), (SECOND_LEAD,), (MANAGER, LEAD), (OUTSIDER, REQUESTER), (SECOND_LEAD,)),
    )
)
_THIN_ROSTERS = st.sampled_from(
    (
        a_roster(*[(LEAD, OUTSIDER, REQUESTER)] * 5),
        a_roster(*[(SECOND_LEAD, MANAGER)] * 5),
        Roster({0: frozenset(_IDS)}),
        Roster({1: frozenset(_IDS), 2: frozenset(_IDS)}),
        Roster({}),
    )
)

# A value listed twice comes oftener, so that stories end in every way and not only in refusals.
_SOUND_VOTES = st.builds(
    CastVote,
    person=st.sampled_from(_MEMBERS),
    roster=_EVERYBODY,
    action=st.sampled_from(("approve", "approve", "approve", "approve_in_part")),
    digest=st.just(_PRESENT),
)
_ANY_VOTES = st.builds(
    CastVote,
    person=st.sampled_from(_MEMBERS + _MEMBERS + _OTHER_PEOPLE),
    roster=_EVERYBODY | _THIN_ROSTERS,
    action=st.sampled_from(("approve", "approve_in_part", "reject", "hold", "nonsense")),
    digest=st.sampled_from((_PRESENT, _PRESENT, _PRESENT, _PRESENT, "0" * 64)),
    reason=st.sampled_from(("seen the invoice", "", " ")),
)
_TIERED_VOTES = st.builds(
    CastVote,
    person=st.sampled_from(_MEMBERS),
    roster=_A_TIER_EACH,
    action=st.just("approve"),
    digest=st.just(_PRESENT),
)
_DOUBTFUL_VOTES = st.builds(
    CastVote,
    person=st.sampled_from(_MEMBERS) | st.sampled_from(_OTHER_PEOPLE),
    roster=_THIN_ROSTERS | _EVERYBODY,
    action=st.just("approve"),
    digest=st.sampled_from((_PRESENT, _PRESENT, _PRESENT, "0" * 64)),
)
_OBJECTIONS = st.builds(
    CastVote,
    person=st.sampled_from(_MEMBERS),
    roster=_EVERYBODY,
    action=st.sampled_from(("reject", "hold")),
    digest=st.just(_PRESENT),
    reason=st.sampled_from(("too risky", "too risky", " ")),
)
_OTHERS: st.SearchStrategy[Command] = st.sampled_from(
    (Ring(), MarkApplied(), MarkApplied(), Withdraw(because="the run was cancelled", by="engine"))
)
_WAITS = st.sampled_from((timedelta(0), timedelta(0), timedelta(microseconds=1), HOUR / 2, HOUR))
_LATE_RINGS: st.SearchStrategy[Step] = st.just((3 * HOUR, Ring()))
_APPROVING: st.SearchStrategy[Step] = st.tuples(_WAITS, _SOUND_VOTES)
_TIERED: st.SearchStrategy[Step] = st.tuples(_WAITS, _TIERED_VOTES)
_DOUBTFUL: st.SearchStrategy[Step] = st.tuples(_WAITS, _DOUBTFUL_VOTES)
_OBJECTING: st.SearchStrategy[Step] = st.tuples(_WAITS, _OBJECTIONS)
_ANYTHING: st.SearchStrategy[Step] = st.tuples(_WAITS, _ANY_VOTES | _ANY_VOTES | _OTHERS)
_STEP_LISTS = st.one_of(
    st.lists(_APPROVING | _DOUBTFUL, min_size=3, max_size=10),
    st.lists(_APPROVING | _LATE_RINGS, min_size=3, max_size=10),
    st.lists(_TIERED | _LATE_RINGS, min_size=3, max_size=10),
    st.lists(_APPROVING | _OBJECTING | _ANYTHING, min_size=3, max_size=10),
    st.lists(_LATE_RINGS | _ANYTHING, min_size=3, max_size=10),
)


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
def stories(draw: st.DrawFn, on_timeout: st.SearchStrategy[OnTimeout] = TIMEOUTS) -> Story:
    """Any opening, then three to ten commands at moments that never go back."""
    opening = an_opening(draw(plain_asks), draw(policies(on_timeout)))
    return tell(opening, draw(_STEP_LISTS))


def tell(opening: Open, steps: Sequence[Step] = ()) -> Story:
    """The story of these steps, each some time after the one before it."""
    turns = [take_turn(None, opening, NOON)]
    for wait, command in steps:
        request = turns[-1].after
        turns.append(take_turn(request, _on_the_card(command, request), turns[-1].now + wait))
    return Story(tuple(turns))


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
    """A generated vote sees the digest that stands, unless it was generated with another."""
    if isinstance(command, CastVote) and command.digest == _PRESENT and request:
        return replace(command, digest=request.digest)
    return command
