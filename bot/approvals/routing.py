"""Routing: which policy a request is opened under, and at which of its tiers it starts."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace

from bot.approvals.ask import Ask
from bot.approvals.calendars import Calendar
from bot.approvals.dialects.told import Told
from bot.approvals.policy import Policy
from bot.approvals.quiet import Quiet
from bot.approvals.routes import Circumstances, Route


class NoPolicy(Exception):
    """No route, no policy of its name and no default is there for a request of the workflow."""

    def __init__(self, workflow: str) -> None:
        super().__init__(f"no policy is there for this request of the workflow {workflow}")
        self.workflow = workflow


@dataclass(frozen=True, slots=True)
class Chosen:
    """The policy for a request, the lowest tier that may be asked first, and the route that led there, if one did."""

    policy: Policy
    at_least: int = 0
    routed_by: str = ""


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """Every policy by name, and which requests go where: by route, else by the workflow's name, else the `default`.

    `dialects` say for workflows by name how their questions are read; `warnings` say in words what is allowed and
    should be known; `edition` names the content that the book was read from.
    """

    policies: Mapping[str, Policy]
    _: KW_ONLY
    routes: tuple[Route, ...] = ()
    default: str = ""
    quiet: Quiet = field(default_factory=Quiet)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    dialects: Mapping[str, Told] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    edition: str = ""

    @property
    def named_people(self) -> frozenset[str]:
        """Whom the routes name as requesters: groups by handle, people by id or e-mail address."""
        return frozenset().union(*(route.when.requesters.names for route in self.routes if route.when.requesters))

    def named_for(self, workflow: str) -> frozenset[str]:
        """Whom those routes name that may take requests of this workflow."""
        routes = [route for route in self.routes if route.when.concern(workflow)]
        return frozenset().union(*(route.when.requesters.names for route in routes if route.when.requesters))

    def for_all_of(self, workflow: str) -> Policy | None:
        """The policy for requests of the workflow that no route takes, if there is one."""
        return self.policies.get(workflow) or self.policies.get(self.default)

    def open_to(self, workflow: str) -> tuple[Policy, ...]:
        """The policies that requests of the workflow may be opened under, in the order in which they are tried."""
        routed = [self.policies[route.policy] for route in self.routes if route.when.concern(workflow)]
        rest = self.for_all_of(workflow)
        return tuple({policy.name: policy for policy in [*routed, *([rest] if rest else [])]}.values())

    def quickened(self, times: float) -> "PolicyBook":
        """The same book with every SLA divided by `times`, which is at least 1."""
        return replace(self, policies={name: policy.quickened(times) for name, policy in self.policies.items()})


def choose(book: PolicyBook, circumstances: Circumstances) -> Chosen:
    """The policy under these circumstances; raises NoPolicy where there is none."""
    for route in book.routes:
        if route.when.hold(circumstances):
            policy = book.policies[route.policy]
            return Chosen(policy, rung_of(policy, route.tier), route.title)
    policy_of_all = book.for_all_of(circumstances.workflow)
    if policy_of_all is None:
        raise NoPolicy(circumstances.workflow)
    return Chosen(policy_of_all)


def rung_of(policy: Policy, tier: str) -> int:
    """Where a policy's tier of this name stands; the lowest where no tier is named. Raises ValueError."""
    return [rung.name for rung in policy.tiers].index(tier) if tier else 0


def first_tier(policy: Policy, ask: Ask, at_least: int = 0) -> int:
    """The first tier from `at_least` up whose limits all hold; the last tier has none, so there always is one.

    An ask that cannot be answered is never approved by itself, so auto tiers are passed over for it.
    """
    rungs = list(enumerate(policy.tiers))[at_least:]
    fitting = (rung for rung, tier in rungs if tier.holds(ask) and (ask.actions or not tier.auto))
    return next(fitting)
