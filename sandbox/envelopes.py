"""What is handed to the app, how often, and what it said to that."""

from dataclasses import dataclass
from typing import Protocol

from sandbox.wire import Json

TOO_LATE = "operation_timeout"
NOBODY_THERE = "dispatch_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """`type` is interactive, slash_commands or events_api."""

    type: str
    payload: Json
    accepts_response_payload: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One attempt at handing an envelope over; `reason` says why the attempt before it failed."""

    envelope: Envelope
    id: str
    attempt: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """The app's answer: `error` is operation_timeout after the deadline, dispatch_failed when nobody was there.

    `retry_reason` is Slack's word for why an event comes again; None when it shall not.
    """

    acked: bool
    error: str | None = None
    payload: Json | None = None
    seconds: float = 0.0
    retry_reason: str | None = None


class Carrier(Protocol):
    """One way for envelopes to reach the app."""

    def ready(self) -> bool:
        """Whether anybody is there to take one."""
        ...

    async def carry(self, sending: Sending) -> Ack:
        """Hand it over, and wait for the acknowledgement until the deadline."""
        ...

    async def close(self) -> None: ...
