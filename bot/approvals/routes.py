"""Routes: which requests go to which policy, by what is asked, by whom, where and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, model_validator

from bot.approvals.ask import Ask, Risk
from bot.approvals.calendars import Calendar, given_calendars
from bot.approvals.tier import ChannelName, Handle
from bot.approvals.values import Frozen, Text

_T = TypeVar("_T")


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


# One or several; none at all is the same as not saying anything.
Several = Annotated[tuple[_T, ...], BeforeValidator(_listed)]
Name = Annotated[Text, Field(min_length=1, max_length=120)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What routes look at: the ask, who wants it, where the run was started, and what time it is.

    `belongs` holds what routes name that the requester is: groups they are in, their e-mail address, their id.
    """

    workflow: str
    ask: Ask
    requester: str
    belongs: frozenset[str]
    channel: str
    now: datetime


class Bounds(Frozen):
    """What a measure has to be: more than `above`, and at most `at_most`; a measure that is missing is neither."""

    above: StrictFloat | None = None
    at_most: StrictFloat | None = None

    @model_validator(mode="after")
    def _leave_room(self) -> "Bounds":
        if self.above is None and self.at_most is None:
            raise ValueError("say above what, or at most how much")
        if self.above is not None and self.at_most is not None and self.above >= self.at_most:
            raise ValueError("nothing is above the one and at most the other")
        return self

    @property
    def words(self) -> str:
        """The bounds as people say them."""
        lower = f"above {self.above:.15g}" if self.above is not None else ""
        upper = f"at most {self.at_most:.15g}" if self.at_most is not None else ""
        return " and ".join(filter(None, (lower, upper)))

    def hold(self, value: float | None) -> bool:
        """Whether a measure lies within the bounds."""
        is_above = value is not None and (self.above is None or value > self.above)
        return is_above and value is not None and (self.at_most is None or value <= self.at_most)

    def cover(self, other: "Bounds | None") -> bool:
        """Whether whatever lies within the other bounds lies within these."""
        if other is None:
            return False
        is_as_low = self.above is None or (other.above is not None and other.above >= self.above)
        is_as_high = self.at_most is None or (other.at_most is not None and other.at_most <= self.at_most)
        return is_as_low and is_as_high


class Requesters(Frozen):
    """Who wants it: members of Slack user groups by handle, people by user id or e-mail address."""

    groups: Several[Handle] = ()
    people: Several[Annotated[str, Field(min_length=3)]] = ()

    @model_validator(mode="after")
    def _somebody(self) -> "Requesters":
        if not self.names:
            raise ValueError("name at least one group or person")
        return self

    @property
    def names(self) -> frozenset[str]:
        """Every group and person as the file names them."""
        return frozenset((*self.groups, *self.people))


class During(Frozen):
    """When: within a calendar's working time, or with `working: false` outside of it."""

    calendar: Annotated[Calendar, BeforeValidator(given_calendars)]
    working: StrictBool = True

    @property
    def words(self) -> str:
        """The time as people say it."""
        return f"{'in' if self.working else 'outside'} the hours of {self.calendar.name}"


class Conditions(Frozen):
    """What has to be true of a request, all of it; what is not said may be anything."""

    workflows: Several[Name] = ()
    steps: Several[Name] = ()
    measures: dict[Name, Bounds] = {}
    risks: Several[Risk] = ()
    requesters: Requesters | None = None
    channels: Several[ChannelName] = ()
    during: During | None = None

    @property
    def words(self) -> str:
        """The conditions as people say them; empty where there are none."""
        said = [
            _spoken("workflow", self.workflows),
            _spoken("step", self.steps),
            *(f"{name} {bounds.words}" for name, bounds in self.measures.items()),
            _spoken("risk", self.risks),
            _spoken("asked by", sorted(self.requesters.names) if self.requesters else ()),
            _spoken("from", self.channels),
            self.during.words if self.during else "",
        ]
        return ", ".join(filter(None, said))

    def concern(self, workflow: str) -> bool:
        """Whether requests of this workflow may meet the conditions."""
        return _allow(self.workflows, workflow)

    def hold(self, seen: Circumstances) -> bool:
        """Whether all of it is true."""
        return (
            self.concern(seen.workflow)
            and _allow(self.steps, seen.ask.step)
            and _allow(self.risks, seen.ask.risk)
            and _allow(self.channels, seen.channel)
            and all(bounds.hold(seen.ask.measures.get(name)) for name, bounds in self.measures.items())
            and (self.requesters is None or bool(self.requesters.names & (seen.belongs | {seen.requester})))
            and (self.during is None or self.during.calendar.is_open(seen.now) is self.during.working)
        )

    def cover(self, other: "Conditions") -> bool:
        """Whether whatever meets the other conditions is sure to meet these."""
        return (
            all(
                _take_in(wide, narrow)
                for wide, narrow in (
                    (self.workflows, other.workflows),
                    (self.steps, other.steps),
                    (self.risks, other.risks),
                    (self.channels, other.channels),
                    (self._requesters, other._requesters),
                )
            )
            and all(bounds.cover(other.measures.get(name)) for name, bounds in self.measures.items())
            and (self.during is None or self.during == other.during)
        )

    @property
    def _requesters(self) -> frozenset[str]:
        return self.requesters.names if self.requesters else frozenset()


class Route(Frozen):
    """Requests for which `when` is true are opened under `policy`, at its `tier` or a higher one.

    The first route that is true is taken. `name` is what the audit calls it.
    """

    name: Annotated[Text, Field(max_length=80)] = ""
    when: Conditions = Conditions()
    policy: str
    tier: str = ""

    @property
    def title(self) -> str:
        """The route's name, or its conditions in words."""
        return self.name or self.when.words or "every request"


def _allow(allowed: Collection[_T], found: _T | None) -> bool:
    return not allowed or found in allowed


def _take_in(wide: Collection[str], narrow: Collection[str]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _spoken(what: str, names: Collection[str]) -> str:
    return f"{what} {' or '.join(names)}" if names else ""
