"""Handing envelopes to the app: acknowledged within the time allowed, or not; events at least once."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sandbox.changes import woken_within
from sandbox.connections import Connections
from sandbox.faults import Faults
from sandbox.journal import Handed, Journal
from sandbox.settings import Settings
from sandbox.wire import Json

TOO_LATE = "operation_timeout"
NOBODY_THERE = "dispatch_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    type: str
    payload: Json
    accepts_response_payload: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """The app's answer: `error` is operation_timeout after the deadline, dispatch_failed when nobody was connected."""

    acked: bool
    error: str | None = None
    payload: Json | None = None
    seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class Delivery:
    settings: Settings
    connections: Connections
    journal: Journal
    faults: Faults
    waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.connections.acknowledged = self.acknowledged

    def acknowledged(self, envelope_id: str, payload: Json | None) -> None:
        """An acknowledgement came in, on whichever connection."""
        future = self.waiting.get(envelope_id)
        if future is not None and not future.done() and not self.faults.take_lost_ack():
            future.set_result(payload)

    async def hand(self, envelope: Envelope, attempt: int = 0, reason: str | None = None) -> Ack:
        """Give the envelope to one connection and wait for its acknowledgement until the deadline."""
        handed = Handed(
            type=envelope.type,
            payload=envelope.payload,
            at=self.settings.now(),
            envelope_id=str(uuid4()),
            retry_attempt=attempt,
        )
        self.journal.add(handed)
        if not self.connections.open:
            ack = Ack(acked=False, error=NOBODY_THERE)
        else:
            ack = await self.sent(frame_of(envelope, handed, reason), envelope.accepts_response_payload)
        handed.ok, handed.error = ack.acked, ack.error
        self.connections.changes.touch()
        return ack

    async def sent(self, frame: Json, accepts: bool) -> Ack:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Json | None] = loop.create_future()
        self.waiting[frame["envelope_id"]] = future
        started = loop.time()
        self.write(frame)
        try:
            async with asyncio.timeout(self.settings.ack_seconds):
                payload = await future
        except TimeoutError:
            return Ack(acked=False, error=TOO_LATE, seconds=loop.time() - started)
        finally:
            del self.waiting[frame["envelope_id"]]
        return Ack(acked=True, payload=payload if accepts else None, seconds=loop.time() - started)

    def write(self, frame: Json) -> None:
        for _ in range(2 if self.faults.take_duplicate() else 1):
            connection = self.connections.next()
            if connection is not None:
                connection.frames.put_nowait(frame)

    def announce(self, payload: Json) -> None:
        """Deliver an event in the background, again and again until acknowledged or given up."""
        self.spawn(self.announced(payload))

    async def announced(self, payload: Json) -> None:
        reason: str | None = None
        for attempt, delay in enumerate((0.0, *self.settings.event_retries)):
            if attempt:
                await self.pause(delay)
            ack = await self.hand(Envelope(type="events_api", payload=payload), attempt, reason)
            if ack.acked:
                return
            reason = "timeout" if ack.error == TOO_LATE else "connection_failed"

    async def pause(self, seconds: float) -> None:
        """Wait before a retry; with nobody connected, only until somebody is."""
        if self.connections.open:
            await asyncio.sleep(seconds)
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        with self.connections.changes.listening() as listener:
            while not self.connections.open and loop.time() < end:
                await woken_within(listener, end - loop.time())

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background; it ends with the sandbox at the latest."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def stop(self) -> None:
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def frame_of(envelope: Envelope, handed: Handed, reason: str | None) -> Json:
    frame: Json = {
        "envelope_id": handed.envelope_id,
        "type": envelope.type,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.accepts_response_payload,
    }
    if envelope.type == "events_api":
        frame |= {"retry_attempt": handed.retry_attempt, "retry_reason": reason or ""}
    return frame
