"""The sandbox's one clock: the time it was given, and as much more as somebody let pass."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(slots=True)
class Clock:
    """Every time that people and the app see comes from here; deadlines of acknowledgements and triggers do not."""

    source: Callable[[], float]
    passed: float = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return self.source() + self.passed

    def pass_(self, time: timedelta) -> None:
        """Move on by `time`; raises ValueError for no time, or time that is negative."""
        if time <= timedelta():
            raise ValueError("Time passes forwards only.")
        self.passed += time.total_seconds()
