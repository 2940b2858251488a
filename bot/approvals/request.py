"""A request: an ask on the ledger, with its votes and what it settled as."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.approvals.ask import Ask, Kind
from bot.approvals.decision import Cause, Decision
from bot.approvals.dialects.shapes import Reply
from bot.approvals.policy import Policy
from bot.approvals.tier import ALL, Tier


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
    """A person had the next tier asked before its time, in that round of the ladder after so many fallbacks."""

    by: str
    because: str
    at: datetime
    round: int = 0
    fallbacks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """Who could be asked when a tier was: how many people, and which of them were called themselves.

    `problems` say who of the policy could not be found or asked; with `vacant` nobody could decide.
    """

    tier: int
    round: int
    count: int
    at: datetime
    called: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    vacant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A person put the deadline of a stage off, by `span` of the time that the tier's SLA counts."""

    by: str
    because: str
    before: datetime
    after: datetime
    at: datetime
    span: timedelta = timedelta(0)
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """A person wanted another look, which a new run gives."""

    by: str
    because: str
    run_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What the run did under a key, and the digest of what came of it; people or the run itself may have undone it."""

    key: str
    words: str
    result: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: tuple[str, ...] = ()
    undone_because: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A person read everything that was asked under this digest."""

    person: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an ask came from: the run, its pending interrupt in its node, and the graph as it was then.

    `channel` is where the run was started, if in one; `reopens` is the request that this run gives another look.
    `reply` is how the workflow expects to be answered. A question of several parts has a request for each: `together`
    is the name that they share, and this one is the `part` of so many `parts`, counted from 0. `effect` is the key of
    what was done already, where the request offers to undo it. `refused` says why the workflow did not take the answer
    that was given before, where the question is asked anew for that.
    """

    run_id: str
    interrupt_id: str
    workflow: str
    graph_version: str
    requester: str
    dialect: str
    node: str = ""
    channel: str = ""
    reopens: str = ""
    reply: Reply | None = None
    together: str = ""
    part: int = 0
    parts: int = 1
    effect: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The fold of a request's events; `seq` counts them.

    `digest` names what stands now, `first_digest` what the workflow asked before anybody edited it. `asked_at` is when
    the tier that is asked now was asked, and `neared` the share of its SLA that cards and reviewers were told of last.
    `climbs` are the escalations that people wanted. `routed_by` names the route that led to the policy. `round` counts
    the times the ladder was begun again, and `top` is the highest tier of this policy that was ever asked. Until
    `parked_until` nobody is asked, as nobody works. `overruns` count the SLAs that ended in a last tier that waits.
    `fallbacks` name the policies whose ladders were climbed in vain. `deeds` are what the run did on its decision.
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
    routed_by: str = ""
    round: int = 0
    top: int = 0
    parked_until: datetime | None = None
    seatings: tuple[Seating, ...] = ()
    extensions: tuple[Extension, ...] = ()
    overruns: int = 0
    fallbacks: tuple[str, ...] = ()
    reopening: Reopening | None = None
    decision: Decision | None = None
    withdrawn_because: str = ""
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    applied_at: datetime | None = None
    deeds: tuple[Deed, ...] = ()

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
    def highest(self) -> int:
        """The highest tier of this policy that was asked so far."""
        return max(self.top, self.tier)

    @property
    def tiers_asked(self) -> range:
        """The tiers that were asked so far, and may decide: a tier can end what those before it may."""
        rungs = range(self.first_tier + 1, self.highest + 1)
        lowest = max((rung for rung in rungs if not self.policy.tiers[rung].earlier_may_act), default=self.first_tier)
        return range(min(lowest, self.tier), self.highest + 1)

    @property
    def stage(self) -> str:
        """A name for where on its ladders the request stands; it changes whenever other people are asked, or again."""
        return f"{len(self.fallbacks)}.{self.round}.{self.tier}"

    @property
    def given(self) -> timedelta:
        """How much time the stage has in all: the SLA and what people added, of the kind that the SLA counts."""
        added = (extension.span for extension in self.extensions if extension.stage == self.stage)
        return sum(added, self.asked.sla)

    @property
    def seating(self) -> Seating | None:
        """Who could be asked when the tier that is asked now was, or None while nobody has looked."""
        here = [seating for seating in self.seatings if (seating.tier, seating.round) == (self.tier, self.round)]
        return here[-1] if here else None

    @property
    def quorum(self) -> int:
        """How many approvals decide it, whoever of those that may decide gives them; a higher tier may need fewer.

        Where everybody has to approve, it is as many as could be asked, and 1 while nobody has looked.
        """
        return self.needed(self.tiers_asked.start)

    def needed(self, tier: int) -> int:
        """How many approvals the tier wants, as far as it is known how many people belong to it."""
        wanted = self.policy.tiers[tier].quorum
        counts = [seating.count for seating in self.seatings if seating.tier == tier]
        return max(counts[-1], 1) if wanted == ALL and counts else 1 if wanted == ALL else wanted

    @property
    def escalators(self) -> tuple[str, ...]:
        """Who had the next tier asked."""
        return tuple(climb.by for climb in self.climbs)

    def has_escalated(self, person: str) -> bool:
        """Whether this person had the next tier asked in this round of the ladder."""
        here = (len(self.fallbacks), self.round)
        return any((climb.fallbacks, climb.round) == here for climb in self.climbs if climb.by == person)

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
    def question(self) -> str:
        """A name for the question that it is asked as, which the requests for its other parts have too."""
        return self.origin.together or self.id

    @property
    def is_offer(self) -> bool:
        """Whether it offers to undo what was done: then no run waits for it, and silence keeps what was done."""
        return bool(self.origin.effect)

    @property
    def posted(self) -> bool:
        """Whether people are, or were, asked: a request settled by limits alone has no card."""
        return not (self.decision and self.decision.cause is Cause.LIMITS)
