"""Troubles a test orders in advance: each is used up once for every time it was asked for."""

from dataclasses import dataclass, field
from typing import TypedDict, Unpack


class Trouble(TypedDict, total=False):
    """What goes wrong. `before`: instead of the effect (the rule), or after it (the rule for `drop`)."""

    status: int
    error: str
    retry_after: int
    drop: bool
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
    delay: float
    before: bool

    @property
    def fails(self) -> bool:
        return self.drop or self.status is not None or self.error is not None


@dataclass(slots=True)
class Faults:
    """Ordered troubles, first come first served, and how many envelopes are still to be delivered twice."""

    waiting: list[Fault] = field(default_factory=list)
    duplicates: int = 0
    lost_acks: int = 0

    def add(self, method: str, times: int = 1, **trouble: Unpack[Trouble]) -> Fault:
        """The next `times` calls of `method` ("*": of any) go wrong.

        `status` (with `retry_after` seconds for 429) answers with that HTTP status, `error` with HTTP 200 and ok false,
        `drop` closes the connection without an answer; each instead of the effect, or with `before=False` after it
        (a drop: after it unless `before=True`). `delay` holds the call up that many seconds first.
        """
        fault = Fault(
            method=method,
            times=times,
            status=trouble.get("status"),
            error=trouble.get("error"),
            retry_after=trouble.get("retry_after"),
            drop=trouble.get("drop", False),
            delay=trouble.get("delay", 0.0),
            before=trouble.get("before", not trouble.get("drop", False)),
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

    def lose_next_ack(self, times: int = 1) -> None:
        """The next `times` acknowledgements never arrive: people see a timeout, events are sent again."""
        self.lost_acks += times

    def take_duplicate(self) -> bool:
        taken = self.duplicates > 0
        self.duplicates -= taken
        return taken

    def take_lost_ack(self) -> bool:
        taken = self.lost_acks > 0
        self.lost_acks -= taken
        return taken

    def clear(self) -> None:
        """Forget all troubles not yet used."""
        self.waiting.clear()
        self.duplicates = self.lost_acks = 0
