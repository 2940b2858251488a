"""Envelopes over Socket Mode: each to one connection, acknowledged on whichever connection the answer comes."""

import asyncio
from dataclasses import dataclass, field

from sandbox.connections import Connections
from sandbox.envelopes import TOO_LATE, Ack, Sending
from sandbox.faults import Faults
from sandbox.settings import Settings
from sandbox.wire import Json

Answer = asyncio.Future[Json | None]


@dataclass(slots=True, kw_only=True)
class SocketCarrier:
    settings: Settings
    connections: Connections
    faults: Faults
    waiting: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connections.acknowledged = self.acknowledged

    def ready(self) -> bool:
        return bool(self.connections.open)

    def acknowledged(self, envelope_id: str, payload: Json | None) -> None:
        """An acknowledgement came in, on whichever connection."""
        future = self.waiting.get(envelope_id)
        if future is not None and not self.faults.take_lost_ack():
            future.get_loop().call_later(self.faults.take_held_ack(), settle, future, payload)

    async def carry(self, sending: Sending) -> Ack:
        loop = asyncio.get_running_loop()
        started = loop.time()
        future = self.waiting.setdefault(sending.id, loop.create_future())
        self.write(frame_of(sending))
        try:
            async with asyncio.timeout(self.settings.ack_seconds):
                payload = await future
        except TimeoutError:
            return Ack(acked=False, error=TOO_LATE, seconds=loop.time() - started, retry_reason="timeout")
        finally:
            del self.waiting[sending.id]
        taken = payload if sending.envelope.accepts_response_payload else None
        return Ack(acked=True, payload=taken, seconds=loop.time() - started)

    def write(self, frame: Json) -> None:
        for _ in range(2 if self.faults.take_duplicate() else 1):
            connection = self.connections.next()
            if connection is not None:
                connection.frames.put_nowait(frame)

    async def close(self) -> None:
        await self.connections.close()


def settle(future: Answer, payload: Json | None) -> None:
    if not future.done():
        future.set_result(payload)


def frame_of(sending: Sending) -> Json:
    envelope = sending.envelope
    frame: Json = {
        "envelope_id": sending.id,
        "type": envelope.type,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.accepts_response_payload,
    }
    if envelope.type == "events_api":
        frame |= {"retry_attempt": sending.attempt, "retry_reason": sending.reason or ""}
    return frame
