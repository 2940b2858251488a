"""Calendars: when people work, and how long a span of working time lasts, over nights, holidays and clock changes."""

import difflib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from bot.approvals.hours import DAYS, check_enough, read_days, read_holidays, read_hours, read_zone, times_of
from bot.approvals.values import Frozen

Span = tuple[datetime, datetime]

_DAY = timedelta(days=1)
_REACH = timedelta(days=28)
_Texts = str | list[str]


class Calendar(Frozen):
    """Working hours: on these days of the week, between these times of the day in this time zone, holidays excepted.

    A calendar is open whenever a clock on the wall there shows a time within its hours. So `22:00-06:00` lasts seven
    hours in the night in which clocks are put forward, and nine when they are put back. Hours over midnight belong to
    the day on which they begin: those of Friday night end on Saturday, and a holiday takes away what begins on it.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    zone: Annotated[str, AfterValidator(read_zone)]
    days: Annotated[tuple[str, ...], BeforeValidator(read_days, json_schema_input_type=_Texts)] = DAYS[:5]
    hours: Annotated[tuple[str, ...], BeforeValidator(read_hours, json_schema_input_type=_Texts)] = ("09:00-17:00",)
    holidays: Annotated[tuple[date, ...], BeforeValidator(read_holidays), Field(max_length=2000)] = ()

    @model_validator(mode="after")
    def _is_ever_open(self) -> "Calendar":
        check_enough(self.days, self.hours)
        return self

    def is_open(self, at: datetime) -> bool:
        """Whether it is working time at `at`."""
        wall = at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        beginnings = (wall.date() - _DAY, wall.date())
        return any(opens <= wall < closes for day in beginnings for opens, closes in self._on_the_wall(day))

    def spans(self, day: date) -> list[Span]:
        """When it is open on account of that day, as moments in UTC."""
        zone = ZoneInfo(self.zone)
        return [span for opens, closes in self._on_the_wall(day) for span in _moments(zone, opens, closes)]

    def _on_the_wall(self, day: date) -> list[Span]:
        """The hours that begin on a day, as the clock there shows them."""
        place = bisect_left(self.holidays, day)
        if DAYS[day.weekday()] not in self.days or self.holidays[place : place + 1] == (day,):
            return []
        midnight = datetime.combine(day, time())
        return [(midnight + begins, midnight + ends) for begins, ends in map(times_of, self.hours)]


def opening(calendars: tuple[Calendar, ...], at: datetime) -> datetime:
    """The first moment, in UTC, from `at` on at which any of the calendars is open; `at` itself where it is, or without
    calendars."""
    return next(_spans_from(calendars, at))[0] if calendars else at.astimezone(UTC)


def after(calendars: tuple[Calendar, ...], start: datetime, span: timedelta) -> datetime:
    """The first moment, in UTC, by which `span` of working time has passed since `start`: time in which any calendar is
    open.

    Without calendars all time counts. A span of no time ends at `start`, also where nobody works then.
    """
    if not calendars or span <= timedelta():
        return start.astimezone(UTC) + span
    spans = _spans_from(calendars, start)
    opens, closes = next(spans)
    left = span
    while closes - opens < left:
        left -= closes - opens
        opens, closes = next(spans)
    return opens + left


def before(calendars: tuple[Calendar, ...], end: datetime, span: timedelta) -> datetime:
    """The last moment, in UTC, from which `span` of working time is left until `end`."""
    if not calendars or span <= timedelta():
        return end.astimezone(UTC) - span
    left, begin = span, end.astimezone(UTC) - _REACH
    while (found := worked(calendars, begin, begin + _REACH)) < left:
        left, begin = left - found, begin - _REACH
    return opening(calendars, after(calendars, begin, found - left))


def worked(calendars: tuple[Calendar, ...], start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two moments; none where the second is not after the first."""
    until = end.astimezone(UTC)
    if not calendars:
        return max(until - start, timedelta())
    spans = takewhile(lambda span: span[0] < until, _spans_from(calendars, start))
    return sum((min(closes, until) - opens for opens, closes in spans), timedelta())


def given_calendars(value: Any, info: ValidationInfo) -> Any:
    """Names of calendars replaced by those the policies file defines (`calendars` in the validation's context).

    A name stands for the whole tier, a mapping for each of its reviewers; calendars written out pass as they are.
    """
    known: Mapping[str, Calendar] = (info.context or {}).get("calendars", {})
    if isinstance(value, str):
        return _named(value, known)
    if not isinstance(value, dict) or {"name", "zone"} <= value.keys():
        return value
    if not value:
        raise ValueError("name a calendar, or one for each reviewer who has their own")
    return {who: _named(given, known) if isinstance(given, str) else given for who, given in value.items()}


def _named(name: str, known: Mapping[str, Calendar]) -> Calendar:
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise ValueError(f"there is no calendar named {name}{hint}")


def _spans_from(calendars: tuple[Calendar, ...], since: datetime) -> Iterator[Span]:
    """When any of the calendars is open from `since` on, in order and without overlaps, for ever."""
    until = since.astimezone(UTC)
    for opens, closes in _spans_in_order(calendars, until.date() - 2 * _DAY):
        if closes > until:
            yield max(opens, until), closes
            until = closes


def _spans_in_order(calendars: tuple[Calendar, ...], day: date) -> Iterator[Span]:
    """Every calendar's spans from a day on, ordered by their beginnings."""
    waiting: list[Span] = []
    while True:
        waiting = sorted([*waiting, *(span for calendar in calendars for span in calendar.spans(day))])
        settled = datetime.combine(day, time(), UTC)  # wherever tomorrow begins, it does so later than this
        yield from (span for span in waiting if span[0] < settled)
        waiting = [span for span in waiting if span[0] >= settled]
        day += _DAY


def _moments(zone: ZoneInfo, opens: datetime, closes: datetime) -> list[Span]:
    """The time for which clocks in the zone show what lies between two times, in two parts where they are put back."""
    early, late = opens.replace(tzinfo=UTC) - _DAY, closes.replace(tzinfo=UTC) + _DAY
    first, last = _ahead(zone, early), _ahead(zone, late)
    opens, closes = opens.replace(tzinfo=UTC), closes.replace(tzinfo=UTC)
    if first == last:
        return [(opens - first, closes - first)]
    seconds = range(int((late - early).total_seconds()))
    turn = early + timedelta(
        seconds=bisect_left(seconds, True, key=lambda second: _ahead(zone, early + timedelta(seconds=second)) != first)
    )
    parts = [(opens - first, min(closes - first, turn)), (max(opens - last, turn), closes - last)]
    return [(begins, ends) for begins, ends in parts if begins < ends]


def _ahead(zone: ZoneInfo, at: datetime) -> timedelta:
    """How far clocks in the zone are ahead of UTC."""
    return at.astimezone(zone).replace(tzinfo=UTC) - at
