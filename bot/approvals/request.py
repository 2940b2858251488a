"""A request: an ask on the ledger, with its votes and what it settled as."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
    """What one person chose, and the digest of what they saw when they did."""

    person: str
    action: str
    kind: Kind
    digest: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an ask came from: the run, its pending interrupt, and the graph as it was then."""

    run_id: str
    interrupt_id: str
    workflow: str
    graph_version: str
    requester: str
    dialect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The fold of a request's events; `seq` counts them."""

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
    votes: tuple[Vote, ...] = ()
    decision: Decision | None = None
    withdrawn_because: str = ""
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
        """The tiers that were asked so far."""
        return range(self.first_tier, self.tier + 1)

    def digest_seen(self, beginning: str) -> str:
        """The digest a card showed that bore this beginning: the request's own where 16 digits agree, else no more."""
        return self.digest if len(beginning) >= 16 and self.digest.startswith(beginning) else beginning

    @property
    def posted(self) -> bool:
        """Whether people are, or were, asked: a request settled by limits alone has no card."""
        return not (self.decision and self.decision.cause is Cause.LIMITS)
