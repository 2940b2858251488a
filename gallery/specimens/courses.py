"""The course of a request: it is brought into every state by commands, as the bot itself would."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.approvals.ask import Ask
from bot.approvals.commands import CastVote, Command, Delegate, Open
from bot.approvals.eligibility import Person
from bot.approvals.events import Event
from bot.approvals.machine import evolve
from bot.approvals.policy import Batching, OnTimeout, Policy, Reviewers, Tier
from bot.approvals.request import Origin, Request
from bot.approvals.rules import decide
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

    def delegated(self, minutes: float, giver: str, to: str, reason: str = "") -> "Course":
        """The course after a reviewer passed their seat on."""
        return self.then(minutes, Delegate(person=Person(id=giver), roster=ROSTER, to=Person(id=to), reason=reason))

    def entries(self) -> list[Entry]:
        """The events as the audit trail holds them, but for its hashes."""
        return [
            Entry(position=at, request_id=self.request.id, seq=at, event=event, hash="")
            for at, event in enumerate(self.events, 1)
        ]


def opened(ask: Ask, policy: Policy = REFUNDS, *, number: int = 1, requester: str = MAYA) -> Course:
    """A request that has just been opened, at `START`."""
    origin = Origin(
        run_id=f"run-{number:04}",
        interrupt_id=f"interrupt-{number:04}",
        workflow=policy.name,
        graph_version="1",
        requester=requester,
        dialect="native",
        node="ask",
    )
    events = decide(None, Open(request_id=f"req-{number:04}", origin=origin, ask=ask, policy=policy), START)
    request = evolve(None, events[0])
    for event in events[1:]:
        request = evolve(request, event)
    return Course(request, events, START)


def numbered(course: Course, number: int) -> Request:
    """The request under another id."""
    return replace(course.request, id=f"req-{number:04}")
