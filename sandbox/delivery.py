"""Handing envelopes to the app: acknowledged within the time allowed, or not; events at least once."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sandbox.changes import Changes, woken_within
from sandbox.clock import Clock
from sandbox.envelopes import NOBODY_THERE, Ack, Carrier, Envelope, Sending
from sandbox.faults import Faults
from sandbox.journal import Handed, Journal
from sandbox.settings import Settings
from sandbox.wire import Json


@dataclass(slots=True, kw_only=True)
class Delivery:
    settings: Settings
    clock: Clock
    carrier: Carrier
    changes: Changes
    journal: Journal
    faults: Faults
    overtaking: list[asyncio.Event] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def hand(self, envelope: Envelope, attempt: int = 0, reason: str | None = None) -> Ack:
        """Give the envelope to the app and wait for its acknowledgement until the deadline."""
        if self.faults.take_swap():
            await self.overtaken()
        sending = Sending(envelope=envelope, id=str(uuid4()), attempt=attempt, reason=reason)
        handed = self.noted(sending)
        if self.carrier.ready():
            ack = await self.carrier.carry(sending)
        else:
            ack = Ack(acked=False, error=NOBODY_THERE, retry_reason="connection_failed")
        handed.ok, handed.error, handed.answer, handed.seconds = ack.acked, ack.error, ack.payload, ack.seconds
        for held in self.overtaking:
            held.set()
        self.changes.touch()
        return ack

    def noted(self, sending: Sending) -> Handed:
        handed = Handed(
            type=sending.envelope.type,
            payload=sending.envelope.payload,
            at=self.clock.now(),
            envelope_id=sending.id,
            retry_attempt=sending.attempt,
        )
        self.journal.add(handed)
        return handed

    async def overtaken(self) -> None:
        """Wait until another envelope has been dealt with; when none comes, no longer than for an acknowledgement."""
        held = asyncio.Event()
        self.overtaking.append(held)
        with suppress(TimeoutError):
            async with asyncio.timeout(self.settings.ack_seconds):
                await held.wait()
        self.overtaking.remove(held)

    def announce(self, payload: Json) -> None:
        """Deliver an event in the background, again and again until acknowledged or given up."""
        self.spawn(self.announced(payload))

    async def announced(self, payload: Json) -> None:
        reason: str | None = None
        for attempt, delay in enumerate((0.0, *self.settings.event_retries)):
            if attempt:
                await self.pause(delay)
            ack = await self.hand(Envelope(type="events_api", payload=payload), attempt, reason)
            reason = ack.retry_reason
            if ack.acked or reason is None:
                return

    async def pause(self, seconds: float) -> None:
        """Wait before a retry; with nobody connected, only until somebody is."""
        if self.carrier.ready():
            await asyncio.sleep(seconds)
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        with self.changes.listening() as listener:
            while not self.carrier.ready() and loop.time() < end:
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
        await self.carrier.close()
