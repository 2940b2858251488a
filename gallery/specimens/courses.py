"""The course of a request: it is brought into every state by commands, as the bot itself would."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.approvals.ask import Ask
from bot.approvals.commands import CastVote, Command, Delegate, EscalateNow, Extend, Open, Reopen, Ring, Seat
from bot.approvals.eligibility import Person
from bot.approvals.events import Event
from bot.approvals.machine import evolve
from bot.approvals.policy import Batching, OnTimeout, Outage, Policy, WithoutSlack
from bot.approvals.request import Origin, Request
from bot.approvals.rules import decide
from bot.approvals.tier import Reviewers, Tier
from bot.ledger.chain import Entry
from gallery.specimens.cast import MAYA, MIGUEL, ROSTER

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def tier(name: str, group: str, minutes: float, **more: Any) -> Tier:
    """A tier that asks one group."""
    return Tier(name=name, reviewers=Reviewers(groups=(group,)), sla=timedelta(minutes=minutes), **more)


MANAGERS = tier("manager", "managers", 45)
DIRECTORS = tier("director", "directors", 60)
REFUNDS = Policy(
    name="refund",
    channel="#approvals",
    tiers=(
        tier("team lead", "team-leads", 30, limits={"amount": 5000, "risk": 0.6}, reminders=(0.5, 0.75)),
        MANAGERS.model_copy(update={"limits": {"amount": 25000}}),
        DIRECTORS,
    ),
    batch=Batching(window=timedelta(minutes=10)),
)
WITHIN_LIMITS = Policy(
    name="refund",
    channel="#approvals",
    tiers=(Tier(name="auto", limits={"amount": 5000, "risk": 0.15}, auto=True), MANAGERS),
)
DEPLOYS = Policy(name="deploy", channel="#deploys", tiers=(tier("release engineer", "release-engineers", 30), MANAGERS))
TWO_SIGN = Policy(name="refund", channel="#approvals", tiers=(tier("team lead", "team-leads", 30, quorum=2), MANAGERS))
ONE_PERSON = Tier(name="manager", reviewers=Reviewers(people=(MIGUEL,)), sla=timedelta(hours=4))
LENIENT = Policy(
    name="refund",
    channel="#approvals",
    tiers=(tier("team lead", "team-leads", 30),),
    on_timeout=OnTimeout.APPROVE,
    outage=Outage(after=timedelta(hours=2), then=WithoutSlack.ALLOW_LOW_RISK),
)
PATIENT = Policy(name="refund", channel="#approvals", tiers=(ONE_PERSON,), on_timeout=OnTimeout.WAIT)


@dataclass(frozen=True, slots=True)
class Course:
    """A request as it stands, the events that brought it there, and the time of the last."""

    request: Request
    events: tuple[Event, ...]
    at: datetime

    def then(self, minutes: float, command: Command) -> "Course":
        """The course after this command, so many minutes later; raises Refused where the rules forbid it."""
        at = self.at + timedelta(minutes=minutes)
        events = decide(self.request, command, at)
        request = self.request
        for event in events:
            request = evolve(request, event)
        return Course(request, (*self.events, *events), at)

    def answered(self, minutes: float, by: str, action: str = "approve", **more: Any) -> "Course":
        """The course after somebody's answer; `more` are its reason, values or edit."""
        seen = self.request.digest
        vote = CastVote(person=Person(id=by), roster=ROSTER, action=action, digest=seen, saw_whole=True, **more)
        return self.then(minutes, vote)

    def seated(self, *people: str, called: tuple[str, ...] = (), problems: tuple[str, ...] = ()) -> "Course":
        """The course after the directory has said who belongs to the tier that is asked now."""
        seat = Seat(stage=self.request.stage, people=frozenset(people), called=called, problems=problems)
        return self.then(0, seat)

    def overdue(self) -> "Course":
        """The course after the clock has rung at the end of the time there is."""
        due_at = self.request.due_at or self.at
        return self.then((due_at - self.at) / timedelta(minutes=1), Ring())

    def escalated(self, minutes: float, by: str, because: str) -> "Course":
        """The course after a reviewer had the next tier asked."""
        return self.then(minutes, EscalateNow(person=Person(id=by), roster=ROSTER, because=because))

    def extended(self, minutes: float, by: str, span: timedelta, because: str) -> "Course":
        """The course after a reviewer put the deadline off."""
        return self.then(minutes, Extend(person=Person(id=by), roster=ROSTER, by=span, because=because))

    def reopened(self, minutes: float, by: str, because: str) -> "Course":
        """The course after somebody wanted another look."""
        return self.then(minutes, Reopen(person=Person(id=by), roster=ROSTER, because=because, run_id="run-0002"))

    def delegated(self, minutes: float, giver: str, to: str, reason: str = "I am away.") -> "Course":
        """The course after a reviewer passed their seat on."""
        return self.then(minutes, Delegate(person=Person(id=giver), roster=ROSTER, to=Person(id=to), reason=reason))

    def entries(self) -> list[Entry]:
        """The events as the audit trail holds them, but for its hashes."""
        return [
            Entry(position=at, request_id=self.request.id, seq=at, event=event, hash="")
            for at, event in enumerate(self.events, 1)
        ]


def opened(ask: Ask, policy: Policy = REFUNDS, *, number: int = 1, reopens: str = "", routed_by: str = "") -> Course:
    """A request of Maya's that has just been opened, at `START`."""
    origin = Origin(
        run_id=f"run-{number:04}",
        interrupt_id=f"interrupt-{number:04}",
        workflow=policy.name,
        graph_version="1",
        requester=MAYA,
        dialect="native",
        node="ask",
        reopens=reopens,
    )
    opening = Open(request_id=f"req-{number:04}", origin=origin, ask=ask, policy=policy, routed_by=routed_by)
    events = decide(None, opening, START)
    request = evolve(None, events[0])
    for event in events[1:]:
        request = evolve(request, event)
    return Course(request, events, START)


def numbered(course: Course, number: int) -> Request:
    """The request under another id."""
    return replace(course.request, id=f"req-{number:04}")
