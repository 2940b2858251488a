"""The pace at which one channel takes messages."""

import asyncio
from collections.abc import Callable


class Pace:
    """At most one message each `seconds` per channel; what comes sooner is told how long to wait.

    Everybody who has to wait is told another time, so that a long queue does not come back all at once.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float] | None = None) -> None:
        self._seconds = seconds
        self._monotonic = monotonic or (lambda: asyncio.get_running_loop().time())
        self._free_at: dict[str, float] = {}
        self._promised: dict[str, float] = {}

    def take(self, channel: str) -> float:
        """Take the channel's turn and return 0, or return the seconds until a turn that nobody else was told of."""
        now = self._monotonic()
        free_at = self._free_at.get(channel, 0.0)
        if free_at <= now:
            self._free_at[channel] = now + self._seconds
            return 0.0
        self._promised[channel] = max(free_at, self._promised.get(channel, 0.0) + self._seconds)
        return self._promised[channel] - now

    def hold_back(self, channel: str, seconds: float) -> None:
        """Let nothing into the channel for so long, as Slack has asked."""
        self._free_at[channel] = max(self._free_at.get(channel, 0.0), self._monotonic() + seconds)
