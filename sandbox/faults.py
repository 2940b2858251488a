"""Troubles a test orders in advance: each is used up once for every time it was asked for."""

import asyncio
from dataclasses import dataclass, field
from typing import TypedDict, Unpack


class Trouble(TypedDict, total=False):
    """What goes wrong. `before`: instead of the effect (the rule), or after it (the rule for `drop` and `hang`)."""

    status: int
    error: str
    retry_after: int
    drop: bool
    hang: bool
    delay: float
    before: bool


@dataclass(slots=True, kw_only=True)
class Fault:
    method: str
    times: int
    status: int | None
    error: str | None
    retry_after: int | None
    drop: bool
    hang: bool
    delay: float
    before: bool

    @property
    def fails(self) -> bool:
        return self.drop or self.hang or self.status is not None or self.error is not None


@dataclass(slots=True)
class Faults:
    """Ordered troubles with calls, first come first served, and with the next envelopes and acknowledgements."""

    waiting: list[Fault] = field(default_factory=list)
    duplicates: int = 0
    swaps: int = 0
    lost_acks: int = 0
    held_acks: list[float] = field(default_factory=list)
    hanging: list[asyncio.Event] = field(default_factory=list)

    def add(self, method: str, times: int = 1, **trouble: Unpack[Trouble]) -> Fault:
        """The next `times` calls of `method` ("*": of any) go wrong.

        `status` (with `retry_after` seconds for 429) answers with that HTTP status, `error` with HTTP 200 and ok false,
        `drop` closes the connection without an answer, `hang` never answers; each instead of the effect, or with
        `before=False` after it (the last two: after it unless `before=True`). `delay` holds the call up that many
        seconds first.
        """
        silent = trouble.get("drop", False) or trouble.get("hang", False)
        fault = Fault(
            method=method,
            times=times,
            status=trouble.get("status"),
            error=trouble.get("error"),
            retry_after=trouble.get("retry_after"),
            drop=trouble.get("drop", False),
            hang=trouble.get("hang", False),
            delay=trouble.get("delay", 0.0),
            before=trouble.get("before", not silent),
        )
        self.waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Use up one time of the first fault that fits."""
        fault = next((fault for fault in self.waiting if fault.method in {"*", method}), None)
        if fault is not None:
            fault.times -= 1
            self.waiting = [other for other in self.waiting if other.times > 0]
        return fault

    def duplicate_next_envelope(self, times: int = 1) -> None:
        """The next `times` envelopes are delivered twice, on two connections where there are two."""
        self.duplicates += times

    def swap_next_envelopes(self, times: int = 1) -> None:
        """The next envelope reaches the app only after the one that follows it; `times` such pairs."""
        self.swaps += times

    def lose_next_ack(self, times: int = 1) -> None:
        """The next `times` acknowledgements never arrive: people see a timeout, events are sent again."""
        self.lost_acks += times

    def hold_next_ack(self, seconds: float, times: int = 1) -> None:
        """The next `times` acknowledgements arrive that many seconds later: after the deadline they are too late."""
        self.held_acks += [seconds] * times

    def take_duplicate(self) -> bool:
        taken = self.duplicates > 0
        self.duplicates -= taken
        return taken

    def take_swap(self) -> bool:
        taken = self.swaps > 0
        self.swaps -= taken
        return taken

    def take_lost_ack(self) -> bool:
        taken = self.lost_acks > 0
        self.lost_acks -= taken
        return taken

    def take_held_ack(self) -> float:
        """By how many seconds this acknowledgement is late; 0 as a rule."""
        return self.held_acks.pop(0) if self.held_acks else 0.0

    async def hang(self) -> None:
        """Leave a caller waiting until the troubles are forgotten, or the sandbox ends."""
        released = asyncio.Event()
        self.hanging.append(released)
        await released.wait()

    def clear(self) -> None:
        """Forget all troubles not yet used, and let go of callers left hanging."""
        while self.hanging:
            self.hanging.pop().set()
        self.waiting.clear()
        self.held_acks.clear()
        self.duplicates = self.swaps = self.lost_acks = 0
