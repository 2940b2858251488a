"""Commands: what somebody, or the clock, wants done to a request."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.approvals.ask import Ask
from bot.approvals.eligibility import Person, Roster
from bot.approvals.policy import Policy
from bot.approvals.request import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Put an ask before people, under this policy, at the tier `at_least` or above; `routed_by` says why that one."""

    request_id: str
    origin: Origin
    ask: Ask
    policy: Policy
    at_least: int = 0
    routed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """The directory was asked who belongs to the tier of a `stage`.

    `people` may decide now, `called` are told themselves; `problems` say who of the policy could not be found or asked.
    """

    stage: str
    people: frozenset[str]
    called: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """A person pressed an action where `digest` was shown; `saw_whole` says whether all of it was.

    `values` fill in the action's form; `edit` is the draft as this person wants it approved.
    """

    person: Person
    roster: Roster
    action: str
    digest: str
    saw_whole: bool
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    edit: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """A reviewer wants `to` to decide this request in their stead."""

    person: Person
    roster: Roster
    to: Person
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A person was shown everything that is asked under `digest`."""

    person: Person
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutQuestion:
    """A person asks something before anybody decides."""

    person: Person
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateNow:
    """A reviewer wants the next tier asked before its time."""

    person: Person
    roster: Roster
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """A reviewer puts the deadline off by so much time, of the kind that the tier's SLA counts."""

    person: Person
    roster: Roster
    by: timedelta
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """A person wants another look at what was not approved: the run `run_id` will give it."""

    person: Person
    roster: Roster
    because: str
    run_id: str


@dataclass(frozen=True, slots=True)
class Degrade:
    """Slack could not be reached for longer than the policy waits; nobody was shown the request."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The alarm rang; whatever is due is done, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The question no longer stands; `by` is a user id or the part of the program that noticed."""

    because: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """Its requester does not want the answer any more."""

    person: Person
    because: str


@dataclass(frozen=True, slots=True)
class MarkApplied:
    """The workflow was seen to have taken the answer in."""


Command = (
    Open
    | Seat
    | CastVote
    | Delegate
    | NoteView
    | PutQuestion
    | EscalateNow
    | Extend
    | Reopen
    | Degrade
    | Ring
    | Withdraw
    | TakeBack
    | MarkApplied
)
