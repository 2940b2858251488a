"""What a sandbox may be told beside its manifest and its seed."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """Slack's limits: so many messages per second in each channel after a burst, and each other method's tier."""

    messages_per_second: float = 1.0
    message_burst: int = 30
    tiers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All times are seconds; `now` is the sandbox's one clock. Without `rate_limits` nothing is limited."""

    now: Callable[[], float] = time.time  # noqa: TID251  (the sandbox's one real clock)
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    ticket_seconds: float = 30.0
    response_url_seconds: float = 1800.0
    response_url_uses: int = 5
    connections: int = 10
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    rate_limits: RateLimits | None = None
    paid_plan: bool = True
    save_seconds: float = 0.2
    journal_length: int = 20_000
