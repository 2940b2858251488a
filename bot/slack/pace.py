"""The pace at which one channel takes messages, and one message takes changes."""

import asyncio
from collections.abc import Callable

_MANY = 1000


class Pace:
    """At most one turn each `seconds` per place; what comes sooner is told how long to wait.

    Everybody who has to wait is told another time, so that a long queue does not come back all at once.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float] | None = None) -> None:
        self._seconds = seconds
        self._monotonic = monotonic or (lambda: asyncio.get_running_loop().time())
        self._free_at: dict[str, float] = {}
        self._promised: dict[str, float] = {}

    def take(self, place: str) -> float:
        """Take the place's turn and return 0, or return the seconds until a turn that nobody else was told of."""
        now = self._monotonic()
        self._forget(now)
        free_at = self._free_at.get(place, 0.0)
        if free_at <= now:
            self._free_at[place] = now + self._seconds
            return 0.0
        self._promised[place] = max(free_at, self._promised.get(place, 0.0) + self._seconds)
        return self._promised[place] - now

    def hold_back(self, place: str, seconds: float) -> None:
        """Let nothing into the place for so long, as Slack has asked."""
        self._free_at[place] = max(self._free_at.get(place, 0.0), self._monotonic() + seconds)

    def _forget(self, now: float) -> None:
        """Messages come and go, so places that are free for all anyway are not kept for ever."""
        if len(self._free_at) > _MANY:
            self._free_at = {place: free_at for place, free_at in self._free_at.items() if free_at > now}
            self._promised = {place: turn for place, turn in self._promised.items() if turn > now}
