"""Moments and spans of time as the ladder's table tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"))


def span_said(span: timedelta) -> str:
    """A span such as `1 d 2 h 30 min`, by the units that it has."""
    left, parts = span.total_seconds(), []
    for seconds, unit in _UNITS:
        count, left = divmod(left, seconds)
        parts += [f"{count:.0f} {unit}"] if count else []
    return " ".join([*parts, *([f"{left:.3g} s"] if round(left, 3) or not parts else [])])


@dataclass(frozen=True, slots=True)
class WallClock:
    """Tells moments as a clock on the wall of `zone` shows them.

    The year is told where it is another than at the beginning, and summer time where clocks change in between.
    """

    zone: ZoneInfo
    year: int
    changes: bool

    @classmethod
    def over(cls, zone: ZoneInfo, moments: Iterable[datetime]) -> "WallClock":
        """The clock for these moments, the first of which is the beginning."""
        local = [moment.astimezone(zone) for moment in moments]
        return cls(zone, local[0].year, len({moment.utcoffset() for moment in local}) > 1)

    def shows(self, moment: datetime) -> str:
        """The moment, such as `Fri 20 Nov 17:55`."""
        local = moment.astimezone(self.zone)
        year = f" {local.year}" if local.year != self.year else ""
        seconds = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        return f"{local:%a} {local.day} {local:%b}{year} {seconds}{f' {local:%Z}' if self.changes else ''}"
