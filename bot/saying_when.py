"""Saying when: moments and spans of time as people say them in English."""

import re
import warnings
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import dateparser

_NOTHING = timedelta()
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_LONGEST = timedelta(days=366)
_MOST_LETTERS = 100

_WORDS_BEFORE = re.compile(r"\b(?:(?:back|away|until|till|by|from|on|the) )+")
_COUNTED = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS = {"half an": 0.5, "half a": 0.5, "an": 1.0, "a": 1.0} | {
    word: float(number) for number, word in enumerate(_COUNTED, start=1)
}
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": _DAY, "w": _WEEK}
_UNIT = r"s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:(?:ee)?ks?)?"
_PIECE = re.compile(
    rf"(?:({'|'.join(_NUMBERS)}) |(\d{{1,6}}(?:\.\d{{1,6}})?) ?)({_UNIT})(?![a-z])(?:,? and |, ?| )?", re.ASCII
)
_AHEAD = re.compile(r"(?:in|for|by|another) (.+)")

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"(?:(next|this|coming) )?(mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:(?:(?:nes|ur)?day)|\.)?")
_DAYTIMES = {"morning": 9, "noon": 12, "midday": 12, "afternoon": 14, "evening": 18}
_CLOCK = re.compile(r"(\bat )?(?<![\d.:/+-])(\d{1,2})(?::(\d{2}))? ?(am|pm)?(?![\w.:/-])", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:\d{2})?", re.ASCII)
_TWO_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})(?!\d)", re.ASCII)


class NotUnderstood(ValueError):
    """These words name no moment, or no span of time, that could be told with certainty."""


def warm_up() -> None:
    """Load what reading a day of the year needs: it takes up to a third of a second, the first time only."""
    moment("30 Nov 17:00", datetime(2026, 11, 20, tzinfo=UTC), "UTC")


def moment(words: str, now: datetime, zone: str) -> datetime:
    """The moment, in UTC, that words such as `tomorrow 9am`, `until Monday`, `30 Nov 17:00` or `in 3 days` mean.

    They are meant at the clocks of `zone`. A day without a time is its beginning; a weekday, a time or a day of the
    year without more is the next one after `now`, and `next Friday` is the one of next week. The end of a week is the
    beginning of the next. A day said in full may have passed. Raises NotUnderstood, also for days that are written in
    numbers of which either may be the month, and for a zone that nobody knows.
    """
    text = _plain(words)
    try:
        local = now.astimezone(ZoneInfo(zone))
        length = _length(text)
        return _later(local, *length) if length else _named(_WORDS_BEFORE.sub("", text, count=1), local)
    except (KeyError, OverflowError, OSError, ValueError):
        raise NotUnderstood("say when: for example tomorrow 9am, Friday 17:55, 30 Nov or 2026-11-30") from None


def span(words: str) -> timedelta:
    """The span of time that words such as `2h`, `90 minutes` or `a day and a half hour` mean, at most 366 days.

    Raises NotUnderstood.
    """
    length = sum(_length(_plain(words)) or (), _NOTHING)
    if not _NOTHING < length <= _LONGEST:
        raise NotUnderstood("say how long: for example 45 minutes, 2h or 3 days")
    return length


def _plain(words: str) -> str:
    """The words in small letters, one space between them; none where they are too many to be about time."""
    text = " ".join(words.lower().replace("a.m.", "am").replace("p.m.", "pm").split()).rstrip(".!,")
    return text if len(text) <= _MOST_LETTERS else ""


def _length(text: str) -> tuple[timedelta, timedelta] | None:
    """What a text such as `in 2 days and 3h` says in days or weeks and what in hours or less; None where it is none."""
    ahead = _AHEAD.fullmatch(text)
    said = ahead[1] if ahead else text
    pieces = list(_PIECE.finditer(said))
    if "".join(piece[0] for piece in pieces) != said:
        return None
    days = sum((_counted(piece) for piece in pieces if piece[3][0] in "dw"), _NOTHING)
    hours = sum((_counted(piece) for piece in pieces if piece[3][0] in "hms"), _NOTHING)
    return (days, hours) if days + hours else None


def _counted(piece: re.Match[str]) -> timedelta:
    word, digits, unit = piece.groups()
    return (_NUMBERS[word] if word else float(digits)) * _UNITS[unit[0]]


def _later(local: datetime, days: timedelta, hours: timedelta) -> datetime:
    """So many days on, at the same time of the day whatever clocks did meanwhile, and so many hours after that."""
    start = local + days if days else local
    return start.astimezone(UTC) + hours


def _named(text: str, local: datetime) -> datetime:
    """The moment that a day, a time of the day or both name; raises ValueError."""
    if text == "now":
        return local.astimezone(UTC)
    if _ISO_TIME.fullmatch(text):
        return _placed(datetime.fromisoformat(text.upper()), local)
    day_text, clock = _apart(text)
    named = _day_named(day_text, local.date(), is_timed=clock is not None)
    if named is None:
        return _parsed(day_text if clock is None else f"{day_text} {clock:%H:%M}", local)
    day, again = named
    at = _at(day, clock, local)
    return at if at > local or not again else _at(day + again, clock, local)


def _at(day: date, clock: time | None, local: datetime) -> datetime:
    return _placed(datetime.combine(day, clock or time()), local)


def _placed(at: datetime, local: datetime) -> datetime:
    """In UTC; what names no time zone is meant at the clocks of the person's own."""
    return (at if at.tzinfo else at.replace(tzinfo=local.tzinfo)).astimezone(UTC)


def _apart(text: str) -> tuple[str, time | None]:
    """The text without the time of the day in it, and that time; raises ValueError for one that no clock shows."""
    *rest, last = text.split(" ") if text else [""]
    if last in _DAYTIMES:
        return " ".join(rest).removesuffix(" at").removesuffix("at"), time(_DAYTIMES[last])
    for found in _CLOCK.finditer(text):
        at, hour, minute, half = found.groups()
        if at or minute or half:
            left = f"{text[: found.start()]} {text[found.end() :]}"
            return " ".join(left.replace(",", " ").split()), _clock(int(hour), int(minute or 0), half)
    return text, None


def _clock(hour: int, minute: int, half: str | None) -> time:
    if half and not 1 <= hour <= 12:
        raise ValueError("no clock shows this")
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)


def _day_named(text: str, today: date, *, is_timed: bool) -> tuple[date, timedelta] | None:
    """The day that everyday words name, and how much later it comes again where its next coming is meant."""
    weekday = _WEEKDAY.fullmatch(text)
    if weekday:
        return _weekday(weekday, today)
    if text == "" and is_timed:
        return today, _DAY
    if _ISO_DATE.fullmatch(text):
        return date.fromisoformat(text), _NOTHING
    days = _days_ahead(today).get(text)
    if days is None or (is_timed and text.startswith("end")):
        return None
    return today + timedelta(days=days), _NOTHING


def _weekday(found: re.Match[str], today: date) -> tuple[date, timedelta]:
    index = next(index for index, name in enumerate(_WEEKDAYS) if name.startswith(found[2][:3]))
    if found[1] == "next":
        return today + timedelta(days=7 - today.weekday() + index), _NOTHING
    return today + timedelta(days=(index - today.weekday()) % 7), _WEEK


def _days_ahead(today: date) -> dict[str, int]:
    """How many days ahead the days begin that have a name of their own."""
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    week, month = 7 - today.weekday(), (next_month - today).days
    ahead = {"this": 0, "today": 0, "tomorrow": 1, "day after tomorrow": 2, "end of day": 1, "end of today": 1}
    ahead |= {"next week": week, "end of week": week, "end of the week": week, "end of this week": week}
    ahead |= {"next month": month, "end of month": month, "end of the month": month, "end of this month": month}
    return ahead | {"weekend": (5 - today.weekday()) % 7 or 7}


def _parsed(text: str, local: datetime) -> datetime:
    """The day of a year, perhaps with a time, as dateparser reads it; raises ValueError where that is not certain."""
    numbers = _TWO_NUMBERS.search(text)
    if numbers and numbers[1] != numbers[2] and max(int(numbers[1]), int(numbers[2])) <= 12:
        raise ValueError("either may be the month")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Python, about dates that dateparser reads without year
        found: datetime | None = dateparser.parse(text, languages=["en"], settings=_settings(local))
    weekday = _WEEKDAY.match(text)
    if found is None or (weekday and not _WEEKDAYS[found.weekday()].startswith(weekday[2][:3])):
        raise ValueError("no such day")
    return _placed(found, local)


def _settings(local: datetime) -> dict[str, Any]:
    return {
        "RELATIVE_BASE": local.replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "REQUIRE_PARTS": ["day", "month"],
        "PARSERS": ["absolute-time"],
    }
