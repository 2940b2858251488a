"""Commands: what somebody, or the clock, wants done to a request."""

from dataclasses import dataclass

from bot.approvals.ask import Ask
from bot.approvals.eligibility import Person, Roster
from bot.approvals.policy import Policy
from bot.approvals.request import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Put an ask before people, under this policy."""

    request_id: str
    origin: Origin
    ask: Ask
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """A person pressed an action on a card that showed `digest`."""

    person: Person
    roster: Roster
    action: str
    digest: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """The alarm rang; whatever is due is done, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The question no longer stands; `by` is a user id or the part of the program that noticed."""

    because: str
    by: str


@dataclass(frozen=True, slots=True)
class MarkApplied:
    """The workflow was seen to have taken the answer in."""


Command = Open | CastVote | Ring | Withdraw | MarkApplied
