"""Policies: which tiers are asked, in which order, within which limits, and what happens when nobody answers."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, model_validator

from bot.approvals.durations import Duration
from bot.approvals.tier import ChannelName, Reviewers, Tier
from bot.approvals.values import Frozen


class OnTimeout(StrEnum):
    """What happens when the last tier did not answer in time."""

    REJECT = "reject"
    WAIT = "wait"
    APPROVE = "approve"
    FALLBACK = "fallback"


class WithoutSlack(StrEnum):
    """What becomes of requests that nobody could be shown for too long."""

    REJECT = "reject"
    ALLOW_LOW_RISK = "allow_low_risk"


class Outage(Frozen):
    """How long, and for how many requests, an unreachable Slack is waited for; then `then` decides."""

    after: Duration | None = None
    queued: Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None = None
    then: WithoutSlack = WithoutSlack.REJECT

    @model_validator(mode="after")
    def _has_a_limit(self) -> "Outage":
        if self.after is None and self.queued is None:
            raise ValueError("say after how long, or for how many queued requests")
        return self


class Batching(Frozen):
    """How like requests gather in one card: those opened within `window` of the first, up to `most` of them."""

    window: Duration
    most: Annotated[StrictInt, Field(ge=2, le=50)] = 25


class Policy(Frozen):
    """The ladder for a workflow's requests; a request keeps the policy it was opened under.

    `channel` is where cards are posted (`#name` or an id). `requester_may_act` lets people sign for what they asked for
    themselves: everybody, or those named by user id or e-mail address. The ladder is climbed `repeat` times more before
    `on_timeout` decides; with `fallback` another policy's ladder follows. Reviewers may put a deadline off by
    `extend_at_most` in all, or by the SLA of the tier that is asked where it is left out. With `batch`, requests of the
    same workflow, node and step that are put to the same people share a card. `may_undo` are those who may undo what
    was done at once; everybody whom a tier asks, where it is left out.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    channel: ChannelName
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    on_timeout: OnTimeout = OnTimeout.REJECT
    fallback: "Policy | None" = None
    repeat: Annotated[StrictInt, Field(ge=0, le=10)] = 0
    requester_may_act: StrictBool | tuple[Annotated[str, Field(min_length=3)], ...] = False
    extend_at_most: Duration | None = None
    outage: Outage | None = None
    batch: Batching | None = None
    may_undo: Reviewers | None = None

    @model_validator(mode="after")
    def _ladder_is_sound(self) -> "Policy":
        names = [tier.name for tier in self.tiers]
        if len(set(names)) != len(names):
            raise ValueError("two tiers share a name")
        if self.tiers[-1].limits:
            raise ValueError("the last tier must have no limits, or some requests would have no tier")
        if any(later.auto and not earlier.auto for earlier, later in zip(self.tiers, self.tiers[1:], strict=False)):
            raise ValueError("auto tiers come before those that ask people")
        if (self.on_timeout is OnTimeout.FALLBACK) != (self.fallback is not None):
            raise ValueError("on_timeout: fallback and the name of a policy in fallback go together")
        return self

    def quickened(self, times: float) -> "Policy":
        """The same policy with every SLA, and what may be added to it, divided by `times`, which is at least 1.

        No SLA gets below a second.
        """
        quick: dict[str, object] = {"tiers": tuple(tier.quickened(times) for tier in self.tiers)}
        if self.fallback:
            quick["fallback"] = self.fallback.quickened(times)
        if self.extend_at_most:
            quick["extend_at_most"] = max(self.extend_at_most / times, min(timedelta(seconds=1), self.extend_at_most))
        return self.model_copy(update=quick)
