"""Policies: which tiers are asked, in which order, within which limits, and for how long."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from bot.approvals.ask import Ask
from bot.approvals.values import Frozen

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(value: Any) -> Any:
    """Seconds of a text such as `45s`, `30m`, `2h` or `1d`; other values are left to pydantic."""
    match = re.fullmatch(r"\s*(\d{1,8}(?:\.\d{1,9})?)\s*([smhd])\s*", value) if isinstance(value, str) else None
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]]) if match else value


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(lambda value: value.total_seconds(), return_type=float),
    Field(gt=timedelta(0), le=timedelta(days=366)),
]


class OnTimeout(StrEnum):
    """What happens when the last tier did not answer in time."""

    REJECT = "reject"
    WAIT = "wait"


class Reviewers(Frozen):
    """Who may decide: Slack user groups by handle, and people by user id or e-mail address."""

    groups: tuple[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")], ...] = ()
    people: tuple[Annotated[str, Field(min_length=3)], ...] = ()

    @model_validator(mode="after")
    def _somebody(self) -> "Reviewers":
        if not self.groups and not self.people:
            raise ValueError("name at least one group or person")
        return self


class Tier(Frozen):
    """One rung of the ladder.

    A tier is a request's first when every limit holds (measure <= limit). An `auto` tier approves by itself what lies
    within its limits; any other names its reviewers, the SLA they have, and how many approvals it takes (`quorum`).
    `reminders` are shares of the SLA after which those who have not voted are reminded.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    limits: dict[str, float] = {}
    auto: bool = False
    reviewers: Reviewers | None = None
    sla: Duration = timedelta(hours=4)
    quorum: Annotated[int, Field(ge=1, le=20)] = 1
    reminders: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = ()

    @model_validator(mode="after")
    def _is_complete(self) -> "Tier":
        if self.auto and not self.limits:
            raise ValueError("an auto tier needs limits, or it would approve everything")
        if self.auto and self.reviewers:
            raise ValueError("an auto tier asks nobody; remove its reviewers")
        if not self.auto and not self.reviewers:
            raise ValueError("name the tier's reviewers")
        return self

    def holds(self, ask: Ask) -> bool:
        """Whether every limit of this tier holds for the ask; a missing measure holds nothing."""
        return all(name in ask.measures and ask.measures[name] <= limit for name, limit in self.limits.items())


class Batching(Frozen):
    """How like requests gather in one card: those opened within `window` of the first, up to `most` of them."""

    window: Duration
    most: Annotated[int, Field(ge=2, le=50)] = 25


class Policy(Frozen):
    """The ladder for a workflow's requests; a request keeps the policy it was opened under.

    `channel` is where cards are posted (`#name` or an id). Reviewers of tiers already asked may still act after an
    escalation. `requester_may_act` lets people sign for what they asked for themselves. With `batch`, requests of the
    same workflow, node and step that are put to the same people share a card.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    channel: Annotated[str, Field(max_length=81, pattern=r"^(#[^\s#]+|[CG][A-Z0-9]{2,})$")]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    on_timeout: OnTimeout = OnTimeout.REJECT
    requester_may_act: bool = False
    batch: Batching | None = None

    @model_validator(mode="after")
    def _ladder_is_sound(self) -> "Policy":
        names = [tier.name for tier in self.tiers]
        if len(set(names)) != len(names):
            raise ValueError("two tiers share a name")
        if self.tiers[-1].limits:
            raise ValueError("the last tier must have no limits, or some requests would have no tier")
        if any(later.auto and not earlier.auto for earlier, later in zip(self.tiers, self.tiers[1:], strict=False)):
            raise ValueError("auto tiers come before those that ask people")
        return self

    def quickened(self, times: float) -> "Policy":
        """The same policy with every SLA divided by `times`, which is at least 1; no SLA gets below a second."""
        shortest = timedelta(seconds=1)
        tiers = tuple(
            tier.model_copy(update={"sla": max(tier.sla / times, min(shortest, tier.sla))}) for tier in self.tiers
        )
        return self.model_copy(update={"tiers": tiers})
