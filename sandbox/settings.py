"""What a sandbox may be told beside its manifest and its seed."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sandbox.mail import Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """Slack's limits: so many messages per second in each channel after a burst, and each other method's tier."""

    messages_per_second: float = 1.0
    message_burst: int = 30
    tiers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All times are seconds. `now` feeds the sandbox's clock; triggers and tickets age by `monotonic`.

    `on_time` is awaited after somebody let time pass here, so that whoever embeds the sandbox can move on with it;
    without it nobody can let time pass on the page. With a `request_url` everything reaches the app as signed HTTP
    requests to that address instead of over Socket Mode. Without `rate_limits` nothing is limited. A `mailbox` takes
    e-mail as long as the sandbox listens, and its letters are shown at /mail.
    """

    now: Callable[[], float] = time.time  # noqa: TID251  (the sandbox's one real clock)
    monotonic: Callable[[], float] = time.monotonic
    on_time: Callable[[timedelta], Awaitable[None]] | None = None
    request_url: str | None = None
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    ticket_seconds: float = 30.0
    response_url_seconds: float = 1800.0
    response_url_uses: int = 5
    connections: int = 10
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    rate_limits: RateLimits | None = None
    mailbox: Mailbox | None = None
    paid_plan: bool = True
    largest_file: int = 1_000_000
    save_seconds: float = 0.2
    journal_length: int = 20_000
