"""Generated steps: what people and the clock do to a request, each some time after the one before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from bot.approvals.commands import (
    CastVote,
    Command,
    Degrade,
    Delegate,
    EscalateNow,
    Extend,
    MarkApplied,
    NoteView,
    PutQuestion,
    Reopen,
    Ring,
    Seat,
    TakeBack,
    Withdraw,
)
from bot.approvals.eligibility import Person, Roster
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_roster,
    a_roster_with,
)

# No command means that the command before is delivered once more.
Step = tuple[timedelta, Command | None]

PRESENT = "the digest, or the stage, that stands"
FIRST = "the digest of what the workflow asked"

_IDS = (LEAD, SECOND_LEAD, MANAGER, OUTSIDER, REQUESTER)
_MEMBERS = tuple(Person(id=user) for user in _IDS)
_REVIEWERS = _MEMBERS[:3]
_OTHER_PEOPLE = (
    Person(id=LEAD, is_bot=True),
    Person(id=LEAD, is_active=False),
    Person(id=MANAGER, is_guest=True),
    Person(id=MANAGER, is_stranger=True),
)
_GROUPS = {
    "team-lead": frozenset({LEAD, SECOND_LEAD}),
    "reserve": frozenset({SECOND_LEAD, MANAGER}),
    "board": frozenset({OUTSIDER, REQUESTER}),
}


def _rosters(*rosters: Roster) -> st.SearchStrategy[Roster]:
    """These, as the directory tells them: with who is in each group, and perhaps whom the policy lets sign by name."""
    known = [replace(roster, groups=_GROUPS) for roster in rosters]
    letting = [replace(roster, self_signers=frozenset({REQUESTER})) for roster in known]
    return st.sampled_from((*known, *known, *letting))


_EVERYBODY = _rosters(a_roster(*[_IDS] * 5))
_A_TIER_EACH = _rosters(
    a_roster((LEAD, SECOND_LEAD), (MANAGER,), (OUTSIDER,), (REQUESTER,)),
    a_roster((LEAD,), (SECOND_LEAD,), (MANAGER, LEAD), (OUTSIDER, REQUESTER), (SECOND_LEAD,)),
    a_roster_with({REQUESTER: LEAD}, (LEAD, SECOND_LEAD), (MANAGER, LEAD), (OUTSIDER,), (LEAD,)),
)
_WITH_STAND_INS = _rosters(
    a_roster_with({LEAD: OUTSIDER}, *[(LEAD, SECOND_LEAD)] * 5),
    a_roster_with({LEAD: OUTSIDER, SECOND_LEAD: OUTSIDER, OUTSIDER: MANAGER}, *[(LEAD, SECOND_LEAD)] * 5),
    a_roster_with({LEAD: SECOND_LEAD, SECOND_LEAD: MANAGER, MANAGER: REQUESTER}, (LEAD,), (LEAD, MANAGER)),
    a_roster((LEAD, SECOND_LEAD), (SECOND_LEAD,), (LEAD,)),
    a_roster_with({OUTSIDER: MANAGER}, *[(LEAD, SECOND_LEAD)] * 5),
    a_roster_with({LEAD: MANAGER}, *[(LEAD, SECOND_LEAD)] * 5).without(frozenset({MANAGER})),
    a_roster_with({REQUESTER: LEAD, SECOND_LEAD: OUTSIDER}, *[(LEAD, SECOND_LEAD, MANAGER, REQUESTER)] * 5),
)
_THIN_ROSTERS = _rosters(
    a_roster(*[(LEAD, OUTSIDER, REQUESTER)] * 5),
    a_roster(*[(SECOND_LEAD, MANAGER)] * 5),
    Roster({0: frozenset(_IDS)}),
    Roster({1: frozenset(_IDS), 2: frozenset(_IDS)}),
    Roster({}),
)
_REASONS = st.sampled_from((*["on a plane"] * 7, " "))
_FILLED = st.sampled_from(({"months": 3}, {"months": 3}, {"months": 3.0}, {"months": 12, "why": "\U0001f600"}))
_EDITS = st.sampled_from(
    (
        *({"amount": amount} for amount in (0.25, 0.25, 0.25, 0.5, 0.5, 1.0, 2.0)),
        *({"amount": amount} for amount in (1, 2, True, -1, "a lot", None, 10**400)),
        {},
        {"amount": 0.25, "note": "half a character \ud83d"},
        {"amount": 0.25, "lines": [{"amount": 0.25}, []]},
    )
)


def _votes(
    rosters: st.SearchStrategy[Roster],
    actions: tuple[str, ...] = ("approve",),
    people: tuple[Person, ...] = _MEMBERS,
    **more: st.SearchStrategy[Any],
) -> st.SearchStrategy[CastVote]:
    """Clicks by any of these people; on what stands, seen whole, unless `more` says otherwise."""
    fields = {"digest": st.just(PRESENT), "saw_whole": st.just(True)} | more
    return st.builds(
        CastVote, person=st.sampled_from(people), roster=rosters, action=st.sampled_from(actions), **fields
    )


# A value listed twice comes oftener, so that stories end in every way and not only in refusals.
_SOUND_VOTES = _votes(_EVERYBODY, ("approve", "approve", "approve", "approve_in_part"))
_TIERED_VOTES = _votes(_A_TIER_EACH)
_FILLED_VOTES = _votes(_EVERYBODY, ("in_instalments",), values=_FILLED)
_SEATED_VOTES = _votes(_WITH_STAND_INS | _A_TIER_EACH)
_OBJECTIONS = _votes(_EVERYBODY, ("reject", "hold"), reason=st.sampled_from(("too risky", "too risky", " ")))
_EDITING_VOTES = _votes(_EVERYBODY | _A_TIER_EACH | _WITH_STAND_INS, people=_REVIEWERS, edit=_EDITS)
_UNSOUND_EDITS = _votes(
    _EVERYBODY, ("reject", "hold", "escalate", "in_instalments"), edit=_EDITS, reason=st.just("too much")
)
_CLIMBS = _votes(_A_TIER_EACH | _EVERYBODY, ("escalate",), _REVIEWERS)
_DOUBTFUL_VOTES = _votes(
    _THIN_ROSTERS | _EVERYBODY,
    people=_MEMBERS + _OTHER_PEOPLE,
    digest=st.sampled_from((PRESENT, PRESENT, PRESENT, "0" * 64)),
)
_ANY_VOTES = _votes(
    _EVERYBODY | _THIN_ROSTERS,
    ("approve", "approve_in_part", "in_instalments", "reject", "hold", "escalate", "nonsense"),
    _MEMBERS + _MEMBERS + _OTHER_PEOPLE,
    digest=st.sampled_from((PRESENT, PRESENT, PRESENT, FIRST, "0" * 64)),
    reason=st.sampled_from(("seen the invoice", "", " ")),
    saw_whole=st.sampled_from((True, True, False)),
    edit=st.none() | st.none() | _EDITS,
)
_UNDOS = _votes(_EVERYBODY | _A_TIER_EACH | _WITH_STAND_INS, ("undo",), reason=st.sampled_from(("too early", "")))
_DELEGATIONS = st.builds(
    Delegate,
    person=st.sampled_from((*_REVIEWERS, *_MEMBERS)),
    roster=_A_TIER_EACH | _WITH_STAND_INS,
    to=st.sampled_from((*[Person(id=OUTSIDER), Person(id=MANAGER)] * 4, *_MEMBERS, *_OTHER_PEOPLE)),
    reason=_REASONS,
)
_SEATS = st.builds(
    Seat,
    stage=st.sampled_from((*[PRESENT] * 7, "0.0.0")),
    people=st.sampled_from((frozenset(_IDS), frozenset({LEAD, MANAGER}), frozenset({LEAD}), frozenset())),
    called=st.sampled_from(((), (LEAD,))),
    problems=st.sampled_from(((), ("@reserve is empty",))),
)
_MOVES = st.builds(EscalateNow, person=st.sampled_from(_MEMBERS), roster=_EVERYBODY | _A_TIER_EACH, because=_REASONS)
_EXTENSIONS = st.builds(
    Extend,
    person=st.sampled_from((*_REVIEWERS, *_MEMBERS)),
    roster=_EVERYBODY | _A_TIER_EACH | _WITH_STAND_INS,
    by=st.sampled_from((HOUR / 4, HOUR / 4, HOUR / 2, HOUR, 3 * HOUR, timedelta(0))),
    because=_REASONS,
)
_REOPENINGS = st.builds(
    Reopen,
    person=st.sampled_from((*[Person(id=REQUESTER)] * 4, *_MEMBERS, *_OTHER_PEOPLE)),
    roster=_EVERYBODY | _A_TIER_EACH,
    because=_REASONS,
    run_id=st.just("run-2"),
)
_VIEWS = st.builds(NoteView, person=st.sampled_from(_MEMBERS), digest=st.sampled_from((PRESENT, PRESENT, FIRST)))
_READ_VOTES = _votes(_EVERYBODY, saw_whole=st.just(False))
_OTHERS: st.SearchStrategy[Command] = st.sampled_from(
    (
        Ring(),
        MarkApplied(),
        MarkApplied(),
        Withdraw(because="the run was cancelled", by="engine"),
        TakeBack(person=Person(id=REQUESTER), because="paid by cheque"),
        TakeBack(person=Person(id=LEAD), because="I know better"),
        PutQuestion(person=Person(id=LEAD), question="Which invoice?"),
        PutQuestion(person=Person(id=LEAD, is_guest=True), question="May I?"),
    )
)
_WAITS = st.sampled_from((timedelta(0), timedelta(0), timedelta(microseconds=1), HOUR / 8, HOUR / 2, HOUR))
_RINGS: st.SearchStrategy[Step] = st.tuples(st.sampled_from((HOUR / 8, HOUR / 4, HOUR / 2)), st.just(Ring()))
_LATE_RINGS: st.SearchStrategy[Step] = st.just((3 * HOUR, Ring()))
_WORKING_DAYS_LATER: st.SearchStrategy[Step] = st.tuples(st.sampled_from((20 * HOUR, 70 * HOUR)), st.just(Ring()))
_DEGRADES: st.SearchStrategy[Command] = st.just(Degrade())
_AGAIN: st.SearchStrategy[Step] = st.just((timedelta(0), None))


def _soon(*commands: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(_WAITS, st.one_of(*commands))


def _up_to_ten(*steps: st.SearchStrategy[Step]) -> st.SearchStrategy[list[Step]]:
    return st.lists(st.one_of(*steps), min_size=3, max_size=10)


step_lists = st.one_of(
    _up_to_ten(_soon(_SOUND_VOTES), _soon(_DOUBTFUL_VOTES)),
    _up_to_ten(_soon(_SOUND_VOTES), _LATE_RINGS),
    _up_to_ten(_soon(_TIERED_VOTES), _LATE_RINGS),
    _up_to_ten(_soon(_SOUND_VOTES), _soon(_OBJECTIONS), _soon(_ANY_VOTES, _OTHERS)),
    _up_to_ten(_LATE_RINGS, _soon(_ANY_VOTES, _ANY_VOTES, _OTHERS)),
)
busy_step_lists = st.one_of(
    _up_to_ten(_soon(_EDITING_VOTES), _soon(_TIERED_VOTES, _SOUND_VOTES), _AGAIN),
    _up_to_ten(_soon(_EDITING_VOTES, _CLIMBS), _RINGS, _LATE_RINGS, _AGAIN),
    _up_to_ten(_soon(_EDITING_VOTES, _UNSOUND_EDITS), _RINGS),
    _up_to_ten(_soon(_DELEGATIONS), _soon(_DELEGATIONS, _SEATED_VOTES), _AGAIN),
    _up_to_ten(_soon(_DELEGATIONS, _EDITING_VOTES), _soon(_SEATED_VOTES, _TIERED_VOTES), _LATE_RINGS),
    _up_to_ten(_soon(_FILLED_VOTES), _soon(_VIEWS, _READ_VOTES), _soon(_OTHERS), _AGAIN),
    _up_to_ten(_soon(_EDITING_VOTES, _ANY_VOTES, _VIEWS), _soon(_CLIMBS, _OTHERS, _DELEGATIONS), _AGAIN),
)
ladder_step_lists = st.one_of(
    _up_to_ten(_soon(_SEATS), _LATE_RINGS, _soon(_TIERED_VOTES)),
    _up_to_ten(_soon(_SEATS, _MOVES), _soon(_EXTENSIONS), _RINGS, _LATE_RINGS),
    _up_to_ten(_WORKING_DAYS_LATER, _soon(_SEATS)),
    _up_to_ten(_LATE_RINGS, _LATE_RINGS, _soon(_SEATS)),
    _up_to_ten(_soon(_MOVES, _EXTENSIONS), _soon(_EDITING_VOTES, _DELEGATIONS), _WORKING_DAYS_LATER, _AGAIN),
    _up_to_ten(_soon(_DEGRADES, _OTHERS, _OBJECTIONS), _soon(_REOPENINGS), _LATE_RINGS, _AGAIN),
    _up_to_ten(_soon(_SEATS, _SEATED_VOTES), _soon(_OBJECTIONS, _CLIMBS), _LATE_RINGS),
)
offer_step_lists = st.one_of(
    _up_to_ten(_soon(_UNDOS), _AGAIN, _soon(_OTHERS)),
    _up_to_ten(_LATE_RINGS, _soon(_UNDOS, _DELEGATIONS, _REOPENINGS), _AGAIN),
    _up_to_ten(_soon(_UNDOS, _ANY_VOTES, _TIERED_VOTES), _soon(_EXTENSIONS, _MOVES, _SEATS, _DEGRADES)),
    _up_to_ten(_soon(_UNDOS), _WORKING_DAYS_LATER, _soon(_SEATED_VOTES, _VIEWS)),
)
