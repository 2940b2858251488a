"""Tiers: the rungs of a ladder, with who is asked on each, how, for how long, and what it takes to decide."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StrictBool,
    StrictFloat,
    StrictInt,
    ValidationInfo,
    model_validator,
)

from bot.approvals.ask import Ask
from bot.approvals.calendars import Calendar, given_calendars
from bot.approvals.durations import Duration, read_duration
from bot.approvals.values import Frozen

ALL: Literal["all"] = "all"
Handle = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
ChannelName = Annotated[str, Field(max_length=81, pattern=r"^(#[^\s#]+|[CG][A-Z0-9]{2,})$")]
Share = Annotated[StrictFloat, Field(gt=0, lt=1)]


def _seconds(value: float | timedelta) -> float | str:
    return f"{value.total_seconds():.9f}s" if isinstance(value, timedelta) else value


def _any_is_one(value: Any) -> Any:
    return 1 if value == "any" else value


def _read_reminder(value: Any, info: ValidationInfo) -> Any:
    """A number is a share, and not that many seconds."""
    if isinstance(value, int | float) and not 0 < value < 1:
        raise ValueError("write a share of the SLA between 0 and 1, such as 0.5, or a time before its end, such as 30m")
    return value if isinstance(value, int | float) else read_duration(value, info)


# A share of the SLA that is used up, or a time before its end.
Reminder = Annotated[Share | Duration, BeforeValidator(_read_reminder), PlainSerializer(_seconds)]
# How many seats it takes: a number, or every one there is.
Count = Annotated[Annotated[StrictInt, Field(ge=1, le=20)] | Literal["all"], BeforeValidator(_any_is_one)]


class Notify(StrEnum):
    """Where the people of a tier hear that they are asked."""

    CHANNEL = "channel"
    DM = "dm"
    BOTH = "both"


class Turn(StrEnum):
    """Who of a tier is called: everybody, or one person at a time in turn."""

    EVERYBODY = "everybody"
    ROUND_ROBIN = "round-robin"


class Reviewers(Frozen):
    """Who may decide: Slack user groups by handle, people by user id or e-mail address, members of channels."""

    groups: tuple[Handle, ...] = ()
    people: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    channels: tuple[ChannelName, ...] = ()

    @model_validator(mode="after")
    def _somebody(self) -> "Reviewers":
        if not self.groups and not self.people and not self.channels:
            raise ValueError("name at least one group, person or channel")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every group, person and channel as the policy names them."""
        return (*self.groups, *self.people, *self.channels)


class Tier(Frozen):
    """One rung of the ladder.

    A tier is a request's first when every limit holds (measure <= limit). An `auto` tier approves by itself what lies
    within its limits; any other names its reviewers, the SLA they have, and what it takes: `quorum` approvals (by so
    many groups where `distinct_groups`, at least so many of them from each group in `at_least`), or `rejections`.
    `reminders` are shares of the SLA, or times before its end, when those who have not voted are reminded. With a
    `calendar` the SLA counts working time only: one for the whole tier, or one for each group or person, and then
    time counts while anybody works. With `defer` people are asked when they work next, unless the ask's urgency is
    high. `earlier_may_act` says whether those asked before may still decide once this tier is asked.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    limits: dict[str, StrictFloat] = {}
    auto: StrictBool = False
    reviewers: Reviewers | None = None
    sla: Duration = timedelta(hours=4)
    quorum: Count = 1
    rejections: Count = 1
    reminders: tuple[Reminder, ...] = ()
    notify: Notify | None = None
    turn: Turn = Turn.EVERYBODY
    calendar: Annotated[Calendar | dict[str, Calendar] | None, BeforeValidator(given_calendars)] = None
    defer: StrictBool = False
    earlier_may_act: StrictBool = True
    distinct_groups: StrictBool = False
    at_least: dict[Handle, Annotated[StrictInt, Field(ge=1, le=20)]] = {}

    @model_validator(mode="after")
    def _is_complete(self) -> "Tier":
        if self.auto and not self.limits:
            raise ValueError("an auto tier needs limits, or it would approve everything")
        if self.auto and self.reviewers:
            raise ValueError("an auto tier asks nobody; remove its reviewers")
        if not self.auto and not self.reviewers:
            raise ValueError("name the tier's reviewers")
        if self.defer and self.calendar is None:
            raise ValueError("to defer, a tier needs a calendar")
        if any(isinstance(reminder, timedelta) and reminder > self.sla for reminder in self.reminders):
            raise ValueError("a reminder comes before the tier is asked; make it shorter than the SLA")
        return self

    @model_validator(mode="after")
    def _names_its_own(self) -> "Tier":
        names = self.reviewers.names if self.reviewers else ()
        groups = self.reviewers.groups if self.reviewers else ()
        if isinstance(self.calendar, dict) and not set(self.calendar) <= set(names):
            raise ValueError("a calendar is given to somebody who is no reviewer of the tier")
        if not set(self.at_least) <= set(groups):
            raise ValueError("votes are wanted from a group that is no reviewer of the tier")
        if self.distinct_groups and (self.quorum == ALL or self.quorum > len(groups)):
            raise ValueError("the quorum is greater than the number of groups it shall come from")
        if self.quorum != ALL and any(count > self.quorum for count in self.at_least.values()):
            raise ValueError("more votes are wanted from a group than the quorum counts")
        return self

    def quickened(self, times: float) -> "Tier":
        """The same tier with its SLA divided by `times`, which is at least 1, but no less than a second.

        Reminders before its end come so much later as well.
        """
        sla = max(self.sla / times, min(timedelta(seconds=1), self.sla))
        reminders = tuple(
            max(reminder * (sla / self.sla), timedelta.resolution) if isinstance(reminder, timedelta) else reminder
            for reminder in self.reminders
        )
        return self.model_copy(update={"sla": sla, "reminders": reminders})

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars of which one is enough for time to count; none means that all time counts."""
        if self.calendar is None:
            return ()
        return tuple(self.calendar.values()) if isinstance(self.calendar, dict) else (self.calendar,)

    def holds(self, ask: Ask) -> bool:
        """Whether every limit of this tier holds for the ask; a missing measure holds nothing."""
        return all(name in ask.measures and ask.measures[name] <= limit for name, limit in self.limits.items())
