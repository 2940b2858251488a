"""The formats of texts that are checked: those pydantic writes, and Slack's people and channels."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final
from urllib.parse import urlsplit

from jsonschema import FormatChecker

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME: Final = re.compile(r"(\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(Z|z|[+-]\d\d:\d\d)?", re.ASCII)
_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,30}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|z|[+-]\d\d:\d\d)?", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def is_date(text: str) -> bool:
    """`2026-01-31`."""
    return _DATE.fullmatch(text) is not None and _reads(date.fromisoformat, text)


def is_time(text: str) -> bool:
    """`14:30`, with seconds and an offset or without."""
    return TIME.fullmatch(text) is not None and _reads(time.fromisoformat, text.upper())


def is_moment(text: str) -> bool:
    """A date and a time, with an offset or without, as some schemas want it."""
    return _MOMENT.fullmatch(text) is not None and _reads(datetime.fromisoformat, text.upper())


def is_address(text: str) -> bool:
    """Names a scheme and a host."""
    return _reads(urlsplit, text) and bool(urlsplit(text).scheme and urlsplit(text).netloc)


def is_email(text: str) -> bool:
    """Has one @, and a dot after it."""
    return _EMAIL.fullmatch(text) is not None


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def is_person(text: str) -> bool:
    """The id of a person in Slack."""
    return _PERSON.fullmatch(text) is not None


def is_channel(text: str) -> bool:
    """The id of a channel in Slack."""
    return _CHANNEL.fullmatch(text) is not None


def _formats() -> FormatChecker:
    """The library's own checks that need no further package, and ours."""
    checker = FormatChecker(("ipv4", "ipv6", "uuid"))
    own = {"date": is_date, "date-time": is_moment, "time": is_time, "uri": is_address, "email": is_email}
    for name, check in (own | {"slack-user": is_person, "slack-channel": is_channel}).items():
        checker.checks(name)(_for_texts(check))
    return checker


def _for_texts(check: Callable[[str], bool]) -> Callable[[object], bool]:
    """Formats are about texts only."""
    return lambda value: not isinstance(value, str) or check(value)


FORMATS: Final = _formats()
