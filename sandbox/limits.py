"""How often the app may call: Slack's rate limits as leaky buckets."""

import math
from dataclasses import dataclass, field

from sandbox.settings import RateLimits

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}


@dataclass(slots=True)
class Bucket:
    capacity: float
    per_second: float
    left: float
    at: float

    def take(self, now: float) -> float:
        """Take one call out; the answer is 0, or the seconds to wait when there is none left."""
        self.left = min(self.capacity, self.left + max(0.0, now - self.at) * self.per_second)
        self.at = now
        if self.left < 1:
            return (1 - self.left) / self.per_second
        self.left -= 1
        return 0.0


@dataclass(slots=True)
class Limits:
    """One bucket for each method, for chat.postMessage one for each channel; None limits nothing."""

    rates: RateLimits | None
    buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)

    def wait(self, method: str, tier: int, channel: str, now: float) -> int:
        """0 if the call may pass, else the whole seconds of a Retry-After."""
        rates = self.rates
        if rates is None:
            return 0
        if method == "chat.postMessage":
            return self.take((method, channel), rates.message_burst, rates.messages_per_second, now)
        if tier not in PER_MINUTE or not rates.tiers:
            return 0
        return self.take((method, ""), PER_MINUTE[tier], PER_MINUTE[tier] / 60, now)

    def take(self, key: tuple[str, str], capacity: float, per_second: float, now: float) -> int:
        bucket = self.buckets.setdefault(key, Bucket(capacity, per_second, capacity, now))
        return math.ceil(bucket.take(now))
