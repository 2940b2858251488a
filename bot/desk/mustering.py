"""Mustering: who of those whom the directory found may decide a request now, and who of them is at work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.approvals.ask import Urgency
from bot.approvals.eligibility import Roster, barred, eligible, passed_on
from bot.approvals.request import Request
from bot.ledger import absence_book
from bot.ledger.database import Ledger, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What the directory says of a tier: who may act, and in words who of its reviewers is not to be found, or may not.

    `gone` are those of `stand_ins` who may not act, or are not there any more. `by_name` has the people behind each
    group, person and channel as the policy names them.
    """

    people: frozenset[str]
    gone: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    by_name: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who may decide now, and for which seat: their own, or that of a reviewer who asked them to; `resting` do not work
    at this hour.
    """

    seats: Mapping[str, str]
    resting: frozenset[str]

    @property
    def people(self) -> frozenset[str]:
        """One person for each seat: its reviewer, or whoever decides in their stead."""
        by_seat = {seat: person for person, seat in self.seats.items() if person != seat}
        return frozenset((by_seat | {seat: seat for seat in self.seats if self.seats[seat] == seat}).values())

    def silent(self, request: Request) -> frozenset[str]:
        """Those in whose seat nobody has voted on the request."""
        taken = {vote.behalf or vote.person for vote in request.votes}
        return frozenset(person for person, seat in self.seats.items() if seat not in taken)

    def within_reach(self, people: Iterable[str], urgency: Urgency) -> frozenset[str]:
        """Those of the people who may be called at this hour: while somebody works, whoever rests is left in peace.

        High urgency is put to everybody at any hour.
        """
        wanted, working = frozenset(people), self.seats.keys() - self.resting
        return wanted - self.resting if working and urgency is not Urgency.HIGH else wanted


async def stand_ins(ledger: Ledger, request: Request, people: frozenset[str], now: datetime) -> frozenset[str]:
    """Those who decide in place of one of these people, who are away or have handed them the request."""
    async with ledger.read() as conn:
        arranged = await absence_book.stand_ins(conn, now)
    return frozenset(to for giver, to in passed_on(request, arranged) if giver in people)


async def muster(tx: Transaction, request: Request, present: Present, now: datetime) -> Crew:
    """The crew of the tier that is asked now.

    Neither the requester nor whoever stands in for them is in it, unless the policy lets people sign for themselves;
    who is away is not, and whoever stands in for them is. Who was passed a seat in this request is, beside its giver.
    A stand-in of either kind who may not act is not.
    """
    away = await absence_book.away(tx.conn, now)
    roster = Roster(
        {request.tier: present.people},
        self_signers=_self_signers(request, present),
        stand_ins=await absence_book.stand_ins(tx.conn, now) if away else {},
        fallbacks=len(request.fallbacks),
    )
    own = eligible(request, roster)
    seats = {person: person for person in own - away}
    nobody = own | away | barred(request, roster) | present.gone
    for giver, to in passed_on(request, roster.stand_ins):
        if giver in own and to not in nobody:
            seats.setdefault(to, giver)
    return Crew(seats, _resting(request, present, now))


def _self_signers(request: Request, present: Present) -> frozenset[str]:
    """The people whom the policy lets sign for themselves by name: by their ids, or as the directory knows the name."""
    allowed = request.policy.requester_may_act
    names = () if isinstance(allowed, bool) else allowed
    return frozenset(names).union(*(present.by_name.get(name, frozenset()) for name in names))


def _resting(request: Request, present: Present, now: datetime) -> frozenset[str]:
    """Those all of whose own calendars are closed at `now`; one calendar for the whole tier tells nobody apart."""
    calendars = request.asked.calendar
    if not isinstance(calendars, dict):
        return frozenset()
    opened = {name: calendar.is_open(now) for name, calendar in calendars.items()}
    of = {
        is_open: [present.by_name.get(name, frozenset()) for name in opened if opened[name] is is_open]
        for is_open in (True, False)
    }
    return frozenset().union(*of[False]) - frozenset().union(*of[True])
