"""A request: an ask on the ledger, with its votes and what it settled as."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.approvals.ask import Ask, Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.policy import Policy, Tier


class State(StrEnum):
    """Where a request stands; `machine.MOVES` holds the legal moves between these."""

    OPEN = "open"
    SETTLED = "settled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one person chose, and the digest of what they saw when they did.

    `values` fill in the action's form; `behalf` is the reviewer whom a stand-in decided for, empty for oneself.
    """

    person: str
    action: str
    kind: Kind
    digest: str
    at: datetime
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    behalf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A reviewer changed the draft from `before` to `after`."""

    person: str
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """A reviewer asked somebody to decide this request in their stead; the two are one seat."""

    giver: str
    to: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """A person had the next tier asked, before its time."""

    by: str
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class View:
    """A person read everything that was asked under this digest."""

    person: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an ask came from: the run, its pending interrupt in its node, and the graph as it was then."""

    run_id: str
    interrupt_id: str
    workflow: str
    graph_version: str
    requester: str
    dialect: str
    node: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The fold of a request's events; `seq` counts them.

    `digest` names what stands now, `first_digest` what the workflow asked before anybody edited it. `asked_at` is when
    the tier that is asked now was asked, and `neared` the share of its SLA that cards and reviewers were told of last.
    `climbs` are the escalations that people wanted.
    """

    id: str
    origin: Origin
    ask: Ask
    digest: str
    policy: Policy
    first_tier: int
    tier: int
    state: State
    opened_at: datetime
    due_at: datetime | None
    seq: int
    first_digest: str = ""
    asked_at: datetime | None = None
    neared: float = 0.0
    votes: tuple[Vote, ...] = ()
    edits: tuple[Edit, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    views: tuple[View, ...] = ()
    climbs: tuple[Climb, ...] = ()
    decision: Decision | None = None
    withdrawn_because: str = ""
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    applied_at: datetime | None = None

    @property
    def asked(self) -> Tier:
        """The tier that is asked now, or was asked last."""
        return self.policy.tiers[self.tier]

    @property
    def next_tier(self) -> Tier | None:
        """The tier an escalation would reach, or None after the last."""
        following = self.tier + 1
        return self.policy.tiers[following] if following < len(self.policy.tiers) else None

    @property
    def tiers_asked(self) -> range:
        """The tiers that were asked so far, and may decide."""
        return range(self.first_tier, self.tier + 1)

    @property
    def quorum(self) -> int:
        """How many approvals decide it, whoever of those asked so far gives them; a higher tier may need fewer."""
        return self.policy.tiers[self.first_tier].quorum

    @property
    def escalators(self) -> tuple[str, ...]:
        """Who had the next tier asked."""
        return tuple(climb.by for climb in self.climbs)

    @property
    def question_digest(self) -> str:
        """The digest of the question as the workflow asks it, whatever people made of it since."""
        return self.first_digest or self.digest

    @property
    def tier_asked_at(self) -> datetime:
        """When the tier that is asked now was asked."""
        return self.asked_at or self.opened_at

    @property
    def closed_at(self) -> datetime | None:
        """When it was decided or withdrawn, or None while it is open."""
        return self.decision.at if self.decision else self.withdrawn_at

    def has_viewed(self, person: str) -> bool:
        """Whether this person has read everything that stands now."""
        return View(person, self.digest) in self.views

    def digest_seen(self, beginning: str) -> str:
        """The digest a card showed that bore this beginning: the request's own where 16 digits agree, else no more."""
        return self.digest if len(beginning) >= 16 and self.digest.startswith(beginning) else beginning

    @property
    def posted(self) -> bool:
        """Whether people are, or were, asked: a request settled by limits alone has no card."""
        return not (self.decision and self.decision.cause is Cause.LIMITS)
