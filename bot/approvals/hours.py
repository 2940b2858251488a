"""Hours: reads days, times of the day, holidays and time zones as operators write them, each mistake in words."""

import difflib
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = timedelta(days=1)
_LEAST = timedelta(hours=1)  # a week; so that a year of working time ends within two lifetimes
_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_days(value: Any) -> tuple[str, ...]:
    """The days of the week in their order, from names and ranges such as `mon-fri`; raises ValueError in words."""
    chosen = {day for text in _texts(value, "days") for day in _days_of(text.strip().lower())}
    if not chosen:
        raise ValueError("name at least one day, or the calendar is never open")
    return tuple(day for day in DAYS if day in chosen)


def read_hours(value: Any) -> tuple[str, ...]:
    """Spans of the day such as `09:00-17:00`, in their order; raises ValueError in words."""
    spans = tuple(sorted({_span_of(text) for text in _texts(value, "hours")}))
    if not spans:
        raise ValueError("name at least one span of hours, or the calendar is never open")
    return spans


def read_holidays(value: Any) -> tuple[date, ...]:
    """Dates, each once and in their order; raises ValueError in words."""
    if not isinstance(value, list | tuple):
        raise ValueError("holidays are a list of dates such as 2026-12-25")
    return tuple(sorted({_date_of(day) for day in value}))


def read_zone(zone: str) -> str:
    """The name of a time zone that is known; raises ValueError in words."""
    try:
        return ZoneInfo(zone).key
    except (KeyError, ValueError, OSError):
        close = difflib.get_close_matches(zone, sorted(available_timezones()), n=1)
        hint = close[0] if close else "a name such as Europe/Berlin"
        raise ValueError(f"there is no time zone named {zone}; write {hint}") from None


def check_enough(days: tuple[str, ...], hours: tuple[str, ...]) -> None:
    """Raises ValueError for a week of so few working hours that deadlines would lie centuries ahead."""
    daily = sum((ends - begins for begins, ends in map(times_of, hours)), timedelta())
    if daily * len(days) < _LEAST:
        raise ValueError("the calendar is open for less than an hour a week")


def times_of(span: str) -> tuple[timedelta, timedelta]:
    """When a span of hours begins and ends, since the midnight at which its day began."""
    begins, ends = (timedelta(hours=int(time[:2]), minutes=int(time[3:])) for time in span.split("-"))
    return begins, ends if ends > begins else ends + _DAY


def _texts(value: Any, what: str) -> list[str]:
    texts = value.split(",") if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        example = "mon-fri" if what == "days" else "09:00-17:00"
        raise ValueError(f"{what} are written like {example}, or as a list of such texts in quotes")
    return list(texts)


def _days_of(text: str) -> Iterator[str]:
    first, dash, last = (part.strip() for part in text.partition("-"))
    unknown = [day for day in ([first, last] if dash else [first]) if day not in DAYS]
    if unknown:
        raise ValueError(f"there is no day {unknown[0]!r}; write {', '.join(DAYS)}, or a range such as mon-fri")
    begin = DAYS.index(first)
    length = (DAYS.index(last) - begin) % len(DAYS) if dash else 0
    return (DAYS[(begin + step) % len(DAYS)] for step in range(length + 1))


def _span_of(text: str) -> str:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text.strip()!r} is no span of hours; write it like 09:00-17:00")
    begin_hour, begin_minute, end_hour, end_minute = map(int, match.groups())
    begins, ends = begin_hour * 60 + begin_minute, end_hour * 60 + end_minute
    if max(begin_minute, end_minute) > 59 or begins >= 24 * 60 or ends > 24 * 60:
        raise ValueError(f"{text.strip()!r} holds a time that no clock shows; they go from 00:00 to 24:00")
    if begins == ends:
        raise ValueError(f"{text.strip()!r} ends when it begins; write 00:00-24:00 for the whole day")
    return f"{begin_hour:02}:{begin_minute:02}-{end_hour:02}:{end_minute:02}"


def _date_of(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f"{value!r} is no holiday; write its date, such as 2026-12-25")
