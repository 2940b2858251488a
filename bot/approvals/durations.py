"""Durations as people write them: `45s`, `30m`, `2h`, `1d`."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo

_TEXT = re.compile(r"\s*(\d{1,8}(?:\.\d{1,9})?)\s*([smhd])\s*", re.ASCII)
LONGEST = timedelta(days=366)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def read_duration(value: Any, info: ValidationInfo) -> Any:
    """The time a text such as `45s`, `30m`, `2h` or `1d` names; other values are left to pydantic.

    Not so in a context, as the policies file is read in one: there nothing else is a time, and least of all a number
    without a unit, or `1:30`, in which YAML sees ninety of something.
    """
    match = _TEXT.fullmatch(value) if isinstance(value, str) else None
    if match:
        return timedelta(seconds=float(match[1]) * _UNITS[match[2]])
    return None if info.context and not isinstance(value, timedelta) else value


Duration = Annotated[
    timedelta,
    BeforeValidator(read_duration),
    PlainSerializer(lambda value: value.total_seconds(), return_type=float),
    Field(gt=timedelta(0), le=LONGEST),
]
